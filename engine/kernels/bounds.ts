// Whether all numbers lie within bounds.

export function outside_f32(x: usize, n: i32, low: f64, high: f64): i32 { return outside<f32>(x, n, <f32>low, <f32>high); }
export function outside_f64(x: usize, n: i32, low: f64, high: f64): i32 { return outside<f64>(x, n, low, high); }

/** The place of the first number that is not at least `low` and at most `high`, as NaN is not; -1 if there is none. */
function outside<T>(x: usize, n: i32, low: T, high: T): i32 {
  const least = v128.splat<T>(low), most = v128.splat<T>(high);
  const end = x + <usize>n * sizeof<T>();
  let at = x;
  for (; at + 16 <= end; at += 16) {
    const v = v128.load(at);
    if (!i32x4.all_true(v128.and(v128.ge<T>(v, least), v128.le<T>(v, most)))) break;
  }
  for (; at < end; at += sizeof<T>()) {
    const v = load<T>(at);
    if (!(v >= low && v <= high)) return <i32>((at - x) / sizeof<T>());
  }
  return -1;
}
