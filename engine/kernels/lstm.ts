// One direction of an LSTM layer over all time steps; steps, sizes, h and c as in rnn.ts. Gates lie in the order i, f, g, o:
// c' = f c + i g, r = o tanh(c'), and h' = r, or W_hr r where `projected` (the width of h) is not 0.
import { ofSigmoid, ofTanh, put } from "./gates";
import { mapLanes, Product, Sum, zipLanes } from "./lanes";
import { MULTIPLY_SCRATCH, multiply, packed_bytes, packWhole } from "./packed";
import { Sigmoid, Tanh } from "./pointwise";
import { rowsOf, rowsOfPart, rowsOfStep } from "./steps";

/** Bytes of scratch for the kernels of this file. */
export function lstm_scratch(batch: i32, hidden: i32, projected: i32, elementBytes: i32): i32 {
  const width = projected ? projected : hidden;
  const bytes = MULTIPLY_SCRATCH + hhBytes(hidden, width, elementBytes) + 64;
  if (!projected) return bytes;
  return bytes + hrBytes(hidden, width, elementBytes) + batch * hidden * elementBytes;
}

function hhBytes(hidden: i32, width: i32, elementBytes: i32): i32 {
  return max(packed_bytes(4 * hidden, width, elementBytes), packed_bytes(width, 4 * hidden, elementBytes));
}

function hrBytes(hidden: i32, width: i32, elementBytes: i32): i32 {
  return max(packed_bytes(hidden, width, elementBytes), packed_bytes(width, hidden, elementBytes));
}

export function lstm_forward_f32(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, projected: i32, wHh: usize, wHr: usize,
  h: usize, c: usize, gates: usize, y: usize, raw: usize, hBefore: usize, cBefore: usize, tanhC: usize, scratch: usize,
): void {
  forward<f32>(steps, sizes, reverse, first, rows, hidden, projected, wHh, wHr, h, c, gates, y, raw, hBefore, cBefore, tanhC, scratch);
}

export function lstm_forward_f64(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, projected: i32, wHh: usize, wHr: usize,
  h: usize, c: usize, gates: usize, y: usize, raw: usize, hBefore: usize, cBefore: usize, tanhC: usize, scratch: usize,
): void {
  forward<f64>(steps, sizes, reverse, first, rows, hidden, projected, wHh, wHr, h, c, gates, y, raw, hBefore, cBefore, tanhC, scratch);
}

/**
 * `gates` (rows x 4 hidden) comes with W x + b and leaves with the values of the gates. y (rows x width) gets every step's h',
 * `raw` its r (the same place as y without projection), hBefore and cBefore the states before it, tanhC its tanh(c'). Where the
 * last three are 0, nothing is kept for the gradient, nor are the gates.
 */
function forward<T>(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, projected: i32, wHh: usize, wHr: usize,
  h: usize, c: usize, gates: usize, y: usize, raw: usize, hBefore: usize, cBefore: usize, tanhC: usize, scratch: usize,
): void {
  const width = projected ? projected : hidden;
  const hh = (scratch + 15) & ~15;
  const hr = hh + <usize>hhBytes(hidden, width, sizeof<T>());
  const work = projected ? hr + <usize>hrBytes(hidden, width, sizeof<T>()) : hr;
  packWhole<T>(4 * hidden, width, wHh, 1, width, hh);
  if (projected) packWhole<T>(width, hidden, wHr, 1, hidden, hr);
  let row = reverse ? rowsOf(steps, sizes) : 0;
  for (let s = 0; s < steps; s++) {
    const all = rowsOfStep(sizes, reverse ? steps - 1 - s : s), batch = rowsOfPart(all, first, rows);
    if (reverse) row -= all;
    const atH = <usize>(row * hidden * sizeof<T>());
    const atW = <usize>(row * width * sizeof<T>());
    const gatesHere = gates + 4 * atH;
    const bytesW = <usize>(batch * width * sizeof<T>());
    if (tanhC) {
      memory.copy(hBefore + atW, h, bytesW);
      memory.copy(cBefore + atH, c, <usize>(batch * hidden * sizeof<T>()));
    }
    multiply<T>(batch, 4 * hidden, width, h, width, hh, gatesHere, 4 * hidden, 1, work);
    advance<T>(batch, hidden, gatesHere, c, tanhC ? tanhC + atH : 0, raw + atH);
    if (projected) multiply<T>(batch, width, hidden, raw + atH, hidden, hr, y + atW, width, 0, work);
    memory.copy(h, y + atW, bytesW);
    if (!reverse) row += all;
  }
}

