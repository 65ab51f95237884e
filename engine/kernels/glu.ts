// Gated linear units over contiguous memory: a times the sigmoid of b.
import { Product, zipLanes } from "./lanes";
import { sigmoidOf } from "./sigmoid";

export function glu_f32(a: usize, b: usize, y: usize, n: i32): void {
  glu<f32>(a, b, y, n);
}

export function glu_f64(a: usize, b: usize, y: usize, n: i32): void {
  glu<f64>(a, b, y, n);
}

function glu<T>(a: usize, b: usize, y: usize, n: i32): void {
  zipLanes<T, Gated<T>>(a, b, y, n);
}

class Gated<T> { @inline of(p: v128, q: v128): v128 { return v128.mul<T>(p, sigmoidOf<T>(q)); } }

export function glu_backward_f32(g: usize, a: usize, b: usize, da: usize, db: usize, n: i32): void {
  backward<f32>(g, a, b, da, db, n);
}

export function glu_backward_f64(g: usize, a: usize, b: usize, da: usize, db: usize, n: i32): void {
  backward<f64>(g, a, b, da, db, n);
}

/** da = g s and db = g a s (1 - s), where s is the sigmoid of b. */
function backward<T>(g: usize, a: usize, b: usize, da: usize, db: usize, n: i32): void {
  zipLanes<T, Gated<T>>(g, b, da, n);
  zipLanes<T, Product<T>>(da, a, db, n);
  zipLanes<T, CounterGated<T>>(db, b, db, n);
}

class CounterGated<T> { @inline of(p: v128, q: v128): v128 { return v128.mul<T>(p, sigmoidOf<T>(v128.neg<T>(q))); } }
