import { describe, expect, test } from "vitest";
import { kernels, memory, scratch, withScratch } from "#engine/memory";

// Products of ragged sizes against plain loops, for every way that matrices lie; fixtures have only the common ones.

const SIZES = [1, 2, 3, 5, 8, 9, 16, 17, 33, 130];
const DEPTHS = [0, 1, 7, 257];

type Layout = "rows" | "columns";

interface Matrix {
  readonly pointer: number;
  readonly row: number;
  readonly column: number;
  readonly values: Float64Array;
}

describe.each([
  ["float32", 2 ** -20],
  ["float64", 2 ** -49],
] as const)("%s", (dtype, limit) => {
  test.each([
    ["rows", "rows"],
    ["rows", "columns"],
    ["columns", "rows"],
    ["columns", "columns"],
  ] as const)("%s times %s", (left, right) => {
    for (const m of SIZES) {
      for (const n of SIZES) {
        for (const k of DEPTHS) {
          for (const add of [false, true]) {
            expect(worstError(dtype, m, n, k, left, right, add)).toBeLessThan(limit);
          }
        }
      }
    }
    // Wide enough for both to be packed, and packed on one side alone.
    for (const m of [15, 16, 31, 49])
      for (const k of [3, 257])
        expect(worstError(dtype, m, 300, k, left, right, false)).toBeLessThan(limit);
  });
});

test.each([
  ["small", [37, 61, 300], [0, 7, 32], [0, 7, 55]],
  ["large", [1100, 2000, 2100], [0, 500], [0, 1100]],
] as const)(
  "a split of a %s product over rows or columns gives the same bits",
  (_, [m, n, k], rows, columns) => {
    withScratch(() => {
      const [a, b] = [matrix("float32", m, k, "rows"), matrix("float32", k, n, "columns")];
      const [whole, parts] = [scratch(m * n * 4), scratch(m * n * 4)];
      const work = scratch(kernels.gemm_scratch(m, n, k, 4));
      const run = (i: number, ownRows: number, j: number, ownColumns: number, c: number) =>
        kernels.gemm_f32(
          ...[ownRows, ownColumns, k],
          ...[a.pointer + 4 * i * a.row, a.row, a.column],
          ...[b.pointer + 4 * j * b.column, b.row, b.column],
          ...[c + 4 * (i * n + j), n, 0, work],
        );
      run(0, m, 0, n, whole);
      for (const [p, i] of rows.entries())
        for (const [q, j] of columns.entries())
          run(i, (rows[p + 1] ?? m) - i, j, (columns[q + 1] ?? n) - j, parts);
      const bits = (pointer: number) => Buffer.from(memory.buffer, pointer, m * n * 4);
      expect(bits(parts).equals(bits(whole))).toBe(true);
    });
  },
);

test("a small float32 product is the true one, rounded once", () => {
  for (const [m, n, k] of [
    [1, 1, 1],
    [3, 5, 7],
    [8, 9, 16],
    [1, 64, 64],
    [16, 16, 28],
    [32, 1, 16],
    [5, 18, 33],
    [2, 3, 300],
  ] as const)
    for (const [left, right] of [
      ["rows", "rows"],
      ["rows", "columns"],
      ["columns", "rows"],
      ["columns", "columns"],
    ] as const)
      for (const add of [false, true]) {
        const { got, want } = both("float32", m, n, k, left, right, add);
        expect(got).toEqual(Float32Array.from(want, ({ sum }) => sum));
      }
});

/** The greatest error of any element, in units of the sum of the magnitudes of its terms. */
function worstError(...what: Parameters<typeof both>): number {
  const { got, want } = both(...what);
  return want.reduce(
    (worst, { sum, size }, i) => Math.max(worst, Math.abs((got[i] as number) - sum) / size),
    0,
  );
}

/** What the kernel gives, and plain loops in float64: each sum, and the sum of the magnitudes of its terms. */
function both(
  dtype: "float32" | "float64",
  m: number,
  n: number,
  k: number,
  left: Layout,
  right: Layout,
  add: boolean,
) {
  return withScratch(() => {
    const [a, b, c] = [
      matrix(dtype, m, k, left),
      matrix(dtype, k, n, right),
      matrix(dtype, m, n, "rows"),
    ];
    const [kernel, bytes] = dtype === "float32" ? [kernels.gemm_f32, 4] : [kernels.gemm_f64, 8];
    kernel(
      ...[m, n, k],
      ...[a.pointer, a.row, a.column],
      ...[b.pointer, b.row, b.column],
      ...[c.pointer, c.row, add ? 1 : 0],
      scratch(kernels.gemm_scratch(m, n, k, bytes)),
    );
    const got = valuesAt(dtype, c.pointer, m * n).slice();
    const want = Array.from({ length: m * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let [sum, size] = add ? [c.values[at] as number, 1] : [0, 1];
      for (let p = 0; p < k; p++) {
        const term =
          (a.values[i * a.row + p * a.column] as number) *
          (b.values[p * b.row + j * b.column] as number);
        sum += term;
        size += Math.abs(term);
      }
      return { sum, size };
    });
    return { got, want };
  });
}

function matrix(
  dtype: "float32" | "float64",
  rows: number,
  columns: number,
  layout: Layout,
): Matrix {
  const pointer = scratch(rows * columns * 8 + 64);
  const data = valuesAt(dtype, pointer, rows * columns);
  for (let i = 0; i < data.length; i++) data[i] = ((i * 7919 + rows * 31) % 1009) / 1009 - 0.4;
  const [row, column] = layout === "rows" ? [columns, 1] : [1, rows];
  return { pointer, row, column, values: Float64Array.from(data) };
}

function valuesAt(dtype: "float32" | "float64", pointer: number, count: number) {
  return dtype === "float32"
    ? new Float32Array(memory.buffer, pointer, count)
    : new Float64Array(memory.buffer, pointer, count);
}
