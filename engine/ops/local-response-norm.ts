import { checkAs } from "../errors.ts";
import { type Shape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { avgPool2d, avgPool3d } from "./avg-pool.ts";
import { asItLies } from "./layout.ts";
import { pad } from "./pad.ts";
import { add, div, mul, pow } from "./pointwise.ts";
import { squeeze, unsqueeze, view } from "./view.ts";

/** Options of localResponseNorm. */
export interface LocalResponseNormFunctionOptions {
  alpha?: number;
  beta?: number;
  k?: number;
}

/**
 * x / (k + alpha · mean of x²)^beta, the mean over `size` neighbouring channels, zeros beyond the ends: ⌊size / 2⌋ before
 * and ⌊(size - 1) / 2⌋ after. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.local_response_norm.html
 *
 * **Shapes**: x (N, C, *) of at least three axes, kept.
 */
export function localResponseNorm(
  x: Tensor,
  size: number,
  { alpha = 1e-4, beta = 0.75, k = 1 }: LocalResponseNormFunctionOptions = {},
): Tensor {
  checkAs(
    "ValueError",
    x.ndim >= 3,
    "local_response_norm",
    () =>
      `Expected 3D or higher dimensionality                          input (got ${x.ndim} dimensions)`,
  );
  if (x.numel === 0) return x;
  if (x.ndim > 3 && asItLies(x)) view(x, rowsOf(x));
  const means = neighbourMeans(mul(x, x), size);
  return div(x, pow(add(mul(means, alpha), k), beta));
}

/** The shape under which the channels are planes. PyTorch, whose squares lie as x does, may find no such view. */
function rowsOf({ shape }: Tensor): Shape {
  const [n, channels, height, ...rest] = shape as [number, number, number];
  return [n, 1, channels, height, sizeOf(rest)];
}

/** Means over channels by PyTorch's own steps. */
function neighbourMeans(squares: Tensor, size: number): Tensor {
  const beyond = [Math.floor(size / 2), Math.floor((size - 1) / 2)];
  if (squares.ndim === 3) {
    const padded = pad(unsqueeze(squares, 1), [0, 0, ...beyond]);
    return squeeze(avgPool2d(padded, [size, 1], { stride: 1 }), 1);
  }
  const flat = view(squares, rowsOf(squares));
  const padded = pad(flat, [0, 0, 0, 0, ...beyond]);
  return view(squeeze(avgPool3d(padded, [size, 1, 1], { stride: 1 }), 1), squares.shape);
}
