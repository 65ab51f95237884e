// Losses of two classes: their terms and slopes (loss-lanes.ts).
import { atLeast, within } from "./loss-lanes";
import { wideExp, wideLog, wideLog1p, wideLog1pOfShare } from "./wide-functions";

/** Of a probability a, with weight c. */
export class Binary<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = wideLog1p<T>(f64x2.neg(a)), v = wideLog<T>(a);
    const least = f64x2.splat(-100), without = f64x2.mul(f64x2.sub(b, f64x2.splat(1)), atLeast(u, least));
    return f64x2.mul(c, f64x2.sub(without, f64x2.mul(b, atLeast(v, least))));
  }
}

/** PyTorch's constant is a float32, whatever the type. */
const LEAST: f64 = <f64><f32>1e-12;

export class BinarySlope {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const spread = atLeast(f64x2.mul(f64x2.sub(f64x2.splat(1), a), a), f64x2.splat(LEAST));
    return f64x2.div(f64x2.mul(c, f64x2.sub(a, b)), spread);
  }
}

export class BinaryTargetSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.mul(c, f64x2.sub(wideLog1p<T>(f64x2.neg(a)), wideLog<T>(a)));
  }
}

/** Of a logit a, with weight c and weight d of the positive class. */
export class BinaryOfLogit<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = wideLog1pOfShare<T>(decay<T>(a));
    const one = f64x2.splat(1), share = f64x2.add(f64x2.mul(f64x2.sub(d, one), b), one);
    return f64x2.mul(c, f64x2.add(f64x2.mul(f64x2.sub(one, b), a), f64x2.mul(share, softplus(f64x2.neg(a), u))));
  }
}

export class BinaryOfLogitSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = decay<T>(a);
    const without = f64x2.mul(f64x2.sub(f64x2.splat(1), b), upper(a, u)), beside = f64x2.mul(f64x2.mul(d, b), lower(a, u));
    return f64x2.mul(c, f64x2.div(f64x2.sub(without, beside), f64x2.add(f64x2.splat(1), u)));
  }
}

export class BinaryOfLogitTargetSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = wideLog1pOfShare<T>(decay<T>(a));
    const minus = f64x2.neg(a), weighted = f64x2.sub(f64x2.mul(d, softplus(minus, u)), softplus(a, u));
    return f64x2.mul(c, v128.bitselect(minus, weighted, f64x2.eq(d, f64x2.splat(1))));
  }
}

/** log(1 + exp(-a b)), where what exceeds p is infinite. */
export class SoftMargin<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return wideLog1p<T>(within(wideExp<T>(f64x2.neg(f64x2.mul(a, b))), p));
  }
}

export class SoftMarginSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const z = within(wideExp<T>(f64x2.neg(f64x2.mul(a, b))), p);
    return f64x2.neg(f64x2.mul(b, f64x2.div(z, f64x2.add(f64x2.splat(1), z))));
  }
}

/** Both sides of a logit a, by the share b. */
export class Labels<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = wideLog1pOfShare<T>(decay<T>(a));
    const rest = f64x2.sub(f64x2.splat(1), b);
    return f64x2.add(f64x2.mul(b, softplus(f64x2.neg(a), u)), f64x2.mul(rest, softplus(a, u)));
  }
}

export class LabelsSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const u = decay<T>(a);
    const rest = f64x2.sub(f64x2.splat(1), b), both = f64x2.sub(f64x2.mul(upper(a, u), rest), f64x2.mul(lower(a, u), b));
    return f64x2.div(both, f64x2.add(f64x2.splat(1), u));
  }
}

export class LabelsTargetSlope { @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 { return f64x2.neg(a); } }

/** exp(-|a|). */
// @ts-ignore: decorator
@inline
function decay<T>(a: v128): v128 {
  return wideExp<T>(v128.or(a, f64x2.splat(-0.0)));
}

/** log(1 + exp(a)) from its second part, log(1 + exp(-|a|)). */
// @ts-ignore: decorator
@inline
function softplus(a: v128, rest: v128): v128 {
  return f64x2.add(atLeast(a, f64x2.splat(0)), rest);
}

/** The logistic function of a, and that of -a, both times 1 + e, from e = exp(-|a|). */
// @ts-ignore: decorator
@inline
function upper(a: v128, e: v128): v128 {
  return v128.bitselect(e, f64x2.splat(1), f64x2.lt(a, f64x2.splat(0)));
}

// @ts-ignore: decorator
@inline
function lower(a: v128, e: v128): v128 {
  return v128.bitselect(f64x2.splat(1), e, f64x2.lt(a, f64x2.splat(0)));
}
