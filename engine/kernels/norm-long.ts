// Normalisation of float32 along stretches that are long, where float64 would be half of the time. Eight vectors are added up
// before they are widened; what follows when the sums are known is float32, with what the mean loses there put into the last
// term. Whose variance leaves float32 no room for squares is left to norm-runs.ts. `room`: 32 bytes that are written and never
// read, as V8 looks for vectors to join at stores.
import { runStatistics } from "./norm-runs";
import { liveLanes, storeTwo, storeUpTo } from "./lanes";
import { highOf, LONG, lowOf, restOf32 } from "./wide";

const LEAST: f64 = 1e-30;
const GREATEST: f64 = 1e30;

/** Whether a stretch of so many, with such a variance, is for the functions below. */
// @ts-ignore: decorator
@inline
export function isLong(run: i32, variance: f64): bool {
  return run >= LONG && variance > LEAST && variance < GREATEST;
}

/** As runStatistics. */
export function statisticsOf(x: usize, runs: i32, run: i32, step: i32, into: usize, row: usize, room: usize): void {
  if (run >= LONG) {
    const count = <f64>runs * <f64>run, mean = sumOf<Value>(0, x, 0, runs, run, step, 0, room) / count, rest = mean - <f64><f32>mean;
    const variance = sumOf<Square>(0, x, 0, runs, run, step, <f32>mean, room) / count - rest * rest;
    store<f64>(into, mean);
    store<f64>(into + row, variance);
    if (isLong(run, variance)) return;
  }
  runStatistics(x, runs, run, step, into, row);
}

/** The sums of w g and of w g (x - mean), where w (0 for 1) has an entry for each place of a run. */
// @ts-ignore: decorator
@inline
export function longSums(g: usize, x: usize, w: usize, runs: i32, run: i32, step: i32, mean: f64, room: usize): v128 {
  const most = <f32>mean;
  const all = w ? sumOf<Weighted>(g, x, w, runs, run, step, 0, room) : sumOf<Value>(0, g, 0, runs, run, step, 0, room);
  const along = w ? sumOf<WeightedProduct>(g, x, w, runs, run, step, most, room) : sumOf<Product>(g, x, w, runs, run, step, most, room);
  return f64x2(all, along - (mean - <f64>most) * all);
}

class Value { @inline of(g: v128, x: v128, w: v128, mean: v128): v128 { return x; } }
class Square {
  @inline of(g: v128, x: v128, w: v128, mean: v128): v128 {
    const d = f32x4.sub(x, mean);
    return f32x4.mul(d, d);
  }
}
class Product { @inline of(g: v128, x: v128, w: v128, mean: v128): v128 { return f32x4.mul(g, f32x4.sub(x, mean)); } }
class Weighted { @inline of(g: v128, x: v128, w: v128, mean: v128): v128 { return f32x4.mul(g, w); } }
class WeightedProduct {
  @inline of(g: v128, x: v128, w: v128, mean: v128): v128 { return f32x4.mul(f32x4.mul(g, w), f32x4.sub(x, mean)); }
}

/** The sum of F over stretches; what F does not look at may be 0. */
function sumOf<F>(g: usize, x: usize, w: usize, runs: i32, run: i32, step: i32, mean: f32, room: usize): f64 {
  const f = changetype<F>(0), less = f32x4.splat(mean), next = <usize>(step - run) << 2;
  const bytes = <usize>run << 2;
  let low = f64x2.splat(0), high = low;
  for (let r = 0; r < runs; r++, g += next, x += next) {
    const end = x + bytes, vectors = x + (bytes & ~15), eights = x + (bytes & ~127);
    let v = w;
    for (; x < eights; x += 128, g += 128, v += 128) {
      const a = f.of(v128.load(g), v128.load(x), v128.load(v), less), b = f.of(v128.load(g, 16), v128.load(x, 16), v128.load(v, 16), less);
      const c = f.of(v128.load(g, 32), v128.load(x, 32), v128.load(v, 32), less), d = f.of(v128.load(g, 48), v128.load(x, 48), v128.load(v, 48), less);
      const p = f.of(v128.load(g, 64), v128.load(x, 64), v128.load(v, 64), less), q = f.of(v128.load(g, 80), v128.load(x, 80), v128.load(v, 80), less);
      const s = f.of(v128.load(g, 96), v128.load(x, 96), v128.load(v, 96), less), t = f.of(v128.load(g, 112), v128.load(x, 112), v128.load(v, 112), less);
      const even = f32x4.add(f32x4.add(a, c), f32x4.add(p, s)), odd = f32x4.add(f32x4.add(b, d), f32x4.add(q, t));
      storeTwo(room, even, odd);
      const sum = f32x4.add(even, odd);
      low = f64x2.add(low, lowOf(sum));
      high = f64x2.add(high, highOf(sum));
    }
    for (; x < vectors; x += 16, g += 16, v += 16) {
      const a = f.of(v128.load(g), v128.load(x), v128.load(v), less);
      low = f64x2.add(low, lowOf(a));
      high = f64x2.add(high, highOf(a));
    }
    if (x < end) {
      const a = v128.and(f.of(v128.load(g), v128.load(x), v128.load(v), less), liveLanes((end - x) >> 2));
      low = f64x2.add(low, lowOf(a));
      high = f64x2.add(high, highOf(a));
    }
    g += end - x;
    x = end;
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** y = (x - mean) a + b, for all places of a run. */
export function normaliseLong(x: usize, y: usize, n: i32, mean: f64, a: f64, b: f64): void {
  const end = y + (<usize>n << 2);
  const less = f32x4.splat(<f32>mean), scale = f32x4.splat(<f32>a), shift = f32x4.splat(<f32>(b - <f64>restOf32(mean) * a));
  for (const pairs = y + (<usize>(n & ~7) << 2); y < pairs; x += 32, y += 32) {
    storeTwo(y, affine(v128.load(x), less, scale, shift), affine(v128.load(x, 16), less, scale, shift));
  }
  for (; y < end; x += 16, y += 16) storeUpTo<f32>(y, end, affine(v128.load(x), less, scale, shift));
}

// @ts-ignore: decorator
@inline
function affine(x: v128, mean: v128, a: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(x, mean), a), b);
}

