// Normalisation of the columns of a matrix of float32, four at a time: of those `from` to `to`, which are multiples of 4 apart.
// `row`: the bytes between the parts of statistics and sums, all of which are float64; `step`: the elements between rows. Sums
// stay in registers for a stack of rows, and are added to in the order of the rows.
import { finishStatistics } from "./norm-runs";
import { highAt, lowAt, narrow, storeNarrow } from "./wide";

/** Rows that are added before sums go to memory: as many as the first cache holds of usual widths. */
export const STACK: i32 = 16;

/** Whether groups are columns of a matrix: neighbours belong to different ones, which have a weight each. */
// @ts-ignore: decorator
@inline
export function areColumns(groups: i32, size: i32, run: i32, period: i32): bool {
  return size == 1 && run == 1 && period == groups;
}

export function normedColumns(
  x: usize, y: usize, from: i32, to: i32, rows: i32, step: i32, fixed: i32, eps: f64, stats: usize, row: usize, weight: usize, bias: usize,
): void {
  const start = <usize>from << 2, count = to - from, own = stats + 2 * start;
  if (!fixed) {
    columnStatistics(x + start, count, rows, step, own, row);
    for (let at = own; at < stats + (<usize>to << 3); at += 8) store<f64>(at + 2 * row, 1 / Math.sqrt(load<f64>(at + row) + eps));
  }
  normaliseColumns(x + start, y + start, count, rows, step, own, row, weight ? weight + start : 0, bias ? bias + start : 0);
}

/** The mean and, `row` bytes on, the biased variance of each column, in one pass (norm-runs.ts). */
function columnStatistics(x: usize, count: i32, rows: i32, step: i32, into: usize, row: usize): void {
  const bytes = <usize>count << 2, next = <usize>step << 2;
  memory.fill(into, 0, 2 * bytes);
  memory.fill(into + row, 0, 2 * bytes);
  for (let r = 0; r < rows; r += STACK) {
    const start = x + <usize>r * next, stack = min(STACK, rows - r);
    for (let i: usize = 0; i < bytes; i += 16) addSquares(start + i, x + i, stack, next, into + 2 * i, row);
  }
  for (let i: usize = 0; i < bytes; i += 4) {
    const at = into + 2 * i, pivot = pivotAt(x + i);
    finishStatistics(pivot, load<f64>(at) / <f64>rows, load<f64>(at + row) / <f64>rows, at, row);
  }
}

/** What is finite, else 0. */
// @ts-ignore: decorator
@inline
function pivotAt(at: usize): f64 {
  const first = load<f32>(at);
  return first - first == 0 ? <f64>first : 0;
}

// @ts-ignore: decorator
@inline
function addSquares(x: usize, top: usize, rows: i32, next: usize, sums: usize, row: usize): void {
  const low = f64x2(pivotAt(top), pivotAt(top + 4)), high = f64x2(pivotAt(top + 8), pivotAt(top + 12));
  let a = v128.load(sums), b = v128.load(sums, 16), aa = v128.load(sums + row), bb = v128.load(sums + row, 16);
  for (let r = 0; r < rows; r++) {
    const p = f64x2.sub(lowAt(x), low), q = f64x2.sub(highAt(x), high);
    a = f64x2.add(a, p);
    b = f64x2.add(b, q);
    aa = f64x2.add(aa, f64x2.mul(p, p));
    bb = f64x2.add(bb, f64x2.mul(q, q));
    x += next;
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums + row, aa);
  v128.store(sums + row, bb, 16);
}

/** y = (x - mean) rstd weight + bias, rounded to float32 before the weight. */
function normaliseColumns(x: usize, y: usize, count: i32, rows: i32, step: i32, stats: usize, row: usize, weight: usize, bias: usize): void {
  const bytes = <usize>count << 2;
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const at = stats + 2 * i, rstd = at + 2 * row;
      const low = f64x2.mul(f64x2.sub(lowAt(x + i), v128.load(at)), v128.load(rstd));
      const high = f64x2.mul(f64x2.sub(highAt(x + i), v128.load(at, 16)), v128.load(rstd, 16));
      let z = narrow(low, high);
      if (weight) z = f32x4.mul(z, v128.load(weight + i));
      if (bias) z = f32x4.add(z, v128.load(bias + i));
      v128.store(y + i, z);
    }
    x += <usize>step << 2;
    y += <usize>step << 2;
  }
}

