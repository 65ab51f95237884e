// Blocks of matrices laid out as tile.ts reads them fastest, from any strides (in bytes).
import { storeTwo } from "./lanes";
import { MR, panelWidth } from "./tile";

/** Elements that B (k x n) takes in panels. */
export function panelsSize<T>(n: i32, k: i32): i32 {
  const NR = panelWidth<T>();
  return (n + NR - 1) / NR * NR * k;
}

/** Elements that A (m x k) takes in pairs of rows. */
export function pairsSize(m: i32, k: i32): i32 {
  return (m + MR - 1) / MR * MR * k;
}

/** A in pairs of rows: element (row, p) of a pair lies at p * 2 + row. A missing row is zero. */
export function packPairs<T>(a: usize, rowA: usize, colA: usize, m: i32, k: i32, to: usize): void {
  for (let i = 0; i < m; i += MR) {
    let p = a, q = a + rowA;
    const end = to + <usize>(MR * k * sizeof<T>());
    if (i + 1 == m) {
      for (; to < end; to += MR * sizeof<T>(), p += colA) {
        store<T>(to, load<T>(p));
        store<T>(to + sizeof<T>(), <T>0);
      }
      return;
    }
    if (colA == sizeof<T>()) {
      const wholes = to + (<usize>k & ~3) * MR * sizeof<T>();
      for (; to < wholes; to += 4 * MR * sizeof<T>(), p += 4 * sizeof<T>(), q += 4 * sizeof<T>()) zip4<T>(p, q, to);
    } else if (rowA == sizeof<T>() && i + panelWidth<T>() <= m) {
      dealPairs<T>(a, colA, k, to);
      i += panelWidth<T>() - MR;
      a += 64;
      to += <usize>(panelWidth<T>() * k * sizeof<T>());
      continue;
    } else if (rowA == sizeof<T>()) {
      for (; to < end; to += MR * sizeof<T>(), p += colA) copyPair<T>(p, to);
    }
    for (; to < end; to += MR * sizeof<T>(), p += colA, q += colA) {
      store<T>(to, load<T>(p));
      store<T>(to + sizeof<T>(), load<T>(q));
    }
    a += 2 * rowA;
  }
}

/** Four elements at p and four at q, in turns. */
// @ts-ignore: decorator
@inline
export function zip4<T>(p: usize, q: usize, to: usize): void {
  const v = v128.load(p), w = v128.load(q);
  if (sizeof<T>() == 4) {
    storeTwo(to, v128.shuffle<i32>(v, w, 0, 4, 1, 5), v128.shuffle<i32>(v, w, 2, 6, 3, 7));
  } else {
    const x = v128.load(p, 16), y = v128.load(q, 16);
    v128.store(to, v128.shuffle<i64>(v, w, 0, 2));
    v128.store(to, v128.shuffle<i64>(v, w, 1, 3), 16);
    v128.store(to, v128.shuffle<i64>(x, y, 0, 2), 32);
    v128.store(to, v128.shuffle<i64>(x, y, 1, 3), 48);
  }
}

