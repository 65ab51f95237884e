// Attention of one head after the other: out = softmax(scale · q kᵀ + mask) v, some rows of queries at a time, whose scores stay in
// the cache between the two products. `meta`: see attention-sizes.ts. A call does the heads `from` to `to` of all.
import { COLUMNS, DEPTH, headAt, isCausal, isSafe, K, MASK, OUT, Q, ROWS, rowsOfBlock, scratchOfProducts, sizeAt, strideAt, V, WIDTH } from "./attention-sizes";
import { weighRows } from "./attention-weights";
import { gemm } from "./gemm";
import { Product, zipLanes } from "./lanes";
import { ROOM_BYTES } from "./softmax-rows";

/** Bytes of scratch for attention_forward; without `kept` the weights of a block lie there too. */
export function attention_forward_scratch(rows: i32, columns: i32, width: i32, depth: i32, kept: i32, elementBytes: i32): i32 {
  const block = rowsOfBlock(rows, columns);
  return ROOM_BYTES + scratchOfProducts(block, columns, width, depth, elementBytes) + (kept ? 0 : block * columns * elementBytes);
}

export function attention_forward_f32(
  from: i32, to: i32, meta: usize, scale: f64, q: usize, k: usize, v: usize, mask: usize,
  weights: usize, noise: usize, dropped: usize, out: usize, scratch: usize,
): void {
  forward<f32>(from, to, meta, scale, q, k, v, mask, weights, noise, dropped, out, scratch);
}

export function attention_forward_f64(
  from: i32, to: i32, meta: usize, scale: f64, q: usize, k: usize, v: usize, mask: usize,
  weights: usize, noise: usize, dropped: usize, out: usize, scratch: usize,
): void {
  forward<f64>(from, to, meta, scale, q, k, v, mask, weights, noise, dropped, out, scratch);
}

/**
 * `weights` (0 if they need not be kept) and `dropped`, the same times `noise` (0 and 0 if nothing is dropped), are contiguous:
 * heads x rows x columns. A `mask` of 0 is none.
 */
function forward<T>(
  from: i32, to: i32, meta: usize, scale: f64, q: usize, k: usize, v: usize, mask: usize,
  weights: usize, noise: usize, dropped: usize, out: usize, scratch: usize,
): void {
  const rows = sizeAt(meta, ROWS), columns = sizeAt(meta, COLUMNS), width = sizeAt(meta, WIDTH), depth = sizeAt(meta, DEPTH);
  const block = rowsOfBlock(rows, columns);
  const room = scratch + ROOM_BYTES;
  const buffer = room + <usize>scratchOfProducts(block, columns, width, depth, sizeof<T>());
  for (let head = from; head < to; head++) {
    const kHead = headAt<T>(k, meta, K, head), vHead = headAt<T>(v, meta, V, head);
    for (let r = 0; r < rows; r += block) {
      const count = min(block, rows - r), live = isCausal(meta) ? min(r + count, columns) : columns;
      const start = <usize>((head * rows + r) * columns * sizeof<T>());
      const scores = weights ? weights + start : buffer;
      const rowQ = strideAt(meta, Q, 2), rowOut = strideAt(meta, OUT, 2);
      gemm<T>(
        count, live, width, headAt<T>(q, meta, Q, head) + <usize>(r * rowQ * sizeof<T>()), rowQ, strideAt(meta, Q, 3),
        kHead, strideAt(meta, K, 3), strideAt(meta, K, 2), scores, columns, 1, 0, room,
      );
      const maskRow = strideAt(meta, MASK, 2);
      weighRows<T>(
        r, count, columns, scores, <T>scale, isCausal(meta), isSafe(meta),
        mask ? headAt<T>(mask, meta, MASK, head) + <usize>(r * maskRow * sizeof<T>()) : 0, maskRow, strideAt(meta, MASK, 3), scratch,
      );
      if (noise) zipLanes<T, Product<T>>(scores, noise + start, dropped + start, count * columns);
      gemm<T>(
        count, depth, live, noise ? dropped + start : scores, columns, 1, vHead, strideAt(meta, V, 2), strideAt(meta, V, 3),
        headAt<T>(out, meta, OUT, head) + <usize>(r * rowOut * sizeof<T>()), rowOut, 1, 0, room,
      );
    }
  }
}
