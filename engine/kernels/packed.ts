// The product of gemm.ts for a B that is used many times, such as a recurrent layer's weight: packed whole, once.
import { KC, NC } from "./gemm";
import { packPanels, panelsSize } from "./pack";
import { isSmall, smallPanels } from "./small";
import { EDGE_BYTES, tiles } from "./tile";

/** Bytes that B (k x n) takes when packed whole. */
export function packed_bytes(n: i32, k: i32, elementBytes: i32): i32 {
  return elementBytes == 4 ? panelsSize<f32>(n, k) * 4 : panelsSize<f64>(n, k) * 8;
}

/** Bytes of scratch that `multiply` needs. */
export const MULTIPLY_SCRATCH: i32 = EDGE_BYTES;

/** B (k x n, any strides) packed to `to`, 16-byte aligned, in the order in which `multiply` reads it. */
export function packWhole<T>(n: i32, k: i32, b: usize, rowB: i32, colB: i32, to: usize): void {
  const stepRow = <usize>(rowB * sizeof<T>()), stepCol = <usize>(colB * sizeof<T>());
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(n - jc, NC);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(k - pc, KC);
      packPanels<T>(b + <usize>pc * stepRow + <usize>jc * stepCol, stepRow, stepCol, kc, nc, to);
      to += <usize>(panelsSize<T>(nc, kc) * sizeof<T>());
    }
  }
}

/** C (m x n, rows rowC apart) (+)= A (m x k, rows rowA apart) times a B that packWhole packed. */
export function multiply<T>(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, packed: usize, c: usize, rowC: i32, accumulate: i32, scratch: usize,
): void {
  const stepA = <usize>(rowA * sizeof<T>()), stepC = <usize>(rowC * sizeof<T>());
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(n - jc, NC);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(k - pc, KC);
      const from = a + <usize>(pc * sizeof<T>()), to = c + <usize>(jc * sizeof<T>());
      const add = accumulate | (pc > 0 ? 1 : 0);
      if (isSmall<T>(m, n, k)) smallPanels(m, nc, kc, from, stepA, packed, to, stepC, add);
      else tiles<T>(m, nc, kc, from, stepA, sizeof<T>(), packed, <usize>kc << 6, 64, to, stepC, sizeof<T>(), add, scratch);
      packed += <usize>(panelsSize<T>(nc, kc) * sizeof<T>());
    }
  }
}
