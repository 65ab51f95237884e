// Random float32 numbers, a row of them at a time, with the bits of PyTorch's own: MT19937, uniforms, and the Box-Muller normals
// of its AVX2 kernel. A generator's state comes and goes: 624 words, the draws left until it is renewed, the next word's number.
import { four, ONE, term } from "./constant";
import { fma32 } from "./fma";

const WORDS: i32 = 624;
const SHIFT: i32 = 397;

/** out = n float32 numbers in [0, 1): the low 24 bits of a draw each. */
export function random_uniform(state: usize, out: usize, n: i32): void {
  const counters = state + 4 * WORDS;
  let left = load<i32>(counters), index = load<i32>(counters, 4);
  for (const end = out + 4 * <usize>n; out < end; out += 4) {
    if (--left == 0) {
      renew(state);
      left = WORDS;
      index = 0;
    }
    const drawn = tempered(load<u32>(state + 4 * <usize>index));
    index++;
    store<f32>(out, <f32>(drawn & 0xffffff) * <f32>5.9604644775390625e-8);
  }
  store<i32>(counters, left);
  store<i32>(counters, index, 4);
}

// @ts-ignore: decorator
@inline
function tempered(word: u32): u32 {
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return word ^ (word >> 18);
}

function renew(state: usize): void {
  for (let i = 0; i < WORDS; i++) {
    const next = i + 1 < WORDS ? i + 1 : 0, mixed = i + SHIFT < WORDS ? i + SHIFT : i + SHIFT - WORDS;
    const low = load<u32>(state + 4 * <usize>next);
    const both = (load<u32>(state + 4 * <usize>i) & 0x80000000) | (low & 0x7fffffff);
    const twisted = load<u32>(state + 4 * <usize>mixed) ^ (both >> 1) ^ ((0 - (low & 1)) & 0x9908b0df);
    store<u32>(state + 4 * <usize>i, twisted);
  }
}

export function random_bernoulli_f32(state: usize, out: usize, n: i32, limit: f64, one: f64): void { bernoulli<f32>(state, out, n, <u64>limit, <f32>one); }
export function random_bernoulli_f64(state: usize, out: usize, n: i32, limit: f64, one: f64): void { bernoulli<f64>(state, out, n, <u64>limit, one); }

/** out = `one` where 53 bits of two draws are below `limit`, else 0. */
function bernoulli<T>(state: usize, out: usize, n: i32, limit: u64, one: T): void {
  const counters = state + 4 * WORDS;
  let left = load<i32>(counters), index = load<i32>(counters, 4);
  for (const end = out + <usize>n * sizeof<T>(); out < end; out += sizeof<T>()) {
    let bits: u64 = 0;
    for (let half = 0; half < 2; half++) {
      if (--left == 0) {
        renew(state);
        left = WORDS;
        index = 0;
      }
      bits = (bits << 32) | <u64>tempered(load<u32>(state + 4 * <usize>index));
      index++;
    }
    store<T>(out, (bits & 0x1fffffffffffff) < limit ? one : <T>0);
  }
  store<i32>(counters, left);
  store<i32>(counters, index, 4);
}

/** x = x width + low, fused; what becomes `end` becomes low. Reaches up to three numbers beyond the n-th. */
export function random_scale(x: usize, n: i32, width: f32, low: f32, end: f32): void {
  const factor = f32x4.splat(width), base = f32x4.splat(low), last = f32x4.splat(end);
  for (const stop = x + 4 * <usize>n; x < stop; x += 16) {
    const value = fma32(v128.load(x), factor, base);
    v128.store(x, v128.bitselect(base, value, f32x4.eq(value, last)));
  }
}

const TWO_PI: usize = memory.data<f32>([6.283185307179586]);

