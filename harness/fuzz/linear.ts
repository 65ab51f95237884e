import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers, type OptionPlan } from "./option.ts";

const size = fc.oneof(small(6), fc.constant(17));

/** Linear, Identity and Embedding. */
export const linears: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Linear",
    family: "linear",
    options: { bias: flag() },
    geometry: fc.record({ ins: size, outs: size, lead: shapes(0, 3, 4) }),
    build: ({ ins, outs, lead }) => ({ args: [ins, outs], inputs: [x([...lead, ins])] }),
  }),
  plan({
    layer: "nn.Embedding",
    family: "embedding",
    options: {
      padding_idx: numbers(fc.constantFrom(0, 1, -1)),
      max_norm: numbers(fc.constantFrom(0.5, 1.5)),
      norm_type: numbers(fc.constantFrom(1, 2, 3)),
      scale_grad_by_freq: flag(),
      sparse: flag(),
    },
    geometry: fc.record({ rows: small(6, 2), width: small(4), shape: shapes(0, 3, 4) }),
    build: ({ rows, width, shape }) => ({
      args: [rows, width],
      inputs: [x(shape, { kind: "integers", low: 0, high: rows })],
    }),
  }),
];

/** The probability of a dropout. */
const probability: OptionPlan = numbers(fc.constantFrom(0.25, 0.5, 0, 1, 0.9));

/** Dropout, whose masks must be PyTorch's. */
export const dropouts: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Dropout",
    family: "dropout",
    wild: true,
    options: { p: probability, inplace: flag() },
    geometry: shapes(0, 3, 5),
    build: (shape, drawn) => ({
      args: [],
      inputs: [x(shape, drawn["inplace"] === true ? { leaf: false } : {})],
    }),
  }),
];
