// The logistic function.
import { four, one, zero } from "./constant";
import { expOf, onePlusExp32 } from "./exp";

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

const LEAST: usize = memory.data<f32>([-87]);
const GREATEST: usize = memory.data<f32>([87]);

// @ts-ignore: decorator
@inline
function gated32(v: v128, x: v128): v128 {
  const y = f32x4.div(v, onePlusExp32(f32x4.pmin(f32x4.pmax(f32x4.neg(x), four(LEAST)), four(GREATEST))));
  const low = f32x4.lt(x, four(LEAST));
  return v128.any_true(low) ? v128.bitselect(f32x4.mul(v, expOf<f32>(x)), y, low) : y;
}

/** exp(-|x|). */
// @ts-ignore: decorator
@inline
export function decayOf<T>(x: v128): v128 {
  return expOf<T>(v128.or(x, v128.splat<T>(<T>-0.0)));
}

/** `near` where x is negative, else `far`. */
// @ts-ignore: decorator
@inline
export function below<T>(x: v128, near: v128, far: v128): v128 {
  return v128.bitselect(near, far, v128.lt<T>(x, zero<T>()));
}
