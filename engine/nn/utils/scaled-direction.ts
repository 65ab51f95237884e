import { div, mul } from "../../ops/pointwise.ts";
import { vectorNorm } from "../../ops/vector-norm.ts";
import { unsqueeze } from "../../ops/view.ts";
import type { Tensor } from "../../tensor.ts";

/** The axis -1 stands for none, as it does in weight normalization: one norm for all of the tensor. */
const WHOLE = -1;

/** The length of each slice of `v` along `dim`, other axes of size 1; of the whole tensor for null or -1. */
export function lengthsAlong(v: Tensor, dim: number | null): Tensor {
  if (dim === null || dim === WHOLE) return vectorNorm(v);
  const kept = dim < 0 ? dim + v.ndim : dim;
  const others = [...v.shape.keys()].filter((axis) => axis !== kept);
  if (others.length === 0) return vectorNorm(unsqueeze(v, -1), 2, { dim: -1 });
  return vectorNorm(v, 2, { dim: others, keepdim: true });
}

/** g v / |v|. https://arxiv.org/abs/1602.07868 */
export function scaledDirection(v: Tensor, g: Tensor, dim: number | null): Tensor {
  return mul(v, div(g, lengthsAlong(v, dim)));
}