/** Turns n uniforms into normals, sixteen by sixteen: element j pairs with j + 8, as radius and angle. */
export function random_normal(x: usize, n: i32, mean: f32, std: f32): void {
  const base = f32x4.splat(mean), factor = f32x4.splat(std);
  for (const stop = x + 4 * <usize>n; x < stop; x += 64) {
    for (let at = x; at < x + 32; at += 16) {
      const radius = radiusOf(v128.load(at));
      const theta = f32x4.mul(four(TWO_PI), v128.load(at, 32));
      const octant = octantOf(theta), rest = restOf(theta, octant);
      const z = f32x4.mul(rest, rest), cos = cosOf(z), sin = sinOf(rest, z);
      const turned = i32x4.eq(v128.and(octant, i32x4.splat(2)), i32x4.splat(2));
      const left = v128.andnot(i32x4.splat(4), i32x4.sub(octant, i32x4.splat(2)));
      const below = v128.and(octant, i32x4.splat(4));
      const across = v128.xor(v128.bitselect(sin, cos, turned), i32x4.shl(left, 29));
      const up = v128.xor(v128.bitselect(cos, sin, turned), i32x4.shl(below, 29));
      v128.store(at, fma32(f32x4.mul(radius, across), factor, base));
      v128.store(at, fma32(f32x4.mul(radius, up), factor, base), 32);
    }
  }
}

// log, sin and cos are the short float32 polynomials of the Cephes library, each step fused.
const SQRT_HALF: usize = memory.data<f32>([0.707106781186547524]);
const HALF: usize = memory.data<f32>([0.5]);
const LN2_HIGH: usize = memory.data<f32>([0.693359375]);
const LN2_LOW: usize = memory.data<f32>([-2.1219444e-4]);
const LOG: usize = memory.data<f32>([
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]);

/** sqrt(-2 log(1 - u)); 1 - u is exact and normal. */
// @ts-ignore: decorator
@inline
function radiusOf(u: v128): v128 {
  const word = f32x4.sub(four(ONE), u);
  const m = v128.or(v128.and(word, i32x4.splat(0x7fffff)), four(HALF));
  const isLow = f32x4.lt(m, four(SQRT_HALF));
  const whole = i32x4.add(i32x4.sub(i32x4.shr_u(word, 23), i32x4.splat(126)), isLow);
  const e = f32x4.convert_i32x4_s(whole);
  const x = f32x4.add(f32x4.sub(m, four(ONE)), v128.and(m, isLow));
  const z = f32x4.mul(x, x);
  let y = term(LOG, 0);
  for (let i = 1; i < 9; i++) y = fma32(y, x, term(LOG, i));
  y = fma32(f32x4.mul(y, x), z, f32x4.mul(e, four(LN2_LOW)));
  y = f32x4.sub(y, f32x4.mul(four(HALF), z));
  // e times the first part of ln 2 is exact.
  const log = f32x4.add(f32x4.mul(e, four(LN2_HIGH)), f32x4.add(x, y));
  return f32x4.sqrt(f32x4.mul(f32x4.splat(-2), log));
}

const FOUR_OVER_PI: usize = memory.data<f32>([1.27323954473516]);
const PI_4: usize = memory.data<f32>([-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8]);

/** The even number of the eighths of a turn that is nearest to the angle. */
// @ts-ignore: decorator
@inline
function octantOf(theta: v128): v128 {
  const eighths = i32x4.trunc_sat_f32x4_s(f32x4.mul(theta, four(FOUR_OVER_PI)));
  return v128.and(i32x4.add(eighths, i32x4.splat(1)), i32x4.splat(~1));
}

// @ts-ignore: decorator
@inline
function restOf(theta: v128, octant: v128): v128 {
  const n = f32x4.convert_i32x4_s(octant);
  // n times the first part of pi / 4 is exact.
  const most = f32x4.add(f32x4.mul(n, term(PI_4, 0)), theta);
  return fma32(n, term(PI_4, 2), fma32(n, term(PI_4, 1), most));
}

const COS: usize = memory.data<f32>([2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]);
const SIN: usize = memory.data<f32>([-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
const MINUS_HALF: usize = memory.data<f32>([-0.5]);

// @ts-ignore: decorator
@inline
function cosOf(z: v128): v128 {
  const bend = f32x4.mul(quadratic(COS, z), z);
  return f32x4.add(fma32(bend, z, f32x4.mul(four(MINUS_HALF), z)), four(ONE));
}

// @ts-ignore: decorator
@inline
function sinOf(x: v128, z: v128): v128 {
  return fma32(f32x4.mul(quadratic(SIN, z), z), x, x);
}

// @ts-ignore: decorator
@inline
function quadratic(terms: usize, z: v128): v128 {
  return fma32(fma32(term(terms, 0), z, term(terms, 1)), z, term(terms, 2));
}
