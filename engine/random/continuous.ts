import { C_TYPE, type Dtype, type Elements, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { exp } from "./exponential-function.ts";
import type { Generator } from "./generator.ts";
import { log, log1p } from "./logarithm.ts";
import { McgStream } from "./mcg31.ts";
import { drawNormal } from "./normal.ts";
import { tan } from "./trigonometry.ts";
import { checkFloating, fill } from "./write.ts";

/**
 * torch.Tensor.exponential_: -log(1 - u) / lambda, in double. Draws 2 of 32 bits an element, with profile torch-2.6-mkl 1 or 2 in all.
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.exponential_.html
 */
export function exponential(generator: Generator, out: Elements, dtype: Dtype, lambda = 1): void {
  check(
    isFloating(dtype),
    "exponential_",
    () =>
      `Exponential distribution is a continuous probability distribution. dtype must be a floating point but you specified ${SCALAR_TYPE[dtype]}`,
  );
  check(
    lambda > 0,
    "exponential_",
    () => `exponential_ expects lambda > 0.0, but found lambda=${lambda}`,
  );
  if (generator.profile === "torch-2.6-mkl") exponentialByMkl(generator, out, dtype, lambda);
  else fill(out, dtype, () => (-1 / lambda) * log1p(-generator.uniform53()));
}

/**
 * torch.Tensor.geometric_: ceil(log u / log(1 - p)), the number of trials up to the first success. Integers too, but not bool.
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.geometric_.html
 */
export function geometric(generator: Generator, out: Elements, dtype: Dtype, p: number): void {
  check(p > 0 && p < 1, "geometric_", () => `geometric_ expects p to be in (0, 1), but got p=${p}`);
  if (dtype === "bool") checkFloating(dtype, "geometric_", "geometric_cpu");
  const base = log1p(-p);
  fill(out, dtype, () => Math.ceil(log(generator.uniform53()) / base));
}

/**
 * torch.Tensor.log_normal_: e to a normal, which is always drawn in pairs in double.
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.log_normal_.html
 */
export function logNormal(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  mean = 1,
  std = 2,
): void {
  check(std > 0, "log_normal_", () => `log_normal_ expects std > 0.0, but found std=${std}`);
  checkFloating(dtype, "log_normal_", "log_normal_cpu");
  fill(out, dtype, () => exp(drawNormal(generator, mean, std)));
}

/**
 * torch.Tensor.cauchy_: median + sigma tan(pi (u - 1/2)).
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.cauchy_.html
 */
export function cauchy(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  median = 0,
  sigma = 1,
): void {
  check(sigma > 0, "cauchy_", () => `cauchy_ expects sigma > 0.0, but found sigma=${sigma}`);
  check(
    isFloating(dtype),
    "cauchy_",
    () =>
      `Cauchy distribution is a continuous probability distribution. dtype must be a floating point but you specified ${C_TYPE[dtype]}`,
  );
  fill(out, dtype, () => median + sigma * tan(Math.PI * (generator.uniform53() - 0.5)));
}

function exponentialByMkl(generator: Generator, out: Elements, dtype: Dtype, lambda: number): void {
  if (dtype === "float64") generator.random();
  const stream = new McgStream(generator.random());
  if (dtype === "float64") fill(out, dtype, () => -log(stream.uniform53()) / lambda);
  else fill(out, dtype, () => Math.fround(-log(stream.uniform24()) / lambda));
}
