// The micro-kernel of all products: two rows of A times one panel of B, which is four vectors wide. Every element of C is the
// sum over k in order, so that a split over rows or columns, or a swap of A and B, gives the same bits.

/** Rows that one tile takes from A. */
export const MR: i32 = 2;

/** Columns that one tile takes from B. */
// @ts-ignore: decorator
@inline
export function panelWidth<T>(): i32 {
  return 64 / sizeof<T>();
}

/** Bytes of the scratch that `tiles` calls `edge`. */
export const EDGE_BYTES: i32 = 128;

/**
 * C (m x n) = A (m x k) B (k x n), added to C if `add`. All steps are in bytes: row i of A lies at i rowA and goes on by stepA;
 * column j of B lies in panel j / panelWidth at panelB apart and goes on by stepB, which is positive. Of the last panel whole
 * vectors are read, whatever lies beyond n.
 */
export function tiles<T>(
  m: i32, n: i32, k: i32,
  a: usize, rowA: usize, stepA: usize,
  b: usize, panelB: usize, stepB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, edge: usize,
): void {
  if (n <= panelWidth<T>() / 2) narrowTiles<T>(m, n, k, a, rowA, stepA, b, stepB, c, rowC, colC, add, edge);
  else allTiles<T>(m, n, k, a, 2 * rowA, rowA, stepA, b, panelB, stepB, c, rowC, colC, add, edge, false);
}

/** `tiles` for up to half a panel's columns: four rows at a time. */
function narrowTiles<T>(
  m: i32, n: i32, k: i32, a: usize, rowA: usize, stepA: usize, b: usize, stepB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, edge: usize,
): void {
  const end = b + <usize>k * stepB;
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    let p0 = a, p1 = rows > 1 ? a + rowA : a, p2 = rows > 2 ? a + 2 * rowA : a, p3 = rows > 3 ? a + 3 * rowA : a;
    let c00 = v128.splat<T>(<T>0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
    let from = b;
    while (from < end) {
      const b0 = v128.load(from), b1 = v128.load(from, 16);
      let x = splatOf<T>(p0);
      c00 = v128.add<T>(c00, v128.mul<T>(x, b0));
      c01 = v128.add<T>(c01, v128.mul<T>(x, b1));
      x = splatOf<T>(p1);
      c10 = v128.add<T>(c10, v128.mul<T>(x, b0));
      c11 = v128.add<T>(c11, v128.mul<T>(x, b1));
      x = splatOf<T>(p2);
      c20 = v128.add<T>(c20, v128.mul<T>(x, b0));
      c21 = v128.add<T>(c21, v128.mul<T>(x, b1));
      x = splatOf<T>(p3);
      c30 = v128.add<T>(c30, v128.mul<T>(x, b0));
      c31 = v128.add<T>(c31, v128.mul<T>(x, b1));
      p0 += stepA;
      p1 += stepA;
      p2 += stepA;
      p3 += stepA;
      from += stepB;
    }
    storeRow<T>(edge, c00, c01, c10, c11, 0);
    storeRow<T>(edge + 64, c20, c21, c30, c31, 0);
    copyPart<T>(edge, 32, rows, n, c, rowC, colC, add);
    a += 4 * rowA;
    c += 4 * rowC;
  }
}

/** `tiles` for an A that packPairs and a B that packPanels laid out, which takes a few instructions less. */
export function packedTiles<T>(
  m: i32, n: i32, k: i32, pairs: usize, panels: usize, c: usize, rowC: usize, colC: usize, add: i32, edge: usize,
): void {
  allTiles<T>(
    m, n, k, pairs, <usize>(MR * k * sizeof<T>()), sizeof<T>(), MR * sizeof<T>(), panels, <usize>k << 6, 64,
    c, rowC, colC, add, edge, true,
  );
}

