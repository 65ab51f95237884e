// y = a where a flag of a byte holds, else b: bits, whatever the type. The operands (walk.ts) are flags, a and b.
import { rowCount, rowSize, rowStart, rowStep } from "./walk";

export function choose(width: i32, flags: usize, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  if (width == 4) chooseAll<u32>(flags, a, b, y, dims, meta);
  else if (width == 8) chooseAll<u64>(flags, a, b, y, dims, meta);
  else if (width == 2) chooseAll<u16>(flags, a, b, y, dims, meta);
  else chooseAll<u8>(flags, a, b, y, dims, meta);
}

function chooseAll<T>(flags: usize, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  const step = <usize>rowStep(meta, dims, 1);
  const stepA = <usize>(rowStep(meta, dims, 2) * sizeof<T>()), stepB = <usize>(rowStep(meta, dims, 3) * sizeof<T>());
  const rows = rowCount(meta, dims), size = rowSize(meta, dims);
  for (let row = 0; row < rows; row++) {
    let flag = flags + <usize>rowStart(meta, dims, 1, row);
    let p = a + <usize>(rowStart(meta, dims, 2, row) * sizeof<T>()), q = b + <usize>(rowStart(meta, dims, 3, row) * sizeof<T>());
    for (const end = y + <usize>(size * sizeof<T>()); y < end; y += sizeof<T>()) {
      store<T>(y, select(load<T>(p), load<T>(q), load<u8>(flag) != 0));
      flag += step;
      p += stepA;
      q += stepB;
    }
  }
}
