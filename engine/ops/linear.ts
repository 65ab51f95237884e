import { SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { addmm } from "./matmul.ts";
import { matmul } from "./matmul-broadcast.ts";
import { add } from "./pointwise.ts";
import { reshape, t } from "./view.ts";

/**
 * y = x Wᵀ + b. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 *
 * **Shapes**: x (*, in), weight (out, in) or (in), bias (out) or (); y (*, out) or (*).
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  check(
    x.dtype === weight.dtype,
    "linear",
    () =>
      `mat1 and mat2 must have the same dtype, but got ${SCALAR_TYPE[x.dtype]} and ${SCALAR_TYPE[weight.dtype]}`,
  );
  check(
    x.ndim > 0,
    "linear",
    () => `both arguments to linear need to be at least 1D, but they are 0D and ${weight.ndim}D`,
  );
  if (x.ndim === 2 && bias) return addmm(bias, x, t(weight));
  if (bias && x.isContiguous) {
    const rows = reshape(x, [-1, x.shape.at(-1) ?? 1]);
    const shape = [...x.shape.slice(0, -1), weight.shape[0] as number];
    return reshape(addmm(bias, rows, t(weight)), shape);
  }
  const y = matmul(x, t(weight));
  return bias ? add(y, bias) : y;
}
