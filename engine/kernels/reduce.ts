// Reductions of (outer, n, inner) over the middle axis. Sums run in blocks of 128 that are joined pairwise, so that
// their error hardly grows with n (Higham, "The accuracy of floating point summation", 1993).

const BLOCK: i32 = 128;

export function sum_f32(x: usize, y: usize, outer: i32, n: i32, inner: i32): void {
  sum<f32>(x, y, outer, n, inner);
}

export function sum_f64(x: usize, y: usize, outer: i32, n: i32, inner: i32): void {
  sum<f64>(x, y, outer, n, inner);
}

function sum<T>(x: usize, y: usize, outer: i32, n: i32, inner: i32): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const from = x + <usize>((o * n * inner + i) * sizeof<T>());
      store<T>(y + <usize>((o * inner + i) * sizeof<T>()), pairwise<T>(from, n, <usize>(inner * sizeof<T>())));
    }
  }
}

/** The sum of n elements that lie `step` bytes apart. */
export function pairwise<T>(x: usize, n: i32, step: usize): T {
  if (n <= BLOCK) {
    let a: T = <T>0, b: T = <T>0, c: T = <T>0, d: T = <T>0;
    let i = 0;
    for (; i + 3 < n; i += 4) {
      a += load<T>(x);
      b += load<T>(x + step);
      c += load<T>(x + 2 * step);
      d += load<T>(x + 3 * step);
      x += 4 * step;
    }
    for (; i < n; i++) {
      a += load<T>(x);
      x += step;
    }
    return (a + b) + (c + d);
  }
  const half = ((n >> 1) + BLOCK - 1) / BLOCK * BLOCK;
  return pairwise<T>(x, half, step) + pairwise<T>(x + <usize>half * step, n - half, step);
}
