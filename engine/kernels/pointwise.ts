// Elementwise functions over contiguous memory. `op` picks the function (engine/ops/map-elements.ts and zip-elements.ts name the numbers).

import { erfcOf, erfOf } from "./error-function";

export function unary_f32(op: i32, x: usize, y: usize, n: i32): void {
  unary<f32>(op, x, y, n);
}

export function unary_f64(op: i32, x: usize, y: usize, n: i32): void {
  unary<f64>(op, x, y, n);
}

function unary<T>(op: i32, x: usize, y: usize, n: i32): void {
  switch (op) {
    case 0: map<T>(x, y, n, (v: T): T => -v); break;
    case 1: map<T>(x, y, n, (v: T): T => abs<T>(v)); break;
    case 2: map<T>(x, y, n, (v: T): T => expOf<T>(v)); break;
    case 3: map<T>(x, y, n, (v: T): T => logOf<T>(v)); break;
    case 4: map<T>(x, y, n, (v: T): T => sqrt<T>(v)); break;
    case 5: map<T>(x, y, n, (v: T): T => tanhOf<T>(v)); break;
    case 6: map<T>(x, y, n, (v: T): T => <T>1 / (<T>1 + expOf<T>(-v))); break;
    case 7: map<T>(x, y, n, (v: T): T => v > <T>0 || v != v ? v : <T>0); break;
    case 8: map<T>(x, y, n, (v: T): T => log1pOf<T>(v)); break;
    case 9: map<T>(x, y, n, (v: T): T => expm1Of<T>(v)); break;
    case 10: map<T>(x, y, n, (v: T): T => <T>1 / v); break;
    case 11: map<T>(x, y, n, (v: T): T => <T>1 / sqrt<T>(v)); break;
    case 12: map<T>(x, y, n, (v: T): T => sinOf<T>(v)); break;
    case 13: map<T>(x, y, n, (v: T): T => cosOf<T>(v)); break;
    case 14: map<T>(x, y, n, (v: T): T => floor<T>(v)); break;
    case 15: map<T>(x, y, n, (v: T): T => ceil<T>(v)); break;
    case 16: map<T>(x, y, n, (v: T): T => nearest<T>(v)); break;
    case 17: map<T>(x, y, n, (v: T): T => trunc<T>(v)); break;
    case 18: map<T>(x, y, n, (v: T): T => v > <T>0 ? <T>1 : v < <T>0 ? <T>-1 : <T>0); break;
    case 19: map<T>(x, y, n, (v: T): T => <T>Math.log2(<f64>v)); break;
    case 20: map<T>(x, y, n, (v: T): T => <T>Math.log10(<f64>v)); break;
    case 21: map<T>(x, y, n, (v: T): T => erfOf<T>(v)); break;
    case 22: map<T>(x, y, n, (v: T): T => erfcOf<T>(v)); break;
    case 23: map<T>(x, y, n, (v: T): T => <T>Math.tan(<f64>v)); break;
    case 24: map<T>(x, y, n, (v: T): T => <T>Math.asin(<f64>v)); break;
    case 25: map<T>(x, y, n, (v: T): T => <T>Math.acos(<f64>v)); break;
    case 26: map<T>(x, y, n, (v: T): T => <T>Math.atan(<f64>v)); break;
    case 27: map<T>(x, y, n, (v: T): T => <T>Math.sinh(<f64>v)); break;
    case 28: map<T>(x, y, n, (v: T): T => <T>Math.cosh(<f64>v)); break;
    case 29: map<T>(x, y, n, (v: T): T => <T>Math.asinh(<f64>v)); break;
    case 30: map<T>(x, y, n, (v: T): T => <T>Math.acosh(<f64>v)); break;
    case 31: map<T>(x, y, n, (v: T): T => <T>Math.atanh(<f64>v)); break;
    case 32: map<T>(x, y, n, (v: T): T => <T>Math.pow(2, <f64>v)); break;
    case 33: map<T>(x, y, n, (v: T): T => v - trunc<T>(v)); break;
    default: unreachable();
  }
}

// @ts-ignore: decorator
@inline
function map<T>(x: usize, y: usize, n: i32, f: (v: T) => T): void {
  const end = x + <usize>n * sizeof<T>();
  while (x < end) {
    store<T>(y, f(load<T>(x)));
    x += sizeof<T>();
    y += sizeof<T>();
  }
}

