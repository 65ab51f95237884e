import { attach } from "../autograd.ts";
import { isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { normalizeDim, showShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { spread } from "./choose.ts";
import { clone, contiguous, detached, to } from "./copy.ts";
import { full } from "./create.ts";
import { fittingGradient } from "./fitting-gradient.ts";
import {
  checkFits,
  checkIndexType,
  checkList,
  checkRank,
  gather,
  indexSelect,
  placesAlong,
  placesListed,
} from "./gather.ts";
import { addInto, putInto } from "./places.ts";
import { mul } from "./pointwise.ts";
import { sumAxes } from "./sum-axes.ts";
import { slice } from "./view.ts";

/** x with `src`, elements or one number, written where `index` names along an axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.scatter_.html */
export function scatter(x: Tensor, dim: number, index: Tensor, src: Tensor | number): Tensor {
  const axis = normalizeDim(dim, x.ndim, "scatter");
  checkScatter("scatter", x, axis, index, src);
  const values =
    src instanceof Tensor ? cut(src, index) : full(index.shape, src, { dtype: x.dtype });
  const out = clone(detached(x));
  putInto(out, placesAlong("scatter", index, x.shape, axis), values);
  if (!(src instanceof Tensor)) {
    return attach("ScatterBackward1", [x], out, (g) => [g && scatter(g, axis, index, 0)]);
  }
  return attach("ScatterBackward0", [x, src], out, (g) => [
    g && x.requiresGrad ? scatter(g, axis, index, 0) : null,
    g && src.requiresGrad ? gradientOfSource("ScatterBackward0", g, axis, index, src) : null,
  ]);
}

/** x with `src` added where `index` names along an axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.scatter_add_.html */
export function scatterAdd(x: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  const axis = normalizeDim(dim, x.ndim, "scatterAdd");
  checkScatter("scatterAdd", x, axis, index, src);
  const out = widened(x);
  addInto(out, placesAlong("scatterAdd", index, x.shape, axis), to(cut(src, index), out.dtype));
  return attach("ScatterAddBackward0", [x, src], to(out, x.dtype), (g) => [
    g,
    g && src.requiresGrad ? gradientOfSource("ScatterAddBackward0", g, axis, index, src) : null,
  ]);
}

function checkScatter(
  where: string,
  x: Tensor,
  axis: number,
  index: Tensor,
  src: Tensor | number,
): void {
  checkIndexType(index, where, "index");
  checkRank(where, x, index);
  checkFits(where, index, x, axis, "self");
  if (!(src instanceof Tensor)) return;
  check(
    src.dtype === x.dtype,
    where,
    () =>
      `Expected self.dtype to be equal to src.dtype, but got ${SCALAR_TYPE[x.dtype]} and ${SCALAR_TYPE[src.dtype]}`,
  );
  checkRank(where, src, index);
  checkFits(where, index, src, -1, "src");
}

/** The part of `src` that an index covers. */
function cut(src: Tensor, index: Tensor): Tensor {
  return index.shape.reduce((part, size, d) => slice(part, d, 0, size), detached(src));
}

/** The gradient of `src`, which PyTorch only has where the index covers all of it. */
function gradientOfSource(
  node: string,
  g: Tensor,
  axis: number,
  index: Tensor,
  src: Tensor,
): Tensor {
  return fittingGradient(node, 1, gather(g, axis, index), src.shape);
}

/** A copy to add to: half types as float32. */
function widened(x: Tensor): Tensor {
  const plain = detached(x);
  return isHalf(x.dtype) ? to(plain, "float32") : clone(plain);
}

/** Options of indexAdd. */
export interface IndexAddOptions {
  /** What the source is multiplied by. */
  alpha?: number;
}

/** x with entries of `source` added to those that `index` lists along an axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.index_add_.html */
export function indexAdd(
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  { alpha = 1 }: IndexAddOptions = {},
): Tensor {
  const axis = normalizeDim(dim, x.ndim, "indexAdd");
  checkEntries("indexAdd", "index_add", x, axis, index, source);
  const out = widened(x);
  const scaled = alpha === 1 ? detached(source) : mul(detached(source), alpha);
  addInto(out, placesListed("indexAdd", index, x.shape, axis), to(scaled, out.dtype));
  return attach("IndexAddBackward0", [x, source], to(out, x.dtype), (g) => [
    g,
    g && source.requiresGrad ? mul(indexSelect(g, axis, index), alpha) : null,
  ]);
}

/** x with entries of `source` in the place of those that `index` lists along an axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.index_copy_.html */
export function indexCopy(x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const axis = normalizeDim(dim, x.ndim, "indexCopy");
  checkEntries("indexCopy", "index_copy", x, axis, index, source);
  const out = clone(detached(x));
  putInto(out, placesListed("indexCopy", index, x.shape, axis), source);
  return attach("IndexCopyBackward0", [x, source], out, (g) => [
    g && x.requiresGrad ? indexFill(g, axis, index, 0) : null,
    g && source.requiresGrad ? indexSelect(g, axis, index) : null,
  ]);
}

/** x with one value for the entries that `index` lists along an axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.index_fill_.html */
export function indexFill(x: Tensor, dim: number, index: Tensor, value: number | Tensor): Tensor {
  const axis = normalizeDim(dim, x.ndim, "indexFill");
  checkList("indexFill", "index_fill_", index);
  const out = clone(detached(x));
  const places = placesListed("indexFill", index, x.shape, axis);
  const filler =
    value instanceof Tensor ? to(detached(value), x.dtype) : full([], value, { dtype: x.dtype });
  putInto(out, places, contiguous(spread(filler, [places.length])));
  if (!(value instanceof Tensor)) {
    return attach("IndexFillBackward0", [x], out, (g) => [g && indexFill(g, axis, index, 0)]);
  }
  return attach("IndexFillBackward1", [x, value], out, (g) => [
    g && x.requiresGrad ? indexFill(g, axis, index, 0) : null,
    g && value.requiresGrad
      ? sumAxes(
          indexSelect(g, axis, index),
          g.shape.map((_, i) => i),
        )
      : null,
  ]);
}

function checkEntries(
  where: string,
  name: string,
  x: Tensor,
  axis: number,
  index: Tensor,
  source: Tensor,
): void {
  checkList(where, name, index);
  check(
    source.dtype === x.dtype,
    where,
    () =>
      `${name}_(): self (${SCALAR_TYPE[x.dtype]}) and source (${SCALAR_TYPE[source.dtype]}) must have the same scalar type`,
  );
  check(
    index.numel === (source.shape[axis] ?? 1),
    where,
    () =>
      `${name}_(): Number of indices (${index.numel}) should be equal to source.size(dim): (${source.shape[axis] ?? 1})`,
  );
  check(
    source.ndim === x.ndim && source.shape.every((n, d) => d === axis || n === x.shape[d]),
    where,
    () =>
      `source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = ${showShape(x.shape)} source.shape = ${showShape(source.shape)}`,
  );
}
