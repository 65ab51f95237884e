// Reductions of (outer, n, inner) over the middle axis. Sums run in float64, in blocks of 128 that are joined pairwise, so
// that their error hardly grows with n (Higham, "The accuracy of floating point summation", 1993).
import { Own, sumOf } from "./sum-of";
import { highOf, lowOf } from "./wide";

const BLOCK: i32 = 128;

export function sum_f32(x: usize, y: usize, outer: i32, n: i32, inner: i32, row: i32, scratch: usize): void {
  sum<f32>(x, y, outer, n, inner, row, scratch);
}

export function sum_f64(x: usize, y: usize, outer: i32, n: i32, inner: i32, row: i32, scratch: usize): void {
  sum<f64>(x, y, outer, n, inner, row, scratch);
}

/** Where there is no outer axis, `row`, the elements between those of a column, may be more than the columns that are summed. */
function sum<T>(x: usize, y: usize, outer: i32, n: i32, inner: i32, row: i32, scratch: usize): void {
  if (row != 1) return sumOf<T, Own, T>(x, 0, y, outer, n, inner, row, scratch);
  for (let o = 0; o < outer; o++) {
    store<T>(y, <T>pairwise<T>(x, n, sizeof<T>()));
    x += <usize>n * sizeof<T>();
    y += sizeof<T>();
  }
}

/** The sum of n elements that lie `step` bytes apart. */
export function pairwise<T>(x: usize, n: i32, step: usize): f64 {
  if (n <= BLOCK) {
    if (sizeof<T>() == 4 && step == 4) return sumOfFloats(x, n);
    let a: f64 = 0, b: f64 = 0, c: f64 = 0, d: f64 = 0;
    let i = 0;
    for (; i + 3 < n; i += 4) {
      a += <f64>load<T>(x);
      b += <f64>load<T>(x + step);
      c += <f64>load<T>(x + 2 * step);
      d += <f64>load<T>(x + 3 * step);
      x += 4 * step;
    }
    for (; i < n; i++) {
      a += <f64>load<T>(x);
      x += step;
    }
    return (a + b) + (c + d);
  }
  const half = ((n >> 1) + BLOCK - 1) / BLOCK * BLOCK;
  return pairwise<T>(x, half, step) + pairwise<T>(x + <usize>half * step, n - half, step);
}

/** The sum of contiguous float32. */
function sumOfFloats(x: usize, n: i32): f64 {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  const end = x + (<usize>n << 2);
  for (; x + 32 <= end; x += 32) {
    const v = v128.load(x), w = v128.load(x, 16);
    a = f64x2.add(a, lowOf(v));
    b = f64x2.add(b, highOf(v));
    c = f64x2.add(c, lowOf(w));
    d = f64x2.add(d, highOf(w));
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; x < end; x += 4) sum += <f64>load<f32>(x);
  return sum;
}
