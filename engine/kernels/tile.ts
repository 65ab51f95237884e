// The micro-kernel of all products: two rows of A times one panel of B, which is four vectors wide. Every element of C is the
// sum over k in order, so that a split over rows or columns, or a swap of A and B, gives the same bits.
import { splatNext, splatOf } from "./lanes";
import { tallRows, tallTiles } from "./tall-tile";
import { copyPart, storePairs, storeRow } from "./tile-store";

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
  const rest = narrowRest<T>(n), whole = n - rest;
  if (whole) wholeTiles<T>(m, whole, k, a, 2 * rowA, rowA, stepA, b, panelB, stepB, c, rowC, colC, add, 0, edge, false);
  if (rest == 0) return;
  b += <usize>(whole / panelWidth<T>()) * panelB;
  narrowTiles<T>(m, rest, k, a, 2 * rowA, rowA, stepA, b, stepB, c + <usize>whole * colC, rowC, colC, add, 0, edge);
}

/** The columns of the last panel, if they are up to half of it. */
// @ts-ignore: decorator
@inline
function narrowRest<T>(n: i32): i32 {
  const rest = n % panelWidth<T>();
  return rest <= panelWidth<T>() / 2 ? rest : 0;
}

/** `tiles` for up to half a panel's columns: four rows at a time. */
function narrowTiles<T>(
  m: i32, n: i32, k: i32, a: usize, pairA: usize, rowA: usize, stepA: usize, b: usize, stepB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, starts: usize, edge: usize,
): void {
  const end = b + <usize>k * stepB;
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    let p0 = a, p1 = rows > 1 ? a + rowA : a, p2 = rows > 2 ? a + pairA : a, p3 = rows > 3 ? a + pairA + rowA : a;
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
    if (starts) {
      const at = starts + <usize>(i * sizeof<T>());
      const s0 = splatOf<T>(at), s1 = splatNext<T>(at), s2 = splatOf<T>(at + 2 * sizeof<T>()), s3 = splatNext<T>(at + 2 * sizeof<T>());
      storeRow<T>(edge, v128.add<T>(c00, s0), v128.add<T>(c01, s0), v128.add<T>(c10, s1), v128.add<T>(c11, s1), 0);
      storeRow<T>(edge + 64, v128.add<T>(c20, s2), v128.add<T>(c21, s2), v128.add<T>(c30, s3), v128.add<T>(c31, s3), 0);
    } else {
      storeRow<T>(edge, c00, c01, c10, c11, 0);
      storeRow<T>(edge + 64, c20, c21, c30, c31, 0);
    }
    copyPart<T>(edge, 32, rows, n, c, rowC, colC, add);
    a += 2 * pairA;
    c += 4 * rowC;
  }
}

/**
 * `tiles` for an A that packPairs and a B that packPanels laid out, which takes a few instructions less. If `starts` is not 0, it
 * points to a number for each row, which is added too.
 */
export function packedTiles<T>(
  m: i32, n: i32, k: i32, pairs: usize, panels: usize, c: usize, rowC: usize, colC: usize, add: i32, starts: usize, edge: usize,
): void {
  const pair = <usize>(MR * k * sizeof<T>()), next = sizeof<T>(), panelB = <usize>k << 6;
  const rest = narrowRest<T>(n), whole = n - rest;
  if (whole) wholeTiles<T>(m, whole, k, pairs, pair, next, 2 * next, panels, panelB, 64, c, rowC, colC, add, starts, edge, true);
  if (rest == 0) return;
  panels += <usize>(whole / panelWidth<T>()) * panelB;
  narrowTiles<T>(m, rest, k, pairs, pair, next, 2 * next, panels, 64, c + <usize>whole * colC, rowC, colC, add, starts, edge);
}

/** Tall tiles as far as they reach, and what is left of rows and columns. */
// @ts-ignore: decorator
@inline
function wholeTiles<T>(
  m: i32, n: i32, k: i32,
  a: usize, pairA: usize, rowA: usize, stepA: usize,
  b: usize, panelB: usize, stepB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, starts: usize, edge: usize, packed: bool,
): void {
  const rows = colC == sizeof<T>() || rowC == sizeof<T>() ? tallRows(m) : 0;
  if (rows) {
    const columns = n / panelWidth<T>() * panelWidth<T>();
    if (columns) tallTiles<T>(rows, columns, k, a, pairA, rowA, stepA, b, panelB, stepB, c, rowC, colC, add, starts, packed);
    if (columns < n) {
      const next = b + <usize>(columns / panelWidth<T>()) * panelB;
      allTiles<T>(rows, n - columns, k, a, pairA, rowA, stepA, next, panelB, stepB, c + <usize>columns * colC, rowC, colC, add, starts, edge, packed);
    }
    if (rows == m) return;
    a += <usize>(rows / MR) * pairA;
    c += <usize>rows * rowC;
    if (starts) starts += <usize>(rows * sizeof<T>());
  }
  allTiles<T>(m - rows, n, k, a, pairA, rowA, stepA, b, panelB, stepB, c, rowC, colC, add, starts, edge, packed);
}

// V8 makes the loop over k fast only inside the loops over tiles, so all are one function.
// @ts-ignore: decorator
@inline
function allTiles<T>(
  m: i32, n: i32, k: i32,
  a: usize, pairA: usize, rowA: usize, stepA: usize,
  b: usize, panelB: usize, stepB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, starts: usize, edge: usize, packed: bool,
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
      if (packed && starts) {
        const at = starts + <usize>(i * sizeof<T>());
        const x = splatOf<T>(at), y = splatNext<T>(at);
        c00 = v128.add<T>(c00, x);
        c01 = v128.add<T>(c01, x);
        c02 = v128.add<T>(c02, x);
        c03 = v128.add<T>(c03, x);
        c10 = v128.add<T>(c10, y);
        c11 = v128.add<T>(c11, y);
        c12 = v128.add<T>(c12, y);
        c13 = v128.add<T>(c13, y);
      }
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
