import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { check, checkAs, EngineError } from "../errors.ts";
import { zeros } from "../ops/create.ts";
import { lstmCell, oneStateCell, type RnnCellWeights } from "../ops/rnn-cell.ts";
import { expand, squeeze, unsqueeze } from "../ops/view.ts";
import { formatValue } from "../print/python.ts";
import { emptyTensor, Tensor } from "../tensor.ts";
import { uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { className } from "./show-module.ts";

/** Options of LSTMCell and GRUCell. */
export interface CellOptions {
  /** Whether each gate adds two learnt biases, b_ih and b_hh. */
  bias?: boolean;
  dtype?: Dtype;
}

/** What RNNCell, LSTMCell and GRUCell share: their weights, all drawn from U(-1/√hiddenSize, 1/√hiddenSize). */
abstract class RNNCellBase extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly bias: boolean;
  weight_ih: Parameter;
  weight_hh: Parameter;
  bias_ih: Parameter | null;
  bias_hh: Parameter | null;

  /** `gates`: how many rows each hidden element has in the weights. */
  constructor(
    gates: number,
    inputSize: number,
    hiddenSize: number,
    { bias = true, dtype = getDefaultDtype() }: CellOptions,
  ) {
    super();
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.bias = bias;
    const make = (...shape: number[]) => new Parameter(emptyTensor(shape, dtype));
    this.weight_ih = make(gates * hiddenSize, inputSize);
    this.weight_hh = make(gates * hiddenSize, hiddenSize);
    this.bias_ih = bias ? make(gates * hiddenSize) : null;
    this.bias_hh = bias ? make(gates * hiddenSize) : null;
    this.resetParameters();
  }

  /** Draws all weights anew. */
  resetParameters(): void {
    const bound = this.hiddenSize > 0 ? 1 / Math.sqrt(this.hiddenSize) : 0;
    for (const weight of this.parameters()) uniform_(weight, { a: -bound, b: bound });
  }

  override extraRepr(): string {
    const bias = this.bias === true ? "" : `, bias=${formatValue(this.bias)}`;
    return `${this.inputSize}, ${this.hiddenSize}${bias}`;
  }

  protected weights(): RnnCellWeights {
    const { weight_ih: ih, weight_hh: hh, bias_ih: biasIh, bias_hh: biasHh } = this;
    return { ih, hh, biasIh, biasHh };
  }

  /** Runs `step` on a batch: of one, if x has no axis for it. A state that is not given is zero. */
  protected runStep(
    x: Tensor,
    states: readonly (Tensor | null)[],
    step: (x: Tensor, ...states: Tensor[]) => Tensor[],
  ): Tensor[] {
    const batched = x.ndim === 2;
    const input = batched ? x : unsqueeze(x, 0);
    const given = states.map((s) => {
      if (s === null) return zeros([input.size(0), this.hiddenSize], { dtype: x.dtype });
      return batched ? s : unsqueeze(s, 0);
    });
    const after = step(input, ...given);
    return batched ? after : after.map((s) => squeeze(s, 0));
  }

  /** RNNCell and GRUCell. */
  protected runOneState(kind: "tanh" | "relu" | "gru", x: Tensor, hx: Tensor | null): Tensor {
    const where = className(this);
    checkRank(where, "input", x);
    if (hx) checkRank(where, "hidden", hx);
    if (kind !== "gru" && x.ndim === 1 && hx?.ndim === 2 && hx.size(0) === this.hiddenSize) {
      // PyTorch takes each row for a state of the one input, where by chance there are as many
      const rows = expand(unsqueeze(x, 0), [hx.size(0), x.size(0)]);
      return squeeze(unsqueeze(this.runOneState(kind, rows, hx), 0), 0);
    }
    const step = (input: Tensor, h: Tensor) => [oneStateCell(kind, input, h, this.weights())];
    return this.runStep(x, [hx], step as (x: Tensor, ...h: Tensor[]) => Tensor[])[0] as Tensor;
  }
}

