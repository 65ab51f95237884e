import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import type { PackedSequence } from "./packed-sequence.ts";
import { RecurrentBase, type RecurrentLayerOptions } from "./recurrent-base.ts";
import { runLstm, runWithOneState, type Sequence } from "./recurrent-call.ts";

/** Options of RNN. */
export interface RNNOptions extends RecurrentLayerOptions {
  /** "tanh" or "relu". */
  nonlinearity?: "tanh" | "relu";
}

export interface RNN {
  (x: Tensor, hx?: Tensor | null): [Tensor, Tensor];
  (x: PackedSequence, hx?: Tensor | null): [PackedSequence, Tensor];
}

/**
 * h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or ReLU for tanh, step after step. https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html
 *
 * **Shapes**: x (L, N, inputSize), (N, L, inputSize) with batchFirst, or (L, inputSize); hx (D·numLayers, N, hiddenSize), zeros
 * if not given, without N for an unbatched x; returns the output (L, N, D·hiddenSize) and the last state of every layer.
 * D is 2 if bidirectional, else 1.
 *
 * Throws ValueError for an x of other rank or dtype, RuntimeError for sizes that do not fit and for L = 0.
 */
export class RNN extends RecurrentBase {
  readonly nonlinearity: "tanh" | "relu";

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    const nonlinearity = options.nonlinearity ?? "tanh";
    refuseProjection("RNN", options);
    checkAs(
      "ValueError",
      nonlinearity === "tanh" || nonlinearity === "relu",
      "RNN",
      () => `Unknown nonlinearity '${nonlinearity}'. Select from 'tanh' or 'relu'.`,
    );
    super(nonlinearity, inputSize, hiddenSize, options, 0);
    this.nonlinearity = nonlinearity;
  }

  override forward(x: Sequence, hx: Tensor | null = null): [Sequence, Tensor] {
    return runWithOneState(this, "RNN", this.nonlinearity, x, hx);
  }
}

export interface GRU {
  (x: Tensor, hx?: Tensor | null): [Tensor, Tensor];
  (x: PackedSequence, hx?: Tensor | null): [PackedSequence, Tensor];
}

/**
 * r, z = σ(W_ih x + b_ih + W_hh h + b_hh), n = tanh(W_in x + b_in + r (W_hn h + b_hn)), h' = (1 - z) n + z h, step after step.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html
 *
 * **Shapes** and refusals as RNN; the rows of weights and biases are those of r, z, n.
 */
export class GRU extends RecurrentBase {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentLayerOptions = {}) {
    refuseProjection("GRU", options);
    super("gru", inputSize, hiddenSize, options, 0);
  }

  override forward(x: Sequence, hx: Tensor | null = null): [Sequence, Tensor] {
    return runWithOneState(this, "GRU", "gru", x, hx);
  }
}

/** Options of LSTM. */
export interface LSTMOptions extends RecurrentLayerOptions {
  /** The width to which the state h is projected by weight_hr; 0 for none. */
  projSize?: number;
}

export interface LSTM {
  (x: Tensor, hx?: readonly [Tensor, Tensor] | null): [Tensor, [Tensor, Tensor]];
  (x: PackedSequence, hx?: readonly [Tensor, Tensor] | null): [PackedSequence, [Tensor, Tensor]];
}

/**
 * i, f, o = σ(W x + b + W_h h + b_h), g = tanh(...), c' = f c + i g, h' = o tanh(c'), step after step; with projSize h' = W_hr (o tanh(c')).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 *
 * **Shapes** as RNN, but hx is [h, c]: h (D·numLayers, N, projSize or hiddenSize), c (D·numLayers, N, hiddenSize); the rows of
 * weights and biases are those of i, f, g, o. Returns the output and [h, c]. Refusals as RNN.
 */
export class LSTM extends RecurrentBase {
  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    super("lstm", inputSize, hiddenSize, options, options.projSize ?? 0);
  }

  override forward(
    x: Sequence,
    hx: readonly [Tensor, Tensor] | null = null,
  ): [Sequence, [Tensor, Tensor]] {
    return runLstm(this, x, hx);
  }
}

function refuseProjection(where: string, options: object): void {
  checkAs(
    "ValueError",
    !("projSize" in options),
    where,
    () => "proj_size argument is only supported for LSTM, not RNN or GRU",
  );
}
