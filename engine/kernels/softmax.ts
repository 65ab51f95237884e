// Softmax and its logarithm over the middle axis of (outer, n, inner). Sums run in float64; in float64 itself pairwise.

import { pairwise } from "./reduce";

export function softmax_f32(x: usize, y: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  softmax<f32>(x, y, outer, n, inner, logarithm, scratch);
}

export function softmax_f64(x: usize, y: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  softmax<f64>(x, y, outer, n, inner, logarithm, scratch);
}

/** `scratch`: n float64. */
function softmax<T>(x: usize, y: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  const step = <usize>(inner * sizeof<T>());
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      const peak = greatest<T>(x + start, n, step);
      let from = x + start;
      for (let p = scratch, end = scratch + (<usize>n << 3); p < end; p += 8) {
        store<f64>(p, Math.exp(<f64>load<T>(from) - peak));
        from += step;
      }
      const total = pairwise<f64>(scratch, n, 8);
      let into = y + start;
      if (logarithm) {
        const rest = Math.log(total);
        from = x + start;
        for (let p = 0; p < n; p++) {
          store<T>(into, <T>(<f64>load<T>(from) - peak - rest));
          from += step;
          into += step;
        }
      } else {
        for (let p = scratch, end = scratch + (<usize>n << 3); p < end; p += 8) {
          store<T>(into, <T>(load<f64>(p) / total));
          into += step;
        }
      }
    }
  }
}

export function softmax_backward_f32(g: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  backward<f32>(g, y, dx, outer, n, inner, logarithm, scratch);
}

export function softmax_backward_f64(g: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  backward<f64>(g, y, dx, outer, n, inner, logarithm, scratch);
}

/** y (g - sum y g), of the logarithm g - exp(y) sum g. `scratch`: n float64. */
function backward<T>(g: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, logarithm: i32, scratch: usize): void {
  const step = <usize>(inner * sizeof<T>());
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      let pg = g + start, py = y + start;
      for (let p = scratch, end = scratch + (<usize>n << 3); p < end; p += 8) {
        store<f64>(p, logarithm ? <f64>load<T>(pg) : <f64>load<T>(pg) * <f64>load<T>(py));
        pg += step;
        py += step;
      }
      const total = pairwise<f64>(scratch, n, 8);
      pg = g + start;
      py = y + start;
      let into = dx + start;
      for (let p = 0; p < n; p++) {
        const d = <f64>load<T>(pg), v = <f64>load<T>(py);
        store<T>(into, <T>(logarithm ? d - Math.exp(v) * total : v * (d - total)));
        pg += step;
        py += step;
        into += step;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function greatest<T>(x: usize, n: i32, step: usize): f64 {
  let peak: f64 = -Infinity;
  for (let p = 0; p < n; p++) {
    const v = <f64>load<T>(x);
    if (v > peak || v != v) peak = v;
    x += step;
  }
  return peak;
}
