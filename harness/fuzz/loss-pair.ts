import * as fc from "fast-check";
import { sizeOf } from "../array.ts";
import type { Argument } from "../sketch.ts";
import { drawOf } from "./fault.ts";
import { type Asked, type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers, type OptionPlan, oneOf } from "./option.ts";
import { reduction } from "./reduction.ts";

const LOG = { kind: "uniform", low: -3, high: -0.2 } as const;
const margin = numbers(fc.constantFrom(0.5, -0.25));
const rows = fc.record({ lead: shapes(0, 1, 4), width: small(4) });

const distance: OptionPlan = {
  labels: ["module"],
  arbitrary: fc.constantFrom(
    undefined,
    { $module: { layer: "nn.PairwiseDistance", args: [], options: { p: 1 } } },
    { $module: { layer: "nn.CosineSimilarity", args: [], options: { dim: -1 } } },
  ),
};

/** Losses of what is near and far. In 16 bits they round after each of several operations. */
export const pairLosses: readonly FuzzLayer[] = [
  plan({
    layer: "nn.SoftMarginLoss",
    family: "loss",
    never: ["half"],
    options: reduction.legacy,
    geometry: shapes(0, 3, 4),
    build: (shape) => ({ args: [], inputs: [x(shape), signs(shape)] }),
  }),
  plan({
    layer: "nn.HingeEmbeddingLoss",
    family: "loss",
    never: ["half"],
    options: { ...reduction.legacy, margin },
    geometry: shapes(0, 3, 4),
    build: (shape) => ({ args: [], inputs: [x(shape), signs(shape)] }),
  }),
  plan({
    layer: "nn.MarginRankingLoss",
    family: "loss",
    never: ["half"],
    options: { ...reduction.legacy, margin },
    geometry: shapes(0, 2, 4),
    build: (shape) => ({ args: [], inputs: [x(shape), x(shape), signs(shape)] }),
  }),
  plan({
    layer: "nn.CosineEmbeddingLoss",
    family: "loss",
    never: ["half"],
    options: { ...reduction.legacy, margin },
    geometry: rows,
    build: ({ lead, width }) => {
      const shape = [...lead, width];
      return { args: [], inputs: [x(shape), x(shape), signs(lead)] };
    },
  }),
  plan({
    layer: "nn.TripletMarginLoss",
    family: "loss",
    // Of two distances that are equal but for rounding, either may be the lesser, which alone has a gradient.
    never: ["half", "ties"],
    options: {
      ...reduction.legacy,
      margin: numbers(fc.constantFrom(0.5, 1.5)),
      ...{ p: numbers(fc.constantFrom(1, 2, 3)), swap: flag() },
      eps: numbers(fc.constantFrom(0.25, 1e-3)),
    },
    geometry: rows,
    build: ({ lead, width }) => triplet([...lead, width]),
  }),
  plan({
    layer: "nn.TripletMarginWithDistanceLoss",
    family: "loss",
    // Of two distances that are equal but for rounding, either may be the lesser, which alone has a gradient.
    never: ["half", "ties"],
    options: {
      ...reduction.plain,
      ...{ margin: numbers(fc.constantFrom(0.5, 1.5)), swap: flag(), distance_function: distance },
    },
    geometry: rows,
    build: ({ lead, width }) => triplet([...lead, width]),
  }),
  plan({
    layer: "nn.CTCLoss",
    family: "loss",
    never: ["half"],
    unsafe: namesNoClass,
    options: { ...reduction.plain, blank: oneOf(0, 1), zero_infinity: flag() },
    geometry: fc.record({
      ...{ steps: small(4), batch: small(3), classes: small(4, 2), labels: small(3) },
      ...{ less: fc.nat({ max: 1 }), single: fc.boolean(), joined: fc.boolean() },
    }),
    build: ({ steps, batch, classes, labels, less, single, joined }, { blank }) => {
      const count = single ? 1 : batch;
      const flat = { kind: "integers" as const };
      const range = blank === 1 ? { low: 0, high: 1 } : { low: 1, high: classes };
      const shape = single || joined ? [count * labels] : [count, labels];
      const lengths = (most: number, below: number) =>
        single
          ? whole([], [most])
          : Array.from({ length: count }, (_, i) => Math.max(1, most - (i % 2) * below));
      return {
        args: [],
        inputs: [
          x(single ? [steps, classes] : [steps, count, classes], LOG),
          // Of targets end to end PyTorch finds the first by their count, whatever their stride.
          x(shape, { ...flat, ...range, layout: "contiguous" }),
          lengths(steps, less),
          lengths(labels, joined ? 0 : less),
        ],
      };
    },
  }),
];

/** Whether a target may be a class that there is not, where PyTorch reads what is not its own, or the blank, which it forbids. */
function namesNoClass({ inputs, options }: Asked): boolean {
  const [scores, targets] = inputs.map(drawOf);
  const [low, high] = [targets?.low ?? 0, targets?.high ?? 0];
  const blank = Number(options["blank"] ?? 0);
  return high > (scores?.shape.at(-1) ?? 0) || (low <= blank && blank < high);
}

function triplet(shape: readonly number[]) {
  return { args: [], inputs: [x(shape), x(shape), x(shape)] };
}

/** Ones of either sign. */
function signs(shape: readonly number[]): Argument {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => (i % 3 === 1 ? -1 : 1));
  return x(shape, { kind: "values", values, grad: false });
}

function whole(shape: readonly number[], values: readonly number[]): Argument {
  return x(shape, { kind: "values", values, dtype: "int64", grad: false });
}
