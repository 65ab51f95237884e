// The product of gemm.ts for a B that is used many times, such as a recurrent layer's weight: packed whole, once.
import { columns, KC, MC, MR, NC, packA, packB, tiles } from "./gemm";

/** Bytes that B (k x n) takes when packed whole. */
export function packed_bytes(n: i32, k: i32, elementBytes: i32): i32 {
  const nr = 32 / elementBytes;
  return (n + nr - 1) / nr * nr * k * elementBytes;
}

/** Bytes of scratch that `multiply` needs for up to m rows. */
export function multiply_scratch(m: i32, k: i32, elementBytes: i32): i32 {
  return (min(m, MC) + MR - 1) / MR * MR * min(k, KC) * elementBytes + 32 * MR;
}

/** B (k x n, any strides) packed to `to`, 16-byte aligned, in the order in which `multiply` reads it. */
export function packWhole<T>(n: i32, k: i32, b: usize, rowB: i32, colB: i32, to: usize): void {
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(n - jc, NC);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(k - pc, KC);
      packB<T>(b + <usize>((pc * rowB + jc * colB) * sizeof<T>()), rowB, colB, kc, nc, to);
      to += blockBytes<T>(nc, kc);
    }
  }
}

/** C (m x n, rows rowC apart) (+)= A (m x k, rows rowA apart) times a B that packWhole packed. */
export function multiply<T>(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, packed: usize, c: usize, rowC: i32, accumulate: i32, scratch: usize,
): void {
  const edge = scratch + <usize>((min(m, MC) + MR - 1) / MR * MR * min(k, KC) * sizeof<T>());
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(n - jc, NC);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(k - pc, KC);
      const add = accumulate | (pc > 0 ? 1 : 0);
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(m - ic, MC);
        packA<T>(a + <usize>((ic * rowA + pc) * sizeof<T>()), rowA, 1, mc, kc, scratch);
        tiles<T>(mc, nc, kc, scratch, packed, c + <usize>((ic * rowC + jc) * sizeof<T>()), rowC, add, edge);
      }
      packed += blockBytes<T>(nc, kc);
    }
  }
}

function blockBytes<T>(nc: i32, kc: i32): usize {
  const NR = columns<T>();
  return <usize>((nc + NR - 1) / NR * NR * kc * sizeof<T>());
}