/** As many pairs as fill 64 bytes of a column, from columns of A that each lie contiguous, `colA` apart. */
// @ts-ignore: decorator
@inline
function dealPairs<T>(from: usize, colA: usize, k: i32, to: usize): void {
  const pair = <usize>(MR * k * sizeof<T>());
  for (const end = to + pair; to < end; to += MR * sizeof<T>(), from += colA) {
    let at = to;
    for (let x: usize = 0; x < 64; x += 16) {
      const v = v128.load(from + x);
      if (sizeof<T>() == 4) {
        v128.store64_lane(at, v, 0);
        v128.store64_lane(at + pair, v, 1);
        at += 2 * pair;
      } else {
        v128.store(at, v);
        at += pair;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function copyPair<T>(from: usize, to: usize): void {
  if (sizeof<T>() == 4) store<u64>(to, load<u64>(from));
  else v128.store(to, v128.load(from));
}

/** B in panels: element (p, column) of a panel lies at p * panelWidth + column; missing columns are zero. */
export function packPanels<T>(b: usize, rowB: usize, colB: usize, k: i32, n: i32, to: usize): void {
  const NR = panelWidth<T>();
  for (let j = 0; j < n; j += NR) {
    const live = min(NR, n - j);
    const end = to + (<usize>k << 6);
    if (colB == sizeof<T>() && j + 4 * NR <= n) {
      copyPanels(b, rowB, <usize>k << 6, to);
      j += 3 * NR;
      b += 256;
      to += <usize>k << 8;
      continue;
    }
    if (live == NR && colB == sizeof<T>()) {
      copyPanel(b, rowB, end, to);
    } else if (live == NR && rowB == sizeof<T>()) {
      turnPanel<T>(b, colB, k, to);
    } else {
      for (let from = b, row = to; row < end; from += rowB, row += 64) {
        for (let x = 0; x < NR; x++) {
          store<T>(row + <usize>(x * sizeof<T>()), x < live ? load<T>(from + <usize>x * colB) : <T>0);
        }
      }
    }
    to = end;
    b += <usize>NR * colB;
  }
}

/** Four panels of so many bytes each, at once: rows of B may lie pages apart, and each is gone to one time. */
// @ts-ignore: decorator
@inline
function copyPanels(from: usize, rowB: usize, panel: usize, to: usize): void {
  for (const end = to + panel; to < end; to += 64, from += rowB) {
    let at = to;
    for (let x: usize = 0; x < 256; x += 64, at += panel) {
      copy64(from + x, at);
    }
  }
}

// @ts-ignore: decorator
@inline
function copyPanel(from: usize, rowB: usize, end: usize, to: usize): void {
  for (; to < end; to += 64, from += rowB) copy64(from, to);
}

// @ts-ignore: decorator
@inline
export function copy64(from: usize, to: usize): void {
  const v = v128.load(from), w = v128.load(from, 16), x = v128.load(from, 32), y = v128.load(from, 48);
  storeTwo(to, v, w);
  storeTwo(to + 32, x, y);
}

/** A panel whose columns each lie contiguous, `colB` apart. */
// @ts-ignore: decorator
@inline
function turnPanel<T>(from: usize, colB: usize, k: i32, to: usize): void {
  const lanes: i32 = 16 / sizeof<T>();
  let p = 0;
  for (; p + lanes <= k; p += lanes) {
    for (let x: usize = 0, column = from; x < 64; x += 16, column += <usize>lanes * colB) turnSquare<T>(column, colB, to + x);
    from += 16;
    to += <usize>lanes << 6;
  }
  for (; p < k; p++) {
    for (let x = 0; x < panelWidth<T>(); x++) store<T>(to + <usize>(x * sizeof<T>()), load<T>(from + <usize>x * colB));
    from += sizeof<T>();
    to += 64;
  }
}

/** As many columns as a vector has lanes, a vector of each, as rows that lie 64 bytes apart. */
// @ts-ignore: decorator
@inline
function turnSquare<T>(from: usize, colB: usize, to: usize): void {
  if (sizeof<T>() == 8) {
    const v = v128.load(from), w = v128.load(from + colB);
    v128.store(to, v128.shuffle<i64>(v, w, 0, 2));
    v128.store(to, v128.shuffle<i64>(v, w, 1, 3), 64);
    return;
  }
  const v = v128.load(from), w = v128.load(from + colB);
  const x = v128.load(from + 2 * colB), y = v128.load(from + 3 * colB);
  const vwLow = v128.shuffle<i32>(v, w, 0, 4, 1, 5), vwHigh = v128.shuffle<i32>(v, w, 2, 6, 3, 7);
  const xyLow = v128.shuffle<i32>(x, y, 0, 4, 1, 5), xyHigh = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(vwLow, xyLow, 0, 2));
  v128.store(to, v128.shuffle<i64>(vwLow, xyLow, 1, 3), 64);
  v128.store(to, v128.shuffle<i64>(vwHigh, xyHigh, 0, 2), 128);
  v128.store(to, v128.shuffle<i64>(vwHigh, xyHigh, 1, 3), 192);
}
