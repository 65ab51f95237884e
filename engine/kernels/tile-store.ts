// How a tile of tile.ts, whose vectors hold its sums, comes to lie in C: added to what is there if `add`.
import { storeTwo } from "./lanes";

// @ts-ignore: decorator
@inline
export function storeRow<T>(to: usize, v0: v128, v1: v128, v2: v128, v3: v128, add: i32): void {
  if (add) {
    const c0 = v128.load(to), c1 = v128.load(to, 16), c2 = v128.load(to, 32), c3 = v128.load(to, 48);
    storeTwo(to, v128.add<T>(c0, v0), v128.add<T>(c1, v1));
    storeTwo(to + 32, v128.add<T>(c2, v2), v128.add<T>(c3, v3));
  } else {
    storeTwo(to, v0, v1);
    storeTwo(to + 32, v2, v3);
  }
}

/** Two rows of C as pairs that lie `step` apart; gives where the next pair lies. */
// @ts-ignore: decorator
@inline
export function storePairs<T>(to: usize, step: usize, v: v128, w: v128, add: i32): usize {
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

/** Four rows of C as what lies next to each other in columns `step` apart; gives where the next column lies. */
// @ts-ignore: decorator
@inline
export function storeFour<T>(to: usize, step: usize, v: v128, w: v128, x: v128, y: v128, add: i32): usize {
  if (sizeof<T>() == 8) {
    put<T>(to, v128.shuffle<i64>(v, w, 0, 2), add);
    put<T>(to + 16, v128.shuffle<i64>(x, y, 0, 2), add);
    put<T>(to + step, v128.shuffle<i64>(v, w, 1, 3), add);
    put<T>(to + step + 16, v128.shuffle<i64>(x, y, 1, 3), add);
    return to + 2 * step;
  }
  const vwLow = v128.shuffle<i32>(v, w, 0, 4, 1, 5), vwHigh = v128.shuffle<i32>(v, w, 2, 6, 3, 7);
  const xyLow = v128.shuffle<i32>(x, y, 0, 4, 1, 5), xyHigh = v128.shuffle<i32>(x, y, 2, 6, 3, 7);
  put<T>(to, v128.shuffle<i64>(vwLow, xyLow, 0, 2), add);
  put<T>(to + step, v128.shuffle<i64>(vwLow, xyLow, 1, 3), add);
  put<T>(to + 2 * step, v128.shuffle<i64>(vwHigh, xyHigh, 0, 2), add);
  put<T>(to + 3 * step, v128.shuffle<i64>(vwHigh, xyHigh, 1, 3), add);
  return to + 4 * step;
}

// @ts-ignore: decorator
@inline
function put<T>(to: usize, v: v128, add: i32): void {
  v128.store(to, add ? v128.add<T>(v128.load(to), v) : v);
}

/** The part of a tile that is there, from `edge`, whose rows lie `width` bytes apart. */
export function copyPart<T>(edge: usize, width: usize, rows: i32, cols: i32, to: usize, rowC: usize, colC: usize, add: i32): void {
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
