/** tanh; for float32 through one float64 exp, rounded once, which is faster. Near 0, where that cancels, two terms of the series. */
// @ts-ignore: decorator
@inline
export function tanhOf<T>(v: T): T {
  if (sizeof<T>() == 8) return <T>Math.tanh(<f64>v);
  const x = abs<f64>(<f64>v);
  const y = x < 1e-3 ? x - x * x * x / 3 : 1.0 - 2.0 / (Math.exp(2.0 * x) + 1.0);
  return <T>copysign<f64>(y, <f64>v);
}
