// Loops over the operands a, b, c and d of a loss, which lie contiguous and have n elements; c and d may be 0, for ones. What a
// loss computes is a class with a method `of`, the term or the slope: on two lanes of float64, whatever T is, so that it rounds
// once.
import { storePart } from "./lanes";
import { highAt, lowAt, narrow, storeNarrow } from "./wide";

/** Terms that are added up in one go; each such sum is kept, so that threads may share the work (engine/splits.ts). */
export const CHUNK: i32 = 512;

/** Writes the terms to y unless that is 0, and the sums of each CHUNK of them, in float64, to `sums` unless that is 0. */
export function eachTerm<T, F>(a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, sums: usize): void {
  const f = changetype<F>(0);
  const width: usize = 16 / sizeof<T>(), wideP = f64x2.splat(p), wideQ = f64x2.splat(q), one = f64x2.splat(1);
  for (let left = n; left > 0; left -= CHUNK) {
    let low = f64x2.splat(0), high = low, rest: f64 = 0;
    for (let live = <usize>min(left, CHUNK), at: usize = 0; live > 0; at += 16) {
      const first = f.of(firstAt<T>(a + at), firstAt<T>(b + at), c ? firstAt<T>(c + at) : one, d ? firstAt<T>(d + at) : one, wideP, wideQ);
      const last = sizeof<T>() == 8 ? f64x2.splat(0) : f.of(highAt(a + at), highAt(b + at), c ? highAt(c + at) : one, d ? highAt(d + at) : one, wideP, wideQ);
      if (live >= width) {
        if (y) storeBoth<T>(y + at, first, last);
        low = f64x2.add(low, first);
        high = f64x2.add(high, last);
        live -= width;
      } else {
        if (y) storePart<T>(y + at, y + at + live * sizeof<T>(), both<T>(first, last));
        rest = sumOfFirst(first, last, live);
        live = 0;
      }
    }
    if (sums) {
      low = f64x2.add(low, high);
      store<f64>(sums, f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + rest);
      sums += 8;
    }
    a += <usize>CHUNK * sizeof<T>();
    b += <usize>CHUNK * sizeof<T>();
    if (c) c += <usize>CHUNK * sizeof<T>();
    if (d) d += <usize>CHUNK * sizeof<T>();
    if (y) y += <usize>CHUNK * sizeof<T>();
  }
}

/** y = g / count times the slopes; g has an element for each (`each` 1) or just one. */
export function eachSlope<T, F>(g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize): void {
  const f = changetype<F>(0);
  const wideP = f64x2.splat(p), wideQ = f64x2.splat(q), one = f64x2.splat(1);
  const wideCount = f64x2.splat(count), same = f64x2.splat(each ? 0 : <f64>load<T>(g) / count);
  const end = <usize>n * sizeof<T>();
  for (let at: usize = 0; at < end; at += 16) {
    let low = same, high = same;
    if (each) {
      low = f64x2.div(firstAt<T>(g + at), wideCount);
      if (sizeof<T>() == 4) high = f64x2.div(highAt(g + at), wideCount);
    }
    low = f64x2.mul(low, f.of(firstAt<T>(a + at), firstAt<T>(b + at), c ? firstAt<T>(c + at) : one, d ? firstAt<T>(d + at) : one, wideP, wideQ));
    if (sizeof<T>() == 4) high = f64x2.mul(high, f.of(highAt(a + at), highAt(b + at), c ? highAt(c + at) : one, d ? highAt(d + at) : one, wideP, wideQ));
    if (at + 16 <= end) storeBoth<T>(y + at, low, high);
    else storePart<T>(y + at, y + end, both<T>(low, high));
  }
}

/** The first two numbers at an address, as float64. */
// @ts-ignore: decorator
@inline
function firstAt<T>(at: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(at) : lowAt(at);
}

// @ts-ignore: decorator
@inline
function storeBoth<T>(at: usize, first: v128, last: v128): void {
  if (sizeof<T>() == 8) v128.store(at, first);
  else storeNarrow(at, first, last);
}

// @ts-ignore: decorator
@inline
function both<T>(first: v128, last: v128): v128 {
  return sizeof<T>() == 8 ? first : narrow(first, last);
}

/** The sum of the first one to three of four numbers. */
function sumOfFirst(first: v128, last: v128, live: usize): f64 {
  let sum = f64x2.extract_lane(first, 0);
  if (live > 1) sum += f64x2.extract_lane(first, 1);
  return live > 2 ? sum + f64x2.extract_lane(last, 0) : sum;
}

/** What T holds of v. */
// @ts-ignore: decorator
@inline
export function rounded<T>(v: v128): v128 {
  return sizeof<T>() == 8 ? v : f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(v));
}

/** `v`, but 0 where the mask is not set. */
// @ts-ignore: decorator
@inline
export function where(mask: v128, v: f64): v128 {
  return v128.and(mask, f64x2.splat(v));
}

/** `v`, but at least `low`; NaN stays. */
// @ts-ignore: decorator
@inline
export function atLeast(v: v128, low: v128): v128 {
  return f64x2.pmax(v, low);
}

/** `v`, but infinite above `greatest`. */
// @ts-ignore: decorator
@inline
export function within(v: v128, greatest: v128): v128 {
  return v128.bitselect(f64x2.splat(Infinity), v, f64x2.gt(v, greatest));
}
