// Sums over the middle axis of (outer, n, inner) of what a class F makes of each element, two lanes of float64 at a time; in
// blocks that are joined pairwise (reduce.ts). Columns are walked together, a strip of them, so that memory is read in order.
import { highAt, highOf, lowAt, lowOf } from "./wide";

const BLOCK: i32 = 256;
/** Columns of a strip, and the most levels of joining. */
const STRIP: i32 = 256;
const LEVELS: i32 = 25;

/** Bytes of `scratch`. */
export function sum_scratch(): i32 {
  return LEVELS * STRIP * 8;
}

export class Own { @inline of(v: v128, m: v128): v128 { return v; } }
export class Size { @inline of(v: v128, m: v128): v128 { return f64x2.abs(v); } }
export class Square {
  @inline of(v: v128, m: v128): v128 {
    const off = f64x2.sub(v, m);
    return f64x2.mul(off, off);
  }
}

export function sum_of_f32(op: i32, x: usize, means: usize, y: usize, outer: i32, n: i32, inner: i32, scratch: usize): void { choose<f32>(op, x, means, y, outer, n, inner, scratch); }
export function sum_of_f64(op: i32, x: usize, means: usize, y: usize, outer: i32, n: i32, inner: i32, scratch: usize): void { choose<f64>(op, x, means, y, outer, n, inner, scratch); }

/** y (float64) = the sums of elements, of their sizes, or of the squares of what lies between them and `means` (float64, or 0). */
function choose<T>(op: i32, x: usize, means: usize, y: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  if (op == 0) sumOf<T, Own, f64>(x, means, y, outer, n, inner, inner, scratch);
  else if (op == 1) sumOf<T, Size, f64>(x, means, y, outer, n, inner, inner, scratch);
  else sumOf<T, Square, f64>(x, means, y, outer, n, inner, inner, scratch);
}

/** `step`: elements between those of a column, which are `inner` unless some of the columns of one matrix are summed. */
export function sumOf<T, F, Y>(x: usize, means: usize, y: usize, outer: i32, n: i32, inner: i32, step: i32, scratch: usize): void {
  const row = <usize>step * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    if (step == 1) store<Y>(y, <Y>rowSum<T, F>(x, n, means ? f64x2.splat(load<f64>(means)) : f64x2.splat(0)));
    else {
      for (let i = 0; i < inner; i += STRIP) {
        const width = min(STRIP, inner - i), at = y + <usize>i * sizeof<Y>();
        columnSums<T, F>(x + <usize>i * sizeof<T>(), n, row, width, means ? means + (<usize>i << 3) : 0, scratch);
        for (let j = 0; j < width; j++) store<Y>(at + <usize>j * sizeof<Y>(), <Y>load<f64>(scratch + (<usize>j << 3)));
      }
    }
    x += <usize>n * row;
    y += <usize>inner * sizeof<Y>();
    if (means) means += <usize>inner << 3;
  }
}

function rowSum<T, F>(x: usize, n: i32, mean: v128): f64 {
  if (n <= BLOCK) return blockSum<T, F>(x, n, mean);
  const half = ((n >> 1) + BLOCK - 1) / BLOCK * BLOCK;
  return rowSum<T, F>(x, half, mean) + rowSum<T, F>(x + <usize>half * sizeof<T>(), n - half, mean);
}

function blockSum<T, F>(x: usize, n: i32, mean: v128): f64 {
  const f = changetype<F>(0);
  const end = x + <usize>n * sizeof<T>();
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (; x + 32 <= end; x += 32) {
    const v = v128.load(x), w = v128.load(x, 16);
    if (sizeof<T>() == 4) {
      a = f64x2.add(a, f.of(lowOf(v), mean));
      b = f64x2.add(b, f.of(highOf(v), mean));
      c = f64x2.add(c, f.of(lowOf(w), mean));
      d = f64x2.add(d, f.of(highOf(w), mean));
    } else {
      a = f64x2.add(a, f.of(v, mean));
      b = f64x2.add(b, f.of(w, mean));
    }
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; x < end; x += sizeof<T>()) sum += f64x2.extract_lane(f.of(f64x2.splat(<f64>load<T>(x)), mean), 0);
  return sum;
}