/** Options of RNNCell. */
export interface RNNCellOptions extends CellOptions {
  /** "tanh" or "relu". */
  nonlinearity?: "tanh" | "relu";
}

export interface RNNCell {
  (x: Tensor, hx?: Tensor | null): Tensor;
}

/**
 * One step of RNN: h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or ReLU for tanh.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.RNNCell.html
 *
 * **Shapes**: x (N, inputSize) or (inputSize); hx, zeros if not given, and the result (N, hiddenSize) or (hiddenSize).
 *
 * Throws ValueError for other ranks, RuntimeError for sizes and dtypes that do not fit, and for another nonlinearity.
 */
export class RNNCell extends RNNCellBase {
  readonly nonlinearity: "tanh" | "relu";

  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    super(1, inputSize, hiddenSize, options);
    this.nonlinearity = options.nonlinearity ?? "tanh";
  }

  override forward(x: Tensor, hx: Tensor | null = null): Tensor {
    const { nonlinearity } = this;
    if (nonlinearity === "tanh" || nonlinearity === "relu") {
      return this.runOneState(nonlinearity, x, hx);
    }
    checkRank("RNNCell", "input", x);
    throw new EngineError("RuntimeError", "RNNCell", `Unknown nonlinearity: ${nonlinearity}`);
  }

  override extraRepr(): string {
    const { nonlinearity } = this;
    return super.extraRepr() + (nonlinearity === "tanh" ? "" : `, nonlinearity=${nonlinearity}`);
  }
}

export interface GRUCell {
  (x: Tensor, hx?: Tensor | null): Tensor;
}

/**
 * One step of GRU: r, z = σ(W_ih x + b_ih + W_hh h + b_hh), n = tanh(W_in x + b_in + r (W_hn h + b_hn)), h' = (1 - z) n + z h.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.GRUCell.html
 *
 * **Shapes** and refusals as RNNCell; the rows of weights and biases are those of r, z, n.
 */
export class GRUCell extends RNNCellBase {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(3, inputSize, hiddenSize, options);
  }

  override forward(x: Tensor, hx: Tensor | null = null): Tensor {
    return this.runOneState("gru", x, hx);
  }
}

export interface LSTMCell {
  (x: Tensor, hx?: readonly [Tensor, Tensor] | null): [Tensor, Tensor];
}

/**
 * One step of LSTM: i, f, o = σ(W x + b + W_h h + b_h), g = tanh(...), c' = f c + i g, h' = o tanh(c'); returns [h', c'].
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html
 *
 * **Shapes** and refusals as RNNCell, but hx is [h, c]; the rows of weights and biases are those of i, f, g, o.
 */
export class LSTMCell extends RNNCellBase {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(4, inputSize, hiddenSize, options);
  }

  override forward(x: Tensor, hx: readonly [Tensor, Tensor] | null = null): [Tensor, Tensor] {
    const where = "LSTMCell";
    checkRank(where, "input", x);
    checkPair(where, hx);
    const step = (input: Tensor, h: Tensor, c: Tensor) => lstmCell(input, h, c, this.weights());
    const run = step as (x: Tensor, ...states: Tensor[]) => Tensor[];
    return this.runStep(x, hx ?? [null, null], run) as [Tensor, Tensor];
  }
}

function checkPair(where: string, hx: readonly Tensor[] | null): void {
  if (hx === null) return;
  checkAs(
    "TypeError",
    !(hx instanceof Tensor),
    where,
    () => "lstm_cell(): argument 'hx' (position 2) must be tuple of Tensors, not Tensor",
  );
  hx.forEach((s, i) => {
    checkRank(where, `hx[${i}]`, s);
  });
  check(hx.length === 2, where, () => `lstm_cell expects two hidden states, got ${hx.length}`);
}

function checkRank(where: string, name: string, x: Tensor): void {
  checkAs(
    "ValueError",
    x.ndim === 1 || x.ndim === 2,
    where,
    () => `${where}: Expected ${name} to be 1D or 2D, got ${x.ndim}D instead`,
  );
}
