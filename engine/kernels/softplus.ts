// Functions made of exp and log1p: softplus, the logarithm of sigmoid, SiLU and Mish, with their slopes.
import { one, zero } from "./constant";
import { expOf } from "./exp";
import { log1pOfPositive } from "./log";
import { below, decayOf, gatedBySigmoid } from "./sigmoid";

/** log(1 + exp(x)). */
// @ts-ignore: decorator
@inline
export function softplusOf<T>(x: v128): v128 {
  const positive = v128.andnot(x, v128.lt<T>(x, zero<T>()));
  return v128.add<T>(positive, log1pOfPositive<T>(decayOf<T>(x)));
}

/** log(1 / (1 + exp(-x))). */
// @ts-ignore: decorator
@inline
export function logSigmoidOf<T>(x: v128): v128 {
  const negative = v128.andnot(x, v128.gt<T>(x, zero<T>()));
  return v128.sub<T>(negative, log1pOfPositive<T>(decayOf<T>(x)));
}

/** x / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function siluOf<T>(x: v128): v128 {
  return gatedBySigmoid<T>(x, x);
}

/** s (1 + x (1 - s)), where s is the sigmoid of x. */
// @ts-ignore: decorator
@inline
export function siluSlopeOf<T>(x: v128): v128 {
  const z = decayOf<T>(x);
  const near = v128.div<T>(one<T>(), v128.add<T>(one<T>(), z)), far = v128.mul<T>(z, near);
  const rest = v128.mul<T>(x, below<T>(x, near, far));
  return v128.mul<T>(below<T>(x, far, near), v128.add<T>(one<T>(), rest));
}

/** x tanh(log(1 + exp(x))): the tanh is n / (n + 2), where n = e (e + 2) and e = exp(x); from 20 on it is 1. */
// @ts-ignore: decorator
@inline
export function mishOf<T>(x: v128): v128 {
  const e = capped<T>(x), two = v128.splat<T>(<T>2);
  const n = v128.mul<T>(e, v128.add<T>(e, two));
  return v128.mul<T>(x, v128.div<T>(n, v128.add<T>(n, two)));
}

// @ts-ignore: decorator
@inline
export function mishSlopeOf<T>(x: v128): v128 {
  const e = capped<T>(x), two = v128.splat<T>(<T>2);
  const n = v128.mul<T>(e, v128.add<T>(e, two)), m = v128.add<T>(n, two);
  const rise = v128.div<T>(v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>4), e), v128.add<T>(e, one<T>())), v128.mul<T>(m, m));
  const turn = v128.mul<T>(x, v128.andnot(rise, v128.ge<T>(x, v128.splat<T>(<T>20))));
  return v128.add<T>(v128.div<T>(n, m), turn);
}

// @ts-ignore: decorator
@inline
function capped<T>(x: v128): v128 {
  return expOf<T>(v128.pmin<T>(x, v128.splat<T>(<T>20)));
}
