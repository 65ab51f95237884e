import { needsGrad } from "../autograd.ts";
import { check } from "../errors.ts";
import { named } from "../named.ts";
import { sizeOf } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { addmm, turned } from "./matmul.ts";
import { matmul } from "./matmul-broadcast.ts";
import { add } from "./pointwise.ts";
import { reshape, t } from "./view.ts";

/** What is added to a product; it may stand in its place or be named. */
export interface BiasOption {
  bias?: Tensor | null;
}

/**
 * y = x Wᵀ + b. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 *
 * **Shapes**: x (*, in), weight (out, in) or (in), bias (out) or (); y (*, out) or (*).
 */
export function linear(
  x: Tensor,
  weight: Tensor,
  ...given: readonly (Tensor | BiasOption | null)[]
): Tensor {
  // The usual call, of which no objects are made.
  const [only] = given;
  const isBias = given.length === 1 && (only === null || only instanceof Tensor);
  const { bias = null } = isBias ? { bias: only } : named<BiasOption>(given, ["bias"]);
  check(
    x.ndim > 0 && weight.ndim > 0,
    "linear",
    () =>
      `both arguments to linear need to be at least 1D, but they are ${x.ndim}D and ${weight.ndim}D`,
  );
  if (x.ndim === 2 && bias) return addmm(bias, x, turnedFor(weight));
  if (bias?.ndim === 1 && weight.ndim === 2 && x.isContiguous) {
    const rows = reshape(x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) ?? 1]);
    const shape = [...x.shape.slice(0, -1), weight.shape[0] as number];
    return reshape(addmm(bias, rows, turnedFor(weight)), shape);
  }
  const y = matmul(x, turnedFor(weight));
  return bias ? add(y, bias) : y;
}

/** The weight transposed: a view in the graph only where a graph is made. */
function turnedFor(weight: Tensor): Tensor {
  return weight.ndim === 2 && !needsGrad([weight]) ? turned(weight) : t(weight);
}
