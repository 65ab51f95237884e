// Normalisation of float32 along stretches that are long, where float64 would be half of the time. Four vectors are added up
// before they are widened; what follows when the sums are known is float32, with what the mean loses there put into the last
// term. Whose variance leaves float32 no room for squares is left to norm-runs.ts.
import { runStatistics } from "./norm-runs";
import { liveLanes, storePart } from "./lanes";
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
export function statisticsOf(x: usize, runs: i32, run: i32, step: i32, into: usize, row: usize): void {
  if (run >= LONG) {
    const count = <f64>runs * <f64>run, mean = sumOf<Value>(0, x, 0, runs, run, step, 0) / count, rest = mean - <f64><f32>mean;
    const variance = sumOf<Square>(0, x, 0, runs, run, step, <f32>mean) / count - rest * rest;
    store<f64>(into, mean);
    store<f64>(into + row, variance);
    if (isLong(run, variance)) return;
  }
  runStatistics(x, runs, run, step, into, row);
}

/** The sums of w g and of w g (x - mean), where w (0 for 1) has an entry for each place of a run. */
// @ts-ignore: decorator
@inline
export function longSums(g: usize, x: usize, w: usize, runs: i32, run: i32, step: i32, mean: f64): v128 {
  const most = <f32>mean;
  const all = w ? sumOf<Weighted>(g, x, w, runs, run, step, 0) : sumOf<Value>(0, g, 0, runs, run, step, 0);
  const along = w ? sumOf<WeightedProduct>(g, x, w, runs, run, step, most) : sumOf<Product>(g, x, w, runs, run, step, most);
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
function sumOf<F>(g: usize, x: usize, w: usize, runs: i32, run: i32, step: i32, mean: f32): f64 {
  const f = changetype<F>(0), less = f32x4.splat(mean), next = <usize>(step - run) << 2;
  const bytes = <usize>run << 2;
  let low = f64x2.splat(0), high = low;
  for (let r = 0; r < runs; r++, g += next, x += next) {
    const end = x + bytes, vectors = x + (bytes & ~15), fours = x + (bytes & ~63);
    let v = w;
    for (; x < fours; x += 64, g += 64, v += 64) {
      const a = f.of(v128.load(g), v128.load(x), v128.load(v), less), b = f.of(v128.load(g, 16), v128.load(x, 16), v128.load(v, 16), less);
      const c = f.of(v128.load(g, 32), v128.load(x, 32), v128.load(v, 32), less), d = f.of(v128.load(g, 48), v128.load(x, 48), v128.load(v, 48), less);
      const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
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
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2);
  const less = f32x4.splat(<f32>mean), scale = f32x4.splat(<f32>a), shift = f32x4.splat(<f32>(b - <f64>restOf32(mean) * a));
  for (; y < vectors; x += 16, y += 16) v128.store(y, affine(v128.load(x), less, scale, shift));
  if (y < end) storePart<f32>(y, end, affine(v128.load(x), less, scale, shift));
}

// @ts-ignore: decorator
@inline
function affine(x: v128, mean: v128, a: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(x, mean), a), b);
}

/** y = (x - mean) a weight + bias, each of which (0 if absent) has an entry for each place. */
export function normaliseLongRow(x: usize, y: usize, n: i32, mean: f64, a: f64, weight: usize, bias: usize): void {
  if (!weight) return normaliseLong(x, y, n, mean, a, 0);
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2);
  const less = f32x4.splat(<f32>mean), scale = f32x4.splat(<f32>a), shift = f32x4.splat(<f32>(-<f64>restOf32(mean) * a));
  for (; y < vectors; x += 16, y += 16, weight += 16) {
    const v = f32x4.mul(affine(v128.load(x), less, scale, shift), v128.load(weight));
    v128.store(y, bias ? f32x4.add(v, v128.load(bias)) : v);
    if (bias) bias += 16;
  }
  if (y < end) {
    const v = f32x4.mul(affine(v128.load(x), less, scale, shift), v128.load(weight));
    storePart<f32>(y, end, bias ? f32x4.add(v, v128.load(bias)) : v);
  }
}

/** dx = a w g + b (x - mean) + c, where w (0 for 1) has an entry for each place. */
export function longSlope(g: usize, x: usize, dx: usize, w: usize, n: i32, mean: f64, a: f64, b: f64, c: f64): void {
  const end = dx + (<usize>n << 2), vectors = dx + (<usize>(n & ~3) << 2);
  const less = f32x4.splat(<f32>mean), ofG = f32x4.splat(<f32>a), ofX = f32x4.splat(<f32>b), rest = f32x4.splat(<f32>(c - <f64>restOf32(mean) * b));
  for (; dx < vectors; g += 16, x += 16, dx += 16) {
    const d = w ? f32x4.mul(v128.load(g), v128.load(w)) : v128.load(g);
    v128.store(dx, f32x4.add(f32x4.mul(d, ofG), affine(v128.load(x), less, ofX, rest)));
    if (w) w += 16;
  }
  if (dx < end) {
    const d = w ? f32x4.mul(v128.load(g), v128.load(w)) : v128.load(g);
    storePart<f32>(dx, end, f32x4.add(f32x4.mul(d, ofG), affine(v128.load(x), less, ofX, rest)));
  }
}
