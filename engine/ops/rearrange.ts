import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { named } from "../named.ts";
import { contiguousStrides, normalizeDim, type Shape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { clone, contiguous, detached, numbers } from "./copy.ts";
import { pick, placesOfEntries } from "./places.ts";
import { relabel } from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";
import { expand, permute, reshape, transpose, view } from "./view.ts";

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
      `Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor, got ${repeats.length} for ${x.ndim}`,
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
  /** How many entries come of it, which PyTorch then need not count. */
  outputSize?: number | null;
}

/** Each entry of an axis several times, one after another. https://docs.pytorch.org/docs/stable/generated/torch.repeat_interleave.html */
export function repeatInterleave(
  x: Tensor,
  repeats: number | Tensor,
  ...rest: readonly (number | InterleaveOptions | undefined)[]
): Tensor {
  const { dim = null, outputSize = null } = named<InterleaveOptions>(rest, ["dim"]);
  if (dim === null) return repeatInterleave(reshape(x, [-1]), repeats, { dim: 0, outputSize });
  const axis = normalizeDim(dim, x.ndim, "repeatInterleave");
  if (typeof repeats === "number") return interleavedEvenly(x, repeats, axis, outputSize);
  const entries = entriesRepeated(x.shape[axis] as number, repeats);
  check(
    outputSize === null || outputSize === entries.length,
    "repeatInterleave",
    () =>
      `allocated size does not match required size: outputSize is ${outputSize}, and there are ${entries.length}`,
  );
  const places = placesOfEntries(entries, x.shape, axis);
  return pick("IndexSelectBackward0", x, places, x.shape.with(axis, entries.length));
}

/** Which entry each place takes, where `repeats` tells how often each comes. */
function entriesRepeated(size: number, repeats: Tensor): number[] {
  const counts = Array.from(numbers(detached(repeats)));
  check(
    counts.length === 1 || counts.length === size,
    "repeatInterleave",
    () => `repeats must have the same size as input along dim, got ${counts.length} for ${size}`,
  );
  check(
    counts.every((n) => n >= 0),
    "repeatInterleave",
    () => `repeats can not be negative, got ${counts.find((n) => n < 0)}`,
  );
  return Array.from({ length: size }, (_, i) => i).flatMap((i) =>
    new Array<number>(counts[counts.length === 1 ? 0 : i] as number).fill(i),
  );
}

function interleavedEvenly(
  x: Tensor,
  repeats: number,
  axis: number,
  outputSize: number | null,
): Tensor {
  check(repeats >= 0, "repeatInterleave", () => `Repeats must be non-negative, got ${repeats}`);
  const count = (x.shape[axis] as number) * repeats;
  check(
    outputSize === null || outputSize === count,
    "repeatInterleave",
    () => `repeat_interleave: Invalid output_size, expected ${count} but got ${outputSize}`,
  );
  const entries = Array.from({ length: count }, (_, i) => Math.floor(i / repeats));
  const places = placesOfEntries(entries, x.shape, axis);
  return pick("ViewBackward0", x, places, x.shape.with(axis, count));
}

/** x as a list. https://docs.pytorch.org/docs/stable/generated/torch.ravel.html */
export function ravel(x: Tensor): Tensor {
  return view(contiguous(x), [-1]);
}
