// C (m x n, row-major) = A (m x k) B (k x n), after Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008): blocks of A and B that fit the caches are packed from any strides where that pays, then tile.ts
// runs over them. Vectors are gemv.ts's, small products small.ts's. Otherwise the order of each sum depends on k alone, so that
// a split into two or more rows or columns gives the same bits.
import { gemv } from "./gemv";
import { packPairs, packPanels, pairsSize, panelsSize } from "./pack";
import { isSmall, smallProduct } from "./small";
import { EDGE_BYTES, packedTiles, tiles } from "./tile";

export const KC: i32 = 256;
export const MC: i32 = 128;
export const NC: i32 = 512;

/**
 * Where C has so many elements that it has left the cache when it is added to, or where A is read as it lies, the next thing
 * after a few rows of A are more of its columns, up to so many.
 */
const LARGE: i64 = 1 << 21;
const GROUP: i32 = 8 * KC;
/** Rows of an A that is read as it lies. */
const ROWS_AS_THEY_LIE: i32 = 32;

/** Fewer rows than these do not pay for packing B, fewer columns not for packing A. */
const ROWS_TO_PACK: i32 = 16;
const COLUMNS_TO_PACK: i32 = 256;

/** Bytes of scratch that a product of this size needs. */
export function gemm_scratch(m: i32, n: i32, k: i32, elementBytes: i32): i32 {
  return elementBytes == 4 ? scratchOf<f32>(m, n, k) : scratchOf<f64>(m, n, k);
}

function scratchOf<T>(m: i32, n: i32, k: i32): i32 {
  const kc = min(k, KC);
  const straight = pairsSize(min(m, MC), kc) + panelsSize<T>(min(n, NC), min(k, groupOf(m, n)));
  const swapped = pairsSize(min(n, MC), kc) + panelsSize<T>(min(m, NC), min(k, groupOf(n, m)));
  return max(straight, swapped) * sizeof<T>() + EDGE_BYTES + 64;
}

/** Columns of A that are gone through before the next rows of C. */
function groupOf(m: i32, n: i32): i32 {
  return n < COLUMNS_TO_PACK || <i64>m * <i64>n >= LARGE ? GROUP : KC;
}

export function gemm_f32(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, colA: i32,
  b: usize, rowB: i32, colB: i32,
  c: usize, rowC: i32, accumulate: i32, scratch: usize,
): void {
  gemm<f32>(m, n, k, a, rowA, colA, b, rowB, colB, c, rowC, 1, accumulate, scratch);
}

export function gemm_f64(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, colA: i32,
  b: usize, rowB: i32, colB: i32,
  c: usize, rowC: i32, accumulate: i32, scratch: usize,
): void {
  gemm<f64>(m, n, k, a, rowA, colA, b, rowB, colB, c, rowC, 1, accumulate, scratch);
}

/** C has strides too, one of which is 1. */
export function gemm<T>(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, colA: i32,
  b: usize, rowB: i32, colB: i32,
  c: usize, rowC: i32, colC: i32, accumulate: i32, scratch: usize,
): void {
  if (k == 0) {
    if (!accumulate) clear<T>(m, n, c, rowC, colC);
    return;
  }
  if (isSmall<T>(m, n, k)) {
    smallProduct(
      m, n, k, a, <usize>rowA << 2, <usize>colA << 2, b, <usize>rowB << 2, <usize>colB << 2,
      c, <usize>rowC << 2, <usize>colC << 2, accumulate, scratch,
    );
    return;
  }
  if (n == 1 && gemv<T>(m, k, a, rowA, colA, b, rowB, c, rowC, accumulate)) return;
  if (m == 1 && gemv<T>(n, k, b, colB, rowB, a, colA, c, colC, accumulate)) return;
  // The transposed product, where that makes B's columns contiguous or the matrix to turn the smaller one.
  const swaps = colB != 1 && (colA != 1 ? rowA == 1 : m < n);
  if (swaps) blocks<T>(n, m, k, b, colB, rowB, a, colA, rowA, c, colC, rowC, accumulate, scratch);
  else blocks<T>(m, n, k, a, rowA, colA, b, rowB, colB, c, rowC, colC, accumulate, scratch);
}

function clear<T>(m: i32, n: i32, c: usize, rowC: i32, colC: i32): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) store<T>(c + <usize>((i * rowC + j * colC) * sizeof<T>()), <T>0);
}

function blocks<T>(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, colA: i32,
  b: usize, rowB: i32, colB: i32,
  c: usize, rowC: i32, colC: i32, accumulate: i32, scratch: usize,
): void {
  const stepRowA = <usize>(rowA * sizeof<T>()), stepColA = <usize>(colA * sizeof<T>());
  const stepRowB = <usize>(rowB * sizeof<T>()), stepColB = <usize>(colB * sizeof<T>());
  const stepRowC = <usize>(rowC * sizeof<T>()), stepColC = <usize>(colC * sizeof<T>());
  const packsB = colB != 1 || rowB == 0 || m >= ROWS_TO_PACK, packsA = packsB && n >= COLUMNS_TO_PACK;
  const group = min(k, groupOf(m, n)), rows = packsA ? MC : ROWS_AS_THEY_LIE;
  const edge = (scratch + 63) & ~63;
  const panels = edge + EDGE_BYTES;
  const pairs = panels + (packsB ? <usize>(panelsSize<T>(min(n, NC), group) * sizeof<T>()) : 0);
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(n - jc, NC);
    for (let pg = 0; pg < k; pg += group) {
      const end = min(pg + group, k);
      const blockB = b + <usize>jc * stepColB;
      if (packsB) packGroup<T>(blockB + <usize>pg * stepRowB, stepRowB, stepColB, end - pg, nc, panels);
      for (let ic = 0; ic < m; ic += rows) {
        const mc = min(m - ic, rows);
        const to = c + <usize>ic * stepRowC + <usize>jc * stepColC;
        let panel = panels;
        for (let pc = pg; pc < end; pc += KC) {
          const kc = min(end - pc, KC);
          const add = accumulate | (pc > 0 ? 1 : 0);
          const blockA = a + <usize>ic * stepRowA + <usize>pc * stepColA;
          if (packsA) {
            packPairs<T>(blockA, stepRowA, stepColA, mc, kc, pairs);
            packedTiles<T>(mc, nc, kc, pairs, panel, to, stepRowC, stepColC, add, 0, edge);
          } else if (packsB) {
            tiles<T>(mc, nc, kc, blockA, stepRowA, stepColA, panel, <usize>kc << 6, 64, to, stepRowC, stepColC, add, edge);
          } else {
            tiles<T>(mc, nc, kc, blockA, stepRowA, stepColA, blockB + <usize>pc * stepRowB, 64, stepRowB, to, stepRowC, stepColC, add, edge);
          }
          panel += <usize>(panelsSize<T>(nc, kc) * sizeof<T>());
        }
      }
    }
  }
}

/** B (k x n) in panels, one KC of rows after the other. */
function packGroup<T>(b: usize, rowB: usize, colB: usize, k: i32, n: i32, to: usize): void {
  for (let p = 0; p < k; p += KC) {
    const kc = min(k - p, KC);
    packPanels<T>(b + <usize>p * rowB, rowB, colB, kc, n, to);
    to += <usize>(panelsSize<T>(n, kc) * sizeof<T>());
  }
}
