import { attach } from "../autograd.ts";
import { checkAs } from "../errors.ts";
import { normalizeDim } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { copyElements } from "./copy.ts";
import { zeros } from "./create.ts";
import { select } from "./view.ts";
import { tieView } from "./view-graph.ts";

/** The entries of an axis as views, one each. https://docs.pytorch.org/docs/stable/generated/torch.unbind.html */
export function unbind(
  x: Tensor,
  ...rest: readonly (number | { dim?: number } | undefined)[]
): Tensor[] {
  const dim = (typeof rest[0] === "object" ? rest[0].dim : rest[0]) ?? 0;
  checkAs(
    "IndexError",
    x.ndim > 0,
    "unbind",
    () => "Dimension specified as 0 but tensor has no dimensions",
  );
  const axis = normalizeDim(dim, x.ndim, "unbind");
  const [size, step] = [x.shape[axis] as number, x.strides[axis] as number];
  const views = Array.from({ length: size }, (_, i) => {
    const view = windowOn(
      x,
      x.shape.toSpliced(axis, 1),
      x.strides.toSpliced(axis, 1),
      x.offset + i * step,
    );
    return tieView(view, x, true);
  });
  return attach("UnbindBackward0", [x], views, (...grads) => {
    const like = grads.find((g) => g !== null);
    if (!like) return [null];
    const out = zeros(x.shape, { dtype: like.dtype });
    grads.forEach((g, i) => {
      if (g) copyElements(g, select(out, axis, i));
    });
    return [out];
  });
}
