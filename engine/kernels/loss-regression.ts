// Losses of a difference: their terms and slopes, on two lanes of float64 (loss-lanes.ts).
import { where } from "./loss-lanes";

export class Absolute { @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 { return f64x2.abs(f64x2.sub(a, b)); } }

/** 0 for NaN too. */
export class AbsoluteSlope {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const x = f64x2.sub(a, b), zero = f64x2.splat(0);
    return f64x2.sub(where(f64x2.gt(x, zero), 1), where(f64x2.lt(x, zero), 1));
  }
}

export class Squared {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const x = f64x2.sub(a, b);
    return f64x2.mul(x, x);
  }
}

export class SquaredSlope {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const x = f64x2.sub(a, b);
    return f64x2.add(x, x);
  }
}

/** With beta p. */
export class Smooth {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const z = f64x2.abs(f64x2.sub(a, b)), halfBeta = f64x2.mul(f64x2.splat(0.5), p);
    return v128.bitselect(f64x2.div(halfSquare(z), p), f64x2.sub(z, halfBeta), f64x2.lt(z, p));
  }
}

export class SmoothSlope {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const x = f64x2.sub(a, b);
    return between(x, p, f64x2.div(x, p), f64x2.splat(1));
  }
}

/** With delta p. */
export class Huber {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const z = f64x2.abs(f64x2.sub(a, b)), halfDelta = f64x2.mul(f64x2.splat(0.5), p);
    return v128.bitselect(halfSquare(z), f64x2.mul(p, f64x2.sub(z, halfDelta)), f64x2.le(z, p));
  }
}

export class HuberSlope {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const x = f64x2.sub(a, b);
    return between(x, p, x, p);
  }
}

// @ts-ignore: decorator
@inline
function halfSquare(z: v128): v128 {
  return f64x2.mul(f64x2.mul(f64x2.splat(0.5), z), z);
}

/** `inside` where |x| is below p, else `outside` with x's sign. */
// @ts-ignore: decorator
@inline
function between(x: v128, p: v128, inside: v128, outside: v128): v128 {
  const up = v128.bitselect(outside, inside, f64x2.ge(x, p));
  return v128.bitselect(f64x2.neg(outside), up, f64x2.le(x, f64x2.neg(p)));
}
