import { attach, needsGrad } from "../autograd.ts";
import { computeType, type Dtype } from "../dtype.ts";
import { contiguousStrides, type Shape } from "../shape.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { clone, contiguous, copyElements, detached, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { mm, multiplyInto } from "./matmul.ts";
import { add } from "./pointwise.ts";
import {
  type CellKind,
  type CellWeights,
  runCell,
  type Steps,
  type TraceGradients,
} from "./recurrent-cells.ts";
import { sumAxes } from "./sum-axes.ts";
import { expand, t } from "./view.ts";

/**
 * One direction of one recurrent layer over a whole sequence: its output and its last states.
 * Half types are computed in float32 and rounded once. The step in the graph is named `node`.
 *
 * **Shapes**: x (*, in), * being the steps and their rows; states (batch, width); output (*, width).
 */
export function recurrentDirection(
  kind: CellKind,
  x: Tensor,
  states: readonly Tensor[],
  weights: CellWeights,
  steps: Steps,
  node = nodeName(kind, x, weights.hr, steps.packed),
): Tensor[] {
  const rows = asRows(plain(x));
  const inner = plainWeights(weights);
  const first = states.map(plain);
  const { ih, hh, biasIh, biasHh, hr } = weights;
  const inputs = [x, ...states, ih, hh, biasIh, biasHh, hr];
  const gates = inputGates(kind, rows, inner);
  const trace = runCell(kind, gates, first, inner, steps, needsGrad(inputs));
  const y = windowed(trace.y, [...x.shape.slice(0, -1), trace.y.size(1)]);
  const outputs = [y, ...trace.states].map((value) => to(value, x.dtype));
  return attach(
    node,
    inputs,
    outputs,
    (dy, ...dEnds) => {
      const back = trace.back(
        dy ? asRows(plain(dy)) : zeros(trace.y.shape, { dtype: rows.dtype }),
        first.map((s, i) => {
          const d = dEnds[i];
          return d ? plain(d) : zeros(s.shape, { dtype: s.dtype });
        }),
      );
      return inputGradients(inputs, x.dtype, back, {
        x: () => windowed(mm(back.dGates, inner.ih), x.shape),
        ih: () => mm(t(back.dGates), rows),
        hh: () => mm(t(back.dHidden), trace.before as Tensor),
        hr: () => mm(t(back.dOut), trace.raw as Tensor),
      });
    },
    [x, ih, hh, ...(hr ? [hr] : [])],
  );
}

/** The gradients that are asked for, in the order of `inputs`; a product is only made for who wants it. */
function inputGradients(
  inputs: readonly (Tensor | null)[],
  dtype: Dtype,
  { dGates, dHidden, dStates }: TraceGradients,
  products: Readonly<Record<"x" | "ih" | "hh" | "hr", () => Tensor>>,
): (Tensor | null)[] {
  let summed: Tensor | null = null;
  const ofGates = () => {
    const again = summed && clone(summed);
    summed ??= sumAxes(dGates, [0]);
    return again ?? summed;
  };
  const ways = [
    products.x,
    ...dStates.map((d) => () => d),
    products.ih,
    products.hh,
    ofGates,
    dHidden === dGates ? ofGates : () => sumAxes(dHidden, [0]),
    products.hr,
  ];
  return inputs.map((input, i) => (input?.requiresGrad ? to(ways[i]?.() as Tensor, dtype) : null));
}

/** W_ih x plus the biases that are just added; GRU's b_hh is not: its reset gate scales it. */
function inputGates(kind: CellKind, rows: Tensor, { ih, biasIh, biasHh }: CellWeights): Tensor {
  const out = emptyTensor([rows.size(0), ih.size(0)], rows.dtype);
  const bias = kind !== "gru" && biasIh && biasHh ? add(biasIh, biasHh) : biasIh;
  if (bias) copyElements(expand(bias, out.shape), out);
  multiplyInto(rows, t(ih), out, bias !== null);
  return out;
}

/** Detached, contiguous, of the type that kernels compute in. */
function plain(x: Tensor): Tensor {
  return contiguous(to(detached(x), computeType(x.dtype)));
}

function plainWeights({ ih, hh, biasIh, biasHh, hr }: CellWeights): CellWeights {
  return {
    ih: plain(ih),
    hh: plain(hh),
    biasIh: biasIh && plain(biasIh),
    biasHh: biasHh && plain(biasHh),
    hr: hr && plain(hr),
  };
}

function asRows(x: Tensor): Tensor {
  return windowed(x, [x.shape.slice(0, -1).reduce((a, b) => a * b, 1), x.size(-1)]);
}

/** A contiguous tensor's values in another shape, outside the graph. */
function windowed(x: Tensor, shape: Shape): Tensor {
  return windowOn(x, shape, contiguousStrides(shape), x.offset);
}

/** PyTorch hands float32 and bfloat16 LSTMs to a library that has a node of its own. */
function nodeName(kind: CellKind, x: Tensor, hr: Tensor | null, packed: boolean): string {
  if (packed) return "CatBackward0";
  const whole = kind === "lstm" && hr === null && x.numel > 0;
  return whole && (x.dtype === "float32" || x.dtype === "bfloat16")
    ? "MkldnnRnnLayerBackward0"
    : "StackBackward0";
}
