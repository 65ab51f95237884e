// What softmax needs of columns of float32, four neighbours at a time: the middle axis of (n, inner), a strip of up to STRIP
// columns in one go. `strip` holds for each column what the row kernels (softmax-rows.ts) hold for a row.
import { storeUpTo } from "./lanes";
import { exponentOf } from "./exp";
import { baseOf, Far, normalFrom } from "./softmax-rows";
import { highOf, lowOf } from "./wide";

/** Columns that are walked together: their rows are long enough for the caches, and they all fit. */
export const STRIP: i32 = 128;
/** Where the parts of `strip` begin: float32 but for the sums, which are float64. */
const PEAK: usize = 0;
const SUM: usize = <usize>STRIP << 2;
/** The bytes that `strip` takes. */
export const STRIP_BYTES: usize = <usize>STRIP * 12;

// @ts-ignore: decorator
@inline
export function peakAt(strip: usize, column: i32): f32 {
  return load<f32>(strip + PEAK + (<usize>column << 2));
}

// @ts-ignore: decorator
@inline
export function setPeak(strip: usize, column: i32, peak: f32): void {
  store<f32>(strip + PEAK + (<usize>column << 2), peak);
}

// @ts-ignore: decorator
@inline
export function sumAt(strip: usize, column: i32): f64 {
  return load<f64>(strip + SUM + (<usize>column << 3));
}

// @ts-ignore: decorator
@inline
export function setSum(strip: usize, column: i32, value: f64): void {
  store<f64>(strip + SUM + (<usize>column << 3), value);
}

/** The sums of the first two of four columns; `at`: strip, and eight bytes a column before them. */
// @ts-ignore: decorator
@inline
export function firstSums(at: usize): v128 {
  return v128.load(at, SUM);
}

// @ts-ignore: decorator
@inline
export function lastSums(at: usize): v128 {
  return v128.load(at, SUM + 16);
}

// @ts-ignore: decorator
@inline
export function addToSums(at: usize, low: v128, high: v128): void {
  v128.store(at, f64x2.add(v128.load(at, SUM), low), SUM);
  v128.store(at, f64x2.add(v128.load(at, SUM + 16), high), SUM + 16);
}

export function clearSums(strip: usize): void {
  memory.fill(strip + SUM, 0, <usize>STRIP << 3);
}

/** The greatest of each column that is not NaN. `step`: bytes between rows. */
export function columnPeaks(x: usize, n: i32, step: usize, width: i32, strip: usize): void {
  const bytes = <usize>width << 2;
  for (let i: usize = 0; i < bytes; i += 16) v128.store(strip + i, f32x4.splat(-Infinity), PEAK);
  for (let p = 0; p < n; p++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(strip + i, f32x4.pmax(v128.load(strip + i, PEAK), v128.load(x + i)), PEAK);
    }
    x += step;
  }
}

/** The sums over each column of exp(x) / 2^n, which also go to y unless that is 0. */
export function columnSums(x: usize, y: usize, n: i32, step: usize, width: i32, strip: usize): void {
  const bytes = <usize>width << 2;
  clearSums(strip);
  for (let p = 0; p < n; p++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const e = columnExp(x + i, strip + i);
      addToSums(strip + 2 * i, lowOf(e), highOf(e));
      if (y) storeUpTo<f32>(y + i, y + bytes, e);
    }
    x += step;
    if (y) y += step;
  }
}

/** exp(x) / 2^n of four columns. */
// @ts-ignore: decorator
@inline
export function columnExp(x: usize, strip: usize): v128 {
  const peak = v128.load(strip, PEAK), base = baseOf(peak);
  return changetype<Far>(0).of(f32x4.sub(v128.load(x), base), exponentOf(f32x4.sub(peak, base)), normalFrom(peak, base));
}
