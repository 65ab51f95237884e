// GELU, x times the probability that a standard normal lies below x, and its form by tanh. float32: near 0 an odd polynomial,
// further out the tail exp(-x²/2) R(|x|), where R is a polynomial in 1 / (1 + |x| / 2); both are minimax fits.
import { four, join, ONE, one, pair } from "./constant";
import { exponentOf, growthOf, restOf, scaledFar } from "./exp";
import { Each } from "./lanes";
import { normalBelow, normalDensity } from "./normal";
import { below, decayOf, gatedBySigmoid } from "./sigmoid";

// @ts-ignore: decorator
@inline
export function geluOf<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return changetype<Each<T, Value>>(0).of(x);
  return f32x4.mul(x, below32(x, bell32(x)));
}

// @ts-ignore: decorator
@inline
export function geluSlopeOf<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return changetype<Each<T, Slope>>(0).of(x);
  const bell = bell32(x);
  return f32x4.add(below32(x, bell), f32x4.mul(f32x4.mul(x, four(PEAK)), bell));
}

class Value { @inline at(v: f64): f64 { return v * normalBelow(v); } }
class Slope { @inline at(v: f64): f64 { return normalBelow(v) + v * normalDensity(v); } }

const GREATEST: usize = memory.data<f32>([14.5]);
const HALF: usize = memory.data<f32>([0.5]);
const MINUS_HALF: usize = memory.data<f32>([-0.5]);
/** 1 / sqrt(2 pi). */
const PEAK: usize = memory.data<f32>([0.3989422804014327]);
const TWELVE_BITS: usize = memory.data<u32>([0xfffff000]);

/** exp(-x²/2), x² in two parts: the first is exact, as it is the square of 12 bits. */
// @ts-ignore: decorator
@inline
function bell32(x: v128): v128 {
  const size = f32x4.pmin(f32x4.abs(x), four(GREATEST));
  const high = v128.and(size, four(TWELVE_BITS));
  const low = f32x4.mul(f32x4.sub(size, high), f32x4.add(size, high));
  const most = f32x4.mul(f32x4.mul(high, high), four(MINUS_HALF));
  const n = exponentOf(most);
  const rest = f32x4.sub(restOf(most, n), f32x4.mul(low, four(HALF)));
  return scaledFar(f32x4.add(growthOf(rest), four(ONE)), n);
}

/** The probability of what lies below x, given its bell. */
// @ts-ignore: decorator
@inline
function below32(x: v128, bell: v128): v128 {
  const size = f32x4.abs(x);
  const v = f32x4.div(four(ONE), f32x4.add(four(ONE), f32x4.mul(f32x4.pmin(size, four(GREATEST)), four(HALF))));
  const q = tailOf(v);
  const tail = f32x4.mul(bell, f32x4.mul(v, q));
  const far = below<f32>(x, tail, f32x4.sub(four(ONE), tail));
  return v128.bitselect(central(x), far, f32x4.lt(size, four(ONE)));
}

const TAIL: usize = memory.data<f32>([
  0.11960901319980621, -0.36671000719070435, 0.33957889676094055, 0.05627445504069328, -0.21930040419101715,
  -0.018727118149399757, 0.04007970914244652, 0.15088054537773132, 0.19938048720359802, 0.19947384297847748,
]);

/** A polynomial that makes exp(x²/2) times the tail, when it is multiplied by v = 1 / (1 + |x| / 2). */
// @ts-ignore: decorator
@inline
function tailOf(v: v128): v128 {
  const square = f32x4.mul(v, v);
  const high = join(pair(TAIL, 0, v), square, pair(TAIL, 2, v)), low = join(pair(TAIL, 4, v), square, pair(TAIL, 6, v));
  return join(join(high, f32x4.mul(square, square), low), square, pair(TAIL, 8, v));
}

const CENTRE: usize = memory.data<f32>([
  -1.2376221093290951e-05, 0.00012569650425575674, -0.0011974197113886476,
  0.00997745618224144, -0.06649090349674225, 0.3989422917366028,
]);

// @ts-ignore: decorator
@inline
function central(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const fourth = f32x4.mul(square, square);
  const q = join(join(pair(CENTRE, 0, square), fourth, pair(CENTRE, 2, square)), fourth, pair(CENTRE, 4, square));
  return f32x4.add(four(HALF), f32x4.mul(x, q));
}

/** x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x³)), which is x (1 + tanh(half of that)) / 2. */
// @ts-ignore: decorator
@inline
export function geluTanhOf<T>(x: v128): v128 {
  return gatedBySigmoid<T>(x, slopedCube<T>(x));
}

// @ts-ignore: decorator
@inline
export function geluTanhSlopeOf<T>(x: v128): v128 {
  const inner = slopedCube<T>(x), z = decayOf<T>(inner);
  const near = v128.div<T>(one<T>(), v128.add<T>(one<T>(), z)), far = v128.mul<T>(z, near);
  const bend = v128.mul<T>(v128.mul<T>(x, x), v128.splat<T>(<T>(3 * 0.044715)));
  const slope = v128.mul<T>(v128.splat<T>(<T>1.5957691216057308), v128.add<T>(one<T>(), bend));
  const turn = v128.mul<T>(v128.mul<T>(v128.mul<T>(x, near), far), slope);
  return v128.add<T>(below<T>(inner, far, near), turn);
}

// @ts-ignore: decorator
@inline
function slopedCube<T>(x: v128): v128 {
  const cube = v128.mul<T>(v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>0.044715), x), x), x);
  return v128.mul<T>(v128.splat<T>(<T>1.5957691216057308), v128.add<T>(x, cube));
}
