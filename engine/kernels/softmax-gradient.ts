// The gradients of softmax and of its logarithm over the middle axis of (outer, n, inner), from their output y:
// y (g - sum y g), of the logarithm g - exp(y) sum g.
import { expOf } from "./exp";
import { liveLanes, storeTwo, storeUpTo } from "./lanes";
import { pairwise } from "./reduce";
import { addToSums, clearSums, firstSums, lastSums, STRIP } from "./softmax-columns";
import { highAt, highOf, LONG, lowAt, lowOf, narrow, restOf32 } from "./wide";

export function softmax_backward_f32(g: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  const bytes = <usize>n * <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) {
      if (logarithm) alongRow<OfLogarithm>(g, y, dx, n);
      else alongRow<OfSoftmax>(g, y, dx, n);
    } else {
      for (let i = 0; i < inner; i += STRIP) {
        const at = <usize>i << 2, width = min(STRIP, inner - i);
        if (logarithm) acrossStrip<OfLogarithm>(g + at, y + at, dx + at, n, inner, width, scratch);
        else acrossStrip<OfSoftmax>(g + at, y + at, dx + at, n, inner, width, scratch);
      }
    }
    g += bytes;
    y += bytes;
    dx += bytes;
  }
}

/** What is summed, for the first and the last two of four lanes in float64, and the gradient from the sums, or from the one of all lanes, in two parts. */
class OfSoftmax {
  @inline low(g: usize, y: usize): v128 { return f64x2.mul(lowAt(g), lowAt(y)); }
  @inline high(g: usize, y: usize): v128 { return f64x2.mul(highAt(g), highAt(y)); }
  @inline ofRow(g: usize, y: usize, most: v128, rest: v128): v128 {
    return f32x4.mul(v128.load(y), f32x4.sub(f32x4.sub(v128.load(g), most), rest));
  }
  @inline slope(g: usize, y: usize, low: v128, high: v128): v128 {
    return narrow(f64x2.mul(lowAt(y), f64x2.sub(lowAt(g), low)), f64x2.mul(highAt(y), f64x2.sub(highAt(g), high)));
  }
}

class OfLogarithm {
  @inline low(g: usize, y: usize): v128 { return lowAt(g); }
  @inline high(g: usize, y: usize): v128 { return highAt(g); }
  @inline ofRow(g: usize, y: usize, most: v128, rest: v128): v128 {
    return f32x4.sub(v128.load(g), f32x4.mul(expOf<f32>(v128.load(y)), most));
  }
  @inline slope(g: usize, y: usize, low: v128, high: v128): v128 {
    const e = expOf<f32>(v128.load(y));
    return narrow(f64x2.sub(lowAt(g), f64x2.mul(lowOf(e), low)), f64x2.sub(highAt(g), f64x2.mul(highOf(e), high)));
  }
}

/** The gradient of one row's softmax y; dx may be g. */
export function softmaxSlopes(g: usize, y: usize, dx: usize, n: i32): void {
  alongRow<OfSoftmax>(g, y, dx, n);
}

function alongRow<F>(g: usize, y: usize, dx: usize, n: i32): void {
  const f = changetype<F>(0);
  const bytes = <usize>n << 2, vectors = bytes & ~15;
  let low = f64x2.splat(0), high = low;
  for (let i: usize = 0; i < vectors; i += 16) {
    low = f64x2.add(low, f.low(g + i, y + i));
    high = f64x2.add(high, f.high(g + i, y + i));
  }
  if (vectors < bytes) {
    const live = liveLanes((bytes - vectors) >> 2);
    low = f64x2.add(low, v128.and(f.low(g + vectors, y + vectors), i64x2.extend_low_i32x4_s(live)));
    high = f64x2.add(high, v128.and(f.high(g + vectors, y + vectors), i64x2.extend_high_i32x4_s(live)));
  }
  low = f64x2.add(low, high);
  const total = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  if (n < LONG) {
    const both = f64x2.splat(total);
    for (let i: usize = 0; i < bytes; i += 16) storeUpTo<f32>(dx + i, dx + bytes, f.slope(g + i, y + i, both, both));
    return;
  }
  const most = f32x4.splat(<f32>total), rest = f32x4.splat(restOf32(total));
  let i: usize = 0;
  for (; i + 32 <= bytes; i += 32) storeTwo(dx + i, f.ofRow(g + i, y + i, most, rest), f.ofRow(g + i + 16, y + i + 16, most, rest));
  for (; i < bytes; i += 16) storeUpTo<f32>(dx + i, dx + bytes, f.ofRow(g + i, y + i, most, rest));
}

function acrossStrip<F>(g: usize, y: usize, dx: usize, n: i32, inner: i32, width: i32, strip: usize): void {
  const f = changetype<F>(0);
  const step = <usize>inner << 2, bytes = <usize>width << 2;
  clearSums(strip);
  let from = g, result = y;
  for (let p = 0; p < n; p++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      addToSums(strip + 2 * i, f.low(from + i, result + i), f.high(from + i, result + i));
    }
    from += step;
    result += step;
  }
  for (let p = 0; p < n; p++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const slope = f.slope(g + i, y + i, firstSums(strip + 2 * i), lastSums(strip + 2 * i));
      storeUpTo<f32>(dx + i, dx + bytes, slope);
    }
    g += step;
    y += step;
    dx += step;
  }
}

/** `scratch`: n float64. */
export function softmax_backward_f64(g: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  const step = <usize>inner << 3;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>(o * n * inner + i) << 3;
      let pg = g + start, py = y + start;
      for (let p = scratch, end = scratch + (<usize>n << 3); p < end; p += 8) {
        store<f64>(p, logarithm ? load<f64>(pg) : load<f64>(pg) * load<f64>(py));
        pg += step;
        py += step;
      }
      const total = pairwise<f64>(scratch, n, 8);
      pg = g + start;
      py = y + start;
      let into = dx + start;
      for (let p = 0; p < n; p++) {
        const d = load<f64>(pg), v = load<f64>(py);
        store<f64>(into, logarithm ? d - Math.exp(v) * total : v * (d - total));
        pg += step;
        py += step;
        into += step;
      }
    }
  }
}
