import type { Pair } from "./hint-pair.ts";

const MOST_SLICES = 64;
const MOST_AXES = 5;

/** Whether got has want's numbers in another order: axes swapped, or slices along one axis moved. */
export function hintOfOrder(pair: Pair): string | null {
  for (const order of permutations(pair.shape.length)) {
    if (isPermuted(pair, order))
      return `Got is want with its axes in the order (${order.join(", ")}).`;
  }
  for (const axis of pair.shape.keys()) {
    const hint = hintAlong(pair, axis);
    if (hint !== null) return hint;
  }
  return null;
}

/** got[i_0, i_1, ...] is want[i_order...], where that has the same shape. */
function isPermuted({ shape, wants, gots, near }: Pair, order: readonly number[]): boolean {
  if (order.every((axis, i) => axis === i)) return false;
  if (order.some((axis, i) => shape[axis] !== shape[i])) return false;
  const strides = stridesOf(shape);
  const moved = order.map((axis) => strides[axis] ?? 0);
  let differs = false;
  for (let at = 0; at < wants.length; at++) {
    const from = indexOf(at, shape).reduce((sum, i, axis) => sum + i * (moved[axis] ?? 0), 0);
    if (!near(wants[from] ?? 0, gots[at] ?? 0, from)) return false;
    differs ||= from !== at && !near(wants[at] ?? 0, gots[at] ?? 0, at);
  }
  return differs;
}

function hintAlong(pair: Pair, axis: number): string | null {
  const size = pair.shape[axis] ?? 0;
  if (size < 2 || size > MOST_SLICES) return null;
  const last = size - 1;
  if (covers(pair, axis, 0, last, (i) => last - i))
    return `Got is want reversed along axis ${axis}.`;
  if (size > 2 && covers(pair, axis, 1, last, (i) => i - 1)) {
    return `Got is want shifted by one along axis ${axis}: index 1 holds what belongs to 0.`;
  }
  if (size > 2 && covers(pair, axis, 0, last - 1, (i) => i + 1)) {
    return `Got is want shifted by one along axis ${axis}: index 0 holds what belongs to 1.`;
  }
  const order = Array.from({ length: size }, (_, to) => slotsOf(pair, axis, to, size));
  if (new Set(order).size !== size || order.includes(-1)) return null;
  if (order.every((from, to) => from === to)) return null;
  return `Got is want with the slices of axis ${axis} in the order (${order.join(", ")}).`;
}

/** The slice of want that lies at `to` in got, or -1. */
function slotsOf(pair: Pair, axis: number, to: number, size: number): number {
  if (sameSlice(pair, axis, to, to)) return to;
  for (let from = 0; from < size; from++) if (sameSlice(pair, axis, from, to)) return from;
  return -1;
}

function covers(
  pair: Pair,
  axis: number,
  first: number,
  last: number,
  source: (to: number) => number,
): boolean {
  for (let to = first; to <= last; to++) if (!sameSlice(pair, axis, source(to), to)) return false;
  return true;
}

function sameSlice(
  { shape, wants, gots, near }: Pair,
  axis: number,
  from: number,
  to: number,
): boolean {
  const size = shape[axis] ?? 0;
  const inner = stridesOf(shape)[axis] ?? 1;
  for (let start = 0; start < wants.length; start += size * inner) {
    for (let i = 0; i < inner; i++) {
      const at = start + from * inner + i;
      if (!near(wants[at] ?? 0, gots[start + to * inner + i] ?? 0, at)) return false;
    }
  }
  return true;
}

/** The index of the flat place `at`. */
export function indexOf(at: number, shape: readonly number[]): number[] {
  return stridesOf(shape).map((stride, axis) => Math.floor(at / stride) % (shape[axis] ?? 1));
}

/** How far apart neighbours along each axis lie in C order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= Math.max(1, size);
  }
  return strides;
}

/** All orders of so many axes; none where they are too many. */
export function permutations(rank: number): number[][] {
  if (rank > MOST_AXES) return [];
  if (rank === 0) return [[]];
  return permutations(rank - 1).flatMap((rest) =>
    Array.from({ length: rank }, (_, i) => [...rest.slice(0, i), rank - 1, ...rest.slice(i)]),
  );
}
