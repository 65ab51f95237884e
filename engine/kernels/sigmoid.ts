// The logistic function.
import { four, one, SIGN, zero } from "./constant";
import { expOf, isNormal32, NORMAL, onePlusExp32 } from "./exp";

/** 1 / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function sigmoidOf<T>(x: v128): v128 {
  return gatedBySigmoid<T>(one<T>(), x);
}

/** v / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function gatedBySigmoid<T>(v: v128, x: v128): v128 {
  if (sizeof<T>() == 4) return gated32(v, x);
  const z = decayOf<T>(x);
  return v128.div<T>(v128.mul<T>(v, below<T>(x, z, one<T>())), v128.add<T>(one<T>(), z));
}

// @ts-ignore: decorator
@inline
function gated32(v: v128, x: v128): v128 {
  return i32x4.all_true(isNormal32(x)) ? gatedNormal32(v, x) : gatedByAny32(v, x);
}

/** v / (1 + exp(-x)) of lanes that isNormal32 has. */
// @ts-ignore: decorator
@inline
export function gatedNormal32(v: v128, x: v128): v128 {
  return f32x4.div(v, onePlusExp32(f32x4.neg(x)));
}

const LEAST: usize = memory.data<f32>([-87]);

/** Where some lane is beyond NORMAL, or NaN. */
function gatedByAny32(v: v128, x: v128): v128 {
  const y = f32x4.div(v, onePlusExp32(f32x4.pmin(f32x4.pmax(f32x4.neg(x), four(LEAST)), four(NORMAL))));
  return v128.bitselect(f32x4.mul(v, expOf<f32>(x)), y, f32x4.lt(x, four(LEAST)));
}

/** exp(-|x|). */
// @ts-ignore: decorator
@inline
export function decayOf<T>(x: v128): v128 {
  return expOf<T>(v128.or(x, sizeof<T>() == 4 ? four(SIGN) : f64x2.splat(-0.0)));
}

/** `near` where x is negative, else `far`. */
// @ts-ignore: decorator
@inline
export function below<T>(x: v128, near: v128, far: v128): v128 {
  return v128.bitselect(near, far, v128.lt<T>(x, zero<T>()));
}
