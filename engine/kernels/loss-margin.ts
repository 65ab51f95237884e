// Losses with a margin p, with which is compared in the type itself: their terms and slopes (loss-lanes.ts).
import { atLeast, rounded, where } from "./loss-lanes";

/** The rank of a and b by label c. */
export class Ranking<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return atLeast(ranked<T>(a, b, c, p), f64x2.splat(0));
  }
}

export class RankingSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.mul(counted(ranked<T>(a, b, c, p)), f64x2.neg(c));
  }
}

export class RankingLabelSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.mul(counted(ranked<T>(a, b, c, p)), f64x2.sub(b, a));
  }
}

// @ts-ignore: decorator
@inline
function ranked<T>(a: v128, b: v128, c: v128, p: v128): v128 {
  return rounded<T>(f64x2.add(rounded<T>(f64x2.mul(f64x2.neg(c), rounded<T>(f64x2.sub(a, b)))), rounded<T>(p)));
}

/** The hinge of a by label b. */
export class Hinge<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = rounded<T>(f64x2.sub(rounded<T>(p), a));
    const apart = v128.and(atLeast(u, f64x2.splat(0)), isNot(b, 1));
    return f64x2.add(apart, v128.and(a, isNot(b, -1)));
  }
}

export class HingeSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.sub(where(isNot(b, -1), 1), v128.and(counted(rounded<T>(f64x2.sub(rounded<T>(p), a))), isNot(b, 1)));
  }
}

/** a over b. */
export class Gap<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return atLeast(rounded<T>(f64x2.sub(rounded<T>(f64x2.add(rounded<T>(p), a)), b)), f64x2.splat(0));
  }
}

export class GapSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return counted(rounded<T>(f64x2.sub(rounded<T>(f64x2.add(rounded<T>(p), a)), b)));
  }
}

/** A cosine a by label b. */
export class Angle<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = rounded<T>(f64x2.sub(a, rounded<T>(p)));
    const apart = v128.and(atLeast(u, f64x2.splat(0)), is(b, -1));
    return v128.bitselect(f64x2.sub(f64x2.splat(1), a), apart, is(b, 1));
  }
}

export class AngleSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return v128.bitselect(f64x2.splat(-1), v128.and(counted(rounded<T>(f64x2.sub(a, rounded<T>(p)))), is(b, -1)), is(b, 1));
  }
}

/** 1 where v is not negative, else 0. */
// @ts-ignore: decorator
@inline
function counted(v: v128): v128 {
  return where(f64x2.ge(v, f64x2.splat(0)), 1);
}

// @ts-ignore: decorator
@inline
function is(v: v128, value: f64): v128 {
  return f64x2.eq(v, f64x2.splat(value));
}

// @ts-ignore: decorator
@inline
function isNot(v: v128, value: f64): v128 {
  return f64x2.ne(v, f64x2.splat(value));
}
