// Likelihoods and divergences: their terms and slopes (loss-lanes.ts).
import { atLeast, rounded } from "./loss-lanes";
import { wideExp, wideLog } from "./wide-functions";

/** Of a log rate a. */
export class PoissonOfLog<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.sub(wideExp<T>(a), f64x2.mul(b, a));
  }
}

/** With Stirling's terms. */
export class FullPoissonOfLog<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.add(f64x2.sub(wideExp<T>(a), f64x2.mul(b, a)), stirling(b, wideLog<T>(b)));
  }
}

/** Of a rate a with eps p. */
export class Poisson<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.sub(a, f64x2.mul(b, wideLog<T>(rounded<T>(f64x2.add(a, rounded<T>(p))))));
  }
}

export class FullPoisson<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.add(f64x2.sub(a, f64x2.mul(b, wideLog<T>(rounded<T>(f64x2.add(a, rounded<T>(p)))))), stirling(b, wideLog<T>(b)));
  }
}

/** Stirling's approximation of log(b!), for b above 1, from the logarithm of b. */
// @ts-ignore: decorator
@inline
function stirling(b: v128, log: v128): v128 {
  const root = f64x2.mul(f64x2.splat(0.5), f64x2.add(f64x2.splat(1.8378770664093453), log));
  const all = f64x2.add(f64x2.sub(f64x2.mul(b, log), b), root);
  return v128.andnot(all, f64x2.le(b, f64x2.splat(1)));
}

/** The slopes along the log rate, the rate, and the target beside each; q says whether there are Stirling's terms. */
export class PoissonOfLogSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.sub(wideExp<T>(a), b);
  }
}

export class PoissonSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.sub(f64x2.splat(1), f64x2.div(b, rounded<T>(f64x2.add(a, rounded<T>(p)))));
  }
}

export class PoissonOfLogTargetSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.sub(stirlingSlope(b, wideLog<T>(b), q), a);
  }
}

export class PoissonTargetSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.sub(stirlingSlope(b, wideLog<T>(b), q), wideLog<T>(rounded<T>(f64x2.add(a, rounded<T>(p)))));
  }
}

/** The slope of Stirling's terms, or 0 where q is; up to 1 a gradient of 0 meets the slopes of the logarithms. */
// @ts-ignore: decorator
@inline
function stirlingSlope(b: v128, log: v128, q: v128): v128 {
  const zero = f64x2.splat(0);
  const above = f64x2.add(log, f64x2.div(f64x2.splat(0.5), b));
  const upTo1 = f64x2.add(f64x2.mul(zero, log), f64x2.div(zero, b));
  return v128.and(v128.bitselect(upTo1, above, f64x2.le(b, f64x2.splat(1))), f64x2.ne(q, zero));
}

/** With variance c, of at least p, and the constant q. */
export class Gaussian<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const x = f64x2.sub(a, b);
    return f64x2.add(f64x2.mul(f64x2.splat(0.5), f64x2.add(wideLog<T>(atLeast(c, p)), f64x2.div(f64x2.mul(x, x), atLeast(c, p)))), q);
  }
}

export class GaussianSlope {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 { return f64x2.div(f64x2.sub(a, b), atLeast(c, p)); }
}

export class VarianceSlope {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const x = f64x2.sub(a, b), v = atLeast(c, p);
    return f64x2.div(f64x2.mul(f64x2.splat(0.5), f64x2.sub(f64x2.splat(1), f64x2.div(f64x2.mul(x, x), v))), v);
  }
}

/** Of a log probability a from a probability b. */
export class Divergence<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const own = v128.and(f64x2.mul(b, wideLog<T>(b)), f64x2.ne(b, f64x2.splat(0)));
    return f64x2.sub(own, f64x2.mul(b, a));
  }
}

export class DivergenceSlope { @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 { return f64x2.neg(b); } }

export class DivergenceTargetSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    const log = v128.and(wideLog<T>(b), f64x2.ne(b, f64x2.splat(0)));
    return f64x2.sub(f64x2.add(log, f64x2.div(b, b)), a);
  }
}

/** From a log probability b. */
export class DivergenceOfLog<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.mul(wideExp<T>(b), f64x2.sub(b, a));
  }
}

export class DivergenceOfLogSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.neg(wideExp<T>(b));
  }
}

export class DivergenceOfLogTargetSlope<T> {
  @inline of(a: v128, b: v128, c: v128, d: v128, p: v128, q: v128): v128 {
    return f64x2.mul(wideExp<T>(b), f64x2.add(f64x2.sub(b, a), f64x2.splat(1)));
  }
}
