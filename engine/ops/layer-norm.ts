import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check } from "../errors.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { checkNormTypes, wantedBy } from "./norm.ts";
import { normRows, rowGradients } from "./norm-rows.ts";

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
  const options = { size: sizeOf(normalizedShape), weight: gamma, centred: true };
  const { out: wide, stats } = normRows(data, options, bias && plain(bias), eps);
  const out = to(wide, x.dtype);
  const wanted = wantedBy(x, weight, bias);
  return attach(
    "NativeLayerNormBackward0",
    [x, weight, bias],
    out,
    (g) => {
      if (!g) return [null, null, null];
      const details = { stats, shape: normalizedShape, wanted };
      const [dx, dweight, dbias] = rowGradients(plain(g), data, options, details);
      return [
        dx && to(dx, x.dtype),
        weight && dweight && to(dweight, weight.dtype),
        bias && dbias && to(dbias, bias.dtype),
      ];
    },
    [x, ...(weight ? [weight] : [])],
  );
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
