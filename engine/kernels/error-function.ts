// The error function: near 0 an odd series, further out the tail of the normal distribution. float32 has minimax fits of its own.
import { four, join, ONE, pair, SIGN, term } from "./constant";
import { expOf } from "./exp";
import { Each } from "./lanes";
import { normalBelow } from "./normal";

const SQRT2: f64 = 1.4142135623730951;
const TWO_OVER_SQRT_PI: f64 = 1.1283791670955126;

/** 2 / sqrt(pi) times the integral of exp(-t²) from 0 to x. */
// @ts-ignore: decorator
@inline
export function erfOf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return erf32(x);
  return changetype<Each<T, Erf>>(0).of(x);
}

/** 1 - erf(x), exact in the tail too. */
// @ts-ignore: decorator
@inline
export function erfcOf<T>(x: v128): v128 {
  return changetype<Each<T, Erfc>>(0).of(x);
}

class Erf { at(v: f64): f64 { return abs(v) < 1 ? series(v) : 1 - 2 * normalBelow(-v * SQRT2); } }
class Erfc { at(v: f64): f64 { return abs(v) < 0.5 ? 1 - series(v) : 2 * normalBelow(-v * SQRT2); } }

const GREATEST: usize = memory.data<f32>([4]);
const FAR: usize = memory.data<f32>([
  -0.0002106829488184303, 0.0031873679254204035, -0.022800173610448837,
  0.10511946678161621, 0.6358283758163452, 1.128481149673462,
]);

/** Below 1, x (1 + q(x²)); above, 1 - exp(-x q(x)); from 4 on that is 1. */
// @ts-ignore: decorator
@inline
function erf32(x: v128): v128 {
  const size = f32x4.abs(x);
  const t = f32x4.pmin(size, four(GREATEST));
  const square = f32x4.mul(t, t);
  const q = join(join(pair(FAR, 0, t), square, pair(FAR, 2, t)), square, pair(FAR, 4, t));
  const far = f32x4.sub(four(ONE), expOf<f32>(f32x4.neg(f32x4.mul(t, q))));
  const y = v128.bitselect(near32(size), far, f32x4.lt(size, four(ONE)));
  return v128.or(y, v128.and(x, four(SIGN)));
}

const NEAR: usize = memory.data<f32>([
  7.805867062415928e-05, -0.0007997624343261123, 0.00518714589998126, -0.026853343471884727,
  0.11283578723669052, -0.3761262595653534, 0.12837916612625122,
]);

// @ts-ignore: decorator
@inline
function near32(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const fourth = f32x4.mul(square, square);
  const q = join(join(pair(NEAR, 0, square), fourth, pair(NEAR, 2, square)), fourth, pair(NEAR, 4, square));
  return f32x4.add(x, f32x4.mul(x, join(q, square, term(NEAR, 6))));
}

/** exp(-x²) times the sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)). */
function series(x: f64): f64 {
  const square = x * x;
  let term = x, sum = x;
  for (let n = 1; n < 40; n++) {
    term *= 2 * square / <f64>(2 * n + 1);
    const next = sum + term;
    if (next == sum) break;
    sum = next;
  }
  return TWO_OVER_SQRT_PI * Math.exp(-square) * sum;
}
