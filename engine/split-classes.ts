import { kernels, scratch } from "./memory.ts";
import { ELEMENTS, ranges, replaced, SHARES, type Split } from "./split-parts.ts";

interface ByClass {
  /** The place of the outer size, which those of the classes and of the inner axis follow. */
  readonly sizes: number;
  /** Which arguments point at an element for each class of each row, of so many bytes. */
  readonly elements: readonly number[];
  readonly bytes: number;
  /** Which arguments point at something for each row, and how many bytes that has. */
  readonly rows: Readonly<Record<number, number>>;
  /** Whether the last argument is scratch. */
  readonly roomy: boolean;
}

/** kernels/cross-entropy.ts and class-loss.ts, along the outer axis: every row has a loss and slopes of its own. */
function byClass({ sizes, elements, bytes, rows, roomy }: ByClass): Split {
  return (numbers, threads) => {
    const [outer, n, inner] = numbers.slice(sizes, sizes + 3) as [number, number, number];
    if (outer < 2 || outer * n * inner < ELEMENTS) return null;
    return ranges(outer, threads * SHARES).map(({ from, count }) => {
      const part = replaced(numbers, { [sizes]: count });
      const move = (at: number, by: number) => {
        part[at] = (part[at] as number) + from * inner * by;
      };
      for (const at of elements) move(at, n * bytes);
      for (const [at, size] of Object.entries(rows)) move(Number(at), size);
      if (roomy) part[part.length - 1] = scratch(kernels.softmax_scratch(n));
      return part;
    });
  };
}

/** Targets of four bytes a row, losses of eight, and tops of sixteen. */
export function classLosses(bytes: number): Split {
  return byClass({ sizes: 1, elements: [0], bytes, rows: { 4: 4, 7: 8, 8: 16 }, roomy: true });
}

export function classSlopes(bytes: number): Split {
  return byClass({
    ...{ sizes: 3, elements: [1, 2], bytes },
    ...{ rows: { 0: 8, 6: 4, 9: 16 }, roomy: true },
  });
}

/** Where each class has a share of each row. */
export function shareLosses(bytes: number): Split {
  return byClass({ sizes: 2, elements: [0, 1], bytes, rows: { 5: 8, 6: 16 }, roomy: true });
}

export function shareSlopes(bytes: number): Split {
  return byClass({
    ...{ sizes: 5, elements: [1, 2, 3, 4], bytes },
    ...{ rows: { 0: 8, 8: 16 }, roomy: false },
  });
}
