// The fused multiply-add of float32 lanes, which WebAssembly does not have: a product of two is exact in float64.
import { highOf, lowOf } from "./wide";

/** The bits of a float64 that a float32 has no room for, and what they are halfway between two float32 numbers. */
const REST: usize = memory.data<u64>([0x1fffffff]);
const HALFWAY: usize = memory.data<u64>([0x10000000]);
const LEAST_NORMAL: usize = memory.data<f64>([1.1754943508222875e-38]);

/** a b + c of each float32 lane, rounded once. */
// @ts-ignore: decorator
@inline
export function fma32(a: v128, b: v128, c: v128): v128 {
  const low = f64x2.add(f64x2.mul(lowOf(a), lowOf(b)), lowOf(c));
  const high = f64x2.add(f64x2.mul(highOf(a), highOf(b)), highOf(c));
  if (v128.any_true(v128.or(isDoubtful(low), isDoubtful(high)))) return carefully(a, b, c);
  return narrowed(low, high);
}

/** Whether rounding the rounded sum once more may go wrong: only from halfway, or to a subnormal number. */
// @ts-ignore: decorator
@inline
function isDoubtful(sum: v128): v128 {
  const half = i64x2.eq(v128.and(sum, v128.load64_splat(REST)), v128.load64_splat(HALFWAY));
  return v128.or(half, f64x2.lt(f64x2.abs(sum), v128.load64_splat(LEAST_NORMAL)));
}

function carefully(a: v128, b: v128, c: v128): v128 {
  const low = oddSum(f64x2.mul(lowOf(a), lowOf(b)), lowOf(c));
  return narrowed(low, oddSum(f64x2.mul(highOf(a), highOf(b)), highOf(c)));
}

/** p + c, rounded to the neighbour whose last bit is 1 unless exact: a later rounding then cannot see a false tie. */
// @ts-ignore: decorator
@inline
function oddSum(p: v128, c: v128): v128 {
  const sum = f64x2.add(p, c), part = f64x2.sub(sum, p);
  const lost = f64x2.add(f64x2.sub(p, f64x2.sub(sum, part)), f64x2.sub(c, part));
  const one = i64x2.splat(1), none = i64x2.splat(0);
  const isOff = v128.and(f64x2.gt(f64x2.abs(lost), f64x2.splat(0)), i64x2.eq(v128.and(sum, one), none));
  const outward = v128.or(i64x2.shr_s(v128.xor(sum, lost), 63), one);
  return i64x2.add(sum, v128.and(outward, isOff));
}

// @ts-ignore: decorator
@inline
function narrowed(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}
