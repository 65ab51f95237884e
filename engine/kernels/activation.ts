// Activation functions and their gradients over contiguous memory. `op` picks the function (engine/ops/activation.ts
// names the numbers); a, b, c are its parameters. Transcendental ones go through float64 and round once; those made of
// straight pieces are computed in the type itself, as PyTorch does, so that they agree bit for bit.

import { normalBelow, normalDensity } from "./normal";
import { sigmoidOf } from "./sigmoid";

export function activation_f32(op: i32, x: usize, y: usize, n: i32, a: f64, b: f64, c: f64): void {
  activation<f32>(op, x, y, n, a, b, c);
}

export function activation_f64(op: i32, x: usize, y: usize, n: i32, a: f64, b: f64, c: f64): void {
  activation<f64>(op, x, y, n, a, b, c);
}

function activation<T>(op: i32, x: usize, y: usize, n: i32, a: f64, b: f64, c: f64): void {
  switch (op) {
    // relu; leaky relu of slope a; elu: a expm1(c v) left of 0, b v right of it; softplus of slope a, straight above b;
    // softshrink by a; hardtanh between a and b; gelu; gelu by tanh; sigmoid; tanh; (10 is a gradient only); hardshrink by a;
    // hardsigmoid; hardswish; logarithm of sigmoid; silu; mish; b where not above a
    case 0: map<T>(x, y, n, a, b, c, (v: T): T => v < <T>0 ? <T>0 : v); break;
    case 1: map<T>(x, y, n, a, b, c, (v: T, s: f64): T => v > <T>0 ? v : v * <T>s); break;
    case 2: map<T>(x, y, n, a, b, c, (v: T, a: f64, b: f64, c: f64): T => <T>(v < <T>0 ? a * Math.expm1(c * <f64>v) : b * <f64>v)); break;
    case 3: map<T>(x, y, n, a, b, c, (v: T, a: f64, b: f64): T => v * <T>a > <T>b ? v : <T>softplus(<f64>v, a)); break;
    case 4: map<T>(x, y, n, a, b, c, (v: T, l: f64): T => v > <T>l ? v - <T>l : v < <T>-l ? v + <T>l : v * <T>0); break;
    case 5: map<T>(x, y, n, a, b, c, (v: T, low: f64, high: f64): T => v < <T>low ? <T>low : v > <T>high ? <T>high : v); break;
    case 6: map<T>(x, y, n, a, b, c, (v: T): T => <T>(<f64>v * normalBelow<T>(<f64>v))); break;
    case 7: map<T>(x, y, n, a, b, c, (v: T): T => <T>(<f64>v * sigmoidOf<f64>(slopedCube(<f64>v)))); break;
    case 8: map<T>(x, y, n, a, b, c, (v: T): T => <T>sigmoidOf<f64>(<f64>v)); break;
    case 9: map<T>(x, y, n, a, b, c, (v: T): T => <T>Math.tanh(<f64>v)); break;
    case 11: map<T>(x, y, n, a, b, c, (v: T, l: f64): T => v >= <T>-l && v <= <T>l ? <T>0 : v); break;
    case 12: map<T>(x, y, n, a, b, c, (v: T): T => raised<T>(v) / <T>6); break;
    case 13: map<T>(x, y, n, a, b, c, (v: T): T => v * raised<T>(v) / <T>6); break;
    case 14: map<T>(x, y, n, a, b, c, (v: T): T => <T>(min<f64>(<f64>v, 0) - Math.log1p(Math.exp(-abs(<f64>v))))); break;
    case 15: map<T>(x, y, n, a, b, c, (v: T): T => <T>(<f64>v / (1 + Math.exp(-<f64>v)))); break;
    case 16: map<T>(x, y, n, a, b, c, (v: T): T => <T>(<f64>v * Math.tanh(Math.log1p(Math.exp(<f64>v))))); break;
    case 17: map<T>(x, y, n, a, b, c, (v: T, t: f64, u: f64): T => v <= <T>t ? <T>u : v); break;
    default: unreachable();
  }
}

export function activation_backward_f32(op: i32, g: usize, x: usize, dx: usize, n: i32, a: f64, b: f64, c: f64): void {
  backward<f32>(op, g, x, dx, n, a, b, c);
}

export function activation_backward_f64(op: i32, g: usize, x: usize, dx: usize, n: i32, a: f64, b: f64, c: f64): void {
  backward<f64>(op, g, x, dx, n, a, b, c);
}

