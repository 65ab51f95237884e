import { attach } from "../autograd.ts";
import { bytesOf } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import {
  contiguousStrides,
  expandedStrides,
  inferShape,
  isContiguous,
  normalizeDim,
  type Shape,
  showShape,
  sizeOf,
} from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { clone, copyElements } from "./copy.ts";
import { zeros } from "./create.ts";
import { wholeOf } from "./gradient-room.ts";
import { sumTo } from "./sum-axes.ts";
import { tieView } from "./view-graph.ts";

/** Tensor.reshape: a view where the layout allows, else a copy. One size may be -1. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const target = inferShape(shape, x.numel, "reshape");
  const strides = viewStrides(x, target);
  if (strides) {
    return viewAs(x, target, strides, x.isContiguous ? "ViewBackward0" : "ReshapeAliasBackward0");
  }
  return unsafeView(clone(x), target);
}

/** A fresh contiguous tensor under another shape, as PyTorch makes of a product's rows. */
export function unsafeView(x: Tensor, shape: Shape): Tensor {
  return viewAs(x, shape, contiguousStrides(shape), "UnsafeViewBackward0");
}

/** Tensor.view: as reshape, but refuses where a copy would be needed. */
export function view(x: Tensor, shape: Shape): Tensor {
  const target = inferShape(shape, x.numel, "view");
  const strides = viewStrides(x, target);
  check(
    strides !== null,
    "view",
    () =>
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
  );
  return viewAs(x, target, strides, "ViewBackward0");
}

/** The same tensor: PyTorch puts the strides of some results in order, and names that step. */
export function restride(x: Tensor): Tensor {
  return viewAs(x, x.shape, x.strides, "AsStridedBackward1");
}

function viewAs(x: Tensor, shape: Shape, strides: readonly number[], name: string): Tensor {
  return differentiableView(x, windowOn(x, shape, strides, x.offset), name, (g) =>
    reshape(g, x.shape),
  );
}

/** Marks `out` as a view of `x` whose gradient goes back through `back`. */
function differentiableView(
  x: Tensor,
  out: Tensor,
  name: string,
  back: (g: Tensor) => Tensor,
): Tensor {
  return attach(name, [x], tieView(out, x), (g) => [g && back(g)]);
}

/** The strides under which x's elements read as `shape` without a copy; null if there are none. */
function viewStrides(x: Tensor, shape: Shape): number[] | null {
  if (isContiguous(x.shape, x.strides)) return contiguousStrides(shape);
  const strides = new Array<number>(shape.length).fill(1);
  let to = shape.length - 1;
  let end = x.shape.length - 1;
  while (end >= 0) {
    let first = end;
    let run = x.shape[end] as number;
    const step = x.strides[end] as number;
    while (first > 0 && joins(x, first, run * step)) run *= x.shape[--first] as number;
    let filled = 1;
    while (to >= 0 && (filled < run || shape[to] === 1)) {
      strides[to] = filled * step;
      filled *= shape[to--] as number;
    }
    if (filled !== run) return null;
    end = first - 1;
  }
  return strides;
}

function joins(x: Tensor, axis: number, reach: number): boolean {
  return x.shape[axis - 1] === 1 || x.strides[axis - 1] === reach;
}

/** Tensor.permute: the axes in another order. */
export function permute(x: Tensor, dims: readonly number[], name = "PermuteBackward0"): Tensor {
  const order = orderOf(x, dims);
  const inverse = order.map((_, i) => order.indexOf(i));
  const out = windowOn(
    x,
    order.map((d) => x.shape[d] as number),
    order.map((d) => x.strides[d] as number),
    x.offset,
  );
  return differentiableView(x, out, name, (g) => permute(g, inverse));
}

function orderOf(x: Tensor, dims: readonly number[]): number[] {
  check(
    dims.length === x.ndim,
    "permute",
    () =>
      `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${x.ndim} is not equal to len(dims) = ${dims.length}`,
  );
  const order: number[] = [];
  for (const d of dims) {
    const axis = normalizeDim(d, x.ndim, "permute");
    check(
      !order.includes(axis),
      "permute",
      () => `permute(): duplicate dims are not allowed, got ${showShape(dims)}`,
    );
    order.push(axis);
  }
  return order;
}