// float32 goes through float64 functions and rounds once: correctly rounded but for rare ties.

// @ts-ignore: decorator
@inline
export function expOf<T>(v: T): T {
  return <T>Math.exp(<f64>v);
}

// @ts-ignore: decorator
@inline
export function logOf<T>(v: T): T {
  return <T>Math.log(<f64>v);
}

// @ts-ignore: decorator
@inline
export function tanhOf<T>(v: T): T {
  return <T>Math.tanh(<f64>v);
}

// @ts-ignore: decorator
@inline
export function log1pOf<T>(v: T): T {
  return <T>Math.log1p(<f64>v);
}

// @ts-ignore: decorator
@inline
export function expm1Of<T>(v: T): T {
  return <T>Math.expm1(<f64>v);
}

// @ts-ignore: decorator
@inline
function sinOf<T>(v: T): T {
  return <T>Math.sin(<f64>v);
}

// @ts-ignore: decorator
@inline
function cosOf<T>(v: T): T {
  return <T>Math.cos(<f64>v);
}

export function binary_f32(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  binary<f32>(op, a, b, y, dims, meta);
}

export function binary_f64(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  binary<f64>(op, a, b, y, dims, meta);
}

/** y (contiguous) = a op b. `meta`: int32 sizes[dims], strides of a, strides of b, in elements; 0 repeats. */
function binary<T>(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  switch (op) {
    case 0: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => p + q); break;
    case 1: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => p - q); break;
    case 2: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => p * q); break;
    case 3: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => p / q); break;
    case 4: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => p != p || p > q ? p : q != q || q > p ? q : p); break;
    case 5: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => p != p || p < q ? p : q != q || q < p ? q : p); break;
    case 6: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => powOf<T>(p, q)); break;
    case 7: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => <T>Math.atan2(<f64>p, <f64>q)); break;
    case 8: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => p % q); break;
    case 9: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => remainderOf<T>(p, q)); break;
    case 10: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => floorQuotient<T>(p, q)); break;
    case 11: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => copysign<T>(p, q)); break;
    case 12: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => trunc<T>(p / q)); break;
    case 13: zip<T>(a, b, y, dims, 0, meta, (p: T, q: T): T => <T>Math.hypot(<f64>p, <f64>q)); break;
    default: unreachable();
  }
}

/** As C has it: 1 to any power is 1, and so is -1 to an infinite one. */
function powOf<T>(p: T, q: T): T {
  const one = p == <T>1 || (p == <T>-1 && abs<T>(q) == <T>Infinity);
  return one ? <T>1 : <T>Math.pow(<f64>p, <f64>q);
}

/** What is left of p after whole multiples of q, with q's sign. */
function remainderOf<T>(p: T, q: T): T {
  const rest = p % q;
  return rest != <T>0 && rest < <T>0 != q < <T>0 ? rest + q : rest;
}

/** The greatest whole number not above p / q, from the exact remainder, so that p = q floor + remainder. */
function floorQuotient<T>(p: T, q: T): T {
  if (q == <T>0) return p / q;
  const rest = p % q;
  let quotient = (p - rest) / q;
  if (rest != <T>0 && rest < <T>0 != q < <T>0) quotient -= <T>1;
  if (quotient == <T>0) return copysign<T>(<T>0, p / q);
  const whole = floor<T>(quotient);
  return quotient - whole > <T>0.5 ? whole + <T>1 : whole;
}

function zip<T>(a: usize, b: usize, y: usize, dims: i32, dim: i32, meta: usize, f: (p: T, q: T) => T): usize {
  const size = load<i32>(meta + <usize>(dim << 2));
  const stepA = <usize>(load<i32>(meta + <usize>((dims + dim) << 2)) * sizeof<T>());
  const stepB = <usize>(load<i32>(meta + <usize>((2 * dims + dim) << 2)) * sizeof<T>());
  for (let i = 0; i < size; i++) {
    if (dim + 1 < dims) {
      y = zip<T>(a, b, y, dims, dim + 1, meta, f);
    } else {
      store<T>(y, f(load<T>(a), load<T>(b)));
      y += sizeof<T>();
    }
    a += stepA;
    b += stepB;
  }
  return y;
}