// V8 makes the loop over k fast only inside the loops over tiles, so all are one function.
// @ts-ignore: decorator
@inline
function allTiles<T>(
  m: i32, n: i32, k: i32,
  a: usize, pairA: usize, rowA: usize, stepA: usize,
  b: usize, panelB: usize, stepB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, edge: usize, packed: bool,
): void {
  const NR = panelWidth<T>();
  const bytesB = <usize>k * stepB;
  for (let j = 0; j < n; j += NR) {
    const cols = min(NR, n - j);
    let start = a;
    let to = c;
    for (let i = 0; i < m; i += MR) {
      let p = start, q = i + 1 < m ? start + rowA : start;
      let from = b;
      const end = b + bytesB;
      let c00 = v128.splat<T>(<T>0), c01 = c00, c02 = c00, c03 = c00;
      let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
      while (from < end) {
        const x = splatOf<T>(p), y = packed ? splatNext<T>(p) : splatOf<T>(q);
        const b0 = v128.load(from), b1 = v128.load(from, 16), b2 = v128.load(from, 32), b3 = v128.load(from, 48);
        c00 = v128.add<T>(c00, v128.mul<T>(x, b0));
        c01 = v128.add<T>(c01, v128.mul<T>(x, b1));
        c02 = v128.add<T>(c02, v128.mul<T>(x, b2));
        c03 = v128.add<T>(c03, v128.mul<T>(x, b3));
        c10 = v128.add<T>(c10, v128.mul<T>(y, b0));
        c11 = v128.add<T>(c11, v128.mul<T>(y, b1));
        c12 = v128.add<T>(c12, v128.mul<T>(y, b2));
        c13 = v128.add<T>(c13, v128.mul<T>(y, b3));
        p += stepA;
        if (!packed) q += stepA;
        from += stepB;
      }
      const rows = min(MR, m - i);
      if (cols == NR && colC == sizeof<T>()) {
        storeRow<T>(to, c00, c01, c02, c03, add);
        if (rows == MR) storeRow<T>(to + rowC, c10, c11, c12, c13, add);
      } else if (cols == NR && rows == MR && rowC == sizeof<T>()) {
        let at = storePairs<T>(to, colC, c00, c10, add);
        at = storePairs<T>(at, colC, c01, c11, add);
        at = storePairs<T>(at, colC, c02, c12, add);
        storePairs<T>(at, colC, c03, c13, add);
      } else {
        storeRow<T>(edge, c00, c01, c02, c03, 0);
        storeRow<T>(edge + 64, c10, c11, c12, c13, 0);
        copyPart<T>(edge, 64, rows, cols, to, rowC, colC, add);
      }
      start += pairA;
      to += 2 * rowC;
    }
    b += panelB;
    c += <usize>NR * colC;
  }
}

// @ts-ignore: decorator
@inline
function splatOf<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at) : v128.load64_splat(at);
}

// @ts-ignore: decorator
@inline
function splatNext<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at, 4) : v128.load64_splat(at, 8);
}

// @ts-ignore: decorator
@inline
function storeRow<T>(to: usize, v0: v128, v1: v128, v2: v128, v3: v128, add: i32): void {
  if (add) {
    v128.store(to, v128.add<T>(v128.load(to), v0));
    v128.store(to, v128.add<T>(v128.load(to, 16), v1), 16);
    v128.store(to, v128.add<T>(v128.load(to, 32), v2), 32);
    v128.store(to, v128.add<T>(v128.load(to, 48), v3), 48);
  } else {
    v128.store(to, v0);
    v128.store(to, v1, 16);
    v128.store(to, v2, 32);
    v128.store(to, v3, 48);
  }
}

/** Two rows of C as pairs that lie `step` apart; gives where the next pair lies. */
// @ts-ignore: decorator
@inline
function storePairs<T>(to: usize, step: usize, v: v128, w: v128, add: i32): usize {
  if (sizeof<T>() == 8) {
    storePair<T>(to, v128.shuffle<i64>(v, w, 0, 2), add);
    storePair<T>(to + step, v128.shuffle<i64>(v, w, 1, 3), add);
    return to + 2 * step;
  }
  const low = v128.shuffle<i32>(v, w, 0, 4, 1, 5), high = v128.shuffle<i32>(v, w, 2, 6, 3, 7);
  storePair<T>(to, low, add);
  storePair<T>(to + step, v128.shuffle<i64>(low, low, 1, 1), add);
  to += 2 * step;
  storePair<T>(to, high, add);
  storePair<T>(to + step, v128.shuffle<i64>(high, high, 1, 1), add);
  return to + 2 * step;
}

/** The first two elements of a vector. */
// @ts-ignore: decorator
@inline
function storePair<T>(to: usize, v: v128, add: i32): void {
  if (sizeof<T>() == 8) {
    v128.store(to, add ? v128.add<T>(v128.load(to), v) : v);
  } else {
    v128.store64_lane(to, add ? v128.add<T>(v128.load64_zero(to), v) : v, 0);
  }
}

/** The part of a tile that is there, from `edge`, whose rows lie `width` bytes apart. */
function copyPart<T>(edge: usize, width: usize, rows: i32, cols: i32, to: usize, rowC: usize, colC: usize, add: i32): void {
  const lanes: i32 = 16 / sizeof<T>();
  for (let r = 0; r < rows; r++) {
    let from = edge + <usize>r * width;
    let at = to + <usize>r * rowC;
    let x = 0;
    if (colC == sizeof<T>()) {
      for (; x + lanes <= cols; x += lanes, from += 16, at += 16) {
        const v = v128.load(from);
        v128.store(at, add ? v128.add<T>(v128.load(at), v) : v);
      }
    }
    for (; x < cols; x++) {
      const v = load<T>(from);
      store<T>(at, add ? load<T>(at) + v : v);
      from += sizeof<T>();
      at += colC;
    }
  }
}
