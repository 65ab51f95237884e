// Softmax and its logarithm over the middle axis of (outer, n, inner). float32 runs in vectors, along rows or across columns,
// with sums in float64; float64 runs number by number, with sums joined pairwise.
import { storeUpTo } from "./lanes";
import { normaliseLong } from "./norm-long";
import { normaliseRun, scaleRun } from "./norm-runs";
import { pairwise } from "./reduce";
import { columnPeaks, columnSums, firstSums, lastSums, peakAt, setSum, STRIP, STRIP_BYTES, sumAt } from "./softmax-columns";
import { peakOf, restOfLogarithm, scaleRow, sumOfExp } from "./softmax-rows";
import { highAt, LONG, lowAt, narrow } from "./wide";

/** The bytes of `scratch` that softmax of n numbers needs. */
export function softmax_scratch(n: i32): i32 {
  return max<i32>(8 * n, <i32>STRIP_BYTES);
}

export function softmax_f32(x: usize, y: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  const bytes = <usize>n * <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) softmaxRow(x, y, n, logarithm, scratch);
    else {
      for (let i = 0; i < inner; i += STRIP) {
        const at = <usize>i << 2;
        softmaxStrip(x + at, y + at, n, inner, min(STRIP, inner - i), logarithm, scratch);
      }
    }
    x += bytes;
    y += bytes;
  }
}

function softmaxRow(x: usize, y: usize, n: i32, logarithm: i32, scratch: usize): void {
  const peak = peakOf(x, n, scratch);
  const total = sumOfExp(x, logarithm ? 0 : y, n, peak, scratch);
  const shift = logarithm ? <f64>peak + restOfLogarithm(peak, total) : 0;
  if (n < LONG) {
    if (logarithm) normaliseRun(x, y, n, 1, -shift);
    else scaleRun(y, y, n, 1 / total);
  } else if (logarithm) normaliseLong(x, y, n, shift, 1, 0);
  else scaleRow(y, n, <f32>(1 / total));
}

function softmaxStrip(x: usize, y: usize, n: i32, inner: i32, width: i32, logarithm: i32, strip: usize): void {
  const step = <usize>inner << 2, bytes = <usize>width << 2;
  columnPeaks(x, n, step, width, strip);
  columnSums(x, logarithm ? 0 : y, n, step, width, strip);
  for (let i = 0; i < width; i++) {
    const total = sumAt(strip, i), peak = peakAt(strip, i);
    setSum(strip, i, logarithm ? -(<f64>peak + restOfLogarithm(peak, total)) : 1 / total);
  }
  for (let p = 0; p < n; p++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const low = firstSums(strip + 2 * i), high = lastSums(strip + 2 * i);
      if (logarithm) {
        storeUpTo<f32>(y + i, y + bytes, narrow(f64x2.add(lowAt(x + i), low), f64x2.add(highAt(x + i), high)));
      } else {
        storeUpTo<f32>(y + i, y + bytes, narrow(f64x2.mul(lowAt(y + i), low), f64x2.mul(highAt(y + i), high)));
      }
    }
    x += step;
    y += step;
  }
}

/** `scratch`: n float64. */
export function softmax_f64(x: usize, y: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  const step = <usize>inner << 3;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>(o * n * inner + i) << 3;
      const peak = greatest(x + start, n, step);
      let from = x + start, into = y + start;
      for (let p = scratch, end = scratch + (<usize>n << 3); p < end; p += 8) {
        store<f64>(p, Math.exp(load<f64>(from) - peak));
        from += step;
      }
      const total = pairwise<f64>(scratch, n, 8), rest = Math.log(total);
      from = x + start;
      for (let p = 0; p < n; p++) {
        store<f64>(into, logarithm ? load<f64>(from) - peak - rest : load<f64>(scratch + (<usize>p << 3)) / total);
        from += step;
        into += step;
      }
    }
  }
}

/** The greatest of n numbers `step` bytes apart, or NaN if that is among them. */
export function greatest(x: usize, n: i32, step: usize): f64 {
  let peak: f64 = -Infinity;
  for (let p = 0; p < n; p++) {
    const v = load<f64>(x);
    if (v > peak || v != v) peak = v;
    x += step;
  }
  return peak;
}
