// The gradients of weight and bias where rows are normalised: sums down the columns. A stack of rows is summed in registers, the
// stacks of a block in memory, and at the end the blocks, so that what is added to what does not hang on who does which.
import { STACK } from "./norm-columns";
import { highAt, lowAt } from "./wide";

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

/** Adds to four columns' sums of g xhat, and `wide` bytes on of g. `stats` are the first row's; `step`: the bytes between rows. */
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

/** The same for one column of float64. */
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
