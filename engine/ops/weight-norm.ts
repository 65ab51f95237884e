import { attach, noGrad } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { normalizeDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import { div, mul, sub } from "./pointwise.ts";
import { sum } from "./reduce.ts";
import { vectorNorm } from "./vector-norm.ts";
import { unsqueeze } from "./view.ts";

/**
 * The length of each slice of v along an axis; of all of v for -1.
 *
 * **Shapes**: v any; out as v with every other axis 1, or () for -1. Throws IndexError for an axis that v has not.
 */
export function normExceptDim(v: Tensor, dim: number): Tensor {
  const others = otherAxes(v, dim);
  if (dim === -1) return vectorNorm(v);
  if (others.length === 0) return vectorNorm(unsqueeze(v, -1), 2, { dim: -1 });
  return vectorNorm(v, 2, { dim: others, keepdim: true });
}

/**
 * g v / |v|: v with the lengths g. What torch._weight_norm does.
 *
 * **Shapes**: v any, g as normExceptDim gives; out as v.
 */
export function weightNorm(v: Tensor, g: Tensor, dim: number): Tensor {
  if (dim !== 0 && dim !== v.ndim - 1) return mul(v, div(g, normExceptDim(v, dim)));
  const inFull = (x: Tensor): Tensor => to(detached(x), computeType(v.dtype));
  const length = noGrad(() => normExceptDim(inFull(v), dim));
  const out = noGrad(() => to(mul(inFull(v), div(inFull(g), length)), v.dtype));
  return attach(
    "WeightNormInterfaceBackward0",
    [v, g],
    out,
    (d) => {
      if (!d) return [null, null];
      const others = otherAxes(v, dim);
      const direction = div(inFull(v), length);
      const along = mul(inFull(d), direction);
      const dg = others.length === 0 ? along : sum(along, { dim: others, keepdim: true });
      const dv = mul(sub(inFull(d), mul(direction, dg)), div(inFull(g), length));
      return [to(dv, v.dtype), to(dg, v.dtype)];
    },
    [v, g],
  );
}

function otherAxes(v: Tensor, dim: number): number[] {
  const axis = normalizeDim(dim, v.ndim, "normExceptDim");
  return v.shape.map((_, i) => i).filter((i) => i !== axis);
}
