// One direction of a GRU layer over all time steps; steps, sizes and h as in rnn.ts. Gates lie in the order r, z, n:
// q = W_hh h + b_hh, n = tanh((W x + b)_n + r q_n), h' = n + z (h - n).
import { ofSigmoid, ofTanh, put } from "./gates";
import { Difference, mapLanes, Product, Sum, zipLanes } from "./lanes";
import { MULTIPLY_SCRATCH, multiply, packed_bytes, packWhole } from "./packed";
import { Sigmoid, Tanh } from "./pointwise";
import { rowsOf, rowsOfPart, rowsOfStep } from "./steps";

/** Bytes of scratch for the kernels of this file. */
export function gru_scratch(batch: i32, hidden: i32, elementBytes: i32): i32 {
  return hhBytes(hidden, elementBytes) + MULTIPLY_SCRATCH
    + 3 * batch * hidden * elementBytes + 64;
}

function hhBytes(hidden: i32, elementBytes: i32): i32 {
  return max(packed_bytes(3 * hidden, hidden, elementBytes), packed_bytes(hidden, 3 * hidden, elementBytes));
}

export function gru_forward_f32(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, wHh: usize, bias: usize,
  h: usize, gates: usize, y: usize, hBefore: usize, qN: usize, scratch: usize,
): void {
  forward<f32>(steps, sizes, reverse, first, rows, hidden, wHh, bias, h, gates, y, hBefore, qN, scratch);
}

export function gru_forward_f64(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, wHh: usize, bias: usize,
  h: usize, gates: usize, y: usize, hBefore: usize, qN: usize, scratch: usize,
): void {
  forward<f64>(steps, sizes, reverse, first, rows, hidden, wHh, bias, h, gates, y, hBefore, qN, scratch);
}

/**
 * `gates` (rows x 3 hidden) comes with W x + b_ih and leaves with the values of the gates. y gets every step's h', hBefore
 * the state before it, qN its q_n. Where these two are 0, nothing is kept for the gradient, nor are the gates.
 */
function forward<T>(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, wHh: usize, bias: usize,
  h: usize, gates: usize, y: usize, hBefore: usize, qN: usize, scratch: usize,
): void {
  const packed = (scratch + 15) & ~15;
  const work = packed + <usize>hhBytes(hidden, sizeof<T>());
  const q = work + <usize>MULTIPLY_SCRATCH;
  const stepBytes = <usize>(hidden * sizeof<T>());
  packWhole<T>(3 * hidden, hidden, wHh, 1, hidden, packed);
  let row = reverse ? rowsOf(steps, sizes) : 0;
  for (let s = 0; s < steps; s++) {
    const all = rowsOfStep(sizes, reverse ? steps - 1 - s : s), batch = rowsOfPart(all, first, rows);
    if (reverse) row -= all;
    const at = <usize>row * stepBytes;
    if (qN) memory.copy(hBefore + at, h, <usize>batch * stepBytes);
    for (let b = 0; b < batch; b++) memory.copy(q + <usize>(3 * b) * stepBytes, bias, 3 * stepBytes);
    multiply<T>(batch, 3 * hidden, hidden, h, hidden, packed, q, 3 * hidden, 1, work);
    advance<T>(batch, hidden, gates + 3 * at, q, h, qN ? qN + at : 0);
    memory.copy(y + at, h, <usize>batch * stepBytes);
    if (!reverse) row += all;
  }
}

/** One step of the cell: opens the gates, moves h on, and uses q up. */
function advance<T>(batch: i32, hidden: i32, gates: usize, q: usize, h: usize, qN: usize): void {
  const step = <usize>(hidden * sizeof<T>());
  for (let b = 0; b < batch; b++) {
    const r = gates, z = r + step, n = z + step, own = q + 2 * step;
    if (qN) memory.copy(qN, own, step);
    zipLanes<T, Sum<T>>(r, q, r, 2 * hidden);
    mapLanes<T, Sigmoid<T>>(r, r, 2 * hidden);
    zipLanes<T, Product<T>>(r, own, own, hidden);
    zipLanes<T, Sum<T>>(n, own, n, hidden);
    mapLanes<T, Tanh<T>>(n, n, hidden);
    zipLanes<T, Difference<T>>(h, n, h, hidden);
    zipLanes<T, Product<T>>(z, h, h, hidden);
    zipLanes<T, Sum<T>>(n, h, h, hidden);
    gates += 3 * step;
    q += 3 * step;
    h += step;
    if (qN) qN += step;
  }
}

