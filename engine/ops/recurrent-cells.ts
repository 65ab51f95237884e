import { bytesOf } from "../dtype.ts";
import { kernels, scratch, scratchInts } from "../memory.ts";
import { pin, pinOptional } from "../pin.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { clone } from "./copy.ts";
import { zeros } from "./create.ts";

/** A recurrent layer's rule: how a step's state follows from its input and the state before. */
export type CellKind = "tanh" | "relu" | "lstm" | "gru";

/** Rows of steps, laid end to end: how many rows each step has, never more than the step before; walked last step first if `reverse`. */
export interface Steps {
  readonly sizes: readonly number[];
  readonly reverse: boolean;
  /** Whether sequences of unequal lengths are packed. */
  readonly packed: boolean;
}

/** The weights of one direction of one layer; `hr` projects the LSTM's state. */
export interface CellWeights {
  readonly ih: Tensor;
  readonly hh: Tensor;
  readonly biasIh: Tensor | null;
  readonly biasHh: Tensor | null;
  readonly hr: Tensor | null;
}

/** What a direction did: its output, its last states, and the way back. */
export interface Trace {
  readonly y: Tensor;
  readonly states: readonly Tensor[];
  /** The state before each step; null if nothing is kept for the way back. */
  readonly before: Tensor | null;
  /** The unprojected output; null without projection. */
  readonly raw: Tensor | null;
  back(dy: Tensor, dStates: readonly Tensor[]): TraceGradients;
}

/** Gradients with respect to W_ih x + b_ih, W_hh h + b_hh, the first states, and each step's output. */
export interface TraceGradients {
  readonly dGates: Tensor;
  readonly dHidden: Tensor;
  readonly dStates: readonly Tensor[];
  readonly dOut: Tensor;
}

/**
 * Runs one direction on plain contiguous values of float32 or float64. `gates` (rows, gates · hidden) holds W_ih x and the biases that are
 * just added (both; for "gru" only b_ih); it is overwritten. `states` are the first states (batch, width). Without `keeps` there
 * is no way back.
 */
export function runCell(
  kind: CellKind,
  gates: Tensor,
  states: readonly Tensor[],
  weights: CellWeights,
  steps: Steps,
  keeps: boolean,
): Trace {
  if (kind === "lstm") return runLstm(gates, states as [Tensor, Tensor], weights, steps, keeps);
  if (kind === "gru") return runGru(gates, states[0] as Tensor, weights, steps, keeps);
  return runPlain(kind === "relu", gates, states[0] as Tensor, weights, steps, keeps);
}

function runPlain(
  relu: boolean,
  gates: Tensor,
  h0: Tensor,
  { hh }: CellWeights,
  steps: Steps,
  keeps: boolean,
): Trace {
  const { single, bytes, batch, order } = setUp(h0, steps);
  const hidden = h0.size(1);
  const need = kernels.rnn_scratch(batch, hidden, bytes);
  const h = clone(h0);
  const before = keeps ? emptyTensor(gates.shape, gates.dtype) : null;
  const forward = single ? kernels.rnn_forward_f32 : kernels.rnn_forward_f64;
  const backward = single ? kernels.rnn_backward_f32 : kernels.rnn_backward_f64;
  pinOptional([hh, h, gates, before], 3, (...p) =>
    forward(+relu, ...order(), hidden, ...p, scratch(need)),
  );
  return {
    y: keeps ? clone(gates) : gates,
    states: [h],
    before,
    raw: null,
    back(dy, [dhEnd]) {
      const dh = clone(dhEnd as Tensor);
      const dGates = emptyTensor(gates.shape, gates.dtype);
      pin([hh, gates, dy, dh, dGates], 2, (...p) =>
        backward(+relu, ...order(), hidden, ...p, scratch(need)),
      );
      return { dGates, dHidden: dGates, dStates: [dh], dOut: dy };
    },
  };
}