/** One step of the cell: opens the gates, moves c on. */
function advance<T>(batch: i32, hidden: i32, gates: usize, c: usize, tanhC: usize, raw: usize): void {
  const step = <usize>(hidden * sizeof<T>());
  for (let b = 0; b < batch; b++) {
    const i = gates, f = i + step, g = f + step, o = g + step, t = tanhC ? tanhC : g;
    mapLanes<T, Sigmoid<T>>(i, i, 2 * hidden);
    mapLanes<T, Tanh<T>>(g, g, hidden);
    mapLanes<T, Sigmoid<T>>(o, o, hidden);
    zipLanes<T, Product<T>>(i, g, raw, hidden);
    zipLanes<T, Product<T>>(f, c, c, hidden);
    zipLanes<T, Sum<T>>(c, raw, c, hidden);
    mapLanes<T, Tanh<T>>(c, t, hidden);
    zipLanes<T, Product<T>>(o, t, raw, hidden);
    gates += 4 * step;
    c += step;
    if (tanhC) tanhC += step;
    raw += step;
  }
}

export function lstm_backward_f32(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, projected: i32, wHh: usize, wHr: usize,
  gates: usize, cBefore: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, dGates: usize, dOut: usize, scratch: usize,
): void {
  backward<f32>(steps, sizes, reverse, first, rows, hidden, projected, wHh, wHr, gates, cBefore, tanhC, dy, dh, dc, dGates, dOut, scratch);
}

export function lstm_backward_f64(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, projected: i32, wHh: usize, wHr: usize,
  gates: usize, cBefore: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, dGates: usize, dOut: usize, scratch: usize,
): void {
  backward<f64>(steps, sizes, reverse, first, rows, hidden, projected, wHh, wHr, gates, cBefore, tanhC, dy, dh, dc, dGates, dOut, scratch);
}

/**
 * dh and dc come with the gradients of the last states and leave with those of the first. dGates (rows x 4 hidden) gets the
 * gradient of W x + b, dOut (rows x width) that of every step's h'.
 */
function backward<T>(
  steps: i32, sizes: usize, reverse: i32, first: i32, rows: i32, hidden: i32, projected: i32, wHh: usize, wHr: usize,
  gates: usize, cBefore: usize, tanhC: usize, dy: usize, dh: usize, dc: usize, dGates: usize, dOut: usize, scratch: usize,
): void {
  const width = projected ? projected : hidden;
  const hh = (scratch + 15) & ~15;
  const hr = hh + <usize>hhBytes(hidden, width, sizeof<T>());
  const work = projected ? hr + <usize>hrBytes(hidden, width, sizeof<T>()) : hr;
  const dRaw = work + <usize>MULTIPLY_SCRATCH;
  packWhole<T>(width, 4 * hidden, wHh, width, 1, hh);
  if (projected) packWhole<T>(hidden, width, wHr, hidden, 1, hr);
  let row = reverse ? 0 : rowsOf(steps, sizes);
  for (let s = 0; s < steps; s++) {
    const all = rowsOfStep(sizes, reverse ? s : steps - 1 - s), batch = rowsOfPart(all, first, rows);
    if (!reverse) row -= all;
    const atH = <usize>(row * hidden * sizeof<T>());
    const atW = <usize>(row * width * sizeof<T>());
    zipLanes<T, Sum<T>>(dh, dy + atW, dOut + atW, batch * width);
    if (projected) multiply<T>(batch, hidden, width, dOut + atW, width, hr, dRaw, hidden, 0, work);
    retreat<T>(batch, hidden, gates + 4 * atH, cBefore + atH, tanhC + atH, projected ? dRaw : dOut + atW, dc, dGates + 4 * atH);
    multiply<T>(batch, width, 4 * hidden, dGates + 4 * atH, 4 * hidden, hh, dh, width, 0, work);
    if (reverse) row += all;
  }
}

/** `advance`, backwards: `dr` is the gradient of r. */
function retreat<T>(
  batch: i32, hidden: i32, gates: usize, cBefore: usize, tanhC: usize, dr: usize, dc: usize, dGates: usize,
): void {
  const step = <usize>(hidden * sizeof<T>());
  for (let b = 0; b < batch; b++) {
    for (let j: usize = 0; j < step; j += 16) {
      const at = gates + j, to = dGates + j;
      const i = v128.load(at), f = v128.load(at + step), g = v128.load(at + 2 * step), o = v128.load(at + 3 * step);
      const t = v128.load(tanhC + j), d = v128.load(dr + j);
      const dCell = v128.add<T>(v128.load(dc + j), v128.mul<T>(v128.mul<T>(d, o), ofTanh<T>(t)));
      put<T>(to, j, step, v128.mul<T>(v128.mul<T>(dCell, g), ofSigmoid<T>(i)));
      put<T>(to + step, j, step, v128.mul<T>(v128.mul<T>(dCell, v128.load(cBefore + j)), ofSigmoid<T>(f)));
      put<T>(to + 2 * step, j, step, v128.mul<T>(v128.mul<T>(dCell, i), ofTanh<T>(g)));
      put<T>(to + 3 * step, j, step, v128.mul<T>(v128.mul<T>(d, t), ofSigmoid<T>(o)));
      put<T>(dc + j, j, step, v128.mul<T>(dCell, f));
    }
    gates += 4 * step;
    dGates += 4 * step;
    cBefore += step;
    tanhC += step;
    dr += step;
    dc += step;
  }
}
