// y (m) (+)= A (m x k) x. Where rows lie contiguous, each element of y is a sum of products in eight lanes (four in float64);
// where columns do, it is a sum in order.

/** Rows of A are read in blocks, whose sums are added one by one, so that lanes stay short. */
const BLOCK: i32 = 4096;

/** Strides are in elements. False, and nothing is done, if neither rows (with x) nor columns (with y) lie contiguous. */
export function gemv<T>(
  m: i32, k: i32, a: usize, rowA: i32, colA: i32, x: usize, stepX: i32, y: usize, stepY: i32, accumulate: i32,
): bool {
  if (colA == 1 && stepX == 1) {
    for (let p = 0; p < k; p += BLOCK) {
      const at = <usize>(p * sizeof<T>());
      rows<T>(m, min(BLOCK, k - p), a + at, <usize>(rowA * sizeof<T>()), x + at, y, <usize>(stepY * sizeof<T>()), accumulate | p);
    }
    return true;
  }
  if (rowA == 1 && stepY == 1) {
    if (!accumulate) memory.fill(y, 0, <usize>(m * sizeof<T>()));
    columns<T>(m, k, a, <usize>(colA * sizeof<T>()), x, <usize>(stepX * sizeof<T>()), y);
    return true;
  }
  return false;
}

function rows<T>(m: i32, k: i32, a: usize, rowA: usize, x: usize, y: usize, stepY: usize, add: i32): void {
  const bytes = <usize>(k * sizeof<T>());
  const pairs = x + (bytes & ~31), end = x + bytes;
  for (let i = 0; i < m; i += 4) {
    const live = m - i;
    let a0 = a, a1 = live > 1 ? a + rowA : a, a2 = live > 2 ? a + 2 * rowA : a, a3 = live > 3 ? a + 3 * rowA : a;
    let s0 = v128.splat<T>(<T>0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    let at = x;
    while (at < pairs) {
      const x0 = v128.load(at), x1 = v128.load(at, 16);
      s0 = v128.add<T>(s0, v128.mul<T>(v128.load(a0), x0));
      t0 = v128.add<T>(t0, v128.mul<T>(v128.load(a0, 16), x1));
      s1 = v128.add<T>(s1, v128.mul<T>(v128.load(a1), x0));
      t1 = v128.add<T>(t1, v128.mul<T>(v128.load(a1, 16), x1));
      s2 = v128.add<T>(s2, v128.mul<T>(v128.load(a2), x0));
      t2 = v128.add<T>(t2, v128.mul<T>(v128.load(a2, 16), x1));
      s3 = v128.add<T>(s3, v128.mul<T>(v128.load(a3), x0));
      t3 = v128.add<T>(t3, v128.mul<T>(v128.load(a3, 16), x1));
      a0 += 32;
      a1 += 32;
      a2 += 32;
      a3 += 32;
      at += 32;
    }
    put<T>(y, total<T>(v128.add<T>(s0, t0), a0, at, end), add);
    if (live > 1) put<T>(y + stepY, total<T>(v128.add<T>(s1, t1), a1, at, end), add);
    if (live > 2) put<T>(y + 2 * stepY, total<T>(v128.add<T>(s2, t2), a2, at, end), add);
    if (live > 3) put<T>(y + 3 * stepY, total<T>(v128.add<T>(s3, t3), a3, at, end), add);
    a += 4 * rowA;
    y += 4 * stepY;
  }
}

/** The sum of the lanes and of the products of what is left of a row. */
// @ts-ignore: decorator
@inline
function total<T>(sums: v128, a: usize, x: usize, end: usize): T {
  let sum: T = <T>0;
  for (; x < end; x += sizeof<T>(), a += sizeof<T>()) sum += load<T>(a) * load<T>(x);
  return sumOfLanes<T>(sums) + sum;
}

// @ts-ignore: decorator
@inline
export function sumOfLanes<T>(v: v128): T {
  if (sizeof<T>() == 8) return v128.extract_lane<T>(v, 0) + v128.extract_lane<T>(v, 1);
  const pairs = v128.add<T>(v, v128.shuffle<i64>(v, v, 1, 1));
  return v128.extract_lane<T>(pairs, 0) + v128.extract_lane<T>(pairs, 1);
}

// @ts-ignore: decorator
@inline
function put<T>(to: usize, value: T, add: i32): void {
  store<T>(to, add ? load<T>(to) + value : value);
}

/** y += A x, four columns of A at a time. */
function columns<T>(m: i32, k: i32, a: usize, colA: usize, x: usize, stepX: usize, y: usize): void {
  const bytes = <usize>(m * sizeof<T>());
  const vectors = bytes & ~15;
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const x0 = load<T>(x), x1 = load<T>(x + stepX), x2 = load<T>(x + 2 * stepX), x3 = load<T>(x + 3 * stepX);
    const v0 = v128.splat<T>(x0), v1 = v128.splat<T>(x1), v2 = v128.splat<T>(x2), v3 = v128.splat<T>(x3);
    const a1 = a + colA, a2 = a1 + colA, a3 = a2 + colA;
    let i: usize = 0;
    for (; i < vectors; i += 16) {
      let sum = v128.add<T>(v128.load(y + i), v128.mul<T>(v0, v128.load(a + i)));
      sum = v128.add<T>(sum, v128.mul<T>(v1, v128.load(a1 + i)));
      sum = v128.add<T>(sum, v128.mul<T>(v2, v128.load(a2 + i)));
      v128.store(y + i, v128.add<T>(sum, v128.mul<T>(v3, v128.load(a3 + i))));
    }
    for (; i < bytes; i += sizeof<T>()) {
      store<T>(y + i, load<T>(y + i) + x0 * load<T>(a + i) + x1 * load<T>(a1 + i) + x2 * load<T>(a2 + i) + x3 * load<T>(a3 + i));
    }
    a = a3 + colA;
    x += 4 * stepX;
  }
  for (; p < k; p++) {
    const x0 = load<T>(x);
    for (let i: usize = 0; i < bytes; i += sizeof<T>()) store<T>(y + i, load<T>(y + i) + x0 * load<T>(a + i));
    a += colA;
    x += stepX;
  }
}
