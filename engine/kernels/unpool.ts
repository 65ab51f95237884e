// Max unpooling: elements put at their places (int64) within planes, and taken from there again.

/** The number of the first of `count` places that lies outside of 0 to size - 1; -1 if none does. */
export function first_outside(index: usize, count: i32, size: i32): i32 {
  for (let i = 0; i < count; i++) {
    const place = load<i64>(index + (<usize>i << 3));
    if (place < 0 || place >= <i64>size) return i;
  }
  return -1;
}

/** out (planes x size) = 0, then out[plane, index[plane, i]] = values[plane, i], i in order; elements of `width` bytes. */
export function put_at(width: i32, values: usize, index: usize, out: usize, planes: i32, count: i32, size: i32): void {
  memory.fill(out, 0, <usize>(planes * size * width));
  if (width == 4) move<u32>(values, index, out, planes, count, size, true);
  else if (width == 8) move<u64>(values, index, out, planes, count, size, true);
  else move<u16>(values, index, out, planes, count, size, true);
}

/** values[plane, i] = from[plane, index[plane, i]]. */
export function take_at(width: i32, from: usize, index: usize, values: usize, planes: i32, count: i32, size: i32): void {
  if (width == 4) move<u32>(values, index, from, planes, count, size, false);
  else if (width == 8) move<u64>(values, index, from, planes, count, size, false);
  else move<u16>(values, index, from, planes, count, size, false);
}

function move<T>(values: usize, index: usize, plane: usize, planes: i32, count: i32, size: i32, put: bool): void {
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < count; i++) {
      const at = plane + <usize>(<i32>load<i64>(index) * sizeof<T>());
      if (put) store<T>(at, load<T>(values));
      else store<T>(values, load<T>(at));
      index += 8;
      values += sizeof<T>();
    }
    plane += <usize>(size * sizeof<T>());
  }
}