/** `x` is the input or, for relu, sigmoid, tanh and 10, which is elu, the output. */
function backward<T>(op: i32, g: usize, x: usize, dx: usize, n: i32, a: f64, b: f64, c: f64): void {
  switch (op) {
    case 0: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => v <= <T>0 ? <T>0 : d); break;
    case 1: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T, s: f64): T => v > <T>0 ? d : d * <T>s); break;
    case 2: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T, a: f64, b: f64, c: f64): T => <T>(<f64>d * (v <= <T>0 ? c * a * Math.exp(c * <f64>v) : b))); break;
    case 3: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T, a: f64, b: f64): T => v * <T>a > <T>b ? d : <T>(<f64>d * sigmoidOf<f64>(<f64>v * a))); break;
    case 4: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T, l: f64): T => v >= <T>-l && v <= <T>l ? <T>0 : d); break;
    case 5: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T, low: f64, high: f64): T => v <= <T>low || v >= <T>high ? <T>0 : d); break;
    case 6: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => <T>(<f64>d * (normalBelow<T>(<f64>v) + <f64>v * normalDensity(<f64>v)))); break;
    case 7: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => <T>(<f64>d * geluTanhSlope(<f64>v))); break;
    case 8: zip<T>(g, x, dx, n, a, b, c, (d: T, y: T): T => <T>(<f64>d * (1 - <f64>y) * <f64>y)); break;
    case 9: zip<T>(g, x, dx, n, a, b, c, (d: T, y: T): T => <T>(<f64>d * (1 - <f64>y) * (1 + <f64>y))); break;
    case 10: zip<T>(g, x, dx, n, a, b, c, (d: T, y: T, a: f64, b: f64, c: f64): T => <T>(<f64>d * (y <= <T>0 ? c * (<f64>y + a) : b))); break;
    case 11: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T, l: f64): T => v >= <T>-l && v <= <T>l ? <T>0 : d); break;
    case 12: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => v > <T>-3 && v < <T>3 ? d * <T>SIXTH : <T>0); break;
    case 13: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => v <= <T>-3 ? <T>0 : v < <T>3 ? d * (v / <T>3 + <T>0.5) : d); break;
    case 14: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => <T>(<f64>d * sigmoidOf<f64>(-<f64>v))); break;
    case 15: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => <T>(<f64>d * siluSlope(<f64>v))); break;
    case 16: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T): T => <T>(<f64>d * mishSlope(<f64>v))); break;
    case 17: zip<T>(g, x, dx, n, a, b, c, (d: T, v: T, t: f64): T => v <= <T>t ? <T>0 : d); break;
    default: unreachable();
  }
}

/** PyTorch has it in float32 for every type. */
const SIXTH: f32 = <f32>1 / <f32>6;

// @ts-ignore: decorator
@inline
function map<T>(x: usize, y: usize, n: i32, a: f64, b: f64, c: f64, f: (v: T, a: f64, b: f64, c: f64) => T): void {
  const end = x + <usize>n * sizeof<T>();
  while (x < end) {
    store<T>(y, f(load<T>(x), a, b, c));
    x += sizeof<T>();
    y += sizeof<T>();
  }
}

// @ts-ignore: decorator
@inline
function zip<T>(g: usize, x: usize, y: usize, n: i32, a: f64, b: f64, c: f64, f: (d: T, v: T, a: f64, b: f64, c: f64) => T): void {
  const end = x + <usize>n * sizeof<T>();
  while (x < end) {
    store<T>(y, f(load<T>(g), load<T>(x), a, b, c));
    g += sizeof<T>();
    x += sizeof<T>();
    y += sizeof<T>();
  }
}

/** 2 sqrt(2 / pi) (v + 0.044715 v^3): gelu's tanh form is v sigmoid(this). */
// @ts-ignore: decorator
@inline
function slopedCube(v: f64): f64 {
  return 1.5957691216057308 * (v + 0.044715 * v * v * v);
}

/** log(1 + exp(beta v)) / beta. */
// @ts-ignore: decorator
@inline
function softplus(v: f64, beta: f64): f64 {
  const z = v * beta;
  return (max(z, 0) + Math.log1p(Math.exp(-abs(z)))) / beta;
}

// @ts-ignore: decorator
@inline
function geluTanhSlope(v: f64): f64 {
  const z = slopedCube(v);
  const e = Math.exp(-abs(z));
  const near = 1 / (1 + e), far = e / (1 + e);
  const slope = 1.5957691216057308 * (1 + 3 * 0.044715 * v * v);
  return (v < 0 ? far : near) + v * slope * near * far;
}

/** v + 3 between 0 and 6. */
// @ts-ignore: decorator
@inline
function raised<T>(v: T): T {
  return min<T>(max<T>(v + <T>3, <T>0), <T>6);
}

// @ts-ignore: decorator
@inline
function siluSlope(v: f64): f64 {
  const s = 1 / (1 + Math.exp(-v));
  return s * (1 + v * (1 - s));
}

// @ts-ignore: decorator
@inline
function mishSlope(v: f64): f64 {
  const t = Math.tanh(Math.log1p(Math.exp(v)));
  return t + v / (1 + Math.exp(-v)) * (1 - t * t);
}
