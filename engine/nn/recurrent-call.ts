import { check, checkAs } from "../errors.ts";
import { numbers } from "../ops/copy.ts";
import { zeros } from "../ops/create.ts";
import { indexSelect } from "../ops/gather.ts";
import type { CellKind, CellWeights } from "../ops/recurrent-cells.ts";
import { recurrent, recurrentPacked } from "../ops/rnn.ts";
import { select, squeeze, unsqueeze } from "../ops/view.ts";
import { sameShape, showShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { PackedSequence } from "./packed-sequence.ts";
import type { RecurrentBase } from "./recurrent-base.ts";

/** A padded batch of sequences, one sequence, or a packed batch. */
export type Sequence = Tensor | PackedSequence;

/** RNN and GRU, which have one state. */
export function runWithOneState(
  layer: RecurrentBase,
  where: string,
  kind: CellKind,
  x: Sequence,
  hx: Tensor | null,
): [Sequence, Tensor] {
  if (!(x instanceof PackedSequence)) return runOne(layer, where, kind, x, hx);
  return runPacked(layer, kind, x, [hx], [layer.hiddenSize]) as [PackedSequence, Tensor];
}

/** LSTM, which has two. */
export function runLstm(
  layer: RecurrentBase,
  x: Sequence,
  hx: readonly [Tensor, Tensor] | null,
): [Sequence, [Tensor, Tensor]] {
  const widths = [layer.stateWidth, layer.hiddenSize];
  if (x instanceof PackedSequence) {
    const [y, ...ends] = runPacked(layer, "lstm", x, hx ?? [null, null], widths);
    return [y, ends as [Tensor, Tensor]];
  }
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
  const states = [state(layer, x, h, layer.stateWidth), state(layer, x, c, layer.hiddenSize)];
  const [y, hn, cn] = run(layer, "lstm", x, states, widths);
  return [y, [hn, cn]] as [Tensor, [Tensor, Tensor]];
}

/** All layers on packed sequences; states come and go in the caller's order of sequences. */
function runPacked(
  layer: RecurrentBase,
  kind: CellKind,
  x: PackedSequence,
  given: readonly (Tensor | null)[],
  widths: readonly number[],
): [PackedSequence, ...Tensor[]] {
  const { data, batchSizes, sortedIndices, unsortedIndices } = x;
  const sizes = Array.from(numbers(batchSizes));
  const weights = layer.cellWeights();
  const states = given.map((s, i) => {
    if (s) return sortedIndices ? indexSelect(s, 1, sortedIndices) : s;
    return zeros([weights.length, sizes[0] ?? 0, widths[i] as number], { dtype: data.dtype });
  });
  checkInput(layer, weights, data, 2);
  checkStates(kind, states, weights.length, sizes[0] ?? 0, widths);
  const { bidirectional, dropout, training } = layer;
  const options = { bidirectional, dropout, training };
  const [y, ...ends] = recurrentPacked(kind, data, sizes, states, weights, options);
  const output = new PackedSequence(y as Tensor, batchSizes, sortedIndices, unsortedIndices);
  return [output, ...ends.map((h) => (unsortedIndices ? indexSelect(h, 1, unsortedIndices) : h))];
}

/** RNN and GRU on padded sequences or one sequence. */
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
  return zeros([layer.cells, batchOf(layer, x), width], { dtype: x.dtype });
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
  const weights = layer.cellWeights();
  checkInput(layer, weights, batched, 3);
  checkStates(kind, states, weights.length, batchOf(layer, x), widths);
  const { bidirectional, batchFirst, dropout, training } = layer;
  const options = { bidirectional, batchFirst, dropout, training };
  const [y, ...ends] = recurrent(kind, batched, states, weights, options) as [Tensor, ...Tensor[]];
  if (x.ndim === 3) return [y, ...ends];
  return [squeeze(y, batchAxis), ...ends.map((end) => squeeze(end, 1))];
}

function checkRank(x: Tensor, message: string): void {
  checkAs("ValueError", x.ndim === 2 || x.ndim === 3, "RNN", () => message);
}

function checkStates(
  kind: CellKind,
  states: readonly Tensor[],
  directions: number,
  batch: number,
  widths: readonly number[],
): void {
  states.forEach((s, i) => {
    const want = [directions, batch, widths[i] as number];
    const name = kind === "lstm" ? `hidden[${i}]` : "hidden";
    check(
      sameShape(s.shape, want),
      "RNN",
      () => `Expected ${name} size (${want.join(", ")}), got ${showShape(s.shape)}`,
    );
  });
}

function checkInput(
  layer: RecurrentBase,
  weights: readonly CellWeights[],
  x: Tensor,
  rank: number,
): void {
  const dtype = weights[0]?.ih.dtype;
  checkAs(
    "ValueError",
    x.dtype === dtype,
    "RNN",
    () =>
      `RNN input dtype (torch.${x.dtype}) does not match weight dtype (torch.${dtype}). Convert input: input.to(torch.${dtype}), or convert model: model.to(torch.${x.dtype})`,
  );
  check(x.ndim === rank, "RNN", () => `input must have ${rank} dimensions, got ${x.ndim}`);
  check(
    x.size(-1) === layer.inputSize,
    "RNN",
    () =>
      `input.size(-1) must be equal to input_size. Expected ${layer.inputSize}, got ${x.size(-1)}`,
  );
}
