// Sums over chosen rows of matrices with `width` columns: the i-th term takes row from[i] of one and row to[i] of the other (int32 both),
// unless one of them is negative.

export function rows_add_f32(a: usize, from: usize, scales: usize, to: usize, n: i32, width: i32, out: usize): void {
  addRows<f32>(a, from, scales, to, n, width, out);
}

export function rows_add_f64(a: usize, from: usize, scales: usize, to: usize, n: i32, width: i32, out: usize): void {
  addRows<f64>(a, from, scales, to, n, width, out);
}

/** out[to[i]] += scales[i] a[from[i]], in order; every scale is 1 if `scales` is 0. */
function addRows<T>(a: usize, from: usize, scales: usize, to: usize, n: i32, width: i32, out: usize): void {
  const bytes = <usize>width * sizeof<T>();
  for (let i = 0; i < n; i++) {
    if (!isTerm(from, to, i)) continue;
    const row = a + bytes * rowAt(from, i);
    const end = row + bytes;
    let sum = out + bytes * rowAt(to, i);
    if (scales) {
      const scale = load<T>(scales + <usize>i * sizeof<T>());
      for (let at = row; at < end; at += sizeof<T>()) {
        store<T>(sum, load<T>(sum) + scale * load<T>(at));
        sum += sizeof<T>();
      }
    } else {
      for (let at = row; at < end; at += sizeof<T>()) {
        store<T>(sum, load<T>(sum) + load<T>(at));
        sum += sizeof<T>();
      }
    }
  }
}

export function rows_dot_f32(a: usize, from: usize, b: usize, to: usize, n: i32, width: i32, out: usize): void {
  dotRows<f32>(a, from, b, to, n, width, out);
}

export function rows_dot_f64(a: usize, from: usize, b: usize, to: usize, n: i32, width: i32, out: usize): void {
  dotRows<f64>(a, from, b, to, n, width, out);
}

/** out[i] = a[from[i]] · b[to[i]]; what is no term stays. */
function dotRows<T>(a: usize, from: usize, b: usize, to: usize, n: i32, width: i32, out: usize): void {
  const bytes = <usize>width * sizeof<T>();
  for (let i = 0; i < n; i++) {
    if (!isTerm(from, to, i)) continue;
    const row = a + bytes * rowAt(from, i);
    let other = b + bytes * rowAt(to, i);
    let sum: T = 0;
    for (let at = row; at < row + bytes; at += sizeof<T>()) {
      sum += load<T>(at) * load<T>(other);
      other += sizeof<T>();
    }
    store<T>(out + <usize>i * sizeof<T>(), sum);
  }
}

export function rows_max_f32(a: usize, from: usize, to: usize, n: i32, width: i32, out: usize, places: usize): void {
  maxRows<f32>(a, from, to, n, width, out, places);
}

export function rows_max_f64(a: usize, from: usize, to: usize, n: i32, width: i32, out: usize, places: usize): void {
  maxRows<f64>(a, from, to, n, width, out, places);
}

/** out[to[i]] = the greater of itself and a[from[i]], element by element; `places` (int32, -1 before) notes the row of each. A NaN stays if it is first, else loses. */
function maxRows<T>(a: usize, from: usize, to: usize, n: i32, width: i32, out: usize, places: usize): void {
  for (let i = 0; i < n; i++) {
    if (!isTerm(from, to, i)) continue;
    const source = rowAt(from, i);
    const row = a + source * <usize>width * sizeof<T>();
    const start = rowAt(to, i) * <usize>width;
    for (let j = 0; j < width; j++) {
      const value = load<T>(row + <usize>j * sizeof<T>());
      const most = out + (start + j) * sizeof<T>();
      const place = places + ((start + j) << 2);
      if (load<i32>(place) < 0 || value > load<T>(most)) {
        store<T>(most, value);
        store<i32>(place, <i32>source);
      }
    }
  }
}

export function rows_scatter_f32(a: usize, places: usize, rows: i32, width: i32, out: usize): void {
  scatterRows<f32>(a, places, rows, width, out);
}

export function rows_scatter_f64(a: usize, places: usize, rows: i32, width: i32, out: usize): void {
  scatterRows<f64>(a, places, rows, width, out);
}

/** out[places[i, j], j] += a[i, j] wherever the place is not negative. */
function scatterRows<T>(a: usize, places: usize, rows: i32, width: i32, out: usize): void {
  for (let i = 0; i < rows * width; i++) {
    const place = load<i32>(places + (<usize>i << 2));
    if (place < 0) continue;
    const at = out + (<usize>place * <usize>width + <usize>(i % width)) * sizeof<T>();
    store<T>(at, load<T>(at) + load<T>(a + <usize>i * sizeof<T>()));
  }
}

// @ts-ignore: decorator
@inline
function isTerm(from: usize, to: usize, i: i32): bool {
  return load<i32>(from + (<usize>i << 2)) >= 0 && load<i32>(to + (<usize>i << 2)) >= 0;
}

// @ts-ignore: decorator
@inline
function rowAt(rows: usize, i: i32): usize {
  return <usize>load<i32>(rows + (<usize>i << 2));
}
