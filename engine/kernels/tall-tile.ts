// The micro-kernel of tile.ts with twice as many rows, for where V8 makes one vector of two: half as many sums would have to wait
// for each other then. With vectors of 128 bits there are too few registers for it.
import { splatNext, splatOf } from "./lanes";
import { storeFour, storeRow } from "./tile-store";

/** Rows that one tall tile takes from A: two pairs. */
export const TALL: i32 = 4;

/** How wide the vectors are that V8 computes with: 128, or 256. */
// @ts-ignore: decorator
@external("env", "vectorBits")
declare const vectorBits: i32;

/** Rows and columns that tall tiles take of C: all whole ones, or none. */
// @ts-ignore: decorator
@inline
export function tallRows(m: i32): i32 {
  return vectorBits == 256 ? m & -TALL : 0;
}

/** As allTiles of tile.ts, for whole tiles only. */
// @ts-ignore: decorator
@inline
export function tallTiles<T>(
  m: i32, n: i32, k: i32,
  a: usize, pairA: usize, rowA: usize, stepA: usize,
  b: usize, panelB: usize, stepB: usize,
  c: usize, rowC: usize, colC: usize, add: i32, starts: usize, packed: bool,
): void {
  const NR: i32 = 64 / sizeof<T>();
  const bytesB = <usize>k * stepB;
  for (let j = 0; j < n; j += NR) {
    let start = a, to = c, first = starts;
    for (let i = 0; i < m; i += TALL) {
      let p = start, q = start + rowA, r = start + pairA, s = r + rowA;
      let c00 = v128.splat<T>(<T>0), c01 = c00, c02 = c00, c03 = c00;
      let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
      let c20 = c00, c21 = c00, c22 = c00, c23 = c00;
      let c30 = c00, c31 = c00, c32 = c00, c33 = c00;
      let from = b;
      const end = b + bytesB;
      while (from < end) {
        const b0 = v128.load(from), b1 = v128.load(from, 16), b2 = v128.load(from, 32), b3 = v128.load(from, 48);
        const x = splatOf<T>(p), y = packed ? splatNext<T>(p) : splatOf<T>(q);
        c00 = v128.add<T>(c00, v128.mul<T>(x, b0));
        c01 = v128.add<T>(c01, v128.mul<T>(x, b1));
        c02 = v128.add<T>(c02, v128.mul<T>(x, b2));
        c03 = v128.add<T>(c03, v128.mul<T>(x, b3));
        c10 = v128.add<T>(c10, v128.mul<T>(y, b0));
        c11 = v128.add<T>(c11, v128.mul<T>(y, b1));
        c12 = v128.add<T>(c12, v128.mul<T>(y, b2));
        c13 = v128.add<T>(c13, v128.mul<T>(y, b3));
        const z = splatOf<T>(r), w = packed ? splatNext<T>(r) : splatOf<T>(s);
        c20 = v128.add<T>(c20, v128.mul<T>(z, b0));
        c21 = v128.add<T>(c21, v128.mul<T>(z, b1));
        c22 = v128.add<T>(c22, v128.mul<T>(z, b2));
        c23 = v128.add<T>(c23, v128.mul<T>(z, b3));
        c30 = v128.add<T>(c30, v128.mul<T>(w, b0));
        c31 = v128.add<T>(c31, v128.mul<T>(w, b1));
        c32 = v128.add<T>(c32, v128.mul<T>(w, b2));
        c33 = v128.add<T>(c33, v128.mul<T>(w, b3));
        p += stepA;
        r += stepA;
        if (!packed) {
          q += stepA;
          s += stepA;
        }
        from += stepB;
      }
      if (first) {
        const x = splatOf<T>(first), y = splatNext<T>(first);
        c00 = v128.add<T>(c00, x);
        c01 = v128.add<T>(c01, x);
        c02 = v128.add<T>(c02, x);
        c03 = v128.add<T>(c03, x);
        c10 = v128.add<T>(c10, y);
        c11 = v128.add<T>(c11, y);
        c12 = v128.add<T>(c12, y);
        c13 = v128.add<T>(c13, y);
        const z = splatOf<T>(first + 2 * sizeof<T>()), w = splatNext<T>(first + 2 * sizeof<T>());
        c20 = v128.add<T>(c20, z);
        c21 = v128.add<T>(c21, z);
        c22 = v128.add<T>(c22, z);
        c23 = v128.add<T>(c23, z);
        c30 = v128.add<T>(c30, w);
        c31 = v128.add<T>(c31, w);
        c32 = v128.add<T>(c32, w);
        c33 = v128.add<T>(c33, w);
        first += TALL * sizeof<T>();
      }
      if (colC == sizeof<T>()) {
        storeRow<T>(to, c00, c01, c02, c03, add);
        storeRow<T>(to + rowC, c10, c11, c12, c13, add);
        storeRow<T>(to + 2 * rowC, c20, c21, c22, c23, add);
        storeRow<T>(to + 3 * rowC, c30, c31, c32, c33, add);
      } else {
        let at = storeFour<T>(to, colC, c00, c10, c20, c30, add);
        at = storeFour<T>(at, colC, c01, c11, c21, c31, add);
        at = storeFour<T>(at, colC, c02, c12, c22, c32, add);
        storeFour<T>(at, colC, c03, c13, c23, c33, add);
      }
      start += 2 * pairA;
      to += <usize>TALL * rowC;
    }
    b += panelB;
    c += <usize>NR * colC;
  }
}
