// The exponential functions. float32 runs four lanes at once: x = n ln 2 + r with |r| below 0.35, and a minimax polynomial for
// exp(r) - 1. float64 takes AssemblyScript's own routines, lane by lane.
import { four, join, ONE, pair, SIGN, term } from "./constant";

/** e to the power of each lane. */
// @ts-ignore: decorator
@inline
export function expOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return exp32(x);
  return f64x2(Math.exp(f64x2.extract_lane(x, 0)), Math.exp(f64x2.extract_lane(x, 1)));
}

/** e to the power of each lane, minus 1: exact near 0. */
// @ts-ignore: decorator
@inline
export function expm1Of<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return expm1_32(x);
  return f64x2(Math.expm1(f64x2.extract_lane(x, 0)), Math.expm1(f64x2.extract_lane(x, 1)));
}

/** Up to here e^x and its reciprocal are normal numbers. */
export const NORMAL: usize = memory.data<f32>([87]);

// @ts-ignore: decorator
@inline
function exp32(x: v128): v128 {
  return i32x4.all_true(isNormal32(x)) ? expNormal32(x) : exp32OfAny(x);
}

/** The float32 lanes of which e^x and e^-x are normal numbers. */
// @ts-ignore: decorator
@inline
export function isNormal32(x: v128): v128 {
  return f32x4.le(f32x4.abs(x), four(NORMAL));
}

/** e^x of lanes that isNormal32 has. */
// @ts-ignore: decorator
@inline
export function expNormal32(x: v128): v128 {
  const rounded = exponentOf(x);
  return i32x4.add(f32x4.add(growthOf(restOf(x, rounded)), four(ONE)), i32x4.shl(rounded, 23));
}

const LEAST: usize = memory.data<f32>([-104]);
const GREATEST: usize = memory.data<f32>([89]);

/** Where some lane is beyond NORMAL, or NaN. */
function exp32OfAny(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, four(LEAST)), four(GREATEST));
  const rounded = exponentOf(x);
  return scaledFar(f32x4.add(growthOf(restOf(x, rounded)), four(ONE)), rounded);
}

const LEAST_BUT_1: usize = memory.data<f32>([-30]);

/** exp(r) = 1 + r + r² q, and of 2^n exp(r) - 1 what is large, 2^n - 1 + 2^n r, is summed first. */
// @ts-ignore: decorator
@inline
function expm1_32(x: v128): v128 {
  const capped = f32x4.pmin(f32x4.pmax(x, four(LEAST_BUT_1)), four(GREATEST));
  const rounded = exponentOf(capped), n = f32x4.sub(rounded, four(ROUNDER));
  const most = f32x4.sub(capped, f32x4.mul(n, four(LN2_MOST))), least = f32x4.mul(n, four(LN2_LEAST));
  const r = f32x4.add(most, least), square = f32x4.mul(r, r);
  const bend = f32x4.add(least, f32x4.mul(square, curveOf(r, square)));
  // 2^127 twice makes the 2^128 that a float32 does not have.
  const over = f32x4.gt(n, four(LAST_POWER)), scale = powerOf(i32x4.add(rounded, over));
  const y = f32x4.add(f32x4.add(f32x4.sub(scale, four(ONE)), f32x4.mul(scale, most)), f32x4.mul(scale, bend));
  return v128.or(v128.bitselect(f32x4.add(y, y), y, over), v128.and(x, four(SIGN)));
}

/** 1 + e^x of each float32 lane, for |x| up to 87, with one rounding less than by expOf. */
// @ts-ignore: decorator
@inline
export function onePlusExp32(x: v128): v128 {
  const rounded = exponentOf(x), scale = powerOf(rounded);
  return f32x4.add(f32x4.add(scale, four(ONE)), f32x4.mul(scale, growthOf(restOf(x, rounded))));
}

const LOG2E: usize = memory.data<f32>([1.442695]);
/** Adding it rounds to a whole number, which then stands in the lowest bits. */
const ROUNDER: usize = memory.data<f32>([12582912]);
const LAST_POWER: usize = memory.data<f32>([127]);
/** ln 2 in two parts, of which the first has so few bits that its product with n is exact. */
const LN2_MOST: usize = memory.data<f32>([0.693359375]);
const LN2_LEAST: usize = memory.data<f32>([2.12194440e-4]);

/** n, the whole number nearest to x / ln 2, plus ROUNDER; |x| must be below 2^20. */
// @ts-ignore: decorator
@inline
export function exponentOf(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, four(LOG2E)), four(ROUNDER));
}

/** x - n ln 2. */
// @ts-ignore: decorator
@inline
export function restOf(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, four(ROUNDER));
  return f32x4.add(f32x4.sub(x, f32x4.mul(n, four(LN2_MOST))), f32x4.mul(n, four(LN2_LEAST)));
}

/** exp(r) - 1 for |r| below 0.35. */
// @ts-ignore: decorator
@inline
export function growthOf(r: v128): v128 {
  const square = f32x4.mul(r, r);
  return f32x4.add(r, f32x4.mul(square, curveOf(r, square)));
}

const CURVE: usize = memory.data<f32>([
  0.0013820728054270148, 0.008368677459657192, 0.04166826605796814, 0.1666652113199234, 0.4999999403953552,
]);

/** (exp(r) - 1 - r) / r², so that exp(r) has an error of 2^-28. */
// @ts-ignore: decorator
@inline
function curveOf(r: v128, square: v128): v128 {
  return join(join(pair(CURVE, 0, r), square, pair(CURVE, 2, r)), r, term(CURVE, 4));
}

/** 2^n for n from -126 to 127. */
// @ts-ignore: decorator
@inline
export function powerOf(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), four(ONE));
}

/** y 2^n for |n| up to 252, in two steps, which gives infinity and subnormal numbers right. */
// @ts-ignore: decorator
@inline
export function scaledFar(y: v128, rounded: v128): v128 {
  const half = i32x4.shl(i32x4.shr_u(rounded, 1), 23);
  const rest = i32x4.sub(i32x4.shl(rounded, 23), half);
  return f32x4.mul(f32x4.mul(y, i32x4.add(half, four(ONE))), i32x4.add(rest, four(ONE)));
}
