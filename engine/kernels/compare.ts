// Comparisons of two operands (walk.ts) of one type, into flags of a byte. `op` is the place in engine/ops/compare-elements.ts.
import { rowCount, rowSize, rowStart, rowStep } from "./walk";

export function compare_f32(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void { compare<f32>(op, a, b, y, dims, meta); }
export function compare_f64(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void { compare<f64>(op, a, b, y, dims, meta); }
export function compare_i64(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void { compare<i64>(op, a, b, y, dims, meta); }
export function compare_i32(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void { compare<i32>(op, a, b, y, dims, meta); }
export function compare_i16(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void { compare<i16>(op, a, b, y, dims, meta); }
export function compare_i8(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void { compare<i8>(op, a, b, y, dims, meta); }
export function compare_u8(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void { compare<u8>(op, a, b, y, dims, meta); }

function compare<T>(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  switch (op) {
    case 0: zip<T, Equal<T>>(a, b, y, dims, meta); break;
    case 1: zip<T, Unequal<T>>(a, b, y, dims, meta); break;
    case 2: zip<T, Less<T>>(a, b, y, dims, meta); break;
    case 3: zip<T, LessOrEqual<T>>(a, b, y, dims, meta); break;
    case 4: zip<T, Less<T>>(b, a, y, dims, meta, true); break;
    case 5: zip<T, LessOrEqual<T>>(b, a, y, dims, meta, true); break;
    default: unreachable();
  }
}

class Equal<T> { @inline at(u: T, v: T): bool { return u == v; } }
class Unequal<T> { @inline at(u: T, v: T): bool { return u != v; } }
class Less<T> { @inline at(u: T, v: T): bool { return u < v; } }
class LessOrEqual<T> { @inline at(u: T, v: T): bool { return u <= v; } }

/** y = F(a, b); `swapped` if meta's first operand is b. */
function zip<T, F>(a: usize, b: usize, y: usize, dims: i32, meta: usize, swapped: bool = false): void {
  const f = changetype<F>(0);
  const first = swapped ? 2 : 1, second = 3 - first;
  const stepA = <usize>(rowStep(meta, dims, first) * sizeof<T>()), stepB = <usize>(rowStep(meta, dims, second) * sizeof<T>());
  const rows = rowCount(meta, dims), size = rowSize(meta, dims);
  for (let row = 0; row < rows; row++) {
    let p = a + <usize>(rowStart(meta, dims, first, row) * sizeof<T>());
    let q = b + <usize>(rowStart(meta, dims, second, row) * sizeof<T>());
    for (const end = y + <usize>size; y < end; y++) {
      store<u8>(y, f.at(load<T>(p), load<T>(q)) ? 1 : 0);
      p += stepA;
      q += stepB;
    }
  }
}
