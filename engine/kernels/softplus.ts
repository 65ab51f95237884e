// Functions made of exp and log1p: softplus, the logarithm of sigmoid, SiLU and Mish, with their slopes.
import { four, ONE, one, zero } from "./constant";
import { exponentOf, expOf, growthOf, isNormal32, NORMAL, powerOf, restOf } from "./exp";
import { storeTwo } from "./lanes";
import { log1pOfPositive } from "./log";
import { below, decayOf, gatedBySigmoid } from "./sigmoid";

/** log(1 + exp(x)). */
// @ts-ignore: decorator
@inline
export function softplusOf<T>(x: v128): v128 {
  const positive = v128.andnot(x, v128.lt<T>(x, zero<T>()));
  return v128.add<T>(positive, log1pOfPositive<T>(decayOf<T>(x)));
}

/** log(1 / (1 + exp(-x))). */
// @ts-ignore: decorator
@inline
export function logSigmoidOf<T>(x: v128): v128 {
  const negative = v128.andnot(x, v128.gt<T>(x, zero<T>()));
  return v128.sub<T>(negative, log1pOfPositive<T>(decayOf<T>(x)));
}

/** x / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function siluOf<T>(x: v128): v128 {
  return gatedBySigmoid<T>(x, x);
}

/** s (1 + x (1 - s)), where s is the sigmoid of x. */
// @ts-ignore: decorator
@inline
export function siluSlopeOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return i32x4.all_true(isNormal32(x)) ? siluSlope32(x) : siluSlopeOfAny32(x);
  const z = decayOf<T>(x);
  const near = v128.div<T>(one<T>(), v128.add<T>(one<T>(), z)), far = v128.mul<T>(z, near);
  const rest = v128.mul<T>(x, below<T>(x, near, far));
  return v128.mul<T>(below<T>(x, far, near), v128.add<T>(one<T>(), rest));
}

const LEAST: usize = memory.data<f32>([-87]);

// @ts-ignore: decorator
@inline
function siluSlope32(x: v128): v128 {
  const down = f32x4.neg(x), rounded = exponentOf(down), scale = powerOf(rounded);
  return slopeFrom(x, scale, f32x4.mul(scale, growthOf(restOf(down, rounded))));
}

/** With e = exp(-x), here in two parts, s is 1 / (1 + e), and what is left of 1 is e s: nothing cancels. */
// @ts-ignore: decorator
@inline
function slopeFrom(x: v128, scale: v128, more: v128): v128 {
  const s = f32x4.div(four(ONE), f32x4.add(f32x4.add(scale, four(ONE)), more));
  return f32x4.mul(s, f32x4.add(four(ONE), f32x4.mul(x, f32x4.mul(f32x4.add(scale, more), s))));
}

/** Stores the value of float32 lanes at y and the slope at s, with the bits of siluOf and siluSlopeOf. */
// @ts-ignore: decorator
@inline
export function siluAndSlope(x: v128, y: usize, s: usize): void {
  if (i32x4.all_true(isNormal32(x))) {
    const down = f32x4.neg(x), rounded = exponentOf(down), scale = powerOf(rounded);
    const more = f32x4.mul(scale, growthOf(restOf(down, rounded)));
    v128.store(y, f32x4.div(x, f32x4.add(f32x4.add(scale, four(ONE)), more)));
    v128.store(s, slopeFrom(x, scale, more));
  } else {
    v128.store(y, siluOf<f32>(x));
    v128.store(s, siluSlopeOfAny32(x));
  }
}

/** siluAndSlope of two vectors whose lanes isNormal32 has. */
// @ts-ignore: decorator
@inline
export function siluAndSlopeOfTwo(v: v128, w: v128, y: usize, s: usize): void {
  const downV = f32x4.neg(v), roundedV = exponentOf(downV), scaleV = powerOf(roundedV);
  const downW = f32x4.neg(w), roundedW = exponentOf(downW), scaleW = powerOf(roundedW);
  const moreV = f32x4.mul(scaleV, growthOf(restOf(downV, roundedV))), moreW = f32x4.mul(scaleW, growthOf(restOf(downW, roundedW)));
  storeTwo(y, f32x4.div(v, f32x4.add(f32x4.add(scaleV, four(ONE)), moreV)), f32x4.div(w, f32x4.add(f32x4.add(scaleW, four(ONE)), moreW)));
  storeTwo(s, slopeFrom(v, scaleV, moreV), slopeFrom(w, scaleW, moreW));
}

/** Where some lane is beyond NORMAL, or NaN: there s is exp(x) and all of 1 is left, or s is 1 and nothing is. */
function siluSlopeOfAny32(x: v128): v128 {
  const near = siluSlope32(f32x4.pmin(f32x4.pmax(x, four(LEAST)), four(NORMAL)));
  const low = f32x4.mul(expOf<f32>(x), f32x4.add(four(ONE), x)), high = f32x4.add(four(ONE), f32x4.mul(x, zero<f32>()));
  return v128.bitselect(low, v128.bitselect(high, near, f32x4.gt(x, four(NORMAL))), f32x4.lt(x, four(LEAST)));
}

/** x tanh(log(1 + exp(x))): the tanh is n / (n + 2), where n = e (e + 2) and e = exp(x); from 20 on it is 1. */
// @ts-ignore: decorator
@inline
export function mishOf<T>(x: v128): v128 {
  const e = capped<T>(x), two = v128.splat<T>(<T>2);
  const n = v128.mul<T>(e, v128.add<T>(e, two));
  return v128.mul<T>(x, v128.div<T>(n, v128.add<T>(n, two)));
}

// @ts-ignore: decorator
@inline
export function mishSlopeOf<T>(x: v128): v128 {
  const e = capped<T>(x), two = v128.splat<T>(<T>2);
  const n = v128.mul<T>(e, v128.add<T>(e, two)), m = v128.add<T>(n, two);
  const rise = v128.div<T>(v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>4), e), v128.add<T>(e, one<T>())), v128.mul<T>(m, m));
  const turn = v128.mul<T>(x, v128.andnot(rise, v128.ge<T>(x, v128.splat<T>(<T>20))));
  return v128.add<T>(v128.div<T>(n, m), turn);
}

// @ts-ignore: decorator
@inline
function capped<T>(x: v128): v128 {
  return expOf<T>(v128.pmin<T>(x, v128.splat<T>(<T>20)));
}
