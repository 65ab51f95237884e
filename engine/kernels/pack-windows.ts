// Implicit gemm: what the windows of a sweep see, packed straight into the panels and pairs that tile.ts reads.
import { copy64, zip4 } from "./pack";
import { Sweep, windowAt } from "./sweep";
import { panelWidth } from "./tile";

/** Bytes of the scratch that `packWindows` calls `runs`. */
export const RUNS_BYTES: usize = 16 * 12;

/** A panel of k taps (rows, by their offsets) and the block's positions j.. (columns). May write 16 bytes too many. */
export function packWindows<T>(s: Sweep, j: i32, live: i32, offsets: usize, k: i32, to: usize, runs: usize): void {
  const end = offsets + (<usize>k << 2);
  if (live == panelWidth<T>() && j % s.width + live <= s.width) {
    const from = s.base + windowAt<T>(s, j);
    for (; offsets < end; offsets += 4, to += 64) copy64(from + <usize>load<i32>(offsets), to);
    return;
  }
  // What no position fills must not be denormal by accident: that would be slow.
  if (live < panelWidth<T>()) memory.fill(to, 0, <usize>k << 6);
  const last = placeRuns<T>(s, j, live, runs);
  for (; offsets < end; offsets += 4, to += 64) {
    const at = s.base + <usize>load<i32>(offsets);
    for (let run = runs; run < last; run += 12) {
      // The last vector may reach into the next run, or the next row, which are written later.
      let from = at + <usize>load<u32>(run), into = to + <usize>load<u32>(run, 4);
      const stop = to + <usize>load<u32>(run, 8);
      for (; into < stop; into += 16, from += 16) v128.store(into, v128.load(from));
    }
  }
}

/**
 * Pairs of m taps (by their offsets) as rows, and of columns that `placeRuns` placed, k of them. May write 64 bytes too many.
 * A missing tap is the one before.
 */
export function packTaps<T>(s: Sweep, offsets: usize, m: i32, k: i32, runs: usize, last: usize, to: usize): void {
  for (let i = 0; i < m; i += 2) {
    const p = s.base + <usize>load<i32>(offsets), q = i + 1 < m ? s.base + <usize>load<i32>(offsets, 4) : p;
    for (let run = runs; run < last; run += 12) {
      // The last four may reach into the next run, or the next pair, which are written later.
      let from = <usize>load<u32>(run), into = to + 2 * <usize>load<u32>(run, 4);
      const stop = to + 2 * <usize>load<u32>(run, 8);
      for (; into < stop; into += 8 * sizeof<T>(), from += 4 * sizeof<T>()) zip4<T>(p + from, q + from, into);
    }
    offsets += 8;
    to += <usize>(2 * k * sizeof<T>());
  }
}

/** The parts of `live` positions that lie in one row each: where from, where to, up to where, in bytes. Gives their end. */
export function placeRuns<T>(s: Sweep, j: i32, live: i32, runs: usize): usize {
  for (let lane = 0; lane < live; ) {
    const length = min(live - lane, s.width - (j + lane) % s.width);
    store<u32>(runs, <u32>windowAt<T>(s, j + lane));
    store<u32>(runs, lane * sizeof<T>(), 4);
    lane += length;
    store<u32>(runs, lane * sizeof<T>(), 8);
    runs += 12;
  }
  return runs;
}
