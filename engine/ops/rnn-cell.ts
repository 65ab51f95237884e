import { attach } from "../autograd.ts";
import { promote, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { to } from "./copy.ts";
import type { CellKind, CellWeights } from "./recurrent-cells.ts";
import { recurrentDirection } from "./recurrent-direction.ts";

/** The weights of a cell; without biases both are null. */
export type RnnCellWeights = Omit<CellWeights, "hr">;

/** torch.rnn_tanh_cell, rnn_relu_cell and gru_cell: the state after one step. **Shapes**: x (batch, in), h and the result (batch, hidden). */
export function oneStateCell(
  kind: Exclude<CellKind, "lstm">,
  x: Tensor,
  h: Tensor,
  weights: RnnCellWeights,
): Tensor {
  checkSizes(x, [h], weights);
  checkDtypes(x, h, weights);
  return step(kind, NODE[kind], x, [h], weights)[0] as Tensor;
}

/** torch.lstm_cell: h and c after one step, of the wider type of both. **Shapes**: x (batch, in), h, c and both results (batch, hidden). */
export function lstmCell(
  x: Tensor,
  h: Tensor,
  c: Tensor,
  weights: RnnCellWeights,
): [Tensor, Tensor] {
  checkSizes(x, [h, c], weights);
  checkDtypes(x, h, weights);
  const type = promote(x.dtype, c.dtype);
  const [input, hidden, cell] = [x, h, c].map((one) => to(one, type)) as [Tensor, Tensor, Tensor];
  const [h1, c1] = step("lstm", "AddBackward0", input, [hidden, cell], {
    ih: to(weights.ih, type),
    hh: to(weights.hh, type),
    biasIh: weights.biasIh && to(weights.biasIh, type),
    biasHh: weights.biasHh && to(weights.biasHh, type),
  }) as [Tensor, Tensor];
  return [renamed("MulBackward0", h1), c1];
}

/** What PyTorch calls the last operation of a step. */
const NODE = { tanh: "TanhBackward0", relu: "ReluBackward0", gru: "AddBackward0" } as const;

function step(
  kind: CellKind,
  node: string,
  x: Tensor,
  states: readonly Tensor[],
  weights: RnnCellWeights,
): Tensor[] {
  const steps = { sizes: [x.size(0)], reverse: false, packed: false };
  const [, ...after] = recurrentDirection(kind, x, states, { ...weights, hr: null }, steps, node);
  return after;
}

/** The same values as the output of a step of another name: PyTorch's h and c are those of two operations. */
function renamed(node: string, x: Tensor): Tensor {
  return attach(node, [x], windowOn(x, x.shape, x.strides, x.offset), (g) => [g]);
}

function checkSizes(x: Tensor, states: readonly Tensor[], { ih, hh }: RnnCellWeights): void {
  const where = "cell";
  const [batch, width] = x.shape as [number, number];
  check(
    width === ih.size(1),
    where,
    () => `input has inconsistent input_size: got ${width} expected ${ih.size(1)}`,
  );
  states.forEach((s, i) => {
    check(
      s.size(0) === batch,
      where,
      () => `Input batch size ${batch} doesn't match hidden${i} batch size ${s.size(0)}`,
    );
    check(
      s.size(1) === hh.size(1),
      where,
      () => `hidden${i} has inconsistent hidden_size: got ${s.size(1)}, expected ${hh.size(1)}`,
    );
  });
}

function checkDtypes(x: Tensor, h: Tensor, { ih, hh }: RnnCellWeights): void {
  const odd = [[x, ih] as const, [h, hh] as const].find(
    ([one, other]) => one.dtype !== other.dtype,
  );
  check(odd === undefined, "cell", () => {
    const [one, other] = odd as readonly [Tensor, Tensor];
    return `mat1 and mat2 must have the same dtype, but got ${SCALAR_TYPE[one.dtype]} and ${SCALAR_TYPE[other.dtype]}`;
  });
}
