// A product for every entry of a batch with two axes, each of any stride (0 repeats): C (m x n, contiguous) = A B.
import { gemm } from "./gemm";

export function bmm_f32(
  outer: i32, inner: i32, m: i32, n: i32, k: i32,
  a: usize, outerA: i32, innerA: i32, rowA: i32, colA: i32,
  b: usize, outerB: i32, innerB: i32, rowB: i32, colB: i32, c: usize, scratch: usize,
): void {
  bmm<f32>(outer, inner, m, n, k, a, outerA, innerA, rowA, colA, b, outerB, innerB, rowB, colB, c, scratch);
}

export function bmm_f64(
  outer: i32, inner: i32, m: i32, n: i32, k: i32,
  a: usize, outerA: i32, innerA: i32, rowA: i32, colA: i32,
  b: usize, outerB: i32, innerB: i32, rowB: i32, colB: i32, c: usize, scratch: usize,
): void {
  bmm<f64>(outer, inner, m, n, k, a, outerA, innerA, rowA, colA, b, outerB, innerB, rowB, colB, c, scratch);
}

function bmm<T>(
  outer: i32, inner: i32, m: i32, n: i32, k: i32,
  a: usize, outerA: i32, innerA: i32, rowA: i32, colA: i32,
  b: usize, outerB: i32, innerB: i32, rowB: i32, colB: i32, c: usize, scratch: usize,
): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      gemm<T>(
        m, n, k,
        a + <usize>((o * outerA + i * innerA) * sizeof<T>()), rowA, colA,
        b + <usize>((o * outerB + i * innerB) * sizeof<T>()), rowB, colB,
        c, n, 1, 0, scratch,
      );
      c += <usize>(m * n * sizeof<T>());
    }
  }
}
