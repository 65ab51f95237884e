// The steps of a sequence: `sizes` holds `steps` int32, each the number of rows of one step; rows of one step lie together.

/** The rows of all steps. */
export function rowsOf(steps: i32, sizes: usize): i32 {
  let rows = 0;
  for (let t = 0; t < steps; t++) rows += load<i32>(sizes + (<usize>t << 2));
  return rows;
}

// @ts-ignore: decorator
@inline
export function rowsOfStep(sizes: usize, t: i32): i32 {
  return load<i32>(sizes + (<usize>t << 2));
}

/**
 * How many rows of a step, which has `all`, belong to the part of the batch that begins at row `first` and has `rows`: threads
 * share the batch. Pointers to rows and states point at the part's own.
 */
// @ts-ignore: decorator
@inline
export function rowsOfPart(all: i32, first: i32, rows: i32): i32 {
  return max(0, min(rows, all - first));
}
