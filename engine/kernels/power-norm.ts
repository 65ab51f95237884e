// The p-norm as a sum of terms and a root of it, for finite p.

/** |v| to the power p, for a v that is not negative; for p = 0 whether it is not 0. */
// @ts-ignore: decorator
@inline
export function termOf(v: f64, p: f64): f64 {
  if (p == 2) return v * v;
  if (p == 1) return v;
  if (p == 0) return v != 0 ? 1 : 0;
  return p == 3 ? v * v * v : Math.pow(v, p);
}

/** A sum of terms to the power 1 / p; for p = 0 the sum. The cube root is nearer than a power whose exponent is no third. */
export function rootOf(sum: f64, p: f64): f64 {
  if (p == 0 || p == 1) return sum;
  if (p == 2) return Math.sqrt(sum);
  return p == 3 ? Math.cbrt(sum) : Math.pow(sum, 1 / p);
}
