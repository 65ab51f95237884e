// The product of matrices that a convolution is: rows of weights (m x k) times the windows of a sweep (k x positions). Each
// element is the sum over k in order, in blocks of KC, so that any split over rows, blocks or images gives the same bits.
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

/** Bytes of scratch that `convolve` needs for k taps, of 64-byte alignment. */
export function convolveBytes<T>(s: Sweep, k: i32): usize {
  return EDGE_BYTES + RUNS_BYTES + (<usize>min(k, KC) << 6) + 64 + (<usize>k << 2) + 64 + <usize>(s.room * sizeof<T>()) + 64;
}

/** Prepares the scratch for every `convolve` of this sweep. */
export function prepare<T>(s: Sweep, scratch: usize): void {
  placeTaps<T>(s, offsetsIn(s, scratch));
}

// @ts-ignore: decorator
@inline
function offsetsIn(s: Sweep, scratch: usize): usize {
  return scratch + EDGE_BYTES + RUNS_BYTES + (<usize>min(s.channels * s.taps, KC) << 6) + 64;
}

/** Where the scratch has room for what `open` lays out. */
// @ts-ignore: decorator
@inline
export function blockIn(s: Sweep, scratch: usize): usize {
  return (offsetsIn(s, scratch) + (<usize>(s.channels * s.taps) << 2) + 63) & ~63;
}

/** to (m x positions, rows rowTo apart) = weights (m x k) times the windows of the open block, added if `add`. */
export function convolve<T>(
  s: Sweep, m: i32, weights: usize, form: i32, to: usize, rowTo: i32, add: i32, scratch: usize,
): void {
  const k = s.channels * s.taps, NR = panelWidth<T>();
  const edge = scratch, runs = edge + EDGE_BYTES, panel = runs + RUNS_BYTES;
  const offsets = offsetsIn(s, scratch);
  const stepTo = <usize>(rowTo * sizeof<T>());
  for (let pc = 0; pc < k; pc += KC) {
    const kc = min(k - pc, KC);
    const sum = add | (pc > 0 ? 1 : 0);
    const pairs = weights + <usize>(pairsSize(m, pc) * sizeof<T>());
    const rows = weights + <usize>(pc * sizeof<T>()), row = <usize>(k * sizeof<T>());
    for (let j = 0; j < s.pixels; j += NR) {
      const live = min(NR, s.pixels - j);
      packWindows<T>(s, j, live, offsets + (<usize>pc << 2), kc, panel, runs);
      const at = to + <usize>(j * sizeof<T>());
      if (form == PAIRS) packedTiles<T>(m, live, kc, pairs, panel, at, stepTo, sizeof<T>(), sum, edge);
      else if (form == SMALL) smallPanels(m, live, kc, rows, row, panel, at, stepTo, sum);
      else tiles<T>(m, live, kc, rows, row, sizeof<T>(), panel, <usize>kc << 6, 64, at, stepTo, sizeof<T>(), sum, edge);
    }
  }
}
