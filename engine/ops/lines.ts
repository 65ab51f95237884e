import type { Dtype } from "../dtype.ts";
import { contiguousStrides } from "../shape.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { contiguous, detached, numbers } from "./copy.ts";
import { reordered } from "./layout.ts";

// What is computed line by line along an axis. A tensor without axes is one line of one element.

/** The values of x along an axis, line after line, as JavaScript numbers; int64 beyond 2^53 loses digits. */
export interface Lines {
  readonly values: Float64Array;
  readonly length: number;
  readonly count: number;
}

/** Cuts x into lines along an axis. */
export function linesOf(x: Tensor, axis: number): Lines {
  const length = x.shape[axis] ?? 1;
  const count = x.shape.reduce((n, size, i) => (i === axis ? n : n * size), 1);
  return { values: numbers(lastLines(x, [axis])) as Float64Array, length, count };
}

/** x with some axes joined as its last one, contiguous: no autograd. */
export function lastLines(x: Tensor, axes: readonly number[]): Tensor {
  if (x.ndim === 0) return windowOn(x, [1], [1], x.offset);
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const lines = contiguous(reordered(detached(x), [...kept, ...axes]));
  const length = axes.reduce((n, i) => n * (x.shape[i] as number), 1);
  const shape = [...kept.map((i) => x.shape[i] as number), length];
  return windowOn(lines, shape, contiguousStrides(shape), lines.offset);
}

/** An empty tensor that takes lines of `length` along an axis of x, one after the other. */
export function emptyLines(x: Tensor, axis: number, length: number, dtype: Dtype): Tensor {
  const kept = x.shape.filter((_, i) => i !== axis);
  return emptyTensor(x.ndim === 0 ? [] : [...kept, length], dtype);
}

/** Lines laid along an axis of x's rank again, contiguous. */
export function laidAlong(lines: Tensor, axis: number): Tensor {
  if (lines.ndim === 0) return lines;
  const last = lines.ndim - 1;
  const order = lines.shape.map((_, i) => (i === axis ? last : i < axis ? i : i - 1));
  return contiguous(reordered(lines, order));
}

/** Where, in C order, x holds the element `at` of a line along an axis. */
export function placeIn(x: Tensor, axis: number): (line: number, at: number) => number {
  const step = x.shape.slice(axis + 1).reduce((n, size) => n * size, 1);
  const size = x.shape[axis] ?? 1;
  return (line, at) => Math.floor(line / step) * step * size + (line % step) + at * step;
}

/** Whether the greatest (1) or the least (-1) is looked for. */
export type Order = 1 | -1;

/** Which element of each line wins, and its place in x: NaN before all, else the first of equals. */
export function winners(order: Order, x: Tensor, axis: number) {
  const { values, length, count } = linesOf(x, axis);
  const place = placeIn(x, axis);
  const [at, places] = [new Float64Array(count), new Float64Array(count)];
  for (let line = 0; line < count; line++) {
    const best = winner(values, line * length, length, order);
    at[line] = best;
    places[line] = place(line, best);
  }
  return { at, places };
}

function winner(values: ArrayLike<number>, from: number, length: number, order: Order): number {
  let best = 0;
  let value = values[from] as number;
  for (let i = 1; i < length && !Number.isNaN(value); i++) {
    const next = values[from + i] as number;
    const wins = order === 1 ? next > value : next < value;
    if (wins || Number.isNaN(next)) [best, value] = [i, next];
  }
  return best;
}
