import { SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { cat, stack } from "./cat.ts";
import { dropout } from "./dropout.ts";
import type { CellKind, CellWeights } from "./recurrent-cells.ts";
import { recurrentDirection } from "./recurrent-direction.ts";
import { select, transpose } from "./view.ts";

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
  const sizes = new Array<number>(length).fill(batch);
  const { y, ends } = runLayers(kind, timeMajor, states, weights, options, sizes);
  const name = kind === "lstm" ? "TransposeBackward0" : "TransposeBackward1";
  const output = batchFirst ? transpose(y, 0, 1, name) : y;
  return [output, ...states.map((_, i) => stack(ends.map((end) => end[i] as Tensor)))];
}

/** Layer after layer on rows in steps of `sizes`; the last states of every direction, in the order of `weights`. */
export function runLayers(
  kind: CellKind,
  x: Tensor,
  states: readonly Tensor[],
  weights: readonly CellWeights[],
  { bidirectional, dropout: p, training }: Omit<RecurrentOptions, "batchFirst">,
  sizes: readonly number[],
): { y: Tensor; ends: Tensor[][] } {
  const directions = bidirectional ? 2 : 1;
  const ends: Tensor[][] = [];
  let y = x;
  for (let at = 0; at < weights.length; at += directions) {
    const below = y;
    const outputs = weights.slice(at, at + directions).map((own, direction) => {
      const first = states.map((s) => select(s, 0, at + direction));
      const steps = { sizes, reverse: direction === 1 };
      const [output, ...last] = recurrentDirection(kind, below, first, own, steps);
      ends.push(last);
      return output as Tensor;
    });
    y = directions === 2 ? cat(outputs, -1) : (outputs[0] as Tensor);
    if (at + directions < weights.length) y = dropout(y, { p, training });
  }
  return { y, ends };
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
