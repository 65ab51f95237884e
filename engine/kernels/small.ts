// float32 products that are over before a tile is set up. Each sum is made in float64, so that what comes out is the true
// product rounded once, whatever the order.
import { highOf, lowOf } from "./wide";

/** So many multiplications take about as long as the call around them; what else an element of C takes counts as four. */
const MOST: i32 = 1 << 13;

/** Whether a product is one of these. */
// @ts-ignore: decorator
@inline
export function isSmall<T>(m: i32, n: i32, k: i32): bool {
  return sizeof<T>() == 4 && <i64>m * <i64>n * <i64>(k + 4) <= <i64>MOST;
}

/** C (m x n) = A (m x k) B (k x n), added to C if `add`. All steps are in bytes. */
export function smallProduct(
  m: i32, n: i32, k: i32,
  a: usize, rowA: usize, colA: usize, b: usize, rowB: usize, colB: usize,
  c: usize, rowC: usize, colC: usize, add: i32,
): void {
  const along = colA == 4 && rowB == 4;
  const across = colB == 4 && colC == 4 ? n & ~3 : 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < across; j += 4) fourColumns(k, a, colA, b + <usize>j * 4, rowB, c + <usize>j * 4, add);
    for (let j = across; j < n; j++) {
      const from = b + <usize>j * colB, to = c + <usize>j * colC;
      const sum = along ? dot(k, a, from) : stridedDot(k, a, colA, from, rowB);
      store<f32>(to, <f32>(add ? <f64>load<f32>(to) + sum : sum));
    }
    a += rowA;
    c += rowC;
  }
}

/** `smallProduct` for a B that packPanels laid out, and contiguous rows of A and C. */
export function smallPanels(
  m: i32, n: i32, k: i32, a: usize, rowA: usize, panels: usize, c: usize, rowC: usize, add: i32,
): void {
  for (let j = 0; j < n; j += 16) {
    smallProduct(m, min(16, n - j), k, a, rowA, 4, panels, 64, 4, c, rowC, 4, add);
    panels += <usize>k << 6;
    c += 64;
  }
}

// @ts-ignore: decorator
@inline
function fourColumns(k: i32, a: usize, colA: usize, b: usize, rowB: usize, c: usize, add: i32): void {
  let low = f64x2.splat(0), high = low;
  if (add) {
    const v = v128.load(c);
    low = lowOf(v);
    high = highOf(v);
  }
  for (let p = 0; p < k; p++) {
    const x = f64x2.splat(<f64>load<f32>(a)), v = v128.load(b);
    low = f64x2.add(low, f64x2.mul(x, lowOf(v)));
    high = f64x2.add(high, f64x2.mul(x, highOf(v)));
    a += colA;
    b += rowB;
  }
  v128.store(c, v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
}

// @ts-ignore: decorator
@inline
function dot(k: i32, a: usize, b: usize): f64 {
  let low = f64x2.splat(0), high = low;
  const vectors = a + (<usize>(k & ~3) << 2), end = a + (<usize>k << 2);
  for (; a < vectors; a += 16, b += 16) {
    const x = v128.load(a), y = v128.load(b);
    low = f64x2.add(low, f64x2.mul(lowOf(x), lowOf(y)));
    high = f64x2.add(high, f64x2.mul(highOf(x), highOf(y)));
  }
  low = f64x2.add(low, high);
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  for (; a < end; a += 4, b += 4) sum += <f64>load<f32>(a) * <f64>load<f32>(b);
  return sum;
}

// @ts-ignore: decorator
@inline
function stridedDot(k: i32, a: usize, colA: usize, b: usize, rowB: usize): f64 {
  let sum: f64 = 0;
  for (let p = 0; p < k; p++, a += colA, b += rowB) sum += <f64>load<f32>(a) * <f64>load<f32>(b);
  return sum;
}
