import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import type { CellKind, CellWeights } from "../ops/recurrent-cells.ts";
import { formatPythonFloat, formatValue } from "../print/python.ts";
import { emptyTensor } from "../tensor.ts";
import { uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of RNN, LSTM and GRU. */
export interface RecurrentLayerOptions {
  /** Layers on top of each other. */
  numLayers?: number;
  /** Whether each gate adds two learnt biases, b_ih and b_hh. */
  bias?: boolean;
  /** Whether input and output are (batch, steps, features) and not (steps, batch, features); states stay as they are. */
  batchFirst?: boolean;
  /** The probability that an element between two layers becomes zero in training. */
  dropout?: number;
  /** Whether a second direction walks the steps from the last to the first. */
  bidirectional?: boolean;
  dtype?: Dtype;
}

const GATES: Readonly<Record<CellKind, number>> = { tanh: 1, relu: 1, gru: 3, lstm: 4 };

/** What RNN, LSTM and GRU share: weights by layer and direction, all drawn from U(-1/√hiddenSize, 1/√hiddenSize). */
export abstract class RecurrentBase extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  dropout: number;
  readonly bidirectional: boolean;
  /** The width to which an LSTM's state is projected; 0 for none. */
  readonly projSize: number;
  /** weight_ih_l0, weight_hh_l0, and weight_hr_l0 with a projection; the second direction's end in "_reverse". */
  [weight: `weight_${string}`]: Parameter;
  /** bias_ih_l0 and bias_hh_l0. */
  [bias: `bias_${string}`]: Parameter;

  constructor(
    kind: CellKind,
    inputSize: number,
    hiddenSize: number,
    options: RecurrentLayerOptions,
    projSize: number,
  ) {
    super();
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = options.numLayers ?? 1;
    this.bias = options.bias ?? true;
    this.batchFirst = options.batchFirst ?? false;
    this.dropout = options.dropout ?? 0;
    this.bidirectional = options.bidirectional ?? false;
    this.projSize = projSize;
    checkSizes(this);
    makeWeights(this, GATES[kind] * hiddenSize, options.dtype ?? getDefaultDtype());
    this.resetParameters();
  }

  /** Draws all weights anew. */
  resetParameters(): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    for (const weight of this.parameters()) uniform_(weight, { a: -bound, b: bound });
  }

  /** The width of h: hiddenSize, or projSize where there is a projection. */
  get stateWidth(): number {
    return this.projSize > 0 ? this.projSize : this.hiddenSize;
  }

  /** How many cells there are: one a layer and direction. */
  get cells(): number {
    return this.numLayers * (this.bidirectional ? 2 : 1);
  }

  /** Each layer's and direction's weights, in PyTorch's order. */
  cellWeights(): CellWeights[] {
    const read = weightReader(this);
    return suffixes(this).map((suffix) => ({
      ih: read(`weight_ih_${suffix}`) as Parameter,
      hh: read(`weight_hh_${suffix}`) as Parameter,
      biasIh: read(`bias_ih_${suffix}`) ?? null,
      biasHh: read(`bias_hh_${suffix}`) ?? null,
      hr: read(`weight_hr_${suffix}`) ?? null,
    }));
  }

  override extraRepr(): string {
    const parts = [`${this.inputSize}, ${this.hiddenSize}`];
    if (this.projSize !== 0) parts.push(`proj_size=${this.projSize}`);
    if (this.numLayers !== 1) parts.push(`num_layers=${this.numLayers}`);
    if (!this.bias) parts.push("bias=False");
    if (this.batchFirst) parts.push("batch_first=True");
    if (this.dropout !== 0) parts.push(`dropout=${formatPythonFloat(this.dropout)}`);
    if (this.bidirectional) parts.push(`bidirectional=${formatValue(this.bidirectional)}`);
    return parts.join(", ");
  }
}