export function gru_backward_f32(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, wHh: usize,
  gates: usize, hBefore: usize, qN: usize, dy: usize, dh: usize, dGates: usize, dQ: usize, scratch: usize,
): void {
  backward<f32>(steps, sizes, reverse, first, rows, hidden, wHh, gates, hBefore, qN, dy, dh, dGates, dQ, scratch);
}

export function gru_backward_f64(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, wHh: usize,
  gates: usize, hBefore: usize, qN: usize, dy: usize, dh: usize, dGates: usize, dQ: usize, scratch: usize,
): void {
  backward<f64>(steps, sizes, reverse, first, rows, hidden, wHh, gates, hBefore, qN, dy, dh, dGates, dQ, scratch);
}

/**
 * dh comes with the gradient of the last state and leaves with that of the first. dGates and dQ (rows x 3 hidden) get the
 * gradients of W x + b_ih and of q.
 */
function backward<T>(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, wHh: usize,
  gates: usize, hBefore: usize, qN: usize, dy: usize, dh: usize, dGates: usize, dQ: usize, scratch: usize,
): void {
  const packed = (scratch + 15) & ~15;
  const work = packed + <usize>hhBytes(hidden, sizeof<T>());
  const stepBytes = <usize>(hidden * sizeof<T>());
  packWhole<T>(hidden, 3 * hidden, wHh, hidden, 1, packed);
  let row = reverse ? 0 : rowsOf(steps, sizes);
  for (let s = 0; s < steps; s++) {
    const all = rowsOfStep(sizes, reverse ? s : steps - 1 - s), batch = rowsOfPart(all, first, rows);
    if (!reverse) row -= all;
    const at = <usize>row * stepBytes;
    retreat<T>(batch, hidden, gates + 3 * at, hBefore + at, qN + at, dy + at, dh, dGates + 3 * at, dQ + 3 * at);
    multiply<T>(batch, hidden, 3 * hidden, dQ + 3 * at, 3 * hidden, packed, dh, hidden, 1, work);
    if (reverse) row += all;
  }
}

/** `advance`, backwards; leaves in dh the part of the gradient that does not pass through q. */
function retreat<T>(
  batch: i32, hidden: i32, gates: usize, hBefore: usize, qN: usize, dy: usize, dh: usize, dGates: usize, dQ: usize,
): void {
  const step = <usize>(hidden * sizeof<T>());
  for (let b = 0; b < batch; b++) {
    for (let j: usize = 0; j < step; j += 16) {
      const at = gates + j, to = dGates + j, into = dQ + j;
      const r = v128.load(at), z = v128.load(at + step), n = v128.load(at + 2 * step);
      const d = v128.add<T>(v128.load(dh + j), v128.load(dy + j));
      const dN = v128.mul<T>(v128.mul<T>(d, v128.sub<T>(v128.splat<T>(<T>1), z)), ofTanh<T>(n));
      const dZ = v128.mul<T>(v128.mul<T>(d, v128.sub<T>(v128.load(hBefore + j), n)), ofSigmoid<T>(z));
      const dR = v128.mul<T>(v128.mul<T>(dN, v128.load(qN + j)), ofSigmoid<T>(r));
      put<T>(to, j, step, dR);
      put<T>(to + step, j, step, dZ);
      put<T>(to + 2 * step, j, step, dN);
      put<T>(into, j, step, dR);
      put<T>(into + step, j, step, dZ);
      put<T>(into + 2 * step, j, step, v128.mul<T>(dN, r));
      put<T>(dh + j, j, step, v128.mul<T>(d, z));
    }
    gates += 3 * step;
    dGates += 3 * step;
    dQ += 3 * step;
    hBefore += step;
    qN += step;
    dy += step;
    dh += step;
  }
}
