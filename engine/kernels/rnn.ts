// One direction of a plain recurrent layer: h' = act(W x + b + W_hh h), over all time steps. Steps may have batches of
// different sizes (steps.ts), falling or all the same.
// `h` (the largest batch x hidden) holds the first state and, afterwards, the last one of each row.
import { ofTanh } from "./gates";
import { mapLanes, Sum, zipLanes } from "./lanes";
import { MULTIPLY_SCRATCH, multiply, packed_bytes, packWhole } from "./packed";
import { Relu, Tanh } from "./pointwise";
import { rowsOf, rowsOfPart, rowsOfStep } from "./steps";

/** Bytes of scratch for the kernels of this file. */
export function rnn_scratch(batch: i32, hidden: i32, elementBytes: i32): i32 {
  return packed_bytes(hidden, hidden, elementBytes) + MULTIPLY_SCRATCH + 64;
}

export function rnn_forward_f32(
  relu: i32, steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32,
  wHh: usize, h: usize, gates: usize, previous: usize, scratch: usize,
): void {
  forward<f32>(relu, steps, sizes, reverse, first, rows, hidden, wHh, h, gates, previous, scratch);
}

export function rnn_forward_f64(
  relu: i32, steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32,
  wHh: usize, h: usize, gates: usize, previous: usize, scratch: usize,
): void {
  forward<f64>(relu, steps, sizes, reverse, first, rows, hidden, wHh, h, gates, previous, scratch);
}

/** `gates` (rows x hidden) comes with W x + b and leaves with every step's state; `previous` (0 if not wanted) the state before it. */
function forward<T>(
  relu: i32, steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32,
  wHh: usize, h: usize, gates: usize, previous: usize, scratch: usize,
): void {
  const packed = (scratch + 15) & ~15;
  const work = packed + <usize>packed_bytes(hidden, hidden, sizeof<T>());
  packWhole<T>(hidden, hidden, wHh, 1, hidden, packed);
  let row = reverse ? rowsOf(steps, sizes) : 0;
  for (let s = 0; s < steps; s++) {
    const all = rowsOfStep(sizes, reverse ? steps - 1 - s : s), batch = rowsOfPart(all, first, rows);
    if (reverse) row -= all;
    const at = <usize>(row * hidden * sizeof<T>());
    const bytes = <usize>(batch * hidden * sizeof<T>());
    if (previous) memory.copy(previous + at, h, bytes);
    multiply<T>(batch, hidden, hidden, h, hidden, packed, gates + at, hidden, 1, work);
    activate<T>(relu, gates + at, batch * hidden);
    memory.copy(h, gates + at, bytes);
    if (!reverse) row += all;
  }
}

function activate<T>(relu: i32, gates: usize, count: i32): void {
  if (relu) mapLanes<T, Relu<T>>(gates, gates, count);
  else mapLanes<T, Tanh<T>>(gates, gates, count);
}

class ReluBack<T> { @inline of(d: v128, y: v128): v128 { return v128.andnot(d, v128.le<T>(y, v128.splat<T>(<T>0))); } }
class TanhBack<T> { @inline of(d: v128, y: v128): v128 { return v128.mul<T>(d, ofTanh<T>(y)); } }

export function rnn_backward_f32(
  relu: i32, steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32,
  wHh: usize, states: usize, dy: usize, dh: usize, dGates: usize, scratch: usize,
): void {
  backward<f32>(relu, steps, sizes, reverse, first, rows, hidden, wHh, states, dy, dh, dGates, scratch);
}

export function rnn_backward_f64(
  relu: i32, steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32,
  wHh: usize, states: usize, dy: usize, dh: usize, dGates: usize, scratch: usize,
): void {
  backward<f64>(relu, steps, sizes, reverse, first, rows, hidden, wHh, states, dy, dh, dGates, scratch);
}

/** `dh` comes with the gradient of the last state and leaves with that of the first; `dGates` gets that of W x + b. */
function backward<T>(
  relu: i32, steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32,
  wHh: usize, states: usize, dy: usize, dh: usize, dGates: usize, scratch: usize,
): void {
  const packed = (scratch + 15) & ~15;
  const work = packed + <usize>packed_bytes(hidden, hidden, sizeof<T>());
  packWhole<T>(hidden, hidden, wHh, hidden, 1, packed);
  let row = reverse ? 0 : rowsOf(steps, sizes);
  for (let s = 0; s < steps; s++) {
    const all = rowsOfStep(sizes, reverse ? s : steps - 1 - s), batch = rowsOfPart(all, first, rows);
    if (!reverse) row -= all;
    const count = batch * hidden;
    const at = <usize>(row * hidden * sizeof<T>());
    zipLanes<T, Sum<T>>(dh, dy + at, dh, count);
    if (relu) zipLanes<T, ReluBack<T>>(dh, states + at, dGates + at, count);
    else zipLanes<T, TanhBack<T>>(dh, states + at, dGates + at, count);
    multiply<T>(batch, hidden, hidden, dGates + at, hidden, packed, dh, hidden, 0, work);
    if (reverse) row += all;
  }
}
