import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { clone, contiguous, detached, to } from "./copy.ts";
import { inMemoryOrder, isChannelsLast } from "./layout.ts";
import { wantedBy } from "./norm.ts";
import { normRows, rowGradients } from "./norm-rows.ts";
import { mul } from "./pointwise.ts";

/** Options of rmsNorm. */
export interface RmsNormFunctionOptions {
  weight?: Tensor | null;
  /** Added to the mean of squares; the smallest step from 1 of the type that is computed in, if null. */
  eps?: number | null;
}

const STEP = { float32: 2 ** -23, float64: 2 ** -52 } as const;

/**
 * x / √(mean of x² + eps) · weight, the mean over the last axes, those of `normalizedShape`; half types are computed in float32.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.rms_norm.html
 *
 * **Shapes**: x (*, normalizedShape), weight normalizedShape.
 */
export function rmsNorm(
  x: Tensor,
  normalizedShape: Shape,
  { weight = null, eps = null }: RmsNormFunctionOptions = {},
): Tensor {
  checkShapes(x, normalizedShape, weight);
  checkFloating(x.dtype, "rms_norm", "rms_norm");
  const type = computeType(x.dtype);
  const wide = to(x, type);
  const own = weight?.dtype === type ? weight : null;
  const scaled = scaledRows(wide, normalizedShape, own, eps ?? STEP[type]);
  const out = to(weight && !own ? mul(scaled, weight) : scaled, x.dtype);
  return x.numel > 0 && isPermuted(x) ? clone(out) : out;
}

/** x / √(mean of x² + eps) · weight, all of one type, under the name of PyTorch's last step. */
function scaledRows(x: Tensor, shape: Shape, weight: Tensor | null, eps: number): Tensor {
  const plain = (t: Tensor) => contiguous(detached(t));
  const data = plain(x);
  const options = { size: sizeOf(shape), weight: weight && plain(weight), centred: false };
  const { out, stats } = normRows(data, options, null, eps);
  const details = { stats, shape, wanted: wantedBy(x, weight) };
  return attach(
    "MulBackward0",
    [x, weight],
    isImage(x) ? inMemoryOrder([x, out], (_, y) => contiguous(y as Tensor)) : out,
    (g) => (g ? rowGradients(plain(g), data, options, details).slice(0, 2) : [null, null]),
    [x, ...(weight ? [weight] : [])],
  );
}

/** Whether PyTorch would keep x's order of axes in memory up to the end, where it makes the result contiguous, if it is not an image's. */
function isPermuted(x: Tensor): boolean {
  if (isImage(x)) return false;
  const steps = x.strides.filter((_, axis) => x.shape[axis] !== 1);
  return steps.some((step, axis) => axis > 0 && step > (steps[axis - 1] as number));
}

function isImage(x: Tensor): boolean {
  return (x.ndim === 4 || x.ndim === 5) && isChannelsLast(x);
}

function checkShapes(x: Tensor, shape: Shape, weight: Tensor | null): void {
  check(
    shape.length > 0,
    "rms_norm",
    () =>
      "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
  );
  check(
    weight === null || sameShape(weight.shape, shape),
    "rms_norm",
    () =>
      `Expected weight to be of same shape as normalized_shape, but got weight of shape ${showShape(weight?.shape ?? [])} and normalized_shape = ${showShape(shape)}`,
  );
  checkAs(
    "ValueError",
    x.ndim >= shape.length,
    "rms_norm",
    () => `Input tensor must have at least ${shape.length} dimensions, but got ${x.ndim}`,
  );
  check(
    sameShape(x.shape.slice(x.ndim - shape.length), shape),
    "rms_norm",
    () =>
      `Given normalized_shape=${showShape(shape)}, expected input with shape [*${shape.join(", ")}], but got input of size${showShape(x.shape)}`,
  );
}
