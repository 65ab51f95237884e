// Normalisation of the columns of a matrix of float32, four at a time; `count` is a multiple of 4. `row`: the bytes between the
// parts of statistics, sums and slopes, all of which are float64; `step`: the elements between rows.
import { finishStatistics } from "./norm-runs";
import { highOf, lowOf, narrow } from "./wide";

/** The mean and, `row` bytes on, the biased variance of each column, in one pass (norm-runs.ts). */
export function columnStatistics(x: usize, count: i32, rows: i32, step: i32, into: usize, row: usize): void {
  const bytes = <usize>count << 2;
  memory.fill(into, 0, 2 * bytes);
  memory.fill(into + row, 0, 2 * bytes);
  for (let r = 0; r < rows; r++) {
    const from = x + (<usize>(r * step) << 2);
    for (let i: usize = 0; i < bytes; i += 16) {
      const v = v128.load(from + i), first = pivots(v128.load(x + i));
      addSquares(into + 2 * i, row, f64x2.sub(lowOf(v), lowOf(first)));
      addSquares(into + 2 * i + 16, row, f64x2.sub(highOf(v), highOf(first)));
    }
  }
  for (let i: usize = 0; i < bytes; i += 4) {
    const first = load<f32>(x + i), at = into + 2 * i;
    const pivot = first - first == 0 ? <f64>first : 0;
    finishStatistics(pivot, load<f64>(at) / <f64>rows, load<f64>(at + row) / <f64>rows, at, row);
  }
}

/** What is finite, else 0. */
// @ts-ignore: decorator
@inline
function pivots(v: v128): v128 {
  const off = f32x4.sub(v, v);
  return v128.and(v, f32x4.eq(off, off));
}

// @ts-ignore: decorator
@inline
function addSquares(at: usize, row: usize, d: v128): void {
  v128.store(at, f64x2.add(v128.load(at), d));
  v128.store(at + row, f64x2.add(v128.load(at + row), f64x2.mul(d, d)));
}

/** y = (x - mean) rstd weight + bias, rounded to float32 before the weight. */
export function normaliseColumns(x: usize, y: usize, count: i32, rows: i32, step: i32, stats: usize, row: usize, weight: usize, bias: usize): void {
  const bytes = <usize>count << 2;
  for (let r = 0; r < rows; r++) {
    const start = <usize>(r * step) << 2;
    for (let i: usize = 0; i < bytes; i += 16) {
      const v = v128.load(x + start + i), at = stats + 2 * i, rstd = at + 2 * row;
      const low = f64x2.mul(f64x2.sub(lowOf(v), v128.load(at)), v128.load(rstd));
      const high = f64x2.mul(f64x2.sub(highOf(v), v128.load(at, 16)), v128.load(rstd, 16));
      let z = narrow(low, high);
      if (weight) z = f32x4.mul(z, v128.load(weight + i));
      if (bias) z = f32x4.add(z, v128.load(bias + i));
      v128.store(y + start + i, z);
    }
  }
}

/** Each column's sum of g and, `row` bytes on, of g (x - mean). */
export function columnSums(g: usize, x: usize, count: i32, rows: i32, step: i32, stats: usize, row: usize, sums: usize): void {
  const bytes = <usize>count << 2;
  memory.fill(sums, 0, 2 * bytes);
  memory.fill(sums + row, 0, 2 * bytes);
  for (let r = 0; r < rows; r++) {
    const start = <usize>(r * step) << 2;
    for (let i: usize = 0; i < bytes; i += 16) {
      const v = v128.load(g + start + i), u = v128.load(x + start + i), at = sums + 2 * i, mean = stats + 2 * i;
      addProducts(at, row, lowOf(v), f64x2.sub(lowOf(u), v128.load(mean)));
      addProducts(at + 16, row, highOf(v), f64x2.sub(highOf(u), v128.load(mean, 16)));
    }
  }
}

// @ts-ignore: decorator
@inline
function addProducts(at: usize, row: usize, g: v128, d: v128): void {
  v128.store(at, f64x2.add(v128.load(at), g));
  v128.store(at + row, f64x2.add(v128.load(at + row), f64x2.mul(g, d)));
}

/** dx = a g + b (x - mean) + c; a g alone if `fixed`. */
export function columnSlope(g: usize, x: usize, dx: usize, count: i32, rows: i32, step: i32, slopes: usize, row: usize, fixed: i32): void {
  const bytes = <usize>count << 2;
  for (let r = 0; r < rows; r++) {
    const start = <usize>(r * step) << 2;
    for (let i: usize = 0; i < bytes; i += 16) {
      const v = v128.load(g + start + i), u = v128.load(x + start + i), at = slopes + 2 * i;
      let low = f64x2.mul(lowOf(v), v128.load(at)), high = f64x2.mul(highOf(v), v128.load(at, 16));
      if (!fixed) {
        low = f64x2.add(low, pull(lowOf(u), at, row));
        high = f64x2.add(high, pull(highOf(u), at + 16, row));
      }
      v128.store(dx + start + i, narrow(low, high));
    }
  }
}

// @ts-ignore: decorator
@inline
function pull(x: v128, at: usize, row: usize): v128 {
  const d = f64x2.sub(x, v128.load(at + 3 * row));
  return f64x2.add(f64x2.mul(v128.load(at + row), d), v128.load(at + 2 * row));
}
