// Normalisation of each row of a matrix by itself, with a weight and a bias for each column (0 if absent). `stats` is as in
// norm.ts. Rows that are not `centred` keep their mean, and their "variance" is the mean of their squares. A call does the
// rows `from` to `to` of all.
import { storePart } from "./lanes";
import { STACK } from "./norm-columns";
import { isLong, longSlope, longSums, normaliseLongRow, statisticsOf } from "./norm-long";
import { across, affine, slopeOfRun, sumsOfRun, weightedSlope } from "./norm-runs";
import { addRows, addStack64, norm_rows_block, wideOf } from "./norm-stack";
import { addScaledStack, scaledRow, scaledRowGradient } from "./norm-scale";
import { GRADIENTS, PRODUCTS, SQUARES, SUM, total } from "./norm-total";
import { highAt, lowAt } from "./wide";

export function norm_rows_f32(
  x: usize, y: usize, from: i32, to: i32, rows: i32, n: i32, centred: i32, eps: f64, stats: usize, weight: usize, bias: usize,
): void {
  const row = <usize>rows << 3, bytes = <usize>n << 2;
  for (let r = from; r < to; r++) {
    const at = stats + (<usize>r << 3), start = bytes * <usize>r;
    if (!centred) {
      scaledRow(x + start, y + start, n, eps, at, row, weight);
      continue;
    }
    statisticsOf(x + start, 1, n, n, at, row, y + start);
    const mean = load<f64>(at), variance = load<f64>(at + row), rstd = 1 / Math.sqrt(variance + eps);
    store<f64>(at + 2 * row, rstd);
    if (isLong(n, variance)) normaliseLongRow(x + start, y + start, n, mean, rstd, weight, bias);
    else normaliseRow(x + start, y + start, n, rstd, -mean * rstd, weight, bias);
  }
}

/** y = (a x + b) weight + bias, rounded to float32 before the weight. */
function normaliseRow(x: usize, y: usize, n: i32, a: f64, b: f64, weight: usize, bias: usize): void {
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2);
  const scale = f64x2.splat(a), shift = f64x2.splat(b);
  while (y < vectors) {
    v128.store(y, weighted(affine(x, scale, shift), weight, bias));
    x += 16;
    y += 16;
    if (weight) weight += 16;
    if (bias) bias += 16;
  }
  if (y < end) storePart<f32>(y, end, weighted(affine(x, scale, shift), weight, bias));
}

// @ts-ignore: decorator
@inline
function weighted(v: v128, weight: usize, bias: usize): v128 {
  if (weight) v = f32x4.mul(v, v128.load(weight));
  return bias ? f32x4.add(v, v128.load(bias)) : v;
}

export function norm_rows_f64(
  x: usize, y: usize, from: i32, to: i32, rows: i32, n: i32, centred: i32, eps: f64, stats: usize, weight: usize, bias: usize,
): void {
  const row = <usize>rows << 3, bytes = <usize>n << 3;
  for (let r = from; r < to; r++) {
    const at = stats + (<usize>r << 3);
    let p = x + bytes * <usize>r, q = y + bytes * <usize>r;
    const mean = centred ? total(SUM, 0, p, 0, 1, n, 0, 0) / <f64>n : 0;
    const variance = total(SQUARES, 0, p, 0, 1, n, 0, mean) / <f64>n;
    const rstd = 1 / Math.sqrt(variance + eps);
    store<f64>(at, mean);
    store<f64>(at + row, variance);
    store<f64>(at + 2 * row, rstd);
    for (let i: usize = 0; i < bytes; i += 8) {
      const w = weight ? load<f64>(weight + i) : 1, b = bias ? load<f64>(bias + i) : 0;
      store<f64>(q + i, (load<f64>(p + i) - mean) * rstd * w + b);
    }
  }
}

/**
 * dx (0 if not wanted) = rstd (w g - mean(w g) - xhat mean(w g xhat)); where rows are not centred, without the middle term.
 * `sums` (0 if not wanted) gets each block's sums of g xhat and of g for each column. `from` is where a block begins.
 */
