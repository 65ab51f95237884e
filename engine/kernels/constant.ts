// Constants of float32 lanes. V8 builds the constant vectors of a program in three instructions each, every time that one is
// used; spreading a number from memory takes one.

export const ONE: usize = memory.data<f32>([1]);
/** The sign bit alone: minus zero. */
export const SIGN: usize = memory.data<f32>([-0.0]);

/** Four lanes of the float32 at an address. */
// @ts-ignore: decorator
@inline
export function four(address: usize): v128 {
  return v128.load32_splat(address);
}

/** Four lanes of the float32 that stands in place i of a table. */
// @ts-ignore: decorator
@inline
export function term(table: usize, i: i32): v128 {
  return v128.load32_splat(table + (<usize>i << 2));
}

/** The i-th number of a table times x, plus the next one: what polynomials are joined from, so that no chain is long. */
// @ts-ignore: decorator
@inline
export function pair(table: usize, i: i32, x: v128): v128 {
  return f32x4.add(f32x4.mul(term(table, i), x), term(table, i + 1));
}

/** p x + q. */
// @ts-ignore: decorator
@inline
export function join(p: v128, x: v128, q: v128): v128 {
  return f32x4.add(f32x4.mul(p, x), q);
}

/** Lanes of 1. */
// @ts-ignore: decorator
@inline
export function one<T>(): v128 {
  return sizeof<T>() == 4 ? four(ONE) : f64x2.splat(1);
}

/** Lanes of 0. */
// @ts-ignore: decorator
@inline
export function zero<T>(): v128 {
  return v128.splat<T>(<T>0);
}
