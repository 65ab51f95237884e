// GELU, x times the probability that a standard normal lies below x, and its form by tanh. float32: near 0 an odd polynomial,
// further out the tail exp(-x²/2) R(|x|), where R is a polynomial in 1 / (|x| + 2.625); both are minimax fits.
import { four, join, ONE, one, pair, SIGN, term } from "./constant";
import { exponentOf, growthOf, restOf, scaledFar } from "./exp";
import { Each, storeTwo } from "./lanes";
import { normalBelow, normalDensity } from "./normal";
import { below, decayOf, gatedBySigmoid } from "./sigmoid";

// @ts-ignore: decorator
@inline
export function geluOf<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return changetype<Each<T, Value>>(0).of(x);
  return i32x4.all_true(isNear32(x)) ? geluNear32(x) : geluOfAny32(x);
}

/** The GELU of lanes that isNear32 has. */
// @ts-ignore: decorator
@inline
export function geluNear32(x: v128): v128 {
  const size = f32x4.abs(x);
  return gelu32<Near>(x, size, size);
}

// @ts-ignore: decorator
@inline
export function geluSlopeOf<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return changetype<Each<T, Slope>>(0).of(x);
  return i32x4.all_true(isNear32(x)) ? slope32<Near>(x, f32x4.abs(x)) : slopeOfAny32(x);
}

class Value { @inline at(v: f64): f64 { return v * normalBelow(v); } }
class Slope { @inline at(v: f64): f64 { return normalBelow(v) + v * normalDensity(v); } }

/** Up to here exp(-x²/2) is a normal number. */
export const NEAR: usize = memory.data<f32>([13]);
const GREATEST: usize = memory.data<f32>([14.5]);

/** The float32 lanes of which exp(-x²/2) is a normal number. */
// @ts-ignore: decorator
@inline
function isNear32(x: v128): v128 {
  return f32x4.le(f32x4.abs(x), four(NEAR));
}

/** y 2^n where that is normal, and wherever it is. */
class Near { @inline of(y: v128, n: v128): v128 { return i32x4.add(y, i32x4.shl(n, 23)); } }
class Far { @inline of(y: v128, n: v128): v128 { return scaledFar(y, n); } }

/** -infinity times nothing is no number, but infinity less that is infinite. */
function geluOfAny32(x: v128): v128 {
  const size = f32x4.abs(x), y = gelu32<Far>(x, size, f32x4.pmin(size, four(GREATEST)));
  return v128.bitselect(x, y, f32x4.gt(x, four(NEAR)));
}

function slopeOfAny32(x: v128): v128 {
  return slope32<Far>(x, f32x4.pmin(f32x4.abs(x), four(GREATEST)));
}

const HALF: usize = memory.data<f32>([0.5]);
const MINUS_HALF: usize = memory.data<f32>([-0.5]);

// @ts-ignore: decorator
@inline
function gelu32<S>(x: v128, size: v128, capped: v128): v128 {
  return geluFrom(x, size, bellOf<S>(capped), tailOf(capped), central(x));
}

/** Near 0 x times the probability of what lies below it; further out x, or 0, less what the tail takes. */
// @ts-ignore: decorator
@inline
function geluFrom(x: v128, size: v128, bell: v128, tail: v128, middle: v128): v128 {
  const far = f32x4.sub(f32x4.pmax(x, four(SIGN)), f32x4.mul(bell, f32x4.mul(size, tail)));
  return v128.bitselect(f32x4.mul(x, middle), far, f32x4.lt(size, four(ONE)));
}

// @ts-ignore: decorator
@inline
function slope32<S>(x: v128, size: v128): v128 {
  return slopeFrom(x, size, bellOf<S>(size), tailOf(size), central(x));
}

/** 1 / sqrt(2 pi). */
const PEAK: usize = memory.data<f32>([0.3989422804014327]);

// @ts-ignore: decorator
@inline
function slopeFrom(x: v128, size: v128, bell: v128, rest: v128, middle: v128): v128 {
  const tail = f32x4.mul(bell, rest), far = below<f32>(x, tail, f32x4.sub(four(ONE), tail));
  const probability = v128.bitselect(middle, far, f32x4.lt(size, four(ONE)));
  return f32x4.add(probability, f32x4.mul(f32x4.mul(x, four(PEAK)), bell));
}

/** Stores the value at y and the slope at s, with the bits of geluOf and geluSlopeOf. */
// @ts-ignore: decorator
@inline
export function geluAndSlope(x: v128, y: usize, s: usize): void {
  if (i32x4.all_true(isNear32(x))) {
    const size = f32x4.abs(x), bell = bellOf<Near>(size), tail = tailOf(size), middle = central(x);
    v128.store(y, geluFrom(x, size, bell, tail, middle));
    v128.store(s, slopeFrom(x, size, bell, tail, middle));
  } else {
    v128.store(y, geluOfAny32(x));
    v128.store(s, slopeOfAny32(x));
  }
}

/** geluAndSlope of two vectors whose lanes isNear32 has. */
// @ts-ignore: decorator
@inline
export function geluAndSlopeOfTwo(v: v128, w: v128, y: usize, s: usize): void {
  const sizeV = f32x4.abs(v), bellV = bellOf<Near>(sizeV), tailV = tailOf(sizeV), middleV = central(v);
  const sizeW = f32x4.abs(w), bellW = bellOf<Near>(sizeW), tailW = tailOf(sizeW), middleW = central(w);
  storeTwo(y, geluFrom(v, sizeV, bellV, tailV, middleV), geluFrom(w, sizeW, bellW, tailW, middleW));
  storeTwo(s, slopeFrom(v, sizeV, bellV, tailV, middleV), slopeFrom(w, sizeW, bellW, tailW, middleW));
}

const TWELVE_BITS: usize = memory.data<u32>([0xfffff000]);

/** exp(-x²/2), x² in two parts: the first is exact, as it is the square of 12 bits. */
// @ts-ignore: decorator
@inline
function bellOf<S>(size: v128): v128 {
  const high = v128.and(size, four(TWELVE_BITS));
  const low = f32x4.mul(f32x4.sub(size, high), f32x4.add(size, high));
  const most = f32x4.mul(f32x4.mul(high, high), four(MINUS_HALF));
  const n = exponentOf(most);
  const rest = f32x4.sub(restOf(most, n), f32x4.mul(low, four(HALF)));
  return changetype<S>(0).of(f32x4.add(growthOf(rest), four(ONE)), n);
}

const SHIFT: usize = memory.data<f32>([2.625]);
const TAIL: usize = memory.data<f32>([
  -297.26971435546875, 434.93292236328125, -219.880126953125, 31.64942169189453, -1.3417009115219116,
  4.48784875869751, 2.328744411468506, 1.0478416681289673, 0.398934543132782,
]);

/** The probability of what lies beyond `size`, over exp(-x²/2), from 1 on. */
// @ts-ignore: decorator
@inline
function tailOf(size: v128): v128 {
  const v = f32x4.div(four(ONE), f32x4.add(size, four(SHIFT)));
  const square = f32x4.mul(v, v);
  const high = join(pair(TAIL, 0, v), square, pair(TAIL, 2, v)), low = join(pair(TAIL, 4, v), square, pair(TAIL, 6, v));
  const q = join(high, f32x4.mul(square, square), low);
  return f32x4.mul(v, join(q, v, term(TAIL, 8)));
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
