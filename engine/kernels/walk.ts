// Elementwise work on operands of any strides, row by row of the last axis. `meta`: int32 sizes[dims], then each operand's
// strides, in elements; 0 repeats.

/** The number of rows. */
export function rowCount(meta: usize, dims: i32): i32 {
  let rows = 1;
  for (let dim = 0; dim < dims - 1; dim++) rows *= load<i32>(meta + (<usize>dim << 2));
  return rows;
}

// @ts-ignore: decorator
@inline
export function rowSize(meta: usize, dims: i32): i32 {
  return load<i32>(meta + (<usize>(dims - 1) << 2));
}

/** The stride of an operand (counted from 1) along a row. */
// @ts-ignore: decorator
@inline
export function rowStep(meta: usize, dims: i32, operand: i32): i32 {
  return load<i32>(meta + (<usize>(dims * (operand + 1) - 1) << 2));
}

/** Where, in elements, a row of an operand (counted from 1) begins. */
export function rowStart(meta: usize, dims: i32, operand: i32, row: i32): i32 {
  const strides = meta + (<usize>(dims * operand) << 2);
  let start = 0;
  for (let dim = dims - 2; dim >= 0; dim--) {
    const n = load<i32>(meta + (<usize>dim << 2));
    start += row % n * load<i32>(strides + (<usize>dim << 2));
    row /= n;
  }
  return start;
}
