import type { Dtype } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { contiguousStrides, normalizeDim, type Shape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { detached, numbers } from "./copy.ts";
import { pick, placesOfEntries } from "./places.ts";
import { reshape } from "./view.ts";

/** Options of gather. */
export interface GatherOptions {
  /** Whether PyTorch would give a sparse gradient; here its dense equal comes. */
  sparseGrad?: boolean;
}

/** The elements of x that `index` names along an axis. https://docs.pytorch.org/docs/stable/generated/torch.gather.html */
export function gather(
  x: Tensor,
  dim: number,
  index: Tensor,
  { sparseGrad = false }: GatherOptions = {},
): Tensor {
  const axis = normalizeDim(dim, x.ndim, "gather");
  checkIndexType(index, "gather", "index");
  checkRank("gather", x, index);
  checkFits("gather", index, x, axis, "self");
  const places = placesAlong("gather", index, x.shape, axis);
  return pick("GatherBackward0", x, places, index.shape, sparseGrad ? "sparse_coo" : "strided");
}

/** Where the elements lie that `index` names along an axis of a contiguous tensor. */
export function placesAlong(
  where: string,
  index: Tensor,
  shape: Shape,
  axis: number,
): Float64Array {
  const at = numbers(detached(index));
  const strides = contiguousStrides(shape);
  const steps = contiguousStrides(index.shape);
  const size = shape[axis] ?? 1;
  return Float64Array.from(at, (value, i) => {
    checkBounds(where, value, axis, size, false);
    let place = value * (strides[axis] ?? 1);
    for (let d = 0; d < steps.length; d++) {
      if (d === axis) continue;
      const position = Math.floor(i / (steps[d] as number)) % (index.shape[d] as number);
      place += position * (strides[d] as number);
    }
    return place;
  });
}

/** Refuses an index that is not there. */
export function checkBounds(
  where: string,
  value: number,
  axis: number,
  size: number,
  fromEnd: boolean,
): void {
  check(
    value < size && value >= (fromEnd ? -size : 0),
    where,
    () => `index ${value} is out of bounds for dimension ${axis} with size ${size}`,
  );
}

/** Refuses an index of a dtype that PyTorch does not take. */
export function checkIndexType(
  index: Tensor,
  where: string,
  name: string,
  allowed: readonly Dtype[] = ["int64", "int32"],
): void {
  check(
    allowed.includes(index.dtype),
    where,
    () => `${where}(): Expected dtype ${allowed.join("/")} for ${name}, got ${index.dtype}`,
  );
}

/** Refuses an index of another rank than x. */
export function checkRank(where: string, x: Tensor, index: Tensor): void {
  check(
    index.numel === 0 || Math.max(x.ndim, 1) === Math.max(index.ndim, 1),
    where,
    () =>
      `Index tensor must have the same number of dimensions as input tensor, got ${index.ndim} and ${x.ndim}`,
  );
}

/** Refuses an index that is larger than x on an axis, that along which it looks apart. */
export function checkFits(
  where: string,
  index: Tensor,
  x: Tensor,
  axis: number,
  name: string,
): void {
  const fits =
    index.numel === 0 || index.shape.every((n, d) => d === axis || n <= (x.shape[d] ?? 1));
  check(
    fits,
    where,
    () =>
      `Size does not match at dimension ${index.shape.findIndex((n, d) => d !== axis && n > (x.shape[d] ?? 1))} expected index ${showShape(index.shape)} to be no larger than ${name} ${showShape(x.shape)} apart from dimension ${axis}`,
  );
}

/** Along an axis, the entries that `index` lists. https://docs.pytorch.org/docs/stable/generated/torch.index_select.html */
export function indexSelect(x: Tensor, dim: number, index: Tensor): Tensor {
  const axis = normalizeDim(dim, x.ndim, "indexSelect");
  checkList("indexSelect", "index_select", index);
  const places = placesListed("indexSelect", index, x.shape, axis);
  const shape = x.ndim === 0 ? x.shape : x.shape.with(axis, index.numel);
  return pick("IndexSelectBackward0", x, places, shape);
}

/** Refuses what is no list of whole numbers. */
export function checkList(where: string, name: string, index: Tensor): void {
  checkAs(
    "IndexError",
    index.ndim <= 1,
    where,
    () => `${name}(): Index is supposed to be a vector, but got dim: ${index.ndim}`,
  );
  checkIndexType(index, where, "index");
}

/** Where the elements of the entries that a tensor lists along an axis lie in a contiguous tensor. */
export function placesListed(
  where: string,
  index: Tensor,
  shape: Shape,
  axis: number,
): Float64Array {
  const entries = numbers(reshape(detached(index), [-1]));
  for (const entry of entries) checkEntry(where, entry, shape[axis] ?? 1);
  return placesOfEntries(entries, shape, axis);
}

function checkEntry(where: string, entry: number, size: number): void {
  checkAs(
    "IndexError",
    entry >= 0 && entry < size,
    where,
    () => `index out of range in self: ${entry} of ${size}`,
  );
}

/** The elements that `index` names in C order; negative ones count from the end. https://docs.pytorch.org/docs/stable/generated/torch.take.html */
export function take(x: Tensor, index: Tensor): Tensor {
  checkIndexType(index, "take", "index", ["int64"]);
  const size = x.numel;
  const places = Float64Array.from(numbers(detached(index)), (at) => {
    checkAs(
      "IndexError",
      at < size && at >= -size,
      "take",
      () => `out of range: tried to access index ${at} on a tensor of ${size} elements.`,
    );
    return at < 0 ? at + size : at;
  });
  return pick("TakeBackward0", x, places, index.shape);
}
