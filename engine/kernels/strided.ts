// Copies between layouts. `meta` points to int32: sizes[dims], then the source's strides, then the target's, in elements.
import { canTurn, turn } from "./turn";

export function copy_strided(width: i32, from: usize, to: usize, dims: i32, meta: usize): void {
  if (width == 4) copy<u32>(from, to, dims, meta);
  else if (width == 8) copy<u64>(from, to, dims, meta);
  else if (width == 2) copy<u16>(from, to, dims, meta);
  else copy<u8>(from, to, dims, meta);
}

function copy<T>(from: usize, to: usize, dims: i32, meta: usize): void {
  copyAxis<T>(from, to, dims, 0, meta, turnedAxis<T>(dims, meta));
}

/** The axis along which the source lies contiguous where the target does along the last one; -1 if there is none. */
function turnedAxis<T>(dims: i32, meta: usize): i32 {
  const last = dims - 1;
  if (strideAt(meta, 2 * dims + last) != 1 || strideAt(meta, dims + last) == 1) return -1;
  for (let dim = 0; dim < last; dim++) {
    if (strideAt(meta, dims + dim) == 1 && canTurn<T>(load<i32>(meta + (<usize>dim << 2)), load<i32>(meta + (<usize>last << 2)))) return dim;
  }
  return -1;
}

// @ts-ignore: decorator
@inline
function strideAt(meta: usize, place: i32): i32 {
  return load<i32>(meta + (<usize>place << 2));
}

/** An axis and those after it; the axis `turned` goes with the last one. */
function copyAxis<T>(from: usize, to: usize, dims: i32, dim: i32, meta: usize, turned: i32): void {
  if (dim == turned) dim++;
  const size = load<i32>(meta + (<usize>dim << 2));
  const stepFrom = <usize>(strideAt(meta, dims + dim) * sizeof<T>());
  const stepTo = <usize>(strideAt(meta, 2 * dims + dim) * sizeof<T>());
  if (dim + 1 == dims) {
    if (turned < 0) copyRow<T>(from, stepFrom, to, stepTo, size);
    else turn<T>(from, stepFrom, to, <usize>(strideAt(meta, 2 * dims + turned) * sizeof<T>()), load<i32>(meta + (<usize>turned << 2)), size);
    return;
  }
  for (let i = 0; i < size; i++) {
    copyAxis<T>(from, to, dims, dim + 1, meta, turned);
    from += stepFrom;
    to += stepTo;
  }
}

/** Up to so many bytes a loop is faster than memory.copy, which is a call out of the kernels. */
const SHORT: usize = 1024;

// @ts-ignore: decorator
@inline
function copyRow<T>(from: usize, stepFrom: usize, to: usize, stepTo: usize, size: i32): void {
  const end = to + <usize>size * stepTo;
  if (stepFrom == sizeof<T>() && stepTo == sizeof<T>()) {
    if (end - to > SHORT || to - from < end - to) {
      memory.copy(to, from, end - to);
      return;
    }
    for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  }
  for (let i = 0; i < size && to != end; i++) {
    store<T>(to, load<T>(from));
    from += stepFrom;
    to += stepTo;
  }
}
