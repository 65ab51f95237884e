import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { applyNorm, checkNormTypes, type Groups, normGradient, normStatistics } from "./norm.ts";

/** Options of layerNorm. */
export interface LayerNormFunctionOptions {
  weight?: Tensor | null;
  bias?: Tensor | null;
  eps?: number;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias, mean and biased variance over the last axes, those of `normalizedShape`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html
 *
 * **Shapes**: x (*, normalizedShape), weight and bias normalizedShape.
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: Shape,
  { weight = null, bias = null, eps = 1e-5 }: LayerNormFunctionOptions = {},
): Tensor {
  checkShapes(x, normalizedShape, weight, bias);
  checkNormTypes("layer_norm", "LayerNormKernelImpl", x, [weight, bias]);
  const type = computeType(x.dtype);
  const plain = (t: Tensor) => contiguous(to(detached(t), type));
  const data = plain(x);
  const gamma = weight && plain(weight);
  const groups = rowsOf(x, sizeOf(normalizedShape));
  const stats = normStatistics(data, groups, eps);
  const out = to(applyNorm(data, groups, stats, gamma, bias && plain(bias)), x.dtype);
  return attach(
    "NativeLayerNormBackward0",
    [x, weight, bias],
    out,
    (g) => {
      if (!g) return [null, null, null];
      const dy = plain(g);
      const { dx } = normGradient(dy, data, groups, stats, gamma, false);
      if (!weight?.requiresGrad && !bias?.requiresGrad) return [to(dx, x.dtype), null, null];
      const { dweight, dbias } = columnSums(dy, data, groups, stats, normalizedShape);
      return [to(dx, x.dtype), weight && to(dweight, weight.dtype), bias && to(dbias, bias.dtype)];
    },
    [x, ...(weight ? [weight] : [])],
  );
}

function rowsOf(x: Tensor, run: number): Groups {
  const count = run === 0 ? 0 : x.numel / run;
  return { count, next: run, runs: 1, run, step: run, each: true };
}

/** The gradients of weight and bias: sums over all rows. */
function columnSums(g: Tensor, x: Tensor, groups: Groups, stats: Tensor, shape: Shape) {
  const dweight = emptyTensor(shape, x.dtype);
  const dbias = emptyTensor(shape, x.dtype);
  const { count, run } = groups;
  const kernel = x.dtype === "float32" ? kernels.norm_columns_f32 : kernels.norm_columns_f64;
  pin([g, x, stats, dweight, dbias], 2, (pg, px, ps, pw, pb) =>
    kernel(
      ...([pg, px, count, run, ps, pw, pb] as number[]),
      scratch(kernels.norm_columns_scratch(count, run)),
    ),
  );
  return { dweight, dbias };
}

function checkShapes(x: Tensor, shape: Shape, weight: Tensor | null, bias: Tensor | null): void {
  check(
    shape.length > 0,
    "layer_norm",
    () =>
      "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
  );
  for (const [name, parameter] of Object.entries({ weight, bias })) {
    check(
      parameter === null || sameShape(parameter.shape, shape),
      "layer_norm",
      () =>
        `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${showShape(parameter?.shape ?? [])} and normalized_shape = ${showShape(shape)}`,
    );
  }
  check(
    x.ndim >= shape.length && sameShape(x.shape.slice(x.ndim - shape.length), shape),
    "layer_norm",
    () =>
      `Given normalized_shape=${showShape(shape)}, expected input with shape [*, ${shape.join(", ")}], but got input of size${showShape(x.shape)}`,
  );
}