/** Tensor.transpose: two axes swapped. */
export function transpose(x: Tensor, a: number, b: number, name = "TransposeBackward0"): Tensor {
  const [p, q] = [normalizeDim(a, x.ndim, "transpose"), normalizeDim(b, x.ndim, "transpose")];
  if (x.ndim === 0) return x;
  const order = x.shape.map((_, i) => (i === p ? q : i === q ? p : i));
  return permute(x, order, name);
}

/** Tensor.t: a matrix transposed. */
export function t(x: Tensor): Tensor {
  check(
    x.ndim <= 2,
    "t",
    () => `t() expects a tensor with <= 2 dimensions, but self is ${x.ndim}D`,
  );
  const [rows, columns] = x.shape;
  if (rows !== undefined && columns !== undefined) {
    const turned = windowOn(x, [columns, rows], x.strides.toReversed(), x.offset);
    return differentiableView(x, turned, "TBackward0", t);
  }
  const same = windowOn(x, x.shape, x.strides, x.offset);
  return differentiableView(x, same, "TBackward0", (g) => g);
}

/** Tensor.squeeze: without its axes of size 1, or without those of `dim` that have size 1. */
export function squeeze(x: Tensor, dim?: number | readonly number[], name?: string): Tensor {
  const listed = typeof dim === "number" ? [dim] : dim;
  const only = listed?.map((d) => normalizeDim(d, x.ndim, "squeeze"));
  const kept = x.shape
    .map((_, i) => i)
    .filter((i) => x.shape[i] !== 1 || only?.includes(i) === false);
  const out = windowOn(
    x,
    kept.map((i) => x.shape[i] as number),
    kept.map((i) => x.strides[i] as number),
    x.offset,
  );
  const node = typeof dim === "number" ? 1 : dim ? 2 : 0;
  return differentiableView(x, out, name ?? `SqueezeBackward${node}`, (g) => reshape(g, x.shape));
}

/** Tensor.unsqueeze: with a new axis of size 1 at `dim`. */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  const at = normalizeDim(dim, x.ndim + 1, "unsqueeze");
  const step = at < x.ndim ? (x.shape[at] as number) * (x.strides[at] as number) : 1;
  const out = windowOn(x, x.shape.toSpliced(at, 0, 1), x.strides.toSpliced(at, 0, step), x.offset);
  return differentiableView(x, out, "UnsqueezeBackward0", (g) => squeeze(g, at));
}

/** Tensor.expand: axes of size 1 repeated without a copy; -1 keeps a size. */
export function expand(x: Tensor, shape: Shape): Tensor {
  const lead = shape.length - x.ndim;
  check(
    lead >= 0,
    "expand",
    () =>
      `the number of sizes provided (${shape.length}) must be greater or equal to the number of dimensions in the tensor (${x.ndim})`,
  );
  const target = shape.map((n, i) => (n === -1 ? (x.shape[i - lead] as number) : n));
  x.shape.forEach((own, i) => {
    check(
      own === 1 || own === target[i + lead],
      "expand",
      () =>
        `The expanded size of the tensor (${target[i + lead]}) must match the existing size (${own}) at non-singleton dimension ${i + lead}.  Target sizes: ${showShape(target)}.  Tensor sizes: ${showShape(x.shape)}`,
    );
  });
  const out = windowOn(x, target, expandedStrides(x.shape, x.strides, target), x.offset);
  return differentiableView(x, out, "ExpandBackward0", (g) => sumTo(g, x.shape));
}

/** Tensor[..., start:end:step, ...] along one axis. */
export function slice(x: Tensor, dim: number, start: number, end: number, step = 1): Tensor {
  const axis = normalizeDim(dim, x.ndim, "slice");
  checkAs("ValueError", step > 0, "slice", () => `step must be greater than zero, got ${step}`);
  const size = x.shape[axis] as number;
  const bound = (i: number) => Math.min(Math.max(i < 0 ? i + size : i, 0), size);
  const from = bound(start);
  const length = Math.max(Math.ceil((bound(end) - from) / step), 0);
  const stride = x.strides[axis] as number;
  const out = windowOn(
    x,
    x.shape.with(axis, length),
    x.strides.with(axis, stride * step),
    x.offset + from * stride,
  );
  return differentiableView(x, out, "SliceBackward0", (g) =>
    scatterInto(x, g, (zero) => slice(zero, axis, from, bound(end), step)),
  );
}

