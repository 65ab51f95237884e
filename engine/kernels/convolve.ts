// The product of matrices that a convolution is: rows of weights (m x k) times the windows of a sweep (k x positions). Each
// element is the sum over k in order, in blocks of KC, so that any split over rows, blocks or images gives the same bits.
import { fillRows } from "./fill-rows";
import { KC } from "./gemm";
import { pairsSize } from "./pack";
import { packWindows, RUNS_BYTES } from "./pack-windows";
import { smallPanels } from "./small";
import { placeTaps, Sweep } from "./sweep";
import { EDGE_BYTES, packedTiles, panelWidth, tiles } from "./tile";

/** How the rows of weights lie: in blocks of KC columns of pairs, one after the other, or as rows; SMALL: multiplied in float64. */
export const PAIRS: i32 = 0;
export const ROWS: i32 = 1;
export const SMALL: i32 = 2;

/** So many rows of weights stay in a cache; where there are more, so many panels are packed before the rows are gone through. */
const ROWS_TO_KEEP: i32 = 256;
const PANELS: i32 = 4;

/** Bytes of scratch that `convolve` needs for k taps, of 64-byte alignment. */
export function convolveBytes<T>(s: Sweep, k: i32): usize {
  return EDGE_BYTES + RUNS_BYTES + PANELS * (<usize>min(k, KC) << 6) + 64 + (<usize>k << 2) + 64 + <usize>(s.room * sizeof<T>()) + 64;
}

/** Prepares the scratch for every `convolve` of this sweep. */
export function prepare<T>(s: Sweep, scratch: usize): void {
  placeTaps<T>(s, offsetsIn(s, scratch));
}

// @ts-ignore: decorator
@inline
function offsetsIn(s: Sweep, scratch: usize): usize {
  return scratch + EDGE_BYTES + RUNS_BYTES + PANELS * (<usize>min(s.channels * s.taps, KC) << 6) + 64;
}

/** Where the scratch has room for what `open` lays out. */
// @ts-ignore: decorator
@inline
export function blockIn(s: Sweep, scratch: usize): usize {
  return (offsetsIn(s, scratch) + (<usize>(s.channels * s.taps) << 2) + 63) & ~63;
}

/**
 * to (m x positions, rows rowTo apart) = weights (m x k) times the windows of the open block, plus each row's of `starts` if that
 * is not 0.
 */
export function convolve<T>(
  s: Sweep, m: i32, weights: usize, form: i32, starts: usize, to: usize, rowTo: i32, scratch: usize,
): void {
  const k = s.channels * s.taps;
  const edge = scratch, runs = edge + EDGE_BYTES, panels = runs + RUNS_BYTES;
  const offsets = offsetsIn(s, scratch);
  const stepTo = <usize>(rowTo * sizeof<T>());
  const many = panelWidth<T>() * (m > ROWS_TO_KEEP ? PANELS : 1);
  if (form != PAIRS) fillRows<T>(to, rowTo, s.pixels, starts, m);
  for (let pc = 0; pc < k; pc += KC) {
    const kc = min(k - pc, KC);
    const pairs = weights + <usize>(pairsSize(m, pc) * sizeof<T>());
    const rows = weights + <usize>(pc * sizeof<T>()), row = <usize>(k * sizeof<T>());
    for (let j = 0; j < s.pixels; j += many) {
      const live = min(many, s.pixels - j);
      packPanelsOf<T>(s, j, live, offsets + (<usize>pc << 2), kc, panels, runs);
      const at = to + <usize>(j * sizeof<T>());
      if (form == PAIRS) multiplyPairs<T>(m, live, kc, pairs, panels, at, stepTo, pc > 0 ? 1 : 0, pc > 0 ? 0 : starts, edge);
      else if (form == SMALL) smallPanels(m, live, kc, rows, row, panels, at, stepTo, 1);
      else tiles<T>(m, live, kc, rows, row, sizeof<T>(), panels, <usize>kc << 6, 64, at, stepTo, sizeof<T>(), 1, edge);
    }
  }
}

function packPanelsOf<T>(s: Sweep, j: i32, live: i32, offsets: usize, k: i32, to: usize, runs: usize): void {
  const NR = panelWidth<T>(), end = j + live;
  for (; j < end; j += NR, to += <usize>k << 6) packWindows<T>(s, j, min(NR, end - j), offsets, k, to, runs);
}

function multiplyPairs<T>(
  m: i32, n: i32, k: i32, pairs: usize, panels: usize, to: usize, stepTo: usize, add: i32, starts: usize, edge: usize,
): void {
  for (let i = 0; i < m; i += ROWS_TO_KEEP) {
    const own = pairs + <usize>(i * k * sizeof<T>()), at = to + <usize>i * stepTo;
    const from = starts ? starts + <usize>(i * sizeof<T>()) : 0;
    packedTiles<T>(min(ROWS_TO_KEEP, m - i), n, k, own, panels, at, stepTo, sizeof<T>(), add, from, edge);
  }
}
