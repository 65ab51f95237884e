// Normalisation of float32 along stretches of neighbours, in vectors. All arithmetic is in float64 and rounds once at the end.
import { liveLanes, storePart } from "./lanes";
import { highAt, highOf, lowAt, lowOf, narrow, storeNarrow } from "./wide";

/**
 * The mean and, `row` bytes on, the biased variance of a group, in one pass: float64 has bits enough to sum float32's squares
 * after the first of them is taken off.
 */
export function runStatistics(x: usize, runs: i32, run: i32, step: i32, into: usize, row: usize): void {
  const first = <f64>load<f32>(x), pivot = first - first == 0 ? first : 0, less = f64x2.splat(pivot);
  const bytes = <usize>run << 2, vectors = bytes & ~15;
  let a = f64x2.splat(0), b = a, aa = a, bb = a;
  let sum: f64 = 0, squares: f64 = 0;
  for (let r = 0; r < runs; r++) {
    let at = x + (<usize>(r * step) << 2);
    const end = at + bytes, last = at + vectors;
    while (at < last) {
      const low = f64x2.sub(lowAt(at), less), high = f64x2.sub(highAt(at), less);
      a = f64x2.add(a, low);
      b = f64x2.add(b, high);
      aa = f64x2.add(aa, f64x2.mul(low, low));
      bb = f64x2.add(bb, f64x2.mul(high, high));
      at += 16;
    }
    for (; at < end; at += 4) {
      const d = <f64>load<f32>(at) - pivot;
      sum += d;
      squares += d * d;
    }
  }
  const count = <f64>runs * <f64>run;
  finishStatistics(pivot, (sum + across(f64x2.add(a, b))) / count, (squares + across(f64x2.add(aa, bb))) / count, into, row);
}

/** From the means of what lies beyond a pivot, and of its square. */
// @ts-ignore: decorator
@inline
export function finishStatistics(pivot: f64, mean: f64, square: f64, into: usize, row: usize): void {
  store<f64>(into, pivot + mean);
  const variance = square - mean * mean;
  store<f64>(into + row, variance < 0 ? 0 : variance);
}

// @ts-ignore: decorator
@inline
export function across(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** y = a x + b. */
export function normaliseRun(x: usize, y: usize, n: i32, a: f64, b: f64): void {
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2);
  const scale = f64x2.splat(a), shift = f64x2.splat(b);
  while (y < vectors) {
    storeNarrow(y, f64x2.add(f64x2.mul(lowAt(x), scale), shift), f64x2.add(f64x2.mul(highAt(x), scale), shift));
    x += 16;
    y += 16;
  }
  if (y < end) storePart<f32>(y, end, affine(x, scale, shift));
}

/** y = (x - mean) a. */
export function centreRun(x: usize, y: usize, n: i32, mean: f64, a: f64): void {
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2);
  const less = f64x2.splat(mean), scale = f64x2.splat(a);
  while (y < vectors) {
    v128.store(y, centred(x, less, scale));
    x += 16;
    y += 16;
  }
  if (y < end) storePart<f32>(y, end, centred(x, less, scale));
}

// @ts-ignore: decorator
@inline
function centred(x: usize, mean: v128, a: v128): v128 {
  return narrow(f64x2.mul(f64x2.sub(lowAt(x), mean), a), f64x2.mul(f64x2.sub(highAt(x), mean), a));
}

/** y = a x. */
export function scaleRun(x: usize, y: usize, n: i32, a: f64): void {
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2), scale = f64x2.splat(a);
  while (y < vectors) {
    storeNarrow(y, f64x2.mul(lowAt(x), scale), f64x2.mul(highAt(x), scale));
    x += 16;
    y += 16;
  }
  if (y < end) storePart<f32>(y, end, narrow(f64x2.mul(lowAt(x), scale), f64x2.mul(highAt(x), scale)));
}

/** a x + b, for the four float32 at x, rounded once. */
// @ts-ignore: decorator
@inline
export function affine(x: usize, a: v128, b: v128): v128 {
  return narrow(f64x2.add(f64x2.mul(lowAt(x), a), b), f64x2.add(f64x2.mul(highAt(x), a), b));
}

/** A channel's sums of g and of g (x - mean). */
export function sumsOfRun(g: usize, x: usize, runs: i32, run: i32, step: i32, mean: f64): v128 {
  const bytes = <usize>run << 2, vectors = bytes & ~15, rest = bytes & 15, less = f64x2.splat(mean);
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (let r = 0; r < runs; r++) {
    const start = <usize>(r * step) << 2;
    let at = g + start, from = x + start;
    const last = at + vectors;
    while (at < last) {
      const low = lowAt(at), high = highAt(at);
      a = f64x2.add(a, low);
      b = f64x2.add(b, high);
      c = f64x2.add(c, f64x2.mul(low, f64x2.sub(lowAt(from), less)));
      d = f64x2.add(d, f64x2.mul(high, f64x2.sub(highAt(from), less)));
      at += 16;
      from += 16;
    }
    if (rest) {
      const live = liveLanes(rest >> 2), v = v128.and(v128.load(at), live), w = v128.and(v128.load(from), live), low = lowOf(v), high = highOf(v);
      a = f64x2.add(a, low);
      b = f64x2.add(b, high);
      c = f64x2.add(c, f64x2.mul(low, f64x2.sub(lowOf(w), less)));
      d = f64x2.add(d, f64x2.mul(high, f64x2.sub(highOf(w), less)));
    }
  }
  return f64x2(across(f64x2.add(a, b)), across(f64x2.add(c, d)));
}

/** dx = a g + b x + c. */
export function slopeOfRun(g: usize, x: usize, dx: usize, n: i32, a: f64, b: f64, c: f64): void {
  const end = dx + (<usize>n << 2), vectors = dx + (<usize>(n & ~3) << 2);
  const ofG = f64x2.splat(a), ofX = f64x2.splat(b), rest = f64x2.splat(c);
  while (dx < vectors) {
    storeNarrow(dx, slope(lowAt(g), lowAt(x), ofG, ofX, rest), slope(highAt(g), highAt(x), ofG, ofX, rest));
    g += 16;
    x += 16;
    dx += 16;
  }
  if (dx < end) storePart<f32>(dx, end, narrow(slope(lowAt(g), lowAt(x), ofG, ofX, rest), slope(highAt(g), highAt(x), ofG, ofX, rest)));
}

/** dx = a w g + b x + c; w has an entry for each place. */
export function weightedSlope(g: usize, x: usize, dx: usize, w: usize, n: i32, a: f64, b: f64, c: f64): void {
  const end = dx + (<usize>n << 2), vectors = dx + (<usize>(n & ~3) << 2);
  const ofG = f64x2.splat(a), ofX = f64x2.splat(b), rest = f64x2.splat(c);
  while (dx < vectors) {
    const low = f64x2.mul(lowAt(g), lowAt(w)), high = f64x2.mul(highAt(g), highAt(w));
    storeNarrow(dx, slope(low, lowAt(x), ofG, ofX, rest), slope(high, highAt(x), ofG, ofX, rest));
    g += 16;
    x += 16;
    dx += 16;
    w += 16;
  }
  if (dx < end) {
    const low = f64x2.mul(lowAt(g), lowAt(w)), high = f64x2.mul(highAt(g), highAt(w));
    storePart<f32>(dx, end, narrow(slope(low, lowAt(x), ofG, ofX, rest), slope(high, highAt(x), ofG, ofX, rest)));
  }
}

// @ts-ignore: decorator
@inline
function slope(g: v128, x: v128, a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(g, a), f64x2.add(f64x2.mul(x, b), c));
}
