// The gradients of attention.ts, one head after the other, some rows of queries at a time. A call does the heads `from` to `to`.
import {
  COLUMNS, DEPTH, DK, DOUT, DQ, DV, DWEIGHTS, headAt, isCausal, K, Q, ROWS, rowsOfBlock, scratchOfProducts, sizeAt, strideAt, V, WIDTH,
} from "./attention-sizes";
import { gemm } from "./gemm";
import { Product, storePart, zipLanes } from "./lanes";
import { highAt, lowAt, narrow } from "./wide";

/** Bytes of scratch for attention_backward. */
export function attention_backward_scratch(rows: i32, columns: i32, width: i32, depth: i32, elementBytes: i32): i32 {
  const block = rowsOfBlock(rows, columns);
  return scratchOfProducts(block, columns, width, depth, elementBytes) + block * columns * elementBytes;
}

export function attention_backward_f32(
  from: i32, to: i32, meta: usize, scale: f64, q: usize, k: usize, v: usize, weights: usize, noise: usize, dropped: usize,
  dOut: usize, dWeights: usize, dq: usize, dk: usize, dv: usize, dScores: usize, scratch: usize,
): void {
  backward<f32>(from, to, meta, scale, q, k, v, weights, noise, dropped, dOut, dWeights, dq, dk, dv, dScores, scratch);
}

export function attention_backward_f64(
  from: i32, to: i32, meta: usize, scale: f64, q: usize, k: usize, v: usize, weights: usize, noise: usize, dropped: usize,
  dOut: usize, dWeights: usize, dq: usize, dk: usize, dv: usize, dScores: usize, scratch: usize,
): void {
  backward<f64>(from, to, meta, scale, q, k, v, weights, noise, dropped, dOut, dWeights, dq, dk, dv, dScores, scratch);
}

/**
 * Of `dOut` and `dWeights` one may be 0: none came. Of dq, dk, dv and dScores (heads x rows x columns, the gradient of
 * scale · score + mask) those are made that are not 0. `weights`, `noise` and `dropped` are as forwards.
 */
function backward<T>(
  from: i32, to: i32, meta: usize, scale: f64, q: usize, k: usize, v: usize, weights: usize, noise: usize, dropped: usize,
  dOut: usize, dWeights: usize, dq: usize, dk: usize, dv: usize, dScores: usize, scratch: usize,
): void {
  const rows = sizeAt(meta, ROWS), columns = sizeAt(meta, COLUMNS), width = sizeAt(meta, WIDTH), depth = sizeAt(meta, DEPTH);
  const block = rowsOfBlock(rows, columns);
  const d = scratch + <usize>scratchOfProducts(block, columns, width, depth, sizeof<T>());
  for (let head = from; head < to; head++) {
    for (let r = 0; r < rows; r += block) {
      const count = min(block, rows - r), live = isCausal(meta) ? min(r + count, columns) : columns;
      const start = <usize>((head * rows + r) * columns * sizeof<T>());
      if (dv) ofColumns<T>(meta, head, r, count, live, (noise ? dropped : weights) + start, dOut, DOUT, dv, DV, depth, scratch);
      if (!dq && !dk && !dScores) continue;
      ofWeights<T>(meta, head, r, count, live, dOut, dWeights, v, d, scratch);
      if (noise) zipLanes<T, Product<T>>(d, noise + start, d, count * columns);
      for (let row = 0; row < count; row++) {
        const at = <usize>(row * columns * sizeof<T>());
        if (dScores) {
          slopes<T>(weights + start + at, d + at, dScores + start + at, live, 1);
          memory.fill(dScores + start + at + <usize>(live * sizeof<T>()), 0, <usize>((columns - live) * sizeof<T>()));
        }
        slopes<T>(weights + start + at, d + at, d + at, live, scale);
      }
      if (dq) {
        gemm<T>(
          count, width, live, d, columns, 1, headAt<T>(k, meta, K, head), strideAt(meta, K, 2), strideAt(meta, K, 3),
          rowAt<T>(dq, meta, DQ, head, r), strideAt(meta, DQ, 2), 1, 0, scratch,
        );
      }
      if (dk) ofColumns<T>(meta, head, r, count, live, d, q, Q, dk, DK, width, scratch);
    }
  }
}

