// The error function. Near 0 a series whose terms all have one sign, further out the tail of the normal distribution.

import { normalBelow } from "./normal";

const SQRT2: f64 = 1.4142135623730951;
const TWO_OVER_SQRT_PI: f64 = 1.1283791670955126;

/** 2 / sqrt(pi) times the integral of exp(-t²) from 0 to v. */
export function erfOf<T>(v: T): T {
  const x = <f64>v;
  return <T>(abs(x) < 1 ? series(x) : 1 - 2 * normalBelow<f64>(-x * SQRT2));
}

/** 1 - erf(v), exact in the tail too. */
export function erfcOf<T>(v: T): T {
  const x = <f64>v;
  return <T>(abs(x) < 0.5 ? 1 - series(x) : 2 * normalBelow<f64>(-x * SQRT2));
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
