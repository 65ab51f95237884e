// Normalisation of each row of a matrix by itself, with a weight and a bias for each column (0 if absent). `stats` is as in
// norm.ts. Rows that are not `centred` keep their mean, and their "variance" is the mean of their squares.
import { liveLanes, storePart } from "./lanes";
import { across, affine, runStatistics, slopeOfRun } from "./norm-runs";
import { GRADIENTS, PRODUCTS, SQUARES, SUM, total } from "./norm-total";
import { highOf, lowOf } from "./wide";

export function norm_rows_f32(x: usize, y: usize, rows: i32, n: i32, centred: i32, eps: f64, stats: usize, weight: usize, bias: usize): void {
  const row = <usize>rows << 3, bytes = <usize>n << 2;
  for (const end = stats + row; stats < end; stats += 8) {
    if (centred) runStatistics(x, 1, n, 0, stats, row);
    else {
      store<f64>(stats, 0);
      store<f64>(stats + row, sumOfSquares(x, n) / <f64>n);
    }
    const rstd = 1 / Math.sqrt(load<f64>(stats + row) + eps);
    store<f64>(stats + 2 * row, rstd);
    normaliseRow(x, y, n, rstd, -load<f64>(stats) * rstd, weight, bias);
    x += bytes;
    y += bytes;
  }
}

function sumOfSquares(x: usize, n: i32): f64 {
  const end = x + (<usize>n << 2), vectors = x + (<usize>(n & ~3) << 2);
  let a = f64x2.splat(0), b = a;
  for (; x < vectors; x += 16) {
    const v = v128.load(x), low = lowOf(v), high = highOf(v);
    a = f64x2.add(a, f64x2.mul(low, low));
    b = f64x2.add(b, f64x2.mul(high, high));
  }
  let sum = across(f64x2.add(a, b));
  for (; x < end; x += 4) sum += <f64>load<f32>(x) * <f64>load<f32>(x);
  return sum;
}

/** y = (a x + b) weight + bias, rounded to float32 before the weight. */
function normaliseRow(x: usize, y: usize, n: i32, a: f64, b: f64, weight: usize, bias: usize): void {
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2);
  const scale = f64x2.splat(a), shift = f64x2.splat(b);
  while (y < vectors) {
    v128.store(y, weighted(affine(v128.load(x), scale, shift), weight, bias));
    x += 16;
    y += 16;
    if (weight) weight += 16;
    if (bias) bias += 16;
  }
  if (y < end) storePart<f32>(y, end, weighted(affine(v128.load(x), scale, shift), weight, bias));
}

// @ts-ignore: decorator
@inline
function weighted(v: v128, weight: usize, bias: usize): v128 {
  if (weight) v = f32x4.mul(v, v128.load(weight));
  return bias ? f32x4.add(v, v128.load(bias)) : v;
}

export function norm_rows_f64(x: usize, y: usize, rows: i32, n: i32, centred: i32, eps: f64, stats: usize, weight: usize, bias: usize): void {
  const row = <usize>rows << 3, bytes = <usize>n << 3;
  for (const end = stats + row; stats < end; stats += 8) {
    const mean = centred ? total(SUM, 0, x, 0, 1, n, 0, 0) / <f64>n : 0;
    const variance = total(SQUARES, 0, x, 0, 1, n, 0, mean) / <f64>n;
    const rstd = 1 / Math.sqrt(variance + eps);
    store<f64>(stats, mean);
    store<f64>(stats + row, variance);
    store<f64>(stats + 2 * row, rstd);
    for (let i: usize = 0; i < bytes; i += 8) {
      const w = weight ? load<f64>(weight + i) : 1, b = bias ? load<f64>(bias + i) : 0;
      store<f64>(y + i, (load<f64>(x + i) - mean) * rstd * w + b);
    }
    x += bytes;
    y += bytes;
  }
}

/** dx = rstd (w g - mean(w g) - xhat mean(w g xhat)); where rows are not centred, without the middle term. */
export function norm_rows_backward_f32(g: usize, x: usize, dx: usize, rows: i32, n: i32, centred: i32, stats: usize, weight: usize): void {
  const row = <usize>rows << 3, bytes = <usize>n << 2;
  for (const end = stats + row; stats < end; stats += 8) {
    const mean = load<f64>(stats), rstd = load<f64>(stats + 2 * row);
    const sums = rowSums(g, x, weight, n, mean);
    const slope = -rstd * rstd * rstd * f64x2.extract_lane(sums, 1) / <f64>n;
    const shift = centred ? -rstd * f64x2.extract_lane(sums, 0) / <f64>n : 0;
    slopeOfRun(g, x, dx, weight, n, rstd, slope, shift - slope * mean);
    g += bytes;
    x += bytes;
    dx += bytes;
  }
}

/** A row's sums of w g and of w g (x - mean). */
function rowSums(g: usize, x: usize, w: usize, n: i32, mean: f64): v128 {
  const bytes = <usize>n << 2, vectors = bytes & ~15, less = f64x2.splat(mean);
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (let i: usize = 0; i < bytes; i += 16) {
    let v = v128.load(g + i), u = v128.load(x + i);
    if (w) v = f32x4.mul(v, v128.load(w + i));
    if (i == vectors) {
      const live = liveLanes((bytes - i) >> 2);
      v = v128.and(v, live);
      u = v128.and(u, live);
    }
    const low = lowOf(v), high = highOf(v);
    a = f64x2.add(a, low);
    b = f64x2.add(b, high);
    c = f64x2.add(c, f64x2.mul(low, f64x2.sub(lowOf(u), less)));
    d = f64x2.add(d, f64x2.mul(high, f64x2.sub(highOf(u), less)));
  }
  return f64x2(across(f64x2.add(a, b)), across(f64x2.add(c, d)));
}

