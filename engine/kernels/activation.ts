// Activation functions and their gradients over contiguous memory. `op` picks the function (engine/ops/elementwise.ts names
// the numbers); a, b, c are its parameters.
import {
  Elu, EluOfOutput, Hardshrink, Hardsigmoid, Hardswish, Hardtanh, LeakyRelu, Relu, Softshrink, Threshold,
} from "./activation-straight";
import { Gelu, GeluTanh, LogSigmoid, Mish, OfSlope, Sigmoid, Silu, Softplus, Tanh } from "./activation-smooth";
import { areWithin, storeTwo, storeUpTo } from "./lanes";

export function activation_f32(op: i32, x: usize, y: usize, n: i32, a: f64, b: f64, c: f64): void {
  activation<f32>(op, x, y, n, f32x4.splat(<f32>a), f32x4.splat(<f32>b), f32x4.splat(<f32>c));
}

export function activation_f64(op: i32, x: usize, y: usize, n: i32, a: f64, b: f64, c: f64): void {
  activation<f64>(op, x, y, n, f64x2.splat(a), f64x2.splat(b), f64x2.splat(c));
}

function activation<T>(op: i32, x: usize, y: usize, n: i32, a: v128, b: v128, c: v128): void {
  switch (op) {
    case 0: map<T, Relu<T>>(x, y, n, a, b, c); break;
    case 1: map<T, LeakyRelu<T>>(x, y, n, a, b, c); break;
    case 2: map<T, Elu<T>>(x, y, n, a, b, c); break;
    case 3: map<T, Softplus<T>>(x, y, n, a, b, c); break;
    case 4: map<T, Softshrink<T>>(x, y, n, a, b, c); break;
    case 5: map<T, Hardtanh<T>>(x, y, n, a, b, c); break;
    case 6: map<T, Gelu<T>>(x, y, n, a, b, c); break;
    case 7: map<T, GeluTanh<T>>(x, y, n, a, b, c); break;
    case 8: map<T, Sigmoid<T>>(x, y, n, a, b, c); break;
    case 9: map<T, Tanh<T>>(x, y, n, a, b, c); break;
    case 11: map<T, Hardshrink<T>>(x, y, n, a, b, c); break;
    case 12: map<T, Hardsigmoid<T>>(x, y, n, a, b, c); break;
    case 13: map<T, Hardswish<T>>(x, y, n, a, b, c); break;
    case 14: map<T, LogSigmoid<T>>(x, y, n, a, b, c); break;
    case 15: map<T, Silu<T>>(x, y, n, a, b, c); break;
    case 16: map<T, Mish<T>>(x, y, n, a, b, c); break;
    case 17: map<T, Threshold<T>>(x, y, n, a, b, c); break;
    default: unreachable();
  }
}

export function activation_backward_f32(op: i32, g: usize, x: usize, dx: usize, n: i32, a: f64, b: f64, c: f64): void {
  backward<f32>(op, g, x, dx, n, f32x4.splat(<f32>a), f32x4.splat(<f32>b), f32x4.splat(<f32>c));
}

export function activation_backward_f64(op: i32, g: usize, x: usize, dx: usize, n: i32, a: f64, b: f64, c: f64): void {
  backward<f64>(op, g, x, dx, n, f64x2.splat(a), f64x2.splat(b), f64x2.splat(c));
}

/** `x` is the input or, for relu, sigmoid, tanh and 10, which is elu, the output; for 18 it is the slope. */
function backward<T>(op: i32, g: usize, x: usize, dx: usize, n: i32, a: v128, b: v128, c: v128): void {
  switch (op) {
    case 0: zip<T, Relu<T>>(g, x, dx, n, a, b, c); break;
    case 1: zip<T, LeakyRelu<T>>(g, x, dx, n, a, b, c); break;
    case 2: zip<T, Elu<T>>(g, x, dx, n, a, b, c); break;
    case 3: zip<T, Softplus<T>>(g, x, dx, n, a, b, c); break;
    case 4: zip<T, Softshrink<T>>(g, x, dx, n, a, b, c); break;
    case 5: zip<T, Hardtanh<T>>(g, x, dx, n, a, b, c); break;
    case 6: zip<T, Gelu<T>>(g, x, dx, n, a, b, c); break;
    case 7: zip<T, GeluTanh<T>>(g, x, dx, n, a, b, c); break;
    case 8: zip<T, Sigmoid<T>>(g, x, dx, n, a, b, c); break;
    case 9: zip<T, Tanh<T>>(g, x, dx, n, a, b, c); break;
    case 10: zip<T, EluOfOutput<T>>(g, x, dx, n, a, b, c); break;
    case 11: zip<T, Hardshrink<T>>(g, x, dx, n, a, b, c); break;
    case 12: zip<T, Hardsigmoid<T>>(g, x, dx, n, a, b, c); break;
    case 13: zip<T, Hardswish<T>>(g, x, dx, n, a, b, c); break;
    case 14: zip<T, LogSigmoid<T>>(g, x, dx, n, a, b, c); break;
    case 15: zip<T, Silu<T>>(g, x, dx, n, a, b, c); break;
    case 16: zip<T, Mish<T>>(g, x, dx, n, a, b, c); break;
    case 17: zip<T, Threshold<T>>(g, x, dx, n, a, b, c); break;
    case 18: zip<T, OfSlope<T>>(g, x, dx, n, a, b, c); break;
    default: unreachable();
  }
}

/** y = F(x), as mapLanes, with parameters. */
function map<T, F>(x: usize, y: usize, n: i32, a: v128, b: v128, c: v128): void {
  const f = changetype<F>(0);
  const end = y + <usize>n * sizeof<T>(), pairs = y + (<usize>n * sizeof<T>() & ~31);
  while (y < end) {
    for (; y < pairs; x += 32, y += 32) {
      const v = v128.load(x), w = v128.load(x, 16);
      if (sizeof<T>() == 4 && isDefined(f.quick)) {
        if (!areWithin(v, w, f.reach)) break;
        storeTwo(y, f.quick(v), f.quick(w));
      } else storeTwo(y, f.of(v, a, b, c), f.of(w, a, b, c));
    }
    for (const next = min(y + 32, end); y < next; x += 16, y += 16) storeUpTo<T>(y, end, f.of(v128.load(x), a, b, c));
  }
}

/** dx: the gradient of F at x, given that of its output. */
function zip<T, F>(g: usize, x: usize, dx: usize, n: i32, a: v128, b: v128, c: v128): void {
  const f = changetype<F>(0);
  const end = dx + <usize>n * sizeof<T>();
  for (const pairs = dx + (<usize>n * sizeof<T>() & ~31); dx < pairs; g += 32, x += 32, dx += 32) {
    const d = v128.load(g), e = v128.load(g, 16), v = v128.load(x), w = v128.load(x, 16);
    storeTwo(dx, f.back(d, v, a, b, c), f.back(e, w, a, b, c));
  }
  for (; dx < end; g += 16, x += 16, dx += 16) storeUpTo<T>(dx, end, f.back(v128.load(g), v128.load(x), a, b, c));
}