/** What is done with an entry for each place, if there is one. */
export class Alone { @inline of(v: v128, at: usize): v128 { return v; } }
export class Times { @inline of(v: v128, at: usize): v128 { return f32x4.mul(v, v128.load(at)); } }
class Plus { @inline of(v: v128, at: usize): v128 { return f32x4.add(v, v128.load(at)); } }

/** y = (x - mean) a weight + bias, each of which (0 if absent) has an entry for each place. */
export function normaliseLongRow(x: usize, y: usize, n: i32, mean: f64, a: f64, weight: usize, bias: usize): void {
  if (!weight) normaliseLong(x, y, n, mean, a, 0);
  else if (bias) weighLong<Plus>(x, y, n, mean, a, weight, bias);
  else weighLong<Alone>(x, y, n, mean, a, weight, bias);
}

function weighLong<B>(x: usize, y: usize, n: i32, mean: f64, a: f64, weight: usize, bias: usize): void {
  const plus = changetype<B>(0), end = y + (<usize>n << 2);
  const less = f32x4.splat(<f32>mean), scale = f32x4.splat(<f32>a), shift = f32x4.splat(<f32>(-<f64>restOf32(mean) * a));
  for (const pairs = y + (<usize>(n & ~7) << 2); y < pairs; x += 32, y += 32, weight += 32, bias += 32) {
    const v = f32x4.mul(affine(v128.load(x), less, scale, shift), v128.load(weight));
    const w = f32x4.mul(affine(v128.load(x, 16), less, scale, shift), v128.load(weight, 16));
    storeTwo(y, plus.of(v, bias), plus.of(w, bias + 16));
  }
  for (; y < end; x += 16, y += 16, weight += 16, bias += 16) {
    storeUpTo<f32>(y, end, plus.of(f32x4.mul(affine(v128.load(x), less, scale, shift), v128.load(weight)), bias));
  }
}

/** dx = a w g + b (x - mean) + c, where w (0 for 1) has an entry for each place. */
export function longSlope(g: usize, x: usize, dx: usize, w: usize, n: i32, mean: f64, a: f64, b: f64, c: f64): void {
  if (w) slopeBy<Times>(g, x, dx, w, n, mean, a, b, c);
  else slopeBy<Alone>(g, x, dx, w, n, mean, a, b, c);
}

function slopeBy<W>(g: usize, x: usize, dx: usize, w: usize, n: i32, mean: f64, a: f64, b: f64, c: f64): void {
  const times = changetype<W>(0), end = dx + (<usize>n << 2);
  const less = f32x4.splat(<f32>mean), ofG = f32x4.splat(<f32>a), ofX = f32x4.splat(<f32>b), rest = f32x4.splat(<f32>(c - <f64>restOf32(mean) * b));
  for (const pairs = dx + (<usize>(n & ~7) << 2); dx < pairs; g += 32, x += 32, dx += 32, w += 32) {
    const d = times.of(v128.load(g), w), e = times.of(v128.load(g, 16), w + 16);
    const p = affine(v128.load(x), less, ofX, rest), q = affine(v128.load(x, 16), less, ofX, rest);
    storeTwo(dx, f32x4.add(f32x4.mul(d, ofG), p), f32x4.add(f32x4.mul(e, ofG), q));
  }
  for (; dx < end; g += 16, x += 16, dx += 16, w += 16) {
    const d = times.of(v128.load(g), w);
    storeUpTo<f32>(dx, end, f32x4.add(f32x4.mul(d, ofG), affine(v128.load(x), less, ofX, rest)));
  }
}