export function norm_rows_backward_f64(g: usize, x: usize, dx: usize, rows: i32, n: i32, centred: i32, stats: usize, weight: usize): void {
  const row = <usize>rows << 3, bytes = <usize>n << 3;
  for (const end = stats + row; stats < end; stats += 8) {
    const mean = load<f64>(stats), rstd = load<f64>(stats + 2 * row);
    const shift = centred ? total(GRADIENTS, g, x, weight, 1, n, 0, mean) / <f64>n : 0;
    const slope = total(PRODUCTS, g, x, weight, 1, n, 0, mean) * rstd / <f64>n * rstd;
    for (let i: usize = 0; i < bytes; i += 8) {
      const w = weight ? load<f64>(weight + i) : 1;
      store<f64>(dx + i, rstd * (load<f64>(g + i) * w - (shift + (load<f64>(x + i) - mean) * slope)));
    }
    g += bytes;
    x += bytes;
    dx += bytes;
  }
}

const BLOCK: i32 = 128;

/** Bytes of scratch that norm_columns needs. */
export function norm_columns_scratch(rows: i32, n: i32): i32 {
  return (34 - clz(<u32>rows)) * (n + 4) * 16;
}

/** The sums over all rows of g xhat and of g. */
export function norm_columns_f32(g: usize, x: usize, rows: i32, n: i32, stats: usize, dweight: usize, dbias: usize, scratch: usize): void {
  const wide = <usize>(n + 3 & ~3) << 3, bytes = <usize>n << 2;
  memory.fill(scratch, 0, 2 * wide);
  for (let r = 0; r < rows; r += STACK) {
    const stack = min(STACK, rows - r), start = <usize>r * bytes;
    for (let i: usize = 0; i < bytes; i += 16) {
      addStack(g + start + i, x + start + i, stack, bytes, stats + (<usize>r << 3), <usize>rows << 3, scratch + 2 * i, wide);
    }
  }
  for (let i: usize = 0; i < bytes; i += 4) {
    store<f32>(dweight + i, <f32>load<f64>(scratch + 2 * i));
    store<f32>(dbias + i, <f32>load<f64>(scratch + wide + 2 * i));
  }
}

/** Rows that are added before sums go to memory: as many as the first cache holds of usual widths. */
const STACK: i32 = 16;

// @ts-ignore: decorator
@inline
function addStack(g: usize, x: usize, rows: i32, step: usize, stats: usize, row: usize, sums: usize, wide: usize): void {
  let a = v128.load(sums), b = v128.load(sums, 16), c = v128.load(sums + wide), d = v128.load(sums + wide, 16);
  for (let r = 0; r < rows; r++) {
    const v = v128.load(g), u = v128.load(x), low = lowOf(v), high = highOf(v);
    const mean = v128.load64_splat(stats), rstd = v128.load64_splat(stats + 2 * row);
    a = f64x2.add(a, f64x2.mul(low, f64x2.mul(f64x2.sub(lowOf(u), mean), rstd)));
    b = f64x2.add(b, f64x2.mul(high, f64x2.mul(f64x2.sub(highOf(u), mean), rstd)));
    c = f64x2.add(c, low);
    d = f64x2.add(d, high);
    g += step;
    x += step;
    stats += 8;
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums + wide, c);
  v128.store(sums + wide, d, 16);
}

export function norm_columns_f64(g: usize, x: usize, rows: i32, n: i32, stats: usize, dweight: usize, dbias: usize, scratch: usize): void {
  addRows(g, x, 0, rows, rows, n, stats, scratch);
  memory.copy(dweight, scratch, <usize>n << 3);
  memory.copy(dbias, scratch + (<usize>n << 3), <usize>n << 3);
}

function addRows(g: usize, x: usize, from: i32, to: i32, rows: i32, n: i32, stats: usize, into: usize): void {
  const spare = into + <usize>(n << 4);
  if (to - from > BLOCK) {
    const middle = (from + to) >> 1;
    addRows(g, x, from, middle, rows, n, stats, into);
    addRows(g, x, middle, to, rows, n, stats, spare);
    for (let p: usize = 0; p < <usize>(n << 4); p += 8) store<f64>(into + p, load<f64>(into + p) + load<f64>(spare + p));
    return;
  }
  memory.fill(into, 0, <usize>(n << 4));
  for (let r = from; r < to; r++) {
    const mean = load<f64>(stats + <usize>(r << 3));
    const rstd = load<f64>(stats + <usize>((2 * rows + r) << 3));
    let at = <usize>(r * n) << 3;
    for (let p = into; p < into + <usize>(n << 3); p += 8) {
      const d = load<f64>(g + at);
      const q = p + <usize>(n << 3);
      store<f64>(p, load<f64>(p) + d * (load<f64>(x + at) - mean) * rstd);
      store<f64>(q, load<f64>(q) + d);
      at += 8;
    }
  }
}
