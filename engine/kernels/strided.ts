// Copies between layouts. `meta` points to int32: sizes[dims], then the source's strides, then the target's, in elements.

export function copy_strided(width: i32, from: usize, to: usize, dims: i32, meta: usize): void {
  if (width == 4) copy<u32>(from, to, dims, meta);
  else if (width == 8) copy<u64>(from, to, dims, meta);
  else if (width == 2) copy<u16>(from, to, dims, meta);
  else copy<u8>(from, to, dims, meta);
}

function copy<T>(from: usize, to: usize, dims: i32, meta: usize): void {
  const size = load<i32>(meta);
  const stepFrom = <usize>(load<i32>(meta + <usize>(dims << 2)) * sizeof<T>());
  const stepTo = <usize>(load<i32>(meta + <usize>(dims << 3)) * sizeof<T>());
  if (dims == 1) {
    if (stepFrom == sizeof<T>() && stepTo == sizeof<T>()) {
      memory.copy(to, from, <usize>size * sizeof<T>());
      return;
    }
    for (let i = 0; i < size; i++) {
      store<T>(to, load<T>(from));
      from += stepFrom;
      to += stepTo;
    }
    return;
  }
  for (let i = 0; i < size; i++) {
    copyInner<T>(from, to, dims, 1, meta);
    from += stepFrom;
    to += stepTo;
  }
}

function copyInner<T>(from: usize, to: usize, dims: i32, dim: i32, meta: usize): void {
  const size = load<i32>(meta + <usize>(dim << 2));
  const stepFrom = <usize>(load<i32>(meta + <usize>((dims + dim) << 2)) * sizeof<T>());
  const stepTo = <usize>(load<i32>(meta + <usize>((2 * dims + dim) << 2)) * sizeof<T>());
  if (dim + 1 < dims) {
    for (let i = 0; i < size; i++) {
      copyInner<T>(from, to, dims, dim + 1, meta);
      from += stepFrom;
      to += stepTo;
    }
  } else if (stepFrom == sizeof<T>() && stepTo == sizeof<T>()) {
    memory.copy(to, from, <usize>size * sizeof<T>());
  } else {
    for (let i = 0; i < size; i++) {
      store<T>(to, load<T>(from));
      from += stepFrom;
      to += stepTo;
    }
  }
}