export function norm_rows_backward_f32(
  g: usize, x: usize, dx: usize, from: i32, to: i32, rows: i32, n: i32, centred: i32, stats: usize, weight: usize, sums: usize,
): void {
  const row = <usize>rows << 3, bytes = <usize>n << 2, block = norm_rows_block(rows), wide = wideOf(n);
  for (let first = from; first < to; first += STACK) {
    const last = min(first + STACK, to), start = bytes * <usize>first, at = stats + (<usize>first << 3);
    if (dx) {
      for (let r = first; r < last; r++) {
        const far = bytes * <usize>r, own = stats + (<usize>r << 3);
        if (centred) rowGradient(g + far, x + far, dx + far, n, own, row, weight);
        else scaledRowGradient(g + far, x + far, dx + far, n, own, row, weight);
      }
    }
    if (!sums) continue;
    const into = sums + 2 * wide * <usize>(first / block);
    if (first % block == 0) memory.fill(into, 0, 2 * wide);
    if (centred) addRows(g + start, x + start, last - first, n, at, row, into, wide);
    else for (let i: usize = 0; i < bytes; i += 16) addScaledStack(g + start + i, x + start + i, last - first, bytes, at, row, into + 2 * i);
  }
}

// @ts-ignore: decorator
@inline
function rowGradient(g: usize, x: usize, dx: usize, n: i32, at: usize, row: usize, weight: usize): void {
  const mean = load<f64>(at), rstd = load<f64>(at + 2 * row);
  const long = isLong(n, load<f64>(at + row));
  const sums = long ? longSums(g, x, weight, 1, n, n, mean, dx) : weight ? weightedSums(g, x, weight, n, mean) : sumsOfRun(g, x, 1, n, 0, mean);
  const slope = -rstd * rstd * rstd * f64x2.extract_lane(sums, 1) / <f64>n;
  const shift = -rstd * f64x2.extract_lane(sums, 0) / <f64>n;
  if (long) longSlope(g, x, dx, weight, n, mean, rstd, slope, shift);
  else if (weight) weightedSlope(g, x, dx, weight, n, rstd, slope, shift - slope * mean);
  else slopeOfRun(g, x, dx, n, rstd, slope, shift - slope * mean);
}

/** A row's sums of w g and of w g (x - mean). */
function weightedSums(g: usize, x: usize, w: usize, n: i32, mean: f64): v128 {
  const end = x + (<usize>n << 2), vectors = x + (<usize>(n & ~3) << 2), less = f64x2.splat(mean);
  let a = f64x2.splat(0), b = a, c = a, d = a;
  while (x < vectors) {
    const low = f64x2.mul(lowAt(g), lowAt(w)), high = f64x2.mul(highAt(g), highAt(w));
    a = f64x2.add(a, low);
    b = f64x2.add(b, high);
    c = f64x2.add(c, f64x2.mul(low, f64x2.sub(lowAt(x), less)));
    d = f64x2.add(d, f64x2.mul(high, f64x2.sub(highAt(x), less)));
    g += 16;
    x += 16;
    w += 16;
  }
  let all = across(f64x2.add(a, b)), along = across(f64x2.add(c, d));
  for (; x < end; x += 4) {
    const p = <f64>load<f32>(g) * <f64>load<f32>(w);
    all += p;
    along += p * (<f64>load<f32>(x) - mean);
    g += 4;
    w += 4;
  }
  return f64x2(all, along);
}

export function norm_rows_backward_f64(
  g: usize, x: usize, dx: usize, from: i32, to: i32, rows: i32, n: i32, centred: i32, stats: usize, weight: usize, sums: usize,
): void {
  const row = <usize>rows << 3, bytes = <usize>n << 3, block = norm_rows_block(rows), wide = wideOf(n);
  for (let first = from; first < to; first += STACK) {
    const last = min(first + STACK, to), start = bytes * <usize>first, at = stats + (<usize>first << 3);
    if (dx) {
      for (let r = first; r < last; r++) {
        const far = bytes * <usize>r;
        rowGradient64(g + far, x + far, dx + far, n, centred, stats + (<usize>r << 3), row, weight);
      }
    }
    if (!sums) continue;
    const into = sums + 2 * wide * <usize>(first / block);
    if (first % block == 0) memory.fill(into, 0, 2 * wide);
    for (let i: usize = 0; i < bytes; i += 8) addStack64(g + start + i, x + start + i, last - first, bytes, at, row, into + i, wide);
  }
}

function rowGradient64(g: usize, x: usize, dx: usize, n: i32, centred: i32, at: usize, row: usize, weight: usize): void {
  const mean = load<f64>(at), rstd = load<f64>(at + 2 * row), bytes = <usize>n << 3;
  const shift = centred ? total(GRADIENTS, g, x, weight, 1, n, 0, mean) / <f64>n : 0;
  const slope = total(PRODUCTS, g, x, weight, 1, n, 0, mean) * rstd / <f64>n * rstd;
  for (let i: usize = 0; i < bytes; i += 8) {
    const w = weight ? load<f64>(weight + i) : 1;
    store<f64>(dx + i, rstd * (load<f64>(g + i) * w - (shift + (load<f64>(x + i) - mean) * slope)));
  }
}