/** The gradient of the weights that were multiplied by the values. */
function ofWeights<T>(
  meta: usize, head: i32, r: i32, count: i32, live: i32, dOut: usize, dWeights: usize, v: usize, d: usize, scratch: usize,
): void {
  const columns = sizeAt(meta, COLUMNS);
  if (dWeights) {
    const step = strideAt(meta, DWEIGHTS, 3);
    for (let row = 0; row < count; row++) {
      const from = rowAt<T>(dWeights, meta, DWEIGHTS, head, r + row), to = d + <usize>(row * columns * sizeof<T>());
      if (step == 1) memory.copy(to, from, <usize>(live * sizeof<T>()));
      else for (let c = 0; c < live; c++) store<T>(to + <usize>(c * sizeof<T>()), load<T>(from + <usize>(c * step * sizeof<T>())));
    }
  }
  if (!dOut) return;
  gemm<T>(
    count, live, sizeAt(meta, DEPTH), rowAt<T>(dOut, meta, DOUT, head, r), strideAt(meta, DOUT, 2), strideAt(meta, DOUT, 3),
    headAt<T>(v, meta, V, head), strideAt(meta, V, 3), strideAt(meta, V, 2), d, columns, 1, dWeights ? 1 : 0, scratch,
  );
}

/** to (columns x n) += the transpose of d (some rows x columns) times those rows of an operand x; to = at the first of them. */
function ofColumns<T>(
  meta: usize, head: i32, r: i32, count: i32, live: i32, d: usize, x: usize, operand: i32, to: usize, place: i32, n: i32, scratch: usize,
): void {
  const columns = sizeAt(meta, COLUMNS), row = strideAt(meta, place, 2), into = headAt<T>(to, meta, place, head);
  gemm<T>(
    live, n, count, d, 1, columns, rowAt<T>(x, meta, operand, head, r), strideAt(meta, operand, 2), strideAt(meta, operand, 3),
    into, row, 1, r > 0 ? 1 : 0, scratch,
  );
  if (r > 0) return;
  for (let c = live; c < columns; c++) memory.fill(into + <usize>(c * row * sizeof<T>()), 0, <usize>(n * sizeof<T>()));
}

// @ts-ignore: decorator
@inline
function rowAt<T>(x: usize, meta: usize, operand: i32, head: i32, row: i32): usize {
  return headAt<T>(x, meta, operand, head) + <usize>(row * strideAt(meta, operand, 2) * sizeof<T>());
}

/** to = scale · p (d - sum p d), for a row of weights p and their gradient d, which may be `to`. */
// @ts-ignore: decorator
@inline
function slopes<T>(p: usize, d: usize, to: usize, columns: i32, scale: f64): void {
  if (sizeof<T>() == 4) slopes32(p, d, to, columns, scale);
  else slopes64(p, d, to, columns, scale);
}

function slopes32(p: usize, d: usize, to: usize, columns: i32, scale: f64): void {
  const bytes = <usize>columns << 2, vectors = bytes & ~15;
  let low = f64x2.splat(0), high = low;
  for (let i: usize = 0; i < vectors; i += 16) {
    low = f64x2.add(low, f64x2.mul(lowAt(p + i), lowAt(d + i)));
    high = f64x2.add(high, f64x2.mul(highAt(p + i), highAt(d + i)));
  }
  low = f64x2.add(low, high);
  let dot = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
  for (let i = vectors; i < bytes; i += 4) dot += <f64>load<f32>(p + i) * <f64>load<f32>(d + i);
  const total = f64x2.splat(dot), factor = f64x2.splat(scale);
  for (let i: usize = 0; i < bytes; i += 16) {
    const first = f64x2.mul(f64x2.mul(factor, lowAt(p + i)), f64x2.sub(lowAt(d + i), total));
    const second = f64x2.mul(f64x2.mul(factor, highAt(p + i)), f64x2.sub(highAt(d + i), total));
    if (i < vectors) v128.store(to + i, narrow(first, second));
    else storePart<f32>(to + i, to + bytes, narrow(first, second));
  }
}

function slopes64(p: usize, d: usize, to: usize, columns: i32, scale: f64): void {
  const bytes = <usize>columns << 3;
  let dot: f64 = 0;
  for (let i: usize = 0; i < bytes; i += 8) dot += load<f64>(p + i) * load<f64>(d + i);
  for (let i: usize = 0; i < bytes; i += 8) store<f64>(to + i, scale * (load<f64>(p + i) * (load<f64>(d + i) - dot)));
}
