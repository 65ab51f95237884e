// Losses of a row of n scores by class, over the middle axis of (outer, n, inner). `targets`: an int32 for each row, -1 where
// the row is ignored; `weights`: an element a class, or 0 for ones. What is computed from a row goes through float64.
// Cross entropy of float32 is in cross-entropy.ts.

import { pairwise } from "./reduce";

export function cross_entropy_f64(x: usize, outer: i32, n: i32, inner: i32, targets: usize, weights: usize, smoothing: f64, losses: usize, tops: usize, scratch: usize): void {
  crossEntropy<f64>(x, outer, n, inner, targets, weights, smoothing, losses, tops, scratch);
}

/** losses (float64): of each row; tops (float64): each row's log of the sum of exp, its greatest and the rest apart. `scratch`: n float64. */
function crossEntropy<T>(x: usize, outer: i32, n: i32, inner: i32, targets: usize, weights: usize, smoothing: f64, losses: usize, tops: usize, scratch: usize): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const row = x + <usize>((o * n * inner + i) * sizeof<T>());
      const peak = greatest<T>(row, n, step);
      const rest = Math.log(sumOfExp<T>(row, n, step, peak, scratch));
      store<f64>(tops, peak);
      store<f64>(tops + 8, rest);
      tops += 16;
      const target = load<i32>(targets);
      targets += 4;
      let loss: f64 = 0;
      if (target >= 0) {
        loss = (1 - smoothing) * weightOf<T>(weights, target) * (rest + (peak - <f64>load<T>(row + <usize>target * step)));
        if (smoothing != 0) {
          let from = row;
          for (let c = 0; c < n; c++) {
            store<f64>(scratch + (<usize>c << 3), weightOf<T>(weights, c) * (rest + (peak - <f64>load<T>(from))));
            from += step;
          }
          loss += smoothing / <f64>n * pairwise<f64>(scratch, n, 8);
        }
      }
      store<f64>(losses, loss);
      losses += 8;
    }
  }
}

export function cross_entropy_backward_f64(g: usize, x: usize, dx: usize, outer: i32, n: i32, inner: i32, targets: usize, weights: usize, smoothing: f64, tops: usize, scratch: usize): void {
  crossEntropyBackward<f64>(g, x, dx, outer, n, inner, targets, weights, smoothing, tops);
}

/** `g` (float64): what the loss of each row is multiplied by. */
function crossEntropyBackward<T>(g: usize, x: usize, dx: usize, outer: i32, n: i32, inner: i32, targets: usize, weights: usize, smoothing: f64, tops: usize): void {
  const step = <usize>inner * sizeof<T>();
  let all: f64 = 0;
  for (let c = 0; c < n; c++) all += weightOf<T>(weights, c);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      const peak = load<f64>(tops), rest = load<f64>(tops + 8), target = load<i32>(targets), scale = load<f64>(g);
      tops += 16;
      targets += 4;
      g += 8;
      const own = target < 0 ? 0 : (1 - smoothing) * weightOf<T>(weights, target);
      const even = target < 0 ? 0 : smoothing / <f64>n;
      let from = x + start, into = dx + start;
      for (let c = 0; c < n; c++) {
        const p = Math.exp(<f64>load<T>(from) - peak - rest);
        let d: f64 = target < 0 ? 0 * p : own * (c == target ? p - 1 : p);
        if (smoothing != 0) d += even * (p * all - weightOf<T>(weights, c));
        store<T>(into, <T>(target < 0 ? d : scale * d));
        from += step;
        into += step;
      }
    }
  }
}

export function soft_cross_entropy_f32(x: usize, t: usize, outer: i32, n: i32, inner: i32, losses: usize, tops: usize, scratch: usize): void {
  softCrossEntropy<f32>(x, t, outer, n, inner, losses, tops, scratch);
}

export function soft_cross_entropy_f64(x: usize, t: usize, outer: i32, n: i32, inner: i32, losses: usize, tops: usize, scratch: usize): void {
  softCrossEntropy<f64>(x, t, outer, n, inner, losses, tops, scratch);
}

/** As cross_entropy, where t gives every class of a row its share. */
function softCrossEntropy<T>(x: usize, t: usize, outer: i32, n: i32, inner: i32, losses: usize, tops: usize, scratch: usize): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      const peak = greatest<T>(x + start, n, step);
      const rest = Math.log(sumOfExp<T>(x + start, n, step, peak, scratch));
      store<f64>(tops, peak);
      store<f64>(tops + 8, rest);
      tops += 16;
      let at = start;
      for (let c = 0; c < n; c++) {
        store<f64>(scratch + (<usize>c << 3), <f64>load<T>(t + at) * (rest + (peak - <f64>load<T>(x + at))));
        at += step;
      }
      store<f64>(losses, pairwise<f64>(scratch, n, 8));
      losses += 8;
    }
  }
}

export function soft_cross_entropy_backward_f32(g: usize, x: usize, t: usize, dx: usize, dt: usize, outer: i32, n: i32, inner: i32, tops: usize): void {
  softCrossEntropyBackward<f32>(g, x, t, dx, dt, outer, n, inner, tops);
}

export function soft_cross_entropy_backward_f64(g: usize, x: usize, t: usize, dx: usize, dt: usize, outer: i32, n: i32, inner: i32, tops: usize): void {
  softCrossEntropyBackward<f64>(g, x, t, dx, dt, outer, n, inner, tops);
}

function softCrossEntropyBackward<T>(g: usize, x: usize, t: usize, dx: usize, dt: usize, outer: i32, n: i32, inner: i32, tops: usize): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      const peak = load<f64>(tops), rest = load<f64>(tops + 8), scale = load<f64>(g);
      tops += 16;
      g += 8;
      let all: f64 = 0, at = start;
      for (let c = 0; c < n; c++, at += step) all += <f64>load<T>(t + at);
      at = start;
      for (let c = 0; c < n; c++, at += step) {
        const less = <f64>load<T>(x + at) - peak - rest;
        store<T>(dx + at, <T>(scale * (Math.exp(less) * all - <f64>load<T>(t + at))));
        store<T>(dt + at, <T>(-scale * less));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function weightOf<T>(weights: usize, c: i32): f64 {
  return weights ? <f64>load<T>(weights + <usize>c * sizeof<T>()) : 1;
}

// @ts-ignore: decorator
@inline
function greatest<T>(x: usize, n: i32, step: usize): f64 {
  let peak: f64 = -Infinity;
  for (let c = 0; c < n; c++) {
    const v = <f64>load<T>(x);
    if (v > peak || v != v) peak = v;
    x += step;
  }
  return peak;
}

// @ts-ignore: decorator
@inline
function sumOfExp<T>(x: usize, n: i32, step: usize, peak: f64, scratch: usize): f64 {
  for (let c = 0; c < n; c++) {
    store<f64>(scratch + (<usize>c << 3), Math.exp(<f64>load<T>(x) - peak));
    x += step;
  }
  return pairwise<f64>(scratch, n, 8);
}
