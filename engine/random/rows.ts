import { kernels, memory, ROW_BYTES, rowBase } from "../memory.ts";
import type { Generator } from "./generator.ts";
import { STATE_WORDS } from "./mersenne.ts";

/** A row begins behind the generator's state. */
export const ROW = rowBase + 4 * STATE_WORDS + 64;
/** The bytes of a row: a whole number of blocks, and beside it room for a vector beyond the last number. */
export const ROW_SPACE = Math.floor((ROW_BYTES - (ROW - rowBase) - 16) / 64) * 64;
const MOST = ROW_SPACE / 4;

/**
 * `n` float32 uniforms in [0, 1), 24 bits of one draw each, a row at a time.
 * `take` is given the row's address in the kernels' memory, the number of its first element, and how many there are.
 */
export function inRows(
  generator: Generator,
  n: number,
  take: (row: number, start: number, count: number) => void,
): void {
  generator.withState(rowBase, () => {
    for (let start = 0; start < n; start += MOST) {
      const count = Math.min(MOST, n - start);
      kernels.random_uniform(rowBase, ROW, count);
      take(ROW, start, count);
    }
  });
}

/** The numbers of a row. */
export function rowAt(row: number, count: number): Float32Array {
  return new Float32Array(memory.buffer, row, count);
}
