import { kernels, scratch } from "./memory.ts";
import { ELEMENTS, ranges, replaced, SHARES, type Split, UNIT } from "./split-parts.ts";

interface Grouped {
  /** Where the first group stands among the arguments; the last one's end follows, then how many there are. */
  readonly from: number;
  /** Arguments whose product is the number of elements, that of groups first. */
  readonly sizes: readonly number[];
  /** Groups that stay together, of so many. */
  readonly unit?: (count: number) => number;
}

/** kernels/norm.ts and norm-rows.ts: some of the groups, which all have statistics of their own. */
export function groups({ from: at, sizes, unit = () => UNIT }: Grouped): Split {
  return (numbers, threads) => {
    const count = numbers[at + 2] as number;
    const elements = sizes.reduce((product, i) => product * (numbers[i] as number), 1);
    if (elements < ELEMENTS || count <= unit(count)) return null;
    return ranges(count, threads * SHARES, unit(count)).map((range) =>
      replaced(numbers, { [at]: range.from, [at + 1]: range.from + range.count }),
    );
  };
}

interface Lines {
  /** Which arguments point at elements. */
  readonly pointers: readonly number[];
  /** The place of the outer size, which those of the lines and of the inner axis follow; the last argument is scratch. */
  readonly sizes: number;
  readonly bytes: number;
}

/** kernels/softmax.ts and softmax-gradient.ts, along the outer axis. */
export function lines({ pointers, sizes, bytes }: Lines): Split {
  return (numbers, threads) => {
    const [outer, n, inner] = numbers.slice(sizes, sizes + 3) as [number, number, number];
    if (outer < 2 || outer * n * inner < ELEMENTS) return null;
    return ranges(outer, threads * SHARES).map(({ from, count }) => {
      const room = scratch(kernels.softmax_scratch(n));
      const part = replaced(numbers, { [sizes]: count, [numbers.length - 1]: room });
      return moved(part, pointers, from * n * inner * bytes);
    });
  };
}

/** kernels/reduce.ts, along the outer axis, or along the columns where there is none. */
export function sums(bytes: number): Split {
  return (numbers, threads) => {
    const [x, y, outer, n, inner, row] = numbers as [
      ...[number, number, number, number, number, number],
    ];
    if (outer * n * inner < ELEMENTS || outer * inner < 2) return null;
    const room = () => (row === 1 ? 0 : scratch(kernels.sum_scratch()));
    if (outer > 1) {
      return ranges(outer, threads * SHARES).map(({ from, count }) => [
        ...[x + from * n * row * bytes, y + from * inner * bytes, count, n, inner, row, room()],
      ]);
    }
    return ranges(inner, threads, UNIT).map(({ from, count }) => [
      ...[x + from * bytes, y + from * bytes, outer, n, count, row, room()],
    ]);
  };
}

/** CHUNK of kernels/loss-lanes.ts: what one sum is made of. */
const CHUNK = 512;

/** kernels/loss.ts, whole sums at a time; an operand, or what is written, may be absent. */
export function terms(bytes: number): Split {
  return (numbers, threads) => {
    const n = numbers[5] as number;
    if (n < ELEMENTS) return null;
    return ranges(n, threads * SHARES, CHUNK).map(({ from, count }) => {
      const part = moved(replaced(numbers, { 5: count }), [1, 2, 3, 4, 8], from * bytes);
      return moved(part, [9], (from / CHUNK) * 8);
    });
  };
}

/** kernels/loss-backward.ts; the gradient may be one number for all. */
export function slopes(bytes: number): Split {
  return (numbers, threads) => {
    const n = numbers[8] as number;
    if (n < ELEMENTS) return null;
    const each = numbers[2] === 1 ? [1] : [];
    return ranges(n, threads * SHARES, UNIT).map(({ from, count }) =>
      moved(replaced(numbers, { 8: count }), [4, 5, 6, 7, 11, ...each], from * bytes),
    );
  };
}

/** kernels/embedding.ts, some of the indices. */
export const gathered: Split = (numbers, threads) => {
  const [, rowBytes, indices, wide, n, out] = numbers as [
    ...[number, number, number, number, number, number],
  ];
  if (n * rowBytes < ELEMENTS * 4) return null;
  return ranges(n, threads * SHARES).map(({ from, count }) =>
    replaced(numbers, {
      ...{ 2: indices + from * (wide ? 8 : 4), 4: count, 5: out + from * rowBytes },
    }),
  );
};

/** kernels/embedding.ts, some of the columns: an index that comes twice is added in the order of the indices. */
export function spread(bytes: number): Split {
  return (numbers, threads) => {
    const [, width, , , , n] = numbers as [number, number, number, number, number, number];
    if (n * width < ELEMENTS || width < 2 * UNIT) return null;
    return ranges(width, threads, UNIT).map(({ from, count }) =>
      moved(replaced(numbers, { 1: count }), [0, 7], from * bytes),
    );
  };
}

/** The numbers with the addresses in some places moved on; 0 is none. */
function moved(numbers: number[], places: readonly number[], bytes: number): number[] {
  for (const at of places) if (numbers[at] !== 0) numbers[at] = (numbers[at] as number) + bytes;
  return numbers;
}
