import { check, checkAs } from "../errors.ts";
import { zeros } from "../ops/create.ts";
import type { CellKind } from "../ops/recurrent-cells.ts";
import { recurrent } from "../ops/rnn.ts";
import { select, squeeze, unsqueeze } from "../ops/view.ts";
import { sameShape, showShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { RecurrentBase, type RecurrentLayerOptions } from "./recurrent-base.ts";

/** Options of RNN. */
export interface RNNOptions extends RecurrentLayerOptions {
  /** "tanh" or "relu". */
  nonlinearity?: "tanh" | "relu";
}

export interface RNN {
  (x: Tensor, hx?: Tensor | null): [Tensor, Tensor];
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

  override forward(x: Tensor, hx: Tensor | null = null): [Tensor, Tensor] {
    return runOne(this, "RNN", this.nonlinearity, x, hx);
  }
}

export interface GRU {
  (x: Tensor, hx?: Tensor | null): [Tensor, Tensor];
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

  override forward(x: Tensor, hx: Tensor | null = null): [Tensor, Tensor] {
    return runOne(this, "GRU", "gru", x, hx);
  }
}

/** Options of LSTM. */
export interface LSTMOptions extends RecurrentLayerOptions {
  /** The width to which the state h is projected by weight_hr; 0 for none. */
  projSize?: number;
}

export interface LSTM {
  (x: Tensor, hx?: readonly [Tensor, Tensor] | null): [Tensor, [Tensor, Tensor]];
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
    x: Tensor,
    hx: readonly [Tensor, Tensor] | null = null,
  ): [Tensor, [Tensor, Tensor]] {
    checkRank(x, `LSTM: Expected input to be 2D or 3D, got ${x.ndim}D instead`);
    const batched = x.ndim === 3;
    const [h, c] = hx instanceof Tensor ? [select(hx, 0, 0), select(hx, 0, 1)] : (hx ?? []);
    const rank = batched ? 3 : 2;
    check(
      (h?.ndim ?? rank) === rank && (c?.ndim ?? rank) === rank,
      "LSTM",
      () =>
        `For ${batched ? "batched 3-D" : "unbatched 2-D"} input, hx and cx should also be ${rank}-D but got (${h?.ndim}-D, ${c?.ndim}-D) tensors`,
    );
    const states = [state(this, x, h, this.stateWidth), state(this, x, c, this.hiddenSize)];
    const [y, hn, cn] = run(this, "lstm", x, states, [this.stateWidth, this.hiddenSize]);
    return [y, [hn, cn]] as [Tensor, [Tensor, Tensor]];
  }
}

/** RNN and GRU, which have one state. */
function runOne(
  layer: RecurrentBase,
  where: string,
  kind: CellKind,
  x: Tensor,
  hx: Tensor | null,
): [Tensor, Tensor] {
  const suffix = where === "RNN" ? " tensor" : "";
  checkRank(x, `${where}: Expected input to be 2D or 3D, got ${x.ndim}D${suffix} instead`);
  const batched = x.ndim === 3;
  checkAs(
    "AttributeError",
    hx === null || hx instanceof Tensor,
    where,
    () => "hx: 'tuple' object has no attribute 'dim'",
  );
  check(
    (hx?.ndim ?? x.ndim) === x.ndim,
    where,
    () =>
      `For ${batched ? "batched 3-D" : "unbatched 2-D"} input, hx should also be ${x.ndim}-D but got ${hx?.ndim}-D tensor`,
  );
  const states = [state(layer, x, hx, layer.hiddenSize)];
  return run(layer, kind, x, states, [layer.hiddenSize]) as [Tensor, Tensor];
}

/** The first state with a batch axis: the one given, or zeros. */
function state(
  layer: RecurrentBase,
  x: Tensor,
  given: Tensor | null | undefined,
  width: number,
): Tensor {
  if (given) return x.ndim === 3 ? given : unsqueeze(given, 1);
  return zeros([layer.cellWeights().length, batchOf(layer, x), width], { dtype: x.dtype });
}

function batchOf(layer: RecurrentBase, x: Tensor): number {
  return x.ndim === 2 ? 1 : x.size(layer.batchFirst ? 0 : 1);
}

function run(
  layer: RecurrentBase,
  kind: CellKind,
  x: Tensor,
  states: readonly Tensor[],
  widths: readonly number[],
): Tensor[] {
  const batchAxis = layer.batchFirst ? 0 : 1;
  const batched = x.ndim === 3 ? x : unsqueeze(x, batchAxis);
  checkInput(layer, batched);
  const weights = layer.cellWeights();
  states.forEach((s, i) => {
    const want = [weights.length, batchOf(layer, x), widths[i] as number];
    const name = kind === "lstm" ? `hidden[${i}]` : "hidden";
    check(
      sameShape(s.shape, want),
      "RNN",
      () => `Expected ${name} size (${want.join(", ")}), got ${showShape(s.shape)}`,
    );
  });
  const { bidirectional, batchFirst, dropout, training } = layer;
  const options = { bidirectional, batchFirst, dropout, training };
  const [y, ...ends] = recurrent(kind, batched, states, weights, options) as [Tensor, ...Tensor[]];
  if (x.ndim === 3) return [y, ...ends];
  return [squeeze(y, batchAxis), ...ends.map((end) => squeeze(end, 1))];
}

function checkRank(x: Tensor, message: string): void {
  checkAs("ValueError", x.ndim === 2 || x.ndim === 3, "RNN", () => message);
}

function checkInput(layer: RecurrentBase, x: Tensor): void {
  const dtype = layer["weight_ih_l0"]?.dtype;
  checkAs(
    "ValueError",
    x.dtype === dtype,
    "RNN",
    () =>
      `RNN input dtype (torch.${x.dtype}) does not match weight dtype (torch.${dtype}). Convert input: input.to(torch.${dtype}), or convert model: model.to(torch.${x.dtype})`,
  );
  check(
    x.size(-1) === layer.inputSize,
    "RNN",
    () =>
      `input.size(-1) must be equal to input_size. Expected ${layer.inputSize}, got ${x.size(-1)}`,
  );
}

function refuseProjection(where: string, options: object): void {
  checkAs(
    "ValueError",
    !("projSize" in options),
    where,
    () => "proj_size argument is only supported for LSTM, not RNN or GRU",
  );
}
