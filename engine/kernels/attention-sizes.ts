// What the attention kernels are told of sizes: `meta` points to int32, the sizes below, then four strides of each operand, of its
// outer and inner batch, its rows and its columns, in elements; 0 repeats.
import { gemm_scratch } from "./gemm";

const INNER: i32 = 0;
/** Queries and keys, and the elements of each of them and of a value. */
export const ROWS: i32 = 1;
export const COLUMNS: i32 = 2;
export const WIDTH: i32 = 3;
export const DEPTH: i32 = 4;
const CAUSAL: i32 = 5;
const SAFE: i32 = 6;
const STRIDES: i32 = 7;

/** The operands, in their order. */
export const Q: i32 = 0;
export const K: i32 = 1;
export const V: i32 = 2;
export const MASK: i32 = 3;
export const OUT: i32 = 4;
/** Only backwards: the gradients that came of the output and of the weights, and those that are made. */
export const DOUT: i32 = 4;
export const DWEIGHTS: i32 = 5;
export const DQ: i32 = 6;
export const DK: i32 = 7;
export const DV: i32 = 8;

// @ts-ignore: decorator
@inline
export function sizeAt(meta: usize, place: i32): i32 {
  return load<i32>(meta + (<usize>place << 2));
}

/** Whether query i sees only keys 0 to i. */
// @ts-ignore: decorator
@inline
export function isCausal(meta: usize): bool {
  return sizeAt(meta, CAUSAL) != 0;
}

/** Whether a query that sees no key gives zeros, and not NaN. */
// @ts-ignore: decorator
@inline
export function isSafe(meta: usize): bool {
  return sizeAt(meta, SAFE) != 0;
}

/** An operand's stride along an axis of four. */
// @ts-ignore: decorator
@inline
export function strideAt(meta: usize, operand: i32, axis: i32): i32 {
  return sizeAt(meta, STRIDES + 4 * operand + axis);
}

/** Where an operand's part of a head begins. */
// @ts-ignore: decorator
@inline
export function headAt<T>(x: usize, meta: usize, operand: i32, head: i32): usize {
  const inner = sizeAt(meta, INNER);
  return x + <usize>((head / inner * strideAt(meta, operand, 0) + head % inner * strideAt(meta, operand, 1)) * sizeof<T>());
}

/** Fewer rows than these do not pay for packing keys and values again. */
const FEWEST: i32 = 128;
/** So many scores stay in the cache. */
const SCORES: i32 = 1 << 16;

/** Rows of queries that are taken together: all of them, or even shares. */
export function rowsOfBlock(rows: i32, columns: i32): i32 {
  const most = max(FEWEST, SCORES / max(columns, 1));
  const blocks = (rows + most - 1) / most;
  return blocks > 1 ? (rows + blocks - 1) / blocks : max(rows, 1);
}

/** Bytes of scratch that the products of so many rows need, forwards and backwards. */
export function scratchOfProducts(rows: i32, columns: i32, width: i32, depth: i32, elementBytes: i32): i32 {
  const most = max(width, depth);
  const along = max(gemm_scratch(rows, columns, most, elementBytes), gemm_scratch(rows, most, columns, elementBytes));
  return max(along, gemm_scratch(columns, most, rows, elementBytes)) + 63 & ~63;
}