function runLstm(
  gates: Tensor,
  [h0, c0]: readonly [Tensor, Tensor],
  { hh, hr }: CellWeights,
  steps: Steps,
  keeps: boolean,
): Trace {
  const { single, bytes, batch, order } = setUp(h0, steps);
  const [hidden, rows, dtype] = [c0.size(1), gates.size(0), gates.dtype];
  const projected = hr ? hr.size(0) : 0;
  const need = kernels.lstm_scratch(batch, hidden, projected, bytes);
  const [h, c] = [clone(h0), clone(c0)];
  const y = emptyTensor([rows, h.size(1)], dtype);
  const raw = hr ? emptyTensor([rows, hidden], dtype) : y;
  const before = keeps ? emptyTensor(y.shape, dtype) : null;
  const cBefore = keeps ? emptyTensor([rows, hidden], dtype) : null;
  const tanhC = keeps ? emptyTensor([rows, hidden], dtype) : null;
  const forward = single ? kernels.lstm_forward_f32 : kernels.lstm_forward_f64;
  const backward = single ? kernels.lstm_backward_f32 : kernels.lstm_backward_f64;
  pinOptional([hh, hr ?? hh, h, c, gates, y, raw, before, cBefore, tanhC], 8, (...p) =>
    forward(...order(), hidden, projected, ...p, scratch(need)),
  );
  return {
    y,
    states: [h, c],
    before,
    raw: hr ? raw : null,
    back(dy, dEnds) {
      const [dh, dc] = dEnds.map(clone) as [Tensor, Tensor];
      const dGates = emptyTensor(gates.shape, dtype);
      const dOut = emptyTensor(y.shape, dtype);
      pinOptional([hh, hr ?? hh, gates, cBefore, tanhC, dy, dh, dc, dGates, dOut], 4, (...p) =>
        backward(...order(), hidden, projected, ...p, scratch(need)),
      );
      return { dGates, dHidden: dGates, dStates: [dh, dc], dOut };
    },
  };
}

function runGru(
  gates: Tensor,
  h0: Tensor,
  { hh, biasHh }: CellWeights,
  steps: Steps,
  keeps: boolean,
): Trace {
  const { single, bytes, batch, order } = setUp(h0, steps);
  const [hidden, rows, dtype] = [h0.size(1), gates.size(0), gates.dtype];
  const need = kernels.gru_scratch(batch, hidden, bytes);
  const bias = biasHh ?? zeros([3 * hidden], { dtype });
  const h = clone(h0);
  const y = emptyTensor([rows, hidden], dtype);
  const before = keeps ? emptyTensor([rows, hidden], dtype) : null;
  const own = keeps ? emptyTensor([rows, hidden], dtype) : null;
  const forward = single ? kernels.gru_forward_f32 : kernels.gru_forward_f64;
  const backward = single ? kernels.gru_backward_f32 : kernels.gru_backward_f64;
  pinOptional([hh, bias, h, gates, y, before, own], 5, (...p) =>
    forward(...order(), hidden, ...p, scratch(need)),
  );
  return {
    y,
    states: [h],
    before,
    raw: null,
    back(dy, [dhEnd]) {
      const dh = clone(dhEnd as Tensor);
      const dGates = emptyTensor(gates.shape, dtype);
      const dHidden = emptyTensor(gates.shape, dtype);
      pinOptional([hh, gates, before, own, dy, dh, dGates, dHidden], 3, (...p) =>
        backward(...order(), hidden, ...p, scratch(need)),
      );
      return { dGates, dHidden, dStates: [dh], dOut: dy };
    },
  };
}

/** What every kernel is told: the element size, the largest batch, and the steps and the whole batch, as kernels take them, inside pin. */
function setUp(h0: Tensor, steps: Steps) {
  return {
    single: h0.dtype === "float32",
    bytes: bytesOf(h0.dtype),
    batch: h0.size(0),
    order: () => [
      ...[steps.sizes.length, scratchInts(steps.sizes), steps.reverse ? 1 : 0],
      ...[0, h0.size(0)],
    ],
  };
}