/** sums (float64) = those of `width` columns. `row`: bytes between the elements of one. */
function columnSums<T, F>(x: usize, n: i32, row: usize, width: i32, means: usize, sums: usize): void {
  if (n <= BLOCK) {
    memory.fill(sums, 0, <usize>width << 3);
    let p = 0;
    for (; p + 4 <= n; p += 4) {
      addFourRows<T, F>(x, row, width, means, sums);
      x += 4 * row;
    }
    for (; p < n; p++) {
      addRow<T, F>(x, width, means, sums);
      x += row;
    }
    return;
  }
  const half = ((n >> 1) + BLOCK - 1) / BLOCK * BLOCK, others = sums + (<usize>STRIP << 3);
  columnSums<T, F>(x, half, row, width, means, sums);
  columnSums<T, F>(x + <usize>half * row, n - half, row, width, means, others);
  for (let j: usize = 0, end = <usize>width << 3; j < end; j += 16) v128.store(sums + j, f64x2.add(v128.load(sums + j), v128.load(others + j)));
}

/** One row after the other, with the sums in registers. */
function addFourRows<T, F>(x: usize, row: usize, width: i32, means: usize, sums: usize): void {
  const f = changetype<F>(0);
  const end = sums + (<usize>width << 3), zero = f64x2.splat(0);
  if (sizeof<T>() == 4) {
    for (; sums + 32 <= end; sums += 32, x += 16) {
      const m = means ? v128.load(means) : zero, o = means ? v128.load(means, 16) : zero;
      const second = x + row, third = second + row, fourth = third + row;
      let low = f64x2.add(v128.load(sums), f.of(lowAt(x), m)), high = f64x2.add(v128.load(sums, 16), f.of(highAt(x), o));
      low = f64x2.add(low, f.of(lowAt(second), m));
      high = f64x2.add(high, f.of(highAt(second), o));
      low = f64x2.add(low, f.of(lowAt(third), m));
      high = f64x2.add(high, f.of(highAt(third), o));
      v128.store(sums, f64x2.add(low, f.of(lowAt(fourth), m)));
      v128.store(sums, f64x2.add(high, f.of(highAt(fourth), o)), 16);
      if (means) means += 32;
    }
  } else {
    for (; sums + 16 <= end; sums += 16, x += 16) {
      const m = means ? v128.load(means) : zero;
      const pair = f64x2.add(f64x2.add(v128.load(sums), f.of(v128.load(x), m)), f.of(v128.load(x + row), m));
      v128.store(sums, f64x2.add(f64x2.add(pair, f.of(v128.load(x + 2 * row), m)), f.of(v128.load(x + 3 * row), m)));
      if (means) means += 16;
    }
  }
  if (sums == end) return;
  const rest = <i32>((end - sums) >> 3);
  for (let r = 0; r < 4; r++) {
    addRow<T, F>(x, rest, means, sums);
    x += row;
  }
}

function addRow<T, F>(x: usize, width: i32, means: usize, sums: usize): void {
  const f = changetype<F>(0);
  const end = sums + (<usize>width << 3), zero = f64x2.splat(0);
  if (sizeof<T>() == 4) {
    for (; sums + 32 <= end; sums += 32) {
      const v = v128.load(x), m = means ? v128.load(means) : zero, o = means ? v128.load(means, 16) : zero;
      v128.store(sums, f64x2.add(v128.load(sums), f.of(lowOf(v), m)));
      v128.store(sums, f64x2.add(v128.load(sums, 16), f.of(highOf(v), o)), 16);
      x += 16;
      if (means) means += 32;
    }
  }
  for (; sums < end; sums += 8) {
    const m = means ? f64x2.splat(load<f64>(means)) : zero;
    store<f64>(sums, load<f64>(sums) + f64x2.extract_lane(f.of(f64x2.splat(<f64>load<T>(x)), m), 0));
    x += sizeof<T>();
    if (means) means += 8;
  }
}

export function deviation_f32(g: usize, means: usize, x: usize, dx: usize, outer: i32, n: i32, inner: i32): void { deviation<f32>(g, means, x, dx, outer, n, inner); }
export function deviation_f64(g: usize, means: usize, x: usize, dx: usize, outer: i32, n: i32, inner: i32): void { deviation<f64>(g, means, x, dx, outer, n, inner); }

/** dx = g (x - mean), for g and means of float64, one of each a line. */
function deviation<T>(g: usize, means: usize, x: usize, dx: usize, outer: i32, n: i32, inner: i32): void {
  const lines = <usize>inner << 3;
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < n; p++) {
      for (let i: usize = 0; i < lines; i += 8) {
        store<T>(dx, <T>(load<f64>(g + i) * (<f64>load<T>(x) - load<f64>(means + i))));
        x += sizeof<T>();
        dx += sizeof<T>();
      }
    }
    g += lines;
    means += lines;
  }
}
