import type { Dtype, Elements } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Generator } from "./generator.ts";
import { McgStream } from "./mcg31.ts";
import { fill } from "./write.ts";

/**
 * torch.Tensor.bernoulli_(p), the mask of every dropout: 1 where a uniform lies below p.
 * Draws 2 of 32 bits an element whatever the dtype; with profile torch-2.6-mkl 1 in all, and elements go in logical order.
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html
 */
export function bernoulli(generator: Generator, out: Elements, dtype: Dtype, p = 0.5): void {
  check(
    p >= 0 && p <= 1,
    "bernoulli_",
    () => `bernoulli_ expects p to be in [0, 1], but got p=${p}`,
  );
  if (generator.profile === "torch-2.6-mkl") {
    const stream = new McgStream(generator.random());
    const limit = Math.fround(p);
    fill(out, dtype, () => (stream.uniform24() < limit ? 1 : 0));
  } else {
    fill(out, dtype, () => (generator.uniform53() < p ? 1 : 0));
  }
}

/**
 * torch.bernoulli(p) for a tensor of probabilities: 53 bits of uniform for float64 ones, 24 for others; `p` in logical order.
 * https://docs.pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulliTensor(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  p: ArrayLike<number>,
  pDtype: Dtype,
): void {
  let i = 0;
  fill(out, dtype, () => {
    const chance = p[i++] as number;
    check(
      chance >= 0 && chance <= 1,
      "bernoulli",
      () => `Expected p_in >= 0 && p_in <= 1 to be true, but got false: p is ${chance}`,
    );
    const u = pDtype === "float64" ? generator.uniform53() : generator.uniform24();
    return u < chance ? 1 : 0;
  });
}