/** Tensor.narrow: `length` entries of an axis from `start`. */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  return slice(x, dim, start, start + length);
}

/** Tensor.select: one entry of an axis, which goes. */
export function select(x: Tensor, dim: number, index: number): Tensor {
  const axis = normalizeDim(dim, x.ndim, "select");
  const size = x.shape[axis] as number;
  checkAs(
    "IndexError",
    index >= -size && index < size,
    "select",
    () => `index ${index} is out of bounds for dimension ${axis} with size ${size}`,
  );
  const at = index < 0 ? index + size : index;
  const out = windowOn(
    x,
    x.shape.toSpliced(axis, 1),
    x.strides.toSpliced(axis, 1),
    x.offset + at * (x.strides[axis] as number),
  );
  return differentiableView(x, out, "SelectBackward0", (g) =>
    scatterInto(x, g, (zero) => select(zero, axis, at)),
  );
}

/** Zeros like x with `g` where `window` looks. */
function scatterInto(x: Tensor, g: Tensor, window: (zero: Tensor) => Tensor): Tensor {
  const out = zeros(x.shape, { dtype: g.dtype });
  copyElements(g, window(out));
  return out;
}

/** Tensor.as_strided: any window on the storage. Its gradient is not followed. */
export function asStrided(x: Tensor, shape: Shape, strides: readonly number[], offset = 0): Tensor {
  const reach = shape.reduce((far, n, i) => far + (n - 1) * (strides[i] as number), offset);
  const room = x.storage.bytes / bytesOf(x.dtype);
  check(
    reach < room || sizeOf(shape) === 0,
    "as_strided",
    () =>
      `setStorage: sizes ${showShape(shape)}, strides ${showShape(strides)}, storage offset ${offset} need ${reach + 1} elements, out of bounds for storage of ${room}`,
  );
  return windowOn(x, shape, strides, offset);
}

/** Tensor.split: pieces of `size` along an axis, the last perhaps shorter; or of the sizes given. */
export function split(x: Tensor, size: number | readonly number[], dim = 0): Tensor[] {
  const axis = normalizeDim(dim, x.ndim, "split");
  const total = x.shape[axis] as number;
  const sizes = typeof size === "number" ? evenSizes(total, size) : size;
  check(
    sizes.reduce((a, b) => a + b, 0) === total,
    "split",
    () =>
      `split_with_sizes expects split_sizes to sum exactly to ${total} (input tensor's size at dimension ${axis}), but got split_sizes=[${sizes}]`,
  );
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
  const piece = (whole: Tensor, i: number) =>
    narrow(whole, axis, starts[i] as number, sizes[i] as number);
  const plain = windowOn(x, x.shape, x.strides, x.offset);
  const pieces = sizes.map((_, i) => tieView(piece(plain, i), x, true));
  const name = typeof size === "number" ? "SplitBackward0" : "SplitWithSizesBackward0";
  return attach(name, [x], pieces, (...grads) => {
    const whole = wholeOf(x, pieces, grads);
    if (whole) return [whole];
    const like = grads.find((g) => g !== null);
    if (!like) return [null];
    const out = zeros(x.shape, { dtype: like.dtype });
    grads.forEach((g, i) => {
      if (g) copyElements(g, piece(out, i));
    });
    return [out];
  });
}

function evenSizes(total: number, size: number): number[] {
  const pieces = Math.max(Math.ceil(total / size), 1);
  return Array.from({ length: pieces }, (_, i) => Math.min(size, total - i * size));
}

/** Tensor.flatten: the axes from `start` to `end` made one. A view where the layout allows. */
export function flatten(x: Tensor, start = 0, end = -1): Tensor {
  const from = normalizeDim(start, x.ndim, "flatten");
  const to = normalizeDim(end, x.ndim, "flatten");
  check(
    from <= to,
    "flatten",
    () =>
      `flatten() has invalid args: start_dim cannot come after end_dim, got ${start} and ${end}`,
  );
  if (x.ndim === 0) return reshape(x, [1]);
  if (from === to) return x;
  const middle = sizeOf(x.shape.slice(from, to + 1));
  return reshape(x, [...x.shape.slice(0, from), middle, ...x.shape.slice(to + 1)]);
}
