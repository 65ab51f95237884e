// Four float32 as twice two float64.

// @ts-ignore: decorator
@inline
export function lowOf(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

// @ts-ignore: decorator
@inline
export function highOf(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
}

/** Two float32 of memory as float64: the first two of four, and the two after them. One instruction each. */
// @ts-ignore: decorator
@inline
export function lowAt(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-ignore: decorator
@inline
export function highAt(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at, 8));
}

/** Stores twice two float64 as four float32. */
// @ts-ignore: decorator
@inline
export function storeNarrow(at: usize, low: v128, high: v128): void {
  v128.store64_lane(at, f32x4.demote_f64x2_zero(low), 0);
  v128.store64_lane(at, f32x4.demote_f64x2_zero(high), 0, 8);
}

/** Twice two float64 as four float32. */
// @ts-ignore: decorator
@inline
export function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/**
 * From so many numbers on, a row is long: what is left to do when its sums are known is done in float32, where one rounding more
 * saves half of the time.
 */
export const LONG: i32 = 64;

/** What float32 loses of a number; 0 of what is not finite there. */
// @ts-ignore: decorator
@inline
export function restOf32(a: f64): f32 {
  const most = <f32>a;
  return most - most == 0 ? <f32>(a - <f64>most) : 0;
}
