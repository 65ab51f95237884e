// @ts-ignore: decorator
@inline
export function sigmoidOf<T>(v: T): T {
  return <T>(1.0 / (1.0 + Math.exp(-<f64>v)));
}