function suffixes(layer: RecurrentBase): string[] {
  const directions = layer.bidirectional ? ["", "_reverse"] : [""];
  return Array.from({ length: layer.numLayers }, (_, depth) =>
    directions.map((direction) => `l${depth}${direction}`),
  ).flat();
}

type WeightName = `weight_${string}` | `bias_${string}`;

/**
 * Reads a parametrized weight as often as PyTorch does, since reading may change what it is made of: twice to see whether it is
 * another than at the last call, which the first one always is, and twice more for the call itself.
 */
function weightReader(layer: RecurrentBase): (name: WeightName) => Parameter | undefined {
  if (!Object.hasOwn(layer, "parametrizations")) return (name) => layer[name];
  const isMade = (name: WeightName) => name in layer && !Object.hasOwn(layer, name);
  const first = suffixes(layer)
    .flatMap((suffix) => WEIGHTS.map((kind) => `${kind}_${suffix}` as const))
    .find(isMade);
  const twice = (name: WeightName) => [layer[name], layer[name]][1];
  if (first) twice(first);
  return (name) => (isMade(name) ? twice(name) : layer[name]);
}

const WEIGHTS = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"] as const;

function makeWeights(layer: RecurrentBase, rows: number, dtype: Dtype): void {
  const make = (...shape: number[]) => new Parameter(emptyTensor(shape, dtype));
  const above = layer.stateWidth * (layer.bidirectional ? 2 : 1);
  for (const suffix of suffixes(layer)) {
    const width = suffix.startsWith("l0") ? layer.inputSize : above;
    layer[`weight_ih_${suffix}`] = make(rows, width);
    layer[`weight_hh_${suffix}`] = make(rows, layer.stateWidth);
    if (layer.bias) {
      layer[`bias_ih_${suffix}`] = make(rows);
      layer[`bias_hh_${suffix}`] = make(rows);
    }
    if (layer.projSize > 0) layer[`weight_hr_${suffix}`] = make(layer.projSize, layer.hiddenSize);
  }
}

function checkSizes(layer: RecurrentBase): void {
  const where = layer.constructor.name;
  const p: unknown = layer.dropout;
  checkAs(
    "ValueError",
    typeof p === "number" && p >= 0 && p <= 1,
    where,
    () =>
      `dropout should be a number in range [0, 1] representing the probability of an element being zeroed, but is ${p}`,
  );
  for (const [name, value] of [
    ["bias", layer.bias],
    ["batch_first", layer.batchFirst],
  ] as const) {
    checkAs(
      "TypeError",
      typeof value === "boolean",
      where,
      () => `${name} should be of type bool, got: ${formatValue(value)}`,
    );
  }
  for (const [name, value] of [
    ["input_size", layer.inputSize],
    ["hidden_size", layer.hiddenSize],
  ] as const) {
    checkAs(
      "TypeError",
      Number.isInteger(value),
      where,
      () => `${name} should be of type int, got: float (${value})`,
    );
    checkAs(
      "ValueError",
      value > 0,
      where,
      () => `${name} must be greater than zero, but is ${value}`,
    );
  }
  checkLayers(layer, where);
}

function checkLayers(layer: RecurrentBase, where: string): void {
  const { numLayers, projSize, hiddenSize } = layer;
  checkAs(
    "ValueError",
    numLayers > 0,
    where,
    () => `num_layers must be greater than zero, but is ${numLayers}`,
  );
  checkAs(
    "ValueError",
    projSize >= 0,
    where,
    () =>
      `proj_size should be a positive integer or zero to disable projections, but is ${projSize}`,
  );
  checkAs(
    "ValueError",
    projSize < hiddenSize,
    where,
    () => `proj_size has to be smaller than hidden_size, but is ${projSize} for ${hiddenSize}`,
  );
  checkAs(
    "TypeError",
    Number.isInteger(numLayers),
    where,
    () => `num_layers: 'float' object cannot be interpreted as an integer (${numLayers})`,
  );
}
