import type { Dtype } from "../dtype.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { numbers, to } from "./copy.ts";

/** A matrix in float64, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array<ArrayBuffer>;
}

/** The matrices in the last two axes of a tensor, in order; a vector of each entry of a batch is a matrix of one column. */
export function matricesOf(x: Tensor, rows = x.size(-2), columns = x.size(-1)): Matrix[] {
  const all = Float64Array.from(numbers(x));
  const size = rows * columns;
  const count = size === 0 ? sizeOf(x.shape.slice(0, -2)) : all.length / size;
  return Array.from({ length: count }, (_, i) => ({
    rows,
    columns,
    data: all.slice(i * size, (i + 1) * size),
  }));
}

/** A tensor of this shape with the matrices' numbers one behind the other, rounded to `dtype` once. */
export function fromMatrices(matrices: readonly Matrix[], shape: Shape, dtype: Dtype): Tensor {
  return fromRows(
    matrices.map((one) => one.data),
    shape,
    dtype,
  );
}

/** A tensor of this shape with lists of numbers one behind the other, rounded to `dtype` once. */
export function fromRows(rows: readonly Float64Array[], shape: Shape, dtype: Dtype): Tensor {
  const all = new Float64Array(sizeOf(shape));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return to(tensorFrom(shape, "float64", all), dtype);
}

/** The matrix with rows for columns. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const turned = data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)] as number);
  return { rows: columns, columns: rows, data: turned };
}
