import { attach } from "../autograd.ts";
import { check, checkAs } from "../errors.ts";
import {
  broadcastShapes,
  contiguousStrides,
  normalizeDim,
  type Shape,
  sameShape,
  showShape,
} from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { clone, contiguous, detached, elements } from "./copy.ts";
import { arange } from "./create.ts";
import { addAt, pick } from "./places.ts";
import { relabel } from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";
import { expand, permute, reshape, transpose, view } from "./view.ts";
import { tieView } from "./view-graph.ts";

type Dims = number | readonly number[];

/** Axes moved to other places, the others in their order. https://docs.pytorch.org/docs/stable/generated/torch.movedim.html */
export function movedim(x: Tensor, source: Dims, destination: Dims): Tensor {
  const [from, to] = [source, destination].map((dims) =>
    listOf(dims).map((d) => normalizeDim(d, x.ndim, "movedim")),
  ) as [number[], number[]];
  check(
    from.length === to.length,
    "movedim",
    () =>
      `movedim: Invalid source or destination dims: source (${showShape(from)} dims) should contain the same number of dims as destination (${showShape(to)} dims)`,
  );
  for (const [name, dims] of [
    ["source", from],
    ["destination", to],
  ] as const) {
    check(
      new Set(dims).size === dims.length,
      "movedim",
      () => `movedim: repeated dim in \`${name}\` (${showShape(dims)})`,
    );
  }
  const rest = x.shape.map((_, d) => d).filter((d) => !from.includes(d));
  const order = x.shape.map((_, d) => (to.includes(d) ? (from[to.indexOf(d)] as number) : -1));
  return permute(
    x,
    order.map((d) => (d === -1 ? (rest.shift() as number) : d)),
  );
}

function listOf(value: Dims): readonly number[] {
  return typeof value === "number" ? [value] : value;
}

/** Two axes swapped. https://docs.pytorch.org/docs/stable/generated/torch.swapaxes.html */
export function swapaxes(x: Tensor, a: number, b: number): Tensor {
  return transpose(x, a, b);
}

/** Elements shifted along axes, round the end; without axes as if x were flat. https://docs.pytorch.org/docs/stable/generated/torch.roll.html */
export function roll(
  x: Tensor,
  shifts: Dims,
  ...rest: readonly (Dims | { dims?: Dims } | undefined)[]
): Tensor {
  const dims = dimsOf(rest[0]);
  const [by, axes] = [listOf(shifts), listOf(dims)];
  check(
    axes.length === 0 ? by.length === 1 : axes.length === by.length,
    "roll",
    () => `shifts and dimensions must align. shifts: ${by.length}, dims:${axes.length}`,
  );
  const shape = axes.length === 0 ? [x.numel] : x.shape;
  const strides = contiguousStrides(shape);
  const places = Int32Array.from({ length: x.numel }, (_, i) => i);
  by.forEach((shift, k) => {
    const axis = normalizeDim(axes[k] ?? 0, shape.length, "roll");
    const [size, step] = [shape[axis] as number, strides[axis] as number];
    const before = places.slice();
    for (let i = 0; i < places.length; i++) {
      const at = Math.floor(i / step) % size;
      const source = (((at - shift) % size) + size) % size;
      places[i] = before[i + (source - at) * step] as number;
    }
  });
  return pick("RollBackward0", x, places, x.shape);
}

function dimsOf(given: Dims | { dims?: Dims } | undefined): Dims {
  if (typeof given === "number" || Array.isArray(given)) return given as Dims;
  return (given as { dims?: Dims } | undefined)?.dims ?? [];
}

/** x laid side by side, `repeats` times along each axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.repeat.html */
export function repeat(x: Tensor, repeats: Shape): Tensor {
  check(
    repeats.length >= x.ndim,
    "repeat",
    () =>
      "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
  );
  const own = [...repeats.slice(x.ndim).map(() => 1), ...x.shape];
  const pairs = own.flatMap((size, d) => [repeats[d] as number, size]);
  const spread = expand(
    relabel(
      contiguous(detached(x)),
      own.flatMap((size) => [1, size]),
    ),
    pairs,
  );
  const shape = own.map((size, d) => size * (repeats[d] as number));
  const out = relabel(clone(spread), shape);
  return attach("RepeatBackward0", [x], out, (g) => {
    const axes = own.map((_, d) => 2 * d);
    return [g && reshape(sumAxes(reshape(g, pairs), axes), x.shape)];
  });
}

/** As repeat, with missing counts taken as 1. https://docs.pytorch.org/docs/stable/generated/torch.tile.html */
export function tile(x: Tensor, dims: Shape): Tensor {
  const missing = Math.max(x.ndim - dims.length, 0);
  return repeat(x, [...new Array<number>(missing).fill(1), ...dims]);
}

/** Options of repeatInterleave. */
export interface InterleaveOptions {
  dim?: number | null;
}

/** Each entry of an axis several times, one after another. https://docs.pytorch.org/docs/stable/generated/torch.repeat_interleave.html */
export function repeatInterleave(
  x: Tensor,
  repeats: number | Tensor,
  ...rest: readonly (number | InterleaveOptions | undefined)[]
): Tensor {
  const given = rest[0];
  const dim = typeof given === "number" ? given : (given?.dim ?? null);
  if (dim === null) return repeatInterleave(reshape(x, [-1]), repeats, 0);
  const axis = normalizeDim(dim, x.ndim, "repeatInterleave");
  const size = x.shape[axis] as number;
  if (typeof repeats === "number") return interleavedEvenly(x, repeats, axis);
  const counts = Array.from(elements(detached(repeats)), Number);
  check(
    counts.length === 1 || counts.length === size,
    "repeatInterleave",
    () => "repeats must have the same size as input along dim",
  );
  check(
    counts.every((n) => n >= 0),
    "repeatInterleave",
    () => "repeats can not be negative",
  );
  const entries = Array.from({ length: size }, (_, i) => i).flatMap((i) =>
    new Array<number>(counts[counts.length === 1 ? 0 : i] as number).fill(i),
  );
  return pick(
    "IndexSelectBackward0",
    x,
    placesOfList(x.shape, axis, entries),
    x.shape.with(axis, entries.length),
  );
}