export function columnGradients(
  g: usize, x: usize, dx: usize, from: i32, to: i32, rows: i32, step: i32, fixed: i32, stats: usize, row: usize, weight: usize, sums: usize,
): void {
  const start = <usize>from << 2, end = <usize>to << 3;
  g += start;
  x += start;
  columnSums(g, x, to - from, rows, step, stats + 2 * start, row, sums + 2 * start);
  for (let at: usize = 2 * start; at < end; at += 8) {
    const rstd = load<f64>(stats + at + 2 * row), into = sums + at;
    store<f64>(into + row, load<f64>(into + row) * rstd);
    const own = rstd * (weight ? <f64>load<f32>(weight + (at >> 1)) : 1), slope = -own * load<f64>(into + row) / <f64>rows * rstd;
    store<f64>(into + 2 * row, own);
    store<f64>(into + 3 * row, slope);
    store<f64>(into + 4 * row, -own * load<f64>(into) / <f64>rows - slope * load<f64>(stats + at));
  }
  if (dx) columnSlope(g, x, dx + start, to - from, rows, step, sums + 2 * start + 2 * row, row, fixed);
}

/** Each column's sum of g and, `row` bytes on, of g (x - mean). */
function columnSums(g: usize, x: usize, count: i32, rows: i32, step: i32, stats: usize, row: usize, sums: usize): void {
  const bytes = <usize>count << 2, next = <usize>step << 2;
  memory.fill(sums, 0, 2 * bytes);
  memory.fill(sums + row, 0, 2 * bytes);
  for (let r = 0; r < rows; r += STACK) {
    const start = <usize>r * next, stack = min(STACK, rows - r);
    for (let i: usize = 0; i < bytes; i += 16) addProducts(g + start + i, x + start + i, stack, next, stats + 2 * i, sums + 2 * i, row);
  }
}

// @ts-ignore: decorator
@inline
function addProducts(g: usize, x: usize, rows: i32, next: usize, mean: usize, sums: usize, row: usize): void {
  const low = v128.load(mean), high = v128.load(mean, 16);
  let a = v128.load(sums), b = v128.load(sums, 16), c = v128.load(sums + row), d = v128.load(sums + row, 16);
  for (let r = 0; r < rows; r++) {
    const p = lowAt(g), q = highAt(g);
    a = f64x2.add(a, p);
    b = f64x2.add(b, q);
    c = f64x2.add(c, f64x2.mul(p, f64x2.sub(lowAt(x), low)));
    d = f64x2.add(d, f64x2.mul(q, f64x2.sub(highAt(x), high)));
    g += next;
    x += next;
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums + row, c);
  v128.store(sums + row, d, 16);
}

/** dx = a g + b x + c; a g alone if `fixed`. */
function columnSlope(g: usize, x: usize, dx: usize, count: i32, rows: i32, step: i32, slopes: usize, row: usize, fixed: i32): void {
  const bytes = <usize>count << 2, next = <usize>step << 2;
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const at = slopes + 2 * i;
      let low = f64x2.mul(lowAt(g + i), v128.load(at)), high = f64x2.mul(highAt(g + i), v128.load(at, 16));
      if (!fixed) {
        low = f64x2.add(low, pull(lowAt(x + i), at, row));
        high = f64x2.add(high, pull(highAt(x + i), at + 16, row));
      }
      storeNarrow(dx + i, low, high);
    }
    g += next;
    x += next;
    dx += next;
  }
}

// @ts-ignore: decorator
@inline
function pull(x: v128, at: usize, row: usize): v128 {
  return f64x2.add(f64x2.mul(x, v128.load(at + row)), v128.load(at + 2 * row));
}
