// Elementwise functions over contiguous memory. `op` picks the function (engine/ops/map-elements.ts names the numbers). What
// few use goes through float64 lane by lane and rounds once.
import { erfcOf, erfOf } from "./error-function";
import { one } from "./constant";
import { expm1Of, expNormal32, expOf, NORMAL } from "./exp";
import { Each, mapLanes } from "./lanes";
import { log1pOf, logOf } from "./log";
import { gatedNormal32, sigmoidOf } from "./sigmoid";
import { tanhOf } from "./tanh";

export function unary_f32(op: i32, x: usize, y: usize, n: i32): void {
  unary<f32>(op, x, y, n);
}

export function unary_f64(op: i32, x: usize, y: usize, n: i32): void {
  unary<f64>(op, x, y, n);
}

function unary<T>(op: i32, x: usize, y: usize, n: i32): void {
  switch (op) {
    case 0: mapLanes<T, Neg<T>>(x, y, n); break;
    case 1: mapLanes<T, Abs<T>>(x, y, n); break;
    case 2: mapLanes<T, Exp<T>>(x, y, n); break;
    case 3: mapLanes<T, Log<T>>(x, y, n); break;
    case 4: mapLanes<T, Sqrt<T>>(x, y, n); break;
    case 5: mapLanes<T, Tanh<T>>(x, y, n); break;
    case 6: mapLanes<T, Sigmoid<T>>(x, y, n); break;
    case 7: mapLanes<T, Relu<T>>(x, y, n); break;
    case 8: mapLanes<T, Log1p<T>>(x, y, n); break;
    case 9: mapLanes<T, Expm1<T>>(x, y, n); break;
    case 10: mapLanes<T, Reciprocal<T>>(x, y, n); break;
    case 11: mapLanes<T, Rsqrt<T>>(x, y, n); break;
    case 12: mapLanes<T, Each<T, Sin>>(x, y, n); break;
    case 13: mapLanes<T, Each<T, Cos>>(x, y, n); break;
    case 14: mapLanes<T, Floor<T>>(x, y, n); break;
    case 15: mapLanes<T, Ceil<T>>(x, y, n); break;
    case 16: mapLanes<T, Round<T>>(x, y, n); break;
    case 17: mapLanes<T, Trunc<T>>(x, y, n); break;
    case 18: mapLanes<T, Sign<T>>(x, y, n); break;
    case 19: mapLanes<T, Each<T, Log2>>(x, y, n); break;
    case 20: mapLanes<T, Each<T, Log10>>(x, y, n); break;
    case 21: mapLanes<T, Erf<T>>(x, y, n); break;
    case 22: mapLanes<T, Erfc<T>>(x, y, n); break;
    case 23: mapLanes<T, Each<T, Tan>>(x, y, n); break;
    case 24: mapLanes<T, Each<T, Asin>>(x, y, n); break;
    case 25: mapLanes<T, Each<T, Acos>>(x, y, n); break;
    case 26: mapLanes<T, Each<T, Atan>>(x, y, n); break;
    case 27: mapLanes<T, Each<T, Sinh>>(x, y, n); break;
    case 28: mapLanes<T, Each<T, Cosh>>(x, y, n); break;
    case 29: mapLanes<T, Each<T, Asinh>>(x, y, n); break;
    case 30: mapLanes<T, Each<T, Acosh>>(x, y, n); break;
    case 31: mapLanes<T, Each<T, Atanh>>(x, y, n); break;
    case 32: mapLanes<T, Each<T, Exp2>>(x, y, n); break;
    case 33: mapLanes<T, Frac<T>>(x, y, n); break;
    default: unreachable();
  }
}

class Neg<T> { @inline of(v: v128): v128 { return v128.neg<T>(v); } }
class Abs<T> { @inline of(v: v128): v128 { return v128.abs<T>(v); } }
class Exp<T> {
  @inline of(v: v128): v128 { return expOf<T>(v); }
  @inline get reach(): usize { return NORMAL; }
  @inline quick(v: v128): v128 { return expNormal32(v); }
}
class Log<T> { @inline of(v: v128): v128 { return logOf<T>(v); } }
class Sqrt<T> { @inline of(v: v128): v128 { return v128.sqrt<T>(v); } }
export class Tanh<T> { @inline of(v: v128): v128 { return tanhOf<T>(v); } }
export class Sigmoid<T> {
  @inline of(v: v128): v128 { return sigmoidOf<T>(v); }
  @inline get reach(): usize { return NORMAL; }
  @inline quick(v: v128): v128 { return gatedNormal32(one<T>(), v); }
}
export class Relu<T> { @inline of(v: v128): v128 { return v128.andnot(v, v128.lt<T>(v, v128.splat<T>(<T>0))); } }
class Log1p<T> { @inline of(v: v128): v128 { return log1pOf<T>(v); } }
class Expm1<T> { @inline of(v: v128): v128 { return expm1Of<T>(v); } }
class Reciprocal<T> { @inline of(v: v128): v128 { return v128.div<T>(v128.splat<T>(<T>1), v); } }
class Rsqrt<T> { @inline of(v: v128): v128 { return v128.div<T>(v128.splat<T>(<T>1), v128.sqrt<T>(v)); } }
class Sin { @inline at(u: f64): f64 { return Math.sin(u); } }
class Cos { @inline at(u: f64): f64 { return Math.cos(u); } }
class Floor<T> { @inline of(v: v128): v128 { return v128.floor<T>(v); } }
class Ceil<T> { @inline of(v: v128): v128 { return v128.ceil<T>(v); } }
class Round<T> { @inline of(v: v128): v128 { return v128.nearest<T>(v); } }
class Trunc<T> { @inline of(v: v128): v128 { return v128.trunc<T>(v); } }
class Sign<T> { @inline of(v: v128): v128 { return sign<T>(v); } }
class Log2 { @inline at(u: f64): f64 { return Math.log2(u); } }
class Log10 { @inline at(u: f64): f64 { return Math.log10(u); } }
class Erf<T> { @inline of(v: v128): v128 { return erfOf<T>(v); } }
class Erfc<T> { @inline of(v: v128): v128 { return erfcOf<T>(v); } }
class Tan { @inline at(u: f64): f64 { return Math.tan(u); } }
class Asin { @inline at(u: f64): f64 { return Math.asin(u); } }
class Acos { @inline at(u: f64): f64 { return Math.acos(u); } }
class Atan { @inline at(u: f64): f64 { return Math.atan(u); } }
class Sinh { @inline at(u: f64): f64 { return Math.sinh(u); } }
class Cosh { @inline at(u: f64): f64 { return Math.cosh(u); } }
class Asinh { @inline at(u: f64): f64 { return Math.asinh(u); } }
class Acosh { @inline at(u: f64): f64 { return Math.acosh(u); } }
class Atanh { @inline at(u: f64): f64 { return Math.atanh(u); } }
class Exp2 { @inline at(u: f64): f64 { return Math.pow(2, u); } }
class Frac<T> { @inline of(v: v128): v128 { return v128.sub<T>(v, v128.trunc<T>(v)); } }

/** 1, 0 or -1; NaN has 0. */
// @ts-ignore: decorator
@inline
function sign<T>(v: v128): v128 {
  const zero = v128.splat<T>(<T>0), one = v128.splat<T>(<T>1);
  return v128.sub<T>(v128.and(one, v128.gt<T>(v, zero)), v128.and(one, v128.lt<T>(v, zero)));
}
