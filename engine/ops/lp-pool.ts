import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { relu } from "./activation.ts";
import { avgPool1d, avgPool2d, avgPool3d } from "./avg-pool.ts";
import type { PerAxis } from "./geometry.ts";
import { checkMemoryFormat, maxPool2d, maxPool3d } from "./max-pool.ts";
import { maxPool1d } from "./max-pool-1d.ts";
import { mul, neg, pow } from "./pointwise.ts";
import { abs, sign } from "./rounding.ts";

/** Options of lpPool1d, lpPool2d and lpPool3d. */
export interface LpPoolOptions {
  /** The distance of the windows; the kernel's size by default. */
  stride?: PerAxis | null;
  /** Whether a last window may reach beyond the end; it counts as if it were full of its own mean. */
  ceilMode?: boolean;
}

/**
 * (Σ xᵖ)^(1/p) over each window, where xᵖ keeps its sign; for p = ±∞ the greatest or least magnitude.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, L') or (C, L'), L' = ⌊(L - k) / stride⌋ + 1. Throws as avgPool1d; a
 * ZeroDivisionError for p = 0.
 */
export function lpPool1d(
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  options: LpPoolOptions = {},
): Tensor {
  const pools = { average: avgPool1d, maximum: maxPool1d };
  return lpPool("lp_pool1d", x, normType, kernelSize, options, pools, () => {
    checkAs(
      "TypeError",
      typeof kernelSize === "number",
      "lp_pool1d",
      () => "mul(): argument 'other' (position 1) must be Tensor, not tuple",
    );
    return kernelSize;
  });
}

/**
 * (Σ xᵖ)^(1/p) over each window; sizes as in lpPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W).
 */
export function lpPool2d(
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  options: LpPoolOptions = {},
): Tensor {
  const size = elementsOfWindow("lp_pool2d", kernelSize, 2);
  const pools = { average: avgPool2d, maximum: maxPool2d };
  return lpPool("lp_pool2d", x, normType, kernelSize, options, pools, () => size);
}

/**
 * (Σ xᵖ)^(1/p) over each window; sizes as in lpPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LPPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W).
 */
export function lpPool3d(
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  options: LpPoolOptions = {},
): Tensor {
  const size = elementsOfWindow("lp_pool3d", kernelSize, 3);
  const pools = { average: avgPool3d, maximum: maxPool3d };
  return lpPool("lp_pool3d", x, normType, kernelSize, options, pools, () => size);
}

/** The pools of so many axes. */
interface Pools {
  readonly average: (x: Tensor, kernelSize: PerAxis, options: LpPoolOptions) => Tensor;
  readonly maximum: (x: Tensor, kernelSize: PerAxis, options: LpPoolOptions) => Tensor;
}

/** By PyTorch's steps, which also say where there is no gradient: means, their sign cut off, made sums, and their root. */
function lpPool(
  where: string,
  x: Tensor,
  normType: number,
  kernelSize: PerAxis,
  options: LpPoolOptions,
  { average, maximum }: Pools,
  windowSize: () => number,
): Tensor {
  if (where === "lp_pool3d" && Math.abs(normType) === Infinity) checkMemoryFormat(where, x);
  if (normType === Infinity) return maximum(abs(x), kernelSize, options);
  if (normType === -Infinity) return neg(maximum(neg(abs(x)), kernelSize, options));
  const means = average(pow(x, normType), kernelSize, options);
  const sums = mul(mul(sign(means), relu(abs(means))), windowSize());
  checkAs("ZeroDivisionError", normType !== 0, where, () => "float division by zero");
  return pow(sums, 1 / normType);
}

function elementsOfWindow(where: string, kernelSize: PerAxis, axes: number): number {
  if (typeof kernelSize === "number") return kernelSize ** axes;
  const count = kernelSize.length;
  checkAs("ValueError", count === axes, where, () =>
    count < axes
      ? `not enough values to unpack (expected ${axes}, got ${count})`
      : `too many values to unpack (expected ${axes})`,
  );
  return kernelSize.reduce((product, n) => product * n, 1);
}
