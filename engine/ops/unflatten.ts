import { check } from "../errors.ts";
import { normalizeDim, type Shape, showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { view } from "./view.ts";

/** Tensor.unflatten: an axis split into several, of which one may be -1. https://docs.pytorch.org/docs/stable/generated/torch.unflatten.html */
export function unflatten(x: Tensor, dim: number, sizes: Shape): Tensor {
  const axis = normalizeDim(dim, x.ndim, "unflatten");
  check(sizes.length > 0, "unflatten", () => "unflatten: sizes must be non-empty");
  check(
    x.ndim > 0,
    "unflatten",
    () =>
      "unflatten got an unexpected error:\nDimension specified as 0 but tensor has no dimensions",
  );
  const open = sizes.filter((size) => size === -1).length;
  check(open <= 1, "unflatten", () => "only one dimension can be inferred");
  const size = x.shape[axis] as number;
  const known = sizeOf(sizes.filter((n) => n !== -1));
  const fits = open === 0 ? known === size : known !== 0 && size % known === 0;
  check(
    fits,
    "unflatten",
    () =>
      `unflatten: Provided sizes ${showShape(sizes)} don't multiply up to the size of dim ${axis} (${size}) in the input tensor`,
  );
  const split = sizes.map((n) => (n === -1 ? size / known : n));
  return view(x, [...x.shape.slice(0, axis), ...split, ...x.shape.slice(axis + 1)]);
}
