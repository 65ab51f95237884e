// Norms of differences over the middle axis of (outer, n, inner), in float64; a sum too great for the type is infinite.
import { rootOf, termOf } from "./power-norm";

export function distance_f32(a: usize, b: usize, y: usize, outer: i32, n: i32, inner: i32, eps: f64, p: f64): void {
  distance<f32>(a, b, y, outer, n, inner, eps, p);
}

export function distance_f64(a: usize, b: usize, y: usize, outer: i32, n: i32, inner: i32, eps: f64, p: f64): void {
  distance<f64>(a, b, y, outer, n, inner, eps, p);
}

/** y = (Σ |a - b + eps|^p)^(1/p); b may be 0, for zeros. */
function distance<T>(a: usize, b: usize, y: usize, outer: i32, n: i32, inner: i32, eps: f64, p: f64): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      store<T>(y, <T>normOf<T>(a + start, b ? b + start : 0, n, step, eps, p));
      y += sizeof<T>();
    }
  }
}

export function distance_backward_f32(g: usize, a: usize, b: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, eps: f64, p: f64): void {
  distanceBackward<f32>(g, a, b, y, dx, outer, n, inner, eps, p);
}

export function distance_backward_f64(g: usize, a: usize, b: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, eps: f64, p: f64): void {
  distanceBackward<f64>(g, a, b, y, dx, outer, n, inner, eps, p);
}

/** dx: the gradient of a; where an infinite norm is reached more than once, each place gets its share. */
function distanceBackward<T>(g: usize, a: usize, b: usize, y: usize, dx: usize, outer: i32, n: i32, inner: i32, eps: f64, p: f64): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      const from = a + start, less = b ? b + start : 0;
      const norm = <f64>load<T>(y);
      let scale = <f64>load<T>(g);
      if (abs(p) == Infinity) scale /= tiesOf<T>(from, less, n, step, eps, norm);
      for (let k = 0; k < n; k++) {
        const at = <usize>k * step;
        const d = differenceAt<T>(from, less, at, eps);
        store<T>(dx + start + at, <T>(scale * slopeOf<T>(d, norm, p)));
      }
      y += sizeof<T>();
      g += sizeof<T>();
    }
  }
}

export function pair_distances_f32(x: usize, y: usize, rows: i32, n: i32, p: f64): void {
  pairDistances<f32>(x, y, rows, n, p);
}

export function pair_distances_f64(x: usize, y: usize, rows: i32, n: i32, p: f64): void {
  pairDistances<f64>(x, y, rows, n, p);
}

/** y: the distance of each row of x to each that follows it. */
function pairDistances<T>(x: usize, y: usize, rows: i32, n: i32, p: f64): void {
  const bytes = <usize>n * sizeof<T>();
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) {
      store<T>(y, <T>normOf<T>(x + <usize>i * bytes, x + <usize>j * bytes, n, sizeof<T>(), 0, p));
      y += sizeof<T>();
    }
  }
}

export function pair_distances_backward_f32(g: usize, x: usize, y: usize, dx: usize, rows: i32, n: i32, p: f64): void {
  pairDistancesBackward<f32>(g, x, y, dx, rows, n, p);
}

export function pair_distances_backward_f64(g: usize, x: usize, y: usize, dx: usize, rows: i32, n: i32, p: f64): void {
  pairDistancesBackward<f64>(g, x, y, dx, rows, n, p);
}

/** dx must be zeros. Every place that reaches an infinite norm gets all of the gradient. */
function pairDistancesBackward<T>(g: usize, x: usize, y: usize, dx: usize, rows: i32, n: i32, p: f64): void {
  const bytes = <usize>n * sizeof<T>();
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) {
      const scale = <f64>load<T>(g), norm = <f64>load<T>(y);
      const one = <usize>i * bytes, other = <usize>j * bytes;
      for (let at: usize = 0; at < bytes; at += sizeof<T>()) {
        const d = differenceAt<T>(x + one, x + other, at, 0);
        const part = <T>(norm == 0 ? 0 : scale * slopeOf<T>(d, norm, p));
        store<T>(dx + one + at, load<T>(dx + one + at) + part);
        store<T>(dx + other + at, load<T>(dx + other + at) - part);
      }
      g += sizeof<T>();
      y += sizeof<T>();
    }
  }
}

// @ts-ignore: decorator
@inline
function differenceAt<T>(a: usize, b: usize, at: usize, eps: f64): f64 {
  return <f64>load<T>(a + at) - (b ? <f64>load<T>(b + at) : 0) + eps;
}

function normOf<T>(a: usize, b: usize, n: i32, step: usize, eps: f64, p: f64): f64 {
  let sum: f64 = p == -Infinity ? Infinity : 0;
  for (let k = 0; k < n; k++) {
    const v = abs(differenceAt<T>(a, b, <usize>k * step, eps));
    if (p == Infinity) sum = v > sum || v != v ? v : sum;
    else if (p == -Infinity) sum = v < sum || v != v ? v : sum;
    else sum += termOf(v, p);
  }
  if (<T>sum == <T>Infinity) return p < 0 && p != -Infinity ? 0 : Infinity;
  return abs(p) == Infinity ? sum : rootOf(sum, p);
}

/** How often an infinite norm is reached. */
function tiesOf<T>(a: usize, b: usize, n: i32, step: usize, eps: f64, norm: f64): f64 {
  let ties: f64 = 0;
  for (let k = 0; k < n; k++) {
    const v = <f64><T>abs(differenceAt<T>(a, b, <usize>k * step, eps));
    if (v == norm || (v != v && norm != norm)) ties += 1;
  }
  return ties;
}

/** The slope of the norm along a difference d; NaN has the sign 0. */
function slopeOf<T>(d: f64, norm: f64, p: f64): f64 {
  const sign: f64 = d > 0 ? 1 : d < 0 ? -1 : 0;
  if (p == 0) return 0;
  if (p == 1) return sign;
  if (p == 2) return norm == 0 ? 0 : d / norm;
  if (abs(p) == Infinity) return <f64><T>abs(d) == norm ? sign : 0;
  if (p < 1) return d == 0 ? 0 : sign * Math.pow(abs(d), p - 1) * Math.pow(norm, 1 - p);
  return norm == 0 ? 0 : sign * Math.pow(abs(d), p - 1) / Math.pow(norm, p - 1);
}
