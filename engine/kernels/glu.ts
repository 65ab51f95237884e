// Gated linear units over contiguous memory: a times the sigmoid of b, which is rounded to the type as PyTorch rounds it.

import { sigmoidOf } from "./sigmoid";

export function glu_f32(a: usize, b: usize, y: usize, n: i32): void {
  glu<f32>(a, b, y, n);
}

export function glu_f64(a: usize, b: usize, y: usize, n: i32): void {
  glu<f64>(a, b, y, n);
}

function glu<T>(a: usize, b: usize, y: usize, n: i32): void {
  const end = y + <usize>n * sizeof<T>();
  while (y < end) {
    store<T>(y, load<T>(a) * <T>sigmoidOf<f64>(<f64>load<T>(b)));
    a += sizeof<T>();
    b += sizeof<T>();
    y += sizeof<T>();
  }
}

export function glu_backward_f32(g: usize, a: usize, b: usize, da: usize, db: usize, n: i32): void {
  backward<f32>(g, a, b, da, db, n);
}

export function glu_backward_f64(g: usize, a: usize, b: usize, da: usize, db: usize, n: i32): void {
  backward<f64>(g, a, b, da, db, n);
}

function backward<T>(g: usize, a: usize, b: usize, da: usize, db: usize, n: i32): void {
  for (let i: usize = 0, end = <usize>n * sizeof<T>(); i < end; i += sizeof<T>()) {
    const s = sigmoidOf<f64>(<f64>load<T>(b + i));
    const d = <f64>load<T>(g + i);
    store<T>(da + i, <T>(d * s));
    store<T>(db + i, <T>((1 - s) * s * d * <f64>load<T>(a + i)));
  }
}
