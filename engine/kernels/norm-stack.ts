// The gradients of weight and bias where rows are normalised: sums down the columns. A stack of rows is summed in registers, the
// stacks of a block in memory, and at the end the blocks, so that what is added to what does not hang on who does which.
import { STACK } from "./norm-columns";
import { isLong } from "./norm-long";
import { highAt, highOf, lowAt, lowOf, restOf32 } from "./wide";

/** Rows whose sums are made together; about thirty blocks, whatever shares the work. */
export function norm_rows_block(rows: i32): i32 {
  return max(1, rows + 32 * STACK - 1 >> 9) * STACK;
}

/** Bytes of `sums`. */
export function norm_rows_scratch(rows: i32, n: i32): i32 {
  return blocksOf(rows) * 2 * <i32>wideOf(n);
}

// @ts-ignore: decorator
@inline
function blocksOf(rows: i32): i32 {
  const block = norm_rows_block(rows);
  return (rows + block - 1) / block;
}

/** Bytes of a float64 for each column, up to whole vectors of float32. */
// @ts-ignore: decorator
@inline
export function wideOf(n: i32): usize {
  return <usize>(n + 3 & ~3) << 3;
}

/** Adds the rows of a stack to each column's sums of g xhat, and `wide` bytes on of g: four long rows at a time. `stats` are the first row's. */
export function addRows(g: usize, x: usize, rows: i32, n: i32, stats: usize, row: usize, sums: usize, wide: usize): void {
  const step = <usize>n << 2;
  for (let r = 0; r < rows; r += 4) {
    const count = min(4, rows - r), far = step * <usize>r, at = stats + (<usize>r << 3);
    if (areLong(count, n, at + row)) addFour(g + far, x + far, step, at, row, sums, wide);
    else for (let i: usize = 0; i < step; i += 16) addStack(g + far + i, x + far + i, count, step, at, row, sums + 2 * i, wide);
  }
}

/** Whether these are four rows for norm-long.ts, by their variances. */
// @ts-ignore: decorator
@inline
function areLong(count: i32, n: i32, variances: usize): bool {
  return count == 4 && isLong(n, load<f64>(variances)) && isLong(n, load<f64>(variances, 8))
    && isLong(n, load<f64>(variances, 16)) && isLong(n, load<f64>(variances, 24));
}

/** Of four rows: (x - mean) rstd, where what the mean loses in float32 is taken off last. */
function addFour(g: usize, x: usize, step: usize, stats: usize, row: usize, sums: usize, wide: usize): void {
  const scales = stats + 2 * row;
  const m0 = most(stats), m1 = most(stats + 8), m2 = most(stats + 16), m3 = most(stats + 24);
  const r0 = most(scales), r1 = most(scales + 8), r2 = most(scales + 16), r3 = most(scales + 24);
  const k0 = late(stats, scales), k1 = late(stats + 8, scales + 8), k2 = late(stats + 16, scales + 16), k3 = late(stats + 24, scales + 24);
  for (const end = g + step; g < end; g += 16, x += 16, sums += 32) {
    const far = g + 2 * step, from = x + 2 * step;
    const a = v128.load(g), b = v128.load(g + step), c = v128.load(far), d = v128.load(far + step);
    const p = f32x4.add(f32x4.mul(a, normal(x, m0, r0, k0)), f32x4.mul(b, normal(x + step, m1, r1, k1)));
    const q = f32x4.add(f32x4.mul(c, normal(from, m2, r2, k2)), f32x4.mul(d, normal(from + step, m3, r3, k3)));
    addTo(sums, f32x4.add(p, q));
    addTo(sums + wide, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  }
}

// @ts-ignore: decorator
@inline
function most(at: usize): v128 {
  return f32x4.splat(<f32>load<f64>(at));
}

// @ts-ignore: decorator
@inline
function late(mean: usize, rstd: usize): v128 {
  return f32x4.splat(<f32>(<f64>restOf32(load<f64>(mean)) * load<f64>(rstd)));
}

// @ts-ignore: decorator
@inline
function normal(x: usize, mean: v128, rstd: v128, less: v128): v128 {
  return f32x4.sub(f32x4.mul(f32x4.sub(v128.load(x), mean), rstd), less);
}

// @ts-ignore: decorator
@inline
function addTo(sums: usize, v: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), lowOf(v)));
  v128.store(sums, f64x2.add(v128.load(sums, 16), highOf(v)), 16);
}

/** The same for four columns, in float64; `step`: the bytes between rows. */
// @ts-ignore: decorator
@inline
export function addStack(g: usize, x: usize, rows: i32, step: usize, stats: usize, row: usize, sums: usize, wide: usize): void {
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (let r = 0; r < rows; r++) {
    const low = lowAt(g), high = highAt(g);
    const mean = v128.load64_splat(stats), rstd = v128.load64_splat(stats + 2 * row);
    a = f64x2.add(a, f64x2.mul(low, f64x2.mul(f64x2.sub(lowAt(x), mean), rstd)));
    b = f64x2.add(b, f64x2.mul(high, f64x2.mul(f64x2.sub(highAt(x), mean), rstd)));
    c = f64x2.add(c, low);
    d = f64x2.add(d, high);
    g += step;
    x += step;
    stats += 8;
  }
  v128.store(sums, f64x2.add(v128.load(sums), a));
  v128.store(sums, f64x2.add(v128.load(sums, 16), b), 16);
  v128.store(sums + wide, f64x2.add(v128.load(sums + wide), c));
  v128.store(sums + wide, f64x2.add(v128.load(sums + wide, 16), d), 16);
}

/** The same for one column of float64 numbers. */
// @ts-ignore: decorator
@inline
export function addStack64(g: usize, x: usize, rows: i32, step: usize, stats: usize, row: usize, sums: usize, wide: usize): void {
  let along: f64 = 0, all: f64 = 0;
  for (let r = 0; r < rows; r++) {
    along += load<f64>(g) * (load<f64>(x) - load<f64>(stats)) * load<f64>(stats + 2 * row);
    all += load<f64>(g);
    g += step;
    x += step;
    stats += 8;
  }
  store<f64>(sums, load<f64>(sums) + along);
  store<f64>(sums + wide, load<f64>(sums + wide) + all);
}

/** The gradients of weight and bias: each column's sums of g xhat and of g over the blocks of norm_rows_backward. */
export function norm_rows_parameters_f32(rows: i32, n: i32, sums: usize, dweight: usize, dbias: usize): void { join<f32>(rows, n, sums, dweight, dbias); }
export function norm_rows_parameters_f64(rows: i32, n: i32, sums: usize, dweight: usize, dbias: usize): void { join<f64>(rows, n, sums, dweight, dbias); }

function join<T>(rows: i32, n: i32, sums: usize, dweight: usize, dbias: usize): void {
  const wide = wideOf(n), blocks = blocksOf(rows);
  for (let b = 1; b < blocks; b++) {
    const from = sums + 2 * wide * <usize>b;
    for (let i: usize = 0; i < 2 * wide; i += 16) v128.store(sums + i, f64x2.add(v128.load(sums + i), v128.load(from + i)));
  }
  for (let c: usize = 0; c < <usize>n; c++) {
    const at = sums + (c << 3), to = c * sizeof<T>();
    store<T>(dweight + to, rows ? <T>load<f64>(at) : 0);
    store<T>(dbias + to, rows ? <T>load<f64>(at + wide) : 0);
  }
}
