import { SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { cat, stack } from "./cat.ts";
import { dropout } from "./dropout.ts";
import type { CellKind, CellWeights, Steps } from "./recurrent-cells.ts";
import { recurrentDirection } from "./recurrent-direction.ts";
import { narrow, select, transpose } from "./view.ts";

/** How a stack of recurrent layers is laid out, and whether its dropout drops. */
export interface RecurrentOptions {
  readonly bidirectional: boolean;
  readonly batchFirst: boolean;
  /** The probability that an element between two layers becomes zero. */
  readonly dropout: number;
  readonly training: boolean;
}

/**
 * Recurrent layers on top of each other: the last layer's output, then the last states of all layers and directions.
 * https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers
 *
 * **Shapes**: x (steps, batch, in), or (batch, steps, in) if batchFirst; each state (layers · directions, batch, width), as
 * `weights` are: layer by layer, forward then backward; output (steps, batch, directions · width), or batch first.
 *
 * Throws if x has no steps.
 */
export function recurrent(
  kind: CellKind,
  x: Tensor,
  states: readonly Tensor[],
  weights: readonly CellWeights[],
  options: RecurrentOptions,
): Tensor[] {
  const { batchFirst } = options;
  checkDtypes(kind, x, states, weights);
  const timeMajor = batchFirst ? transpose(x, 0, 1) : x;
  const [length, batch] = [timeMajor.size(0), timeMajor.size(1)];
  check(length > 0, "RNN", () => "Expected sequence length to be larger than 0 in RNN");
  const steps = { sizes: new Array<number>(length).fill(batch), packed: false };
  const { y, ends } = runLayers(kind, timeMajor, states, weights, options, steps);
  const name = kind === "lstm" ? "TransposeBackward0" : "TransposeBackward1";
  const output = batchFirst ? transpose(y, 0, 1, name) : y;
  return [output, ...ends];
}

/**
 * As `recurrent`, for sequences of unequal lengths, packed: x (rows, in) holds the first step of all sequences, longest
 * first, then the second step of those that have one, and so on; `sizes` are the rows of each step.
 */
export function recurrentPacked(
  kind: CellKind,
  x: Tensor,
  sizes: readonly number[],
  states: readonly Tensor[],
  weights: readonly CellWeights[],
  options: Omit<RecurrentOptions, "batchFirst">,
): Tensor[] {
  checkDtypes(kind, x, states, weights);
  const rows = checkSteps(x, sizes);
  const used = rows === x.size(0) ? x : narrow(x, 0, 0, rows);
  const { y, ends } = runLayers(kind, used, states, weights, options, { sizes, packed: true });
  return [y, ...ends];
}

/** Layer after layer, each direction on the output of the layer below; the last states of all, in the order of `weights`. */
function runLayers(
  kind: CellKind,
  x: Tensor,
  states: readonly Tensor[],
  weights: readonly CellWeights[],
  { bidirectional, dropout: p, training }: Omit<RecurrentOptions, "batchFirst">,
  steps: Omit<Steps, "reverse">,
): { y: Tensor; ends: Tensor[] } {
  const directions = bidirectional ? 2 : 1;
  const ends: Tensor[][] = states.map(() => []);
  let y = x;
  for (let at = 0; at < weights.length; at += directions) {
    const below = y;
    const outputs = weights.slice(at, at + directions).map((own, direction) => {
      const first = states.map((s) => select(s, 0, at + direction));
      const order = { ...steps, reverse: direction === 1 };
      const [output, ...last] = recurrentDirection(kind, below, first, own, order);
      last.forEach((end, i) => {
        ends[i]?.push(end);
      });
      return output as Tensor;
    });
    y = directions === 2 ? cat(outputs, -1) : (outputs[0] as Tensor);
    if (at + directions < weights.length) y = dropout(y, { p, training });
  }
  return { y, ends: ends.map((each) => stack(each)) };
}

/** How many rows all steps have. */
function checkSteps(x: Tensor, sizes: readonly number[]): number {
  const falling = sizes.findIndex((size, i) => size > (sizes[i - 1] ?? size));
  check(
    falling < 0,
    "RNN",
    () =>
      `output with shape [${sizes[falling - 1]}] doesn't match the broadcast shape [${sizes[falling]}]: batch sizes ${sizes} must not grow`,
  );
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  check(
    rows <= x.size(0),
    "RNN",
    () => `batch sizes ${sizes} need ${rows} rows, but shape '[${x.shape}]' has ${x.size(0)}`,
  );
  return rows;
}

function checkDtypes(
  kind: CellKind,
  x: Tensor,
  states: readonly Tensor[],
  weights: readonly CellWeights[],
): void {
  const odd = states.find((s) => s.dtype !== x.dtype);
  const library = kind === "lstm" && x.dtype === "float32" && weights[0]?.hr === null;
  check(odd === undefined, "RNN", () => {
    if (!library)
      return `mat1 and mat2 must have the same dtype, but got ${SCALAR_TYPE[odd?.dtype ?? x.dtype]} and ${SCALAR_TYPE[x.dtype]}`;
    return odd?.dtype === "float64"
      ? "get_mkldnn_dtype: unsupported data type"
      : "could not create a primitive descriptor for the LSTM forward propagation primitive";
  });
}
