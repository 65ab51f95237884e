// Normalisation of float32 rows that are not centred, for norm-rows.ts. PyTorch makes it of one operation after the other, each
// of which rounds, and its eps is as small as rounding: so do these, since what comes out hangs on it.
import { across } from "./norm-runs";
import { liveLanes, storePart, storeTwo, storeUpTo } from "./lanes";
import { Alone, Times } from "./norm-long";
import { highOf, lowOf } from "./wide";

/** y = x / sqrt(mean of x² + eps) weight; the row's statistics are 0, that mean, and what x is multiplied by. */
// @ts-ignore: decorator
@inline
export function scaledRow(x: usize, y: usize, n: i32, eps: f64, at: usize, row: usize, weight: usize): void {
  const size = sumOfProducts(x, x, 0, n) / <f32>n, inverse = <f32>1 / rootOf(size + <f32>eps);
  store<f64>(at, 0);
  store<f64>(at + row, <f64>size);
  store<f64>(at + 2 * row, <f64>inverse);
  if (weight) scaleBy<Times>(x, y, n, f32x4.splat(inverse), weight);
  else scaleBy<Alone>(x, y, n, f32x4.splat(inverse), weight);
}

/** As sqrt<f32>, for which V8 has an instruction that waits for vectors of 256 bits to be gone: a tenth of a microsecond. */
// @ts-ignore: decorator
@inline
function rootOf(v: f32): f32 {
  return f32x4.extract_lane(f32x4.sqrt(f32x4.splat(v)), 0);
}

function scaleBy<W>(x: usize, y: usize, n: i32, scale: v128, weight: usize): void {
  const times = changetype<W>(0), end = y + (<usize>n << 2);
  for (const pairs = y + (<usize>(n & ~7) << 2); y < pairs; x += 32, y += 32, weight += 32) {
    const v = times.of(f32x4.mul(v128.load(x), scale), weight), w = times.of(f32x4.mul(v128.load(x, 16), scale), weight + 16);
    storeTwo(y, v, w);
  }
  for (; y < end; x += 16, y += 16, weight += 16) storeUpTo<f32>(y, end, times.of(f32x4.mul(v128.load(x), scale), weight));
}

// @ts-ignore: decorator
@inline
function weighted(v: v128, weight: usize): v128 {
  return weight ? f32x4.mul(v, v128.load(weight)) : v;
}

/** The sum of w a b in float64, each product rounded; w is 1 if absent. */
function sumOfProducts(a: usize, b: usize, w: usize, n: i32): f32 {
  const end = a + (<usize>n << 2), vectors = a + (<usize>(n & ~3) << 2);
  let low = f64x2.splat(0), high = low;
  while (a < vectors) {
    const product = f32x4.mul(weighted(v128.load(a), w), v128.load(b));
    low = f64x2.add(low, lowOf(product));
    high = f64x2.add(high, highOf(product));
    a += 16;
    b += 16;
    if (w) w += 16;
  }
  if (a < end) {
    const product = v128.and(f32x4.mul(weighted(v128.load(a), w), v128.load(b)), liveLanes((end - a) >> 2));
    low = f64x2.add(low, lowOf(product));
    high = f64x2.add(high, highOf(product));
  }
  return <f32>across(f64x2.add(low, high));
}

/** dx = w g r + 2 x s, where r is what the row was multiplied by, and s the gradient of its mean of squares, a share of it. */
// @ts-ignore: decorator
@inline
export function scaledRowGradient(g: usize, x: usize, dx: usize, n: i32, at: usize, row: usize, weight: usize): void {
  const inverse = <f32>load<f64>(at + 2 * row), cube = <f32>(<f64>inverse * <f64>inverse * <f64>inverse);
  const share = sumOfProducts(g, x, weight, n) * <f32>-0.5 * cube / <f32>n;
  const scale = f32x4.splat(inverse), twice = f32x4.splat(2 * share);
  const end = dx + (<usize>n << 2), vectors = dx + (<usize>(n & ~3) << 2);
  while (dx < vectors) {
    v128.store(dx, f32x4.add(f32x4.mul(weighted(v128.load(g), weight), scale), f32x4.mul(v128.load(x), twice)));
    g += 16;
    x += 16;
    dx += 16;
    if (weight) weight += 16;
  }
  if (dx < end) storePart<f32>(dx, end, f32x4.add(f32x4.mul(weighted(v128.load(g), weight), scale), f32x4.mul(v128.load(x), twice)));
}

/** Adds to four columns' sums of g x r. `stats` are the first row's; `step`: the bytes between rows. */
// @ts-ignore: decorator
@inline
export function addScaledStack(g: usize, x: usize, rows: i32, step: usize, stats: usize, row: usize, sums: usize): void {
  let low = f64x2.splat(0), high = low;
  for (let r = 0; r < rows; r++) {
    const product = f32x4.mul(v128.load(g), f32x4.mul(v128.load(x), f32x4.splat(<f32>load<f64>(stats + 2 * row))));
    low = f64x2.add(low, lowOf(product));
    high = f64x2.add(high, highOf(product));
    g += step;
    x += step;
    stats += 8;
  }
  v128.store(sums, f64x2.add(v128.load(sums), low));
  v128.store(sums, f64x2.add(v128.load(sums, 16), high), 16);
}