function interleavedEvenly(x: Tensor, repeats: number, axis: number): Tensor {
  check(repeats >= 0, "repeatInterleave", () => "Repeats must be non-negative");
  const size = x.shape[axis] as number;
  const entries = Array.from({ length: size * repeats }, (_, i) => Math.floor(i / repeats));
  return pick(
    "ViewBackward0",
    x,
    placesOfList(x.shape, axis, entries),
    x.shape.with(axis, entries.length),
  );
}

function placesOfList(shape: Shape, axis: number, entries: readonly number[]): Float64Array {
  const inner = shape.slice(axis + 1).reduce((n, s) => n * s, 1);
  const outer = shape.slice(0, axis).reduce((n, s) => n * s, 1);
  const size = shape[axis] as number;
  const places = new Float64Array(outer * entries.length * inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const entry of entries) {
      for (let i = 0; i < inner; i++) places[at++] = (o * size + entry) * inner + i;
    }
  }
  return places;
}

/** Windows of `size` entries of an axis, `step` apart, as a view with one more axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.unfold.html */
export function unfold(x: Tensor, dimension: number, size: number, step: number): Tensor {
  const axis = normalizeDim(dimension, x.ndim, "unfold");
  const length = x.shape[axis] ?? 1;
  check(
    size <= length && size >= 0,
    "unfold",
    () => `maximum size for tensor at dimension ${axis} is ${length} but size is ${size}`,
  );
  check(step > 0, "unfold", () => `step is ${step} but must be > 0`);
  const windows = Math.floor((length - size) / step) + 1;
  const stride = x.strides[axis] ?? 1;
  const shape = x.ndim === 0 ? [size] : [...x.shape.with(axis, windows), size];
  const strides = x.ndim === 0 ? [1] : [...x.strides.with(axis, stride * step), stride];
  const out = tieView(windowOn(x, shape, strides, x.offset), x);
  return attach("UnfoldBackward0", [x], out, (g) => [
    g && addAt(x.shape, unfoldedPlaces(x.shape, axis, size, step), g),
  ]);
}

function unfoldedPlaces(shape: Shape, axis: number, size: number, step: number): Float64Array {
  const count = shape.reduce((n, s) => n * s, 1);
  const places = relabel(arange(count, undefined, 1, { dtype: "float64" }), shape);
  return elements(unfold(places, axis, size, step)) as Float64Array;
}

/** x with the shape of another tensor, repeated without a copy. https://docs.pytorch.org/docs/stable/generated/torch.broadcast_tensors.html */
export function broadcastTensors(...tensors: readonly (Tensor | readonly Tensor[])[]): Tensor[] {
  const list = tensors.flat() as Tensor[];
  const shape = list
    .map((x) => x.shape)
    .reduce((a, b) => broadcastShapes(a, b, "broadcastTensors"), []);
  return list.map((x) => (sameShape(x.shape, shape) ? windowed(x) : expand(x, shape)));
}

/** A view of all of x, with no step of its own in the graph. */
function windowed(x: Tensor): Tensor {
  return expand(x, x.shape);
}

/** Options of meshgrid. */
export interface MeshgridOptions {
  /** "ij": the first tensor runs along the first axis; "xy": along the second. */
  indexing?: "ij" | "xy";
}

/** Every combination of the elements of several lists, as one tensor for each. https://docs.pytorch.org/docs/stable/generated/torch.meshgrid.html */
export function meshgrid(
  ...given: readonly (Tensor | readonly Tensor[] | MeshgridOptions)[]
): Tensor[] {
  const { tensors, indexing } = readMeshgrid(given);
  for (const x of tensors) {
    check(
      x.ndim <= 1,
      "meshgrid",
      () =>
        `torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: ${showShape(x.shape)}`,
    );
  }
  const swaps = indexing === "xy" && tensors.length >= 2;
  const axes = tensors.map((_, i) => (swaps && i < 2 ? 1 - i : i));
  const shape = axes.map((i) => tensors[i]?.numel as number);
  return tensors.map((x, i) =>
    expand(
      reshape(
        x,
        shape.map((_, d) => (d === axes[i] ? -1 : 1)),
      ),
      shape,
    ),
  );
}

function readMeshgrid(given: readonly (Tensor | readonly Tensor[] | MeshgridOptions)[]) {
  const last = given.at(-1);
  const isOptions = typeof last === "object" && last !== null && "indexing" in last;
  const { indexing = "ij" } = isOptions ? (last as MeshgridOptions) : {};
  checkAs(
    "RuntimeError",
    indexing === "ij" || indexing === "xy",
    "meshgrid",
    () => `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`,
  );
  return { tensors: (isOptions ? given.slice(0, -1) : given).flat() as Tensor[], indexing };
}

/** x as a list. https://docs.pytorch.org/docs/stable/generated/torch.ravel.html */
export function ravel(x: Tensor): Tensor {
  return view(contiguous(x), [-1]);
}
