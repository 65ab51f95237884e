// float32 products that are over before a tile is set up. Each sum is made in float64, so that what comes out is the true
// product rounded once, whatever the order.
import { highAt, highOf, lowAt, lowOf, narrow } from "./wide";

/** So many multiplications take about as long as the call around them; what else an element of C takes counts as four. */
const MOST: i32 = 1 << 13;

/** Whether a product is one of these. */
// @ts-ignore: decorator
@inline
export function isSmall<T>(m: i32, n: i32, k: i32): bool {
  return sizeof<T>() == 4 && <i64>m * <i64>n * <i64>(k + 4) <= <i64>MOST;
}

/** Rows of B that are laid out anew; the scratch of a product has room for a panel of them. */
const MOST_ROWS: i32 = 256;

/** C (m x n) = A (m x k) B (k x n), added to C if `add`. All steps are in bytes; `room` is the scratch of the product. */
export function smallProduct(
  m: i32, n: i32, k: i32,
  a: usize, rowA: usize, colA: usize, b: usize, rowB: usize, colB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, room: usize,
): void {
  const across = colB == 4 && colC == 4 ? n & ~3 : 0;
  if (across) columns(m, across, k, a, rowA, colA, b, rowB, c, rowC, colC, add);
  const packs = m > 1 && k <= MOST_ROWS;
  for (let j = across; j < n; j += 16) {
    const live = min(16, n - j), from = b + <usize>j * colB, to = c + <usize>j * colC;
    if (packs) {
      packColumns(live, k, from, rowB, colB, room);
      columns(m, live, k, a, rowA, colA, room, 64, to, rowC, colC, add);
    } else {
      dots(m, live, k, a, rowA, colA, from, rowB, colB, to, rowC, colC, add);
    }
  }
}

/** `smallProduct` for a B that packPanels laid out, and contiguous rows of A and C. */
export function smallPanels(
  m: i32, n: i32, k: i32, a: usize, rowA: usize, panels: usize, c: usize, rowC: usize, add: i32,
): void {
  for (let j = 0; j < n; j += 16) {
    columns(m, min(16, n - j), k, a, rowA, 4, panels, 64, c, rowC, 4, add);
    panels += <usize>k << 6;
    c += 64;
  }
}

/** Up to sixteen columns of B as rows that lie 64 bytes apart, each up to a whole vector. */
function packColumns(n: i32, k: i32, b: usize, rowB: usize, colB: usize, to: usize): void {
  for (const end = to + (<usize>k << 6); to < end; to += 64, b += rowB) {
    v128.store(to + (<usize>(n - 1 & ~3) << 2), f32x4.splat(0));
    for (let x: usize = 0, from = b; x < <usize>n << 2; x += 4, from += colB) store<f32>(to + x, load<f32>(from));
  }
}

/** The product for a B whose rows are contiguous, up to a whole vector. */
function columns(
  m: i32, n: i32, k: i32, a: usize, rowA: usize, colA: usize, b: usize, rowB: usize, c: usize, rowC: usize, colC: usize, add: i32,
): void {
  for (let i = 0; i < m; i++, a += rowA, c += rowC) {
    for (let j = 0; j < n; j += 4) fourColumns(k, a, colA, b + (<usize>j << 2), rowB, c + <usize>j * colC, colC, min(4, n - j), add);
  }
}

// @ts-ignore: decorator
@inline
function fourColumns(k: i32, a: usize, colA: usize, b: usize, rowB: usize, c: usize, colC: usize, live: i32, add: i32): void {
  const whole = live == 4 && colC == 4;
  let low = f64x2.splat(0), high = low;
  if (add) {
    const v = whole ? v128.load(c) : loadLanes(c, colC, live);
    low = lowOf(v);
    high = highOf(v);
  }
  for (let p = 0; p < k; p++) {
    const x = f64x2.splat(<f64>load<f32>(a));
    low = f64x2.add(low, f64x2.mul(x, lowAt(b)));
    high = f64x2.add(high, f64x2.mul(x, highAt(b)));
    a += colA;
    b += rowB;
  }
  if (whole) v128.store(c, narrow(low, high));
  else storeLanes(narrow(low, high), c, colC, live);
}

function loadLanes(at: usize, step: usize, live: i32): v128 {
  let v = v128.load32_zero(at);
  if (live > 1) v = v128.load32_lane(at + step, v, 1);
  if (live > 2) v = v128.load32_lane(at + 2 * step, v, 2);
  return live > 3 ? v128.load32_lane(at + 3 * step, v, 3) : v;
}

function storeLanes(v: v128, at: usize, step: usize, live: i32): void {
  v128.store32_lane(at, v, 0);
  if (live > 1) v128.store32_lane(at + step, v, 1);
  if (live > 2) v128.store32_lane(at + 2 * step, v, 2);
  if (live > 3) v128.store32_lane(at + 3 * step, v, 3);
}

function dots(
  m: i32, n: i32, k: i32,
  a: usize, rowA: usize, colA: usize, b: usize, rowB: usize, colB: usize,
  c: usize, rowC: usize, colC: usize, add: i32,
): void {
  const along = colA == 4 && rowB == 4;
  for (let i = 0; i < m; i++, a += rowA, c += rowC) {
    for (let j = 0; j < n; j++) {
      const from = b + <usize>j * colB, to = c + <usize>j * colC;
      const sum = along ? dot(k, a, from) : stridedDot(k, a, colA, from, rowB);
      store<f32>(to, <f32>(add ? <f64>load<f32>(to) + sum : sum));
    }
  }
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
