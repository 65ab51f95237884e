// The natural logarithm. float32 runs four lanes at once: x = 2^e (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), and a minimax
// polynomial for log(1 + f). float64 takes AssemblyScript's own routines, lane by lane.
import { four, join, ONE, pair, zero } from "./constant";

/** The logarithm of each lane. */
// @ts-ignore: decorator
@inline
export function logOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return log32(x);
  return f64x2(Math.log(f64x2.extract_lane(x, 0)), Math.log(f64x2.extract_lane(x, 1)));
}

/** log(1 + x) of each lane: exact near 0. */
// @ts-ignore: decorator
@inline
export function log1pOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return log1p32(x);
  return f64x2(Math.log1p(f64x2.extract_lane(x, 0)), Math.log1p(f64x2.extract_lane(x, 1)));
}

/** log(1 + x) where no lane is negative, infinite or NaN. */
// @ts-ignore: decorator
@inline
export function log1pOfPositive<T>(x: v128): v128 {
  return sizeof<T>() == 4 ? plainLog1p(x) : log1pOf<T>(x);
}

const INFINITE: usize = memory.data<f32>([Infinity]);
const LEAST_NORMAL: usize = memory.data<f32>([1.17549435e-38]);

// @ts-ignore: decorator
@inline
function log32(x: v128): v128 {
  const plain = v128.and(f32x4.ge(x, four(LEAST_NORMAL)), f32x4.lt(x, four(INFINITE)));
  if (!i32x4.all_true(plain)) return logOfAny(x);
  const e = exponentBits(x);
  return logOfParts(f32x4.sub(i32x4.sub(x, e), four(ONE)), e, zero<f32>());
}

/** With subnormal lanes scaled up, and what has no logarithm looked after. */
function logOfAny(x: v128): v128 {
  const small = f32x4.lt(x, four(LEAST_NORMAL));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, small);
  const e = exponentBits(scaled);
  const f = f32x4.sub(i32x4.sub(scaled, e), four(ONE));
  return edges(logOfParts(f, i32x4.sub(e, v128.and(i32x4.splat(23 << 23), small)), zero<f32>()), x);
}

/** y, but -inf for 0, NaN below 0 and for NaN, inf for inf. */
// @ts-ignore: decorator
@inline
function edges(y: v128, x: v128): v128 {
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, zero<f32>()));
  y = v128.bitselect(four(INFINITE), y, f32x4.eq(x, four(INFINITE)));
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, zero<f32>()));
}

const MINUS_ONE: usize = memory.data<f32>([-1]);
const VAST: usize = memory.data<f32>([1e30]);

// @ts-ignore: decorator
@inline
function log1p32(x: v128): v128 {
  const plain = v128.and(f32x4.gt(x, four(MINUS_ONE)), f32x4.lt(x, four(VAST)));
  // Minus zero is its own logarithm.
  const y = v128.bitselect(plainLog1p(x), x, f32x4.ne(x, zero<f32>()));
  return i32x4.all_true(plain) ? y : v128.bitselect(y, logOfAny(f32x4.add(x, four(ONE))), plain);
}

// @ts-ignore: decorator
@inline
function plainLog1p(x: v128): v128 {
  const u = f32x4.add(four(ONE), x);
  const e = exponentBits(u);
  // What u lost of x, in units of 2^e.
  const lost = f32x4.mul(f32x4.sub(x, f32x4.sub(u, four(ONE))), i32x4.sub(four(ONE), e));
  return logOfParts(f32x4.sub(i32x4.sub(u, e), four(ONE)), e, lost);
}

const ROOT_HALF: usize = memory.data<f32>([0.70710677]);

/** The exponent e of 2^e (1 + f), in the place where a float32 has it. */
// @ts-ignore: decorator
@inline
function exponentBits(x: v128): v128 {
  return i32x4.shl(i32x4.shr_s(i32x4.sub(x, four(ROOT_HALF)), 23), 23);
}

const CURVE: usize = memory.data<f32>([
  -0.07636399567127228, 0.12762199342250824, -0.1315961331129074, 0.14201581478118896,
  -0.166234090924263, 0.2000124156475067, -0.2500081956386566, 0.3333333134651184,
]);
const HALF: usize = memory.data<f32>([0.5]);
/** ln 2 in two parts, of which the first has so few bits that its product with e is exact. */
const LN2_MOST: usize = memory.data<f32>([0.693359375]);
const LN2_LEAST: usize = memory.data<f32>([2.12194440e-4]);

/** log(1 + f + more) + e ln 2, to 2^-27, where `more` is less than f's last bit. */
// @ts-ignore: decorator
@inline
function logOfParts(f: v128, bits: v128, more: v128): v128 {
  const square = f32x4.mul(f, f);
  const high = join(pair(CURVE, 0, f), square, pair(CURVE, 2, f)), low = join(pair(CURVE, 4, f), square, pair(CURVE, 6, f));
  const q = join(high, f32x4.mul(square, square), low);
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const moreOf1 = f32x4.mul(more, f32x4.add(f32x4.sub(four(ONE), f), square));
  let rest = f32x4.add(moreOf1, f32x4.mul(f32x4.mul(square, f), q));
  rest = f32x4.sub(rest, f32x4.mul(e, four(LN2_LEAST)));
  rest = f32x4.sub(rest, f32x4.mul(square, four(HALF)));
  return f32x4.add(f32x4.add(f, rest), f32x4.mul(e, four(LN2_MOST)));
}
