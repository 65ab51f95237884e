/**
 * A kernel's call as the calls of its parts, or null where it is not worth splitting. What each part writes is written by no
 * other, and each element's sum runs as in the whole, so that the bits do not depend on the split.
 */
export type Split = (numbers: readonly number[], threads: number) => number[][] | null;

/** About 50 microseconds of work: below it, waking a thread costs more than it gives. */
export const MULTIPLICATIONS = 2 ** 20;
export const ELEMENTS = 2 ** 16;
/** Parts a thread: those that are done early take more. */
export const SHARES = 4;

/** Elements in a cache line: a part begins where one does. */
export const UNIT = 16;

export interface Range {
  readonly from: number;
  readonly count: number;
}

/** 0 to n in at most `most` ranges of whole units. */
export function ranges(n: number, most: number, unit = 1): Range[] {
  const size = Math.ceil(n / most / unit) * unit;
  const found: Range[] = [];
  for (let from = 0; from < n; from += size) found.push({ from, count: Math.min(size, n - from) });
  return found;
}

/** How many elements such sizes are. */
export function productOf(sizes: readonly number[]): number {
  let product = 1;
  for (const size of sizes) product *= size;
  return product;
}

/** The numbers with others in some places. */
export function replaced(
  numbers: readonly number[],
  others: Readonly<Record<number, number>>,
): number[] {
  return numbers.map((number, i) => others[i] ?? number);
}
