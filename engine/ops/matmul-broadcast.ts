import { needsGrad } from "../autograd.ts";
import { check } from "../errors.ts";
import { broadcastShapes, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { batched } from "./bmm.ts";
import { clone } from "./copy.ts";
import { mm } from "./matmul.ts";
import { dot, mv } from "./products.ts";
import { expand, reshape, squeeze, t, transpose, unsafeView, unsqueeze } from "./view.ts";

/**
 * The matrix product with broadcasting: vectors count as a row or a column, leading axes as a batch.
 * https://docs.pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  check(
    a.ndim > 0 && b.ndim > 0,
    "matmul",
    () => `both arguments to matmul need to be at least 1D, but they are ${a.ndim}D and ${b.ndim}D`,
  );
  if (a.ndim === 1 && b.ndim === 1) return dot(a, b);
  if (a.ndim === 2 && b.ndim === 1) return mv(a, b);
  if (a.ndim === 1 && b.ndim === 2) return squeeze(mm(unsqueeze(a, 0), b), 0, "SqueezeBackward4");
  if (a.ndim === 2 && b.ndim === 2) return mm(a, b);
  if (b.ndim <= 2) return folded(a, b);
  if (a.ndim === 1) return folded(transpose(b, -2, -1), a);
  if (a.ndim === 2 && needsGrad([a])) {
    return clone(transpose(folded(transpose(b, -2, -1), t(a)), -2, -1));
  }
  const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), "matmul");
  const spread = (x: Tensor) => expand(x, [...lead, x.size(-2), x.size(-1)]);
  return batched("UnsafeViewBackward0", spread(a), spread(b));
}

/** A batch times a matrix or a vector: all rows of the batch at once. */
function folded(a: Tensor, b: Tensor): Tensor {
  const lead = a.shape.slice(0, -1);
  const rows = reshape(a, [sizeOf(lead), a.size(-1)]);
  return b.ndim === 1
    ? unsafeView(mv(rows, b), lead)
    : unsafeView(mm(rows, b), [...lead, b.size(1)]);
}
