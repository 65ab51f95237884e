// exp and log of two lanes of float64. Of numbers that were float32 they have an error of 2^-27 before they round, by the same
// polynomials as exp.ts and log.ts; of float64 they are AssemblyScript's own routines, lane by lane.

const LOG2E: usize = memory.data<f64>([1.4426950408889634]);
const LN2: usize = memory.data<f64>([0.6931471805599453]);
/** Adding it rounds to a whole number, which then stands in the lowest bits. */
const ROUNDER: usize = memory.data<f64>([6755399441055744]);
const ONE: usize = memory.data<f64>([1]);
const FAR: usize = memory.data<f64>([700]);
const GROWTH: usize = memory.data<f64>([
  0.0013820728054270148, 0.008368677459657192, 0.04166826605796814, 0.1666652113199234, 0.4999999403953552,
]);

/** e to the power of each lane. */
// @ts-ignore: decorator
@inline
export function wideExp<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return f64x2(Math.exp(f64x2.extract_lane(x, 0)), Math.exp(f64x2.extract_lane(x, 1)));
  const rounded = f64x2.add(f64x2.mul(x, two(LOG2E)), two(ROUNDER));
  const r = f64x2.sub(x, f64x2.mul(f64x2.sub(rounded, two(ROUNDER)), two(LN2))), square = f64x2.mul(r, r);
  const curve = join(join(pair(GROWTH, 0, r), square, pair(GROWTH, 2, r)), r, at(GROWTH, 4));
  const y = f64x2.add(f64x2.add(two(ONE), r), f64x2.mul(square, curve));
  const scaled = f64x2.mul(y, i64x2.add(i64x2.shl(rounded, 52), two(ONE))), near = f64x2.lt(f64x2.abs(x), two(FAR));
  return i64x2.all_true(near) ? scaled : v128.bitselect(scaled, edgesOfExp(x), near);
}

/** Of what is far from 0: 0, infinity or NaN. */
function edgesOfExp(x: v128): v128 {
  const y = v128.bitselect(two(INFINITE), f64x2.splat(0), f64x2.gt(x, f64x2.splat(0)));
  return v128.bitselect(y, x, f64x2.eq(x, x));
}

const ROOT_HALF: usize = memory.data<f64>([0.7071067811865476]);
const CURVE: usize = memory.data<f64>([
  -0.07636399567127228, 0.12762199342250824, -0.1315961331129074, 0.14201581478118896,
  -0.166234090924263, 0.2000124156475067, -0.2500081956386566, 0.3333333134651184,
]);
const HALF: usize = memory.data<f64>([0.5]);
const LEAST_NORMAL: usize = memory.data<f64>([2.2250738585072014e-308]);
const INFINITE: usize = memory.data<f64>([Infinity]);

/** The logarithm of each lane. */
// @ts-ignore: decorator
@inline
export function wideLog<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return f64x2(Math.log(f64x2.extract_lane(x, 0)), Math.log(f64x2.extract_lane(x, 1)));
  const plain = v128.and(f64x2.ge(x, two(LEAST_NORMAL)), f64x2.lt(x, two(INFINITE)));
  const y = logOfNormal(x);
  return i64x2.all_true(plain) ? y : v128.bitselect(y, edgesOfLog(x), plain);
}

/** log(1 + x) of each lane: exact near 0. */
// @ts-ignore: decorator
@inline
export function wideLog1p<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return f64x2(Math.log1p(f64x2.extract_lane(x, 0)), Math.log1p(f64x2.extract_lane(x, 1)));
  const u = f64x2.add(two(ONE), x), y = wideLog<T>(u);
  // What is infinite has lost nothing that is a number.
  return v128.bitselect(f64x2.add(y, lostOf(x, u)), y, v128.and(f64x2.gt(u, f64x2.splat(0)), f64x2.lt(u, two(INFINITE))));
}

/** log(1 + x) of lanes between 0 and 1, or NaN. */
// @ts-ignore: decorator
@inline
export function wideLog1pOfShare<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return wideLog1p<T>(x);
  const u = f64x2.add(two(ONE), x);
  return f64x2.add(logOfNormal(u), lostOf(x, u));
}

/** What u = 1 + x lost of x; it matters to the logarithm only where u is nearly 1, and its slope too. */
// @ts-ignore: decorator
@inline
function lostOf(x: v128, u: v128): v128 {
  return f64x2.sub(x, f64x2.sub(u, two(ONE)));
}

// @ts-ignore: decorator
@inline
function logOfNormal(x: v128): v128 {
  const e = i64x2.shr_s(i64x2.sub(x, two(ROOT_HALF)), 52);
  const f = f64x2.sub(i64x2.sub(x, i64x2.shl(e, 52)), two(ONE)), square = f64x2.mul(f, f);
  const high = join(pair(CURVE, 0, f), square, pair(CURVE, 2, f)), low = join(pair(CURVE, 4, f), square, pair(CURVE, 6, f));
  const q = join(high, f64x2.mul(square, square), low);
  const n = f64x2.sub(i64x2.add(e, two(ROUNDER)), two(ROUNDER));
  const bend = f64x2.sub(f64x2.mul(f64x2.mul(square, f), q), f64x2.mul(square, two(HALF)));
  return f64x2.add(f64x2.add(f, bend), f64x2.mul(n, two(LN2)));
}

/** Of what is not normal: -inf for 0, NaN below 0 and for NaN, inf for inf; no float32 is so small otherwise. */
function edgesOfLog(x: v128): v128 {
  const zero = f64x2.splat(0);
  const y = v128.bitselect(f64x2.splat(-Infinity), two(INFINITE), f64x2.eq(x, zero));
  return v128.bitselect(y, f64x2.splat(NaN), f64x2.ge(x, zero));
}

/** Two lanes of the float64 at an address: see constant.ts. */
// @ts-ignore: decorator
@inline
function two(address: usize): v128 {
  return v128.load64_splat(address);
}

// @ts-ignore: decorator
@inline
function at(table: usize, i: i32): v128 {
  return v128.load64_splat(table + (<usize>i << 3));
}

/** The i-th number of a table times x, plus the next one. */
// @ts-ignore: decorator
@inline
function pair(table: usize, i: i32, x: v128): v128 {
  return join(at(table, i), x, at(table, i + 1));
}

/** p x + q. */
// @ts-ignore: decorator
@inline
function join(p: v128, x: v128, q: v128): v128 {
  return f64x2.add(f64x2.mul(p, x), q);
}
