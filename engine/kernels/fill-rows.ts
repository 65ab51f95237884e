// What a convolution begins with.

/** The first `size` elements of row c, which begin `row` apart, become bias[c], or 0 without a bias. */
export function fillRows<T>(out: usize, row: i32, size: i32, bias: usize, rows: i32): void {
  const bytes = <usize>(size * sizeof<T>());
  for (let c = 0; c < rows; c++, out += <usize>(row * sizeof<T>())) {
    if (bias == 0) memory.fill(out, 0, bytes);
    else fill<T>(out, out + bytes, load<T>(bias + <usize>(c * sizeof<T>())));
  }
}

function fill<T>(to: usize, end: usize, value: T): void {
  const values = v128.splat<T>(value);
  for (; to + 16 <= end; to += 16) v128.store(to, values);
  for (; to < end; to += sizeof<T>()) store<T>(to, value);
}
