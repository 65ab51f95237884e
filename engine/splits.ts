import { kernels, memory, scratch, scratchInts } from "./memory.ts";

/**
 * A kernel's call as the calls of its parts, or null where it is not worth splitting. What each part writes is written by no
 * other, and each element's sum runs as in the whole, so that the bits do not depend on the split.
 */
export type Split = (numbers: readonly number[], threads: number) => number[][] | null;

/** About 50 microseconds of work: below it, waking a thread costs more than it gives. */
const MULTIPLICATIONS = 2 ** 20;
const ELEMENTS = 2 ** 16;
/** A part begins where a cache line does. */
const UNIT = 16;
const TILE = 32;
/** Parts a thread: those that are done early take more. */
const SHARES = 4;

/** The kernels that threads share, by name. */
export const SPLITS: Readonly<Record<string, Split>> = {
  gemm_f32: product(4),
  gemm_f64: product(8),
  bmm_f32: products(4),
  bmm_f64: products(8),
  unary_f32: elements({ pointers: [1, 2], count: 3, bytes: 4 }),
  unary_f64: elements({ pointers: [1, 2], count: 3, bytes: 8 }),
  activation_f32: elements({ pointers: [1, 2], count: 3, bytes: 4 }),
  activation_f64: elements({ pointers: [1, 2], count: 3, bytes: 8 }),
  activation_backward_f32: elements({ pointers: [1, 2, 3], count: 4, bytes: 4 }),
  activation_backward_f64: elements({ pointers: [1, 2, 3], count: 4, bytes: 8 }),
  binary_f32: pairs(4),
  binary_f64: pairs(8),
};

interface Range {
  readonly from: number;
  readonly count: number;
}

/** 0 to n in at most `most` ranges of whole units. */
function ranges(n: number, most: number, unit = 1): Range[] {
  const size = Math.ceil(n / most / unit) * unit;
  const found: Range[] = [];
  for (let from = 0; from < n; from += size) found.push({ from, count: Math.min(size, n - from) });
  return found;
}

/** The numbers with others in some places. */
function replaced(numbers: readonly number[], others: Readonly<Record<number, number>>): number[] {
  return numbers.map((number, i) => others[i] ?? number);
}

interface Contiguous {
  /** Which arguments point at elements, and which is their number. */
  readonly pointers: readonly number[];
  readonly count: number;
  readonly bytes: number;
}

function elements({ pointers, count, bytes }: Contiguous): Split {
  return (numbers, threads) => {
    const n = numbers[count] as number;
    if (n < ELEMENTS) return null;
    return ranges(n, threads * SHARES, UNIT).map((range) => {
      const part = replaced(numbers, { [count]: range.count });
      for (const at of pointers) part[at] = (part[at] as number) + range.from * bytes;
      return part;
    });
  };
}

/** kernels/binary.ts, along the outermost axis. */
function pairs(bytes: number): Split {
  return (numbers, threads) => {
    const [op, a, b, y, dims, meta] = numbers as [number, number, number, number, number, number];
    const axes = Array.from(new Int32Array(memory.buffer, meta, 3 * dims));
    const [outer = 0, stepA, stepB] = [axes[0], axes[dims] as number, axes[2 * dims] as number];
    const inner = axes.slice(1, dims).reduce((product, size) => product * size, 1);
    if (outer * inner < ELEMENTS) return null;
    return ranges(outer, threads * SHARES, dims === 1 ? UNIT : 1).map(({ from, count }) => [
      ...[op, a + from * stepA * bytes, b + from * stepB * bytes, y + from * inner * bytes],
      ...[dims, scratchInts([count, ...axes.slice(1)])],
    ]);
  };
}

/** kernels/gemm.ts: rows of C, or columns where there are more of them. A part is never so small that small.ts takes it. */
function product(bytes: number): Split {
  return (numbers, threads) => {
    const [m, n, k, a, rowA, , b, , colB, c, rowC] = numbers as [
      ...[number, number, number, number, number, number],
      ...[number, number, number, number, number],
    ];
    if (m * n * k < MULTIPLICATIONS) return null;
    if (m >= n) {
      return blocks(m, threads).map(({ from, count }) =>
        replaced(numbers, {
          ...{ 0: count, 3: a + from * rowA * bytes, 9: c + from * rowC * bytes },
          12: scratchFor(count, n, k, bytes),
        }),
      );
    }
    return blocks(n, threads).map(({ from, count }) =>
      replaced(numbers, {
        ...{ 1: count, 6: b + from * colB * bytes, 9: c + from * bytes },
        12: scratchFor(m, count, k, bytes),
      }),
    );
  };
}

/** Whole tiles of the kernel; one part a thread, since each packs its operands for itself. One row alone is gemv.ts's. */
function blocks(n: number, threads: number): Range[] {
  const found = ranges(n, threads, TILE);
  const [last, before] = [found.at(-1), found.at(-2)];
  if (last?.count !== 1 || before === undefined) return found;
  return [...found.slice(0, -2), { from: before.from, count: before.count + 1 }];
}

/** kernels/bmm.ts, along the outer batch, or the inner one where there is no outer. */
function products(bytes: number): Split {
  return (numbers, threads) => {
    const [outer, inner, m, n, k] = numbers as [number, number, number, number, number];
    if (outer * inner * m * n * k < MULTIPLICATIONS) return null;
    const along = outer > 1 ? 0 : 1;
    const matrices = along === 0 ? inner : 1;
    return ranges(along === 0 ? outer : inner, threads * SHARES).map(({ from, count }) => {
      const part = replaced(numbers, { [along]: count, 16: scratchFor(m, n, k, bytes) });
      part[5] = (part[5] as number) + from * (numbers[6 + along] as number) * bytes;
      part[10] = (part[10] as number) + from * (numbers[11 + along] as number) * bytes;
      part[15] = (part[15] as number) + from * matrices * m * n * bytes;
      return part;
    });
  };
}

function scratchFor(m: number, n: number, k: number, bytes: number): number {
  return scratch(kernels.gemm_scratch(m, n, k, bytes));
}
