import { needsGrad } from "../autograd.ts";
import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { normalizeDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { copy_ } from "./assign.ts";
import { clampMin } from "./clamp.ts";
import { normAlong } from "./distance.ts";
import { div } from "./pointwise.ts";

/** Options of normalize. */
export interface NormalizeOptions {
  /** The p of the norm; may be infinite. */
  p?: number;
  /** The axis of the vectors. */
  dim?: number;
  /** The least that a norm counts as. */
  eps?: number;
  /** What takes the result over, and is given back. */
  out?: Tensor | null;
}

/**
 * x divided by its p-norm along an axis. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.normalize.html
 *
 * Throws RuntimeError for what is not floating, and for an `out` where a gradient is wanted.
 */
export function normalize(
  x: Tensor,
  { p = 2, dim = 1, eps = 1e-12, out = null }: NormalizeOptions = {},
): Tensor {
  check(
    isFloating(x.dtype),
    "normalize",
    () =>
      `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${SCALAR_TYPE[x.dtype]}`,
  );
  const axis = normalizeDim(dim, x.ndim, "normalize");
  const norms = normAlong(x, null, x.shape, { axis, eps: 0, p, keepdim: true });
  const made = div(x, clampMin(norms, eps));
  if (out === null) return made;
  check(
    !needsGrad([x, out]),
    "normalize",
    () =>
      "div(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.",
  );
  return copy_(out, made);
}
