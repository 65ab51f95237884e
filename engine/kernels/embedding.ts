// Rows of a table by index. Indices are int64 (`wide`) or int32.
import { storePart } from "./lanes";
import { rootOf, termOf } from "./power-norm";

/** The place of the first index that is not a row; -1 if there is none. */
export function embedding_outside(rows: i32, indices: usize, wide: i32, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    const index = indexAt(indices, wide, i);
    if (index < 0 || index >= <i64>rows) return i;
  }
  return -1;
}

/** Copies rows[index] for each index. */
export function embedding_rows(table: usize, rowBytes: i32, indices: usize, wide: i32, n: i32, out: usize): void {
  for (let i = 0; i < n; i++) {
    memory.copy(out, table + <usize>indexAt(indices, wide, i) * <usize>rowBytes, <usize>rowBytes);
    out += <usize>rowBytes;
  }
}

export function embedding_add_f32(g: usize, width: i32, step: i32, indices: usize, wide: i32, n: i32, padding: i32, table: usize): void {
  add<f32>(g, width, step, indices, wide, n, padding, table);
}

export function embedding_add_f64(g: usize, width: i32, step: i32, indices: usize, wide: i32, n: i32, padding: i32, table: usize): void {
  add<f64>(g, width, step, indices, wide, n, padding, table);
}

/** table[index] += g[i] for each index but `padding`, in order: `width` elements of rows that begin `step` apart. */
function add<T>(g: usize, width: i32, step: i32, indices: usize, wide: i32, n: i32, padding: i32, table: usize): void {
  const bytes = <usize>(width * sizeof<T>()), next = <usize>(step * sizeof<T>());
  for (let i = 0; i < n; i++) {
    const index = indexAt(indices, wide, i);
    if (index != <i64>padding) addRow<T>(g, table + <usize>index * next, bytes);
    g += next;
  }
}

// @ts-ignore: decorator
@inline
function addRow<T>(from: usize, to: usize, bytes: usize): void {
  const end = to + bytes, vectors = to + (bytes & ~15);
  while (to < vectors) {
    v128.store(to, v128.add<T>(v128.load(to), v128.load(from)));
    from += 16;
    to += 16;
  }
  if (to < end) storePart<T>(to, end, v128.add<T>(v128.load(to), v128.load(from)));
}

// @ts-ignore: decorator
@inline
function indexAt(indices: usize, wide: i32, i: i32): i64 {
  return wide ? load<i64>(indices + (<usize>i << 3)) : <i64>load<i32>(indices + (<usize>i << 2));
}

export function embedding_renorm_f32(table: usize, width: i32, rows: usize, n: i32, most: f64, p: f64): void {
  renorm<f32>(table, width, rows, n, most, p);
}

export function embedding_renorm_f64(table: usize, width: i32, rows: usize, n: i32, most: f64, p: f64): void {
  renorm<f64>(table, width, rows, n, most, p);
}

/** Scales each of the n rows (int32) whose p-norm exceeds `most` by most / (norm + 1e-7). */
function renorm<T>(table: usize, width: i32, rows: usize, n: i32, most: f64, p: f64): void {
  for (let i = 0; i < n; i++) {
    const start = table + <usize>load<i32>(rows + (<usize>i << 2)) * <usize>width * sizeof<T>();
    const end = start + <usize>width * sizeof<T>();
    const norm = normOf<T>(start, end, p);
    if (norm > most) {
      const scale = <T>(most / (norm + 1e-7));
      for (let at = start; at < end; at += sizeof<T>()) store<T>(at, load<T>(at) * scale);
    }
  }
}

/** (sum |x|^p)^(1/p); the greatest or least |x| for infinite p, the number of those that are not 0 for p = 0. */
function normOf<T>(start: usize, end: usize, p: f64): f64 {
  const endless = abs(p) == Infinity;
  let sum: f64 = p == -Infinity ? Infinity : 0;
  for (let at = start; at < end; at += sizeof<T>()) {
    const v = abs(<f64>load<T>(at));
    if (endless) sum = p > 0 ? max(sum, v) : min(sum, v);
    else sum += termOf(v, p);
  }
  return endless ? sum : rootOf(sum, p);
}
