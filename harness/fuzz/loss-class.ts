import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { drawOf } from "./fault.ts";
import { type Asked, type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers, type OptionPlan, oneOf, sizes, tensor } from "./option.ts";
import { reduction } from "./reduction.ts";

const WEIGHTS = { kind: "uniform", low: 0.3, high: 2, grad: false } as const;
const SHARES = { kind: "uniform", low: 0.05, high: 1 } as const;
const ignore = numbers(fc.constantFrom(0, 1, -100));
const smoothing = numbers(fc.constantFrom(0.25, 0.75));

/** How the work is cut into pieces. */
const chunked: OptionPlan = {
  labels: ["module"],
  arbitrary: fc.constantFrom(
    undefined,
    ...[
      {},
      { batch_chunk_size: 2 },
      { chunking_method: "aspect_ratio" },
      { acc_policy: "accurate" },
    ].map((options) => ({ $module: { layer: "nn.LinearCrossEntropyOptions", args: [], options } })),
  ),
};

/** Batched or not, with or without further axes. */
const scores = fc.record({
  classes: small(4),
  lead: shapes(0, 1, 3),
  space: shapes(0, 2, 3),
  shares: fc.boolean(),
});

/** Losses of scores for classes. In 16 bits they round after each of several operations. */
export const classLosses: readonly FuzzLayer[] = [
  plan({
    layer: "nn.CrossEntropyLoss",
    family: "loss",
    never: ["half"],
    options: {
      ...reduction.legacy,
      ...{ weight: tensor(), ignore_index: ignore, label_smoothing: smoothing },
    },
    geometry: scores,
    build: ({ classes, lead, space, shares }, drawn) => {
      const further = lead.length === 0 ? [] : space;
      const shape = [...lead, classes, ...further];
      const target = shares ? x(shape, SHARES) : labels([...lead, ...further], classes);
      return {
        args: [],
        inputs: [x(shape), target],
        options: {
          weight: drawn["weight"] && x([classes], WEIGHTS),
          ignore_index: shares ? undefined : drawn["ignore_index"],
        },
      };
    },
  }),
  plan({
    layer: "nn.NLLLoss",
    family: "loss",
    never: ["half"],
    options: { ...reduction.legacy, weight: tensor(), ignore_index: ignore },
    geometry: scores,
    build: ({ classes, lead, space }, drawn) => {
      const further = lead.length === 0 ? [] : space;
      return {
        args: [],
        inputs: [x([...lead, classes, ...further]), labels([...lead, ...further], classes)],
        options: { weight: drawn["weight"] && x([classes], WEIGHTS) },
      };
    },
  }),
  plan({
    layer: "nn.MultiMarginLoss",
    family: "loss",
    never: ["half"],
    unsafe: isEmpty,
    options: {
      ...reduction.legacy,
      ...{ p: oneOf(1, 2), margin: numbers(fc.constantFrom(0.5, 1.5)), weight: tensor() },
    },
    geometry: scores,
    build: ({ classes, lead }, drawn) => ({
      args: [],
      inputs: [x([...lead, classes]), labels(lead, classes)],
      options: { weight: drawn["weight"] && x([classes], WEIGHTS) },
    }),
  }),
  plan({
    layer: "nn.MultiLabelMarginLoss",
    family: "loss",
    never: ["half"],
    unsafe: isEmpty,
    options: reduction.legacy,
    geometry: scores,
    build: ({ classes, lead }) => {
      const shape = [...lead, classes];
      const target = x(shape, { kind: "integers", low: -1, high: classes });
      return { args: [], inputs: [x(shape), target] };
    },
  }),
  plan({
    layer: "nn.MultiLabelSoftMarginLoss",
    family: "loss",
    never: ["half"],
    options: { ...reduction.legacy, weight: tensor() },
    geometry: scores,
    build: ({ classes, lead }, drawn) => {
      const shape = [...lead, classes];
      return {
        args: [],
        inputs: [x(shape), x(shape, { ...SHARES, grad: false })],
        options: { weight: drawn["weight"] && x([classes], WEIGHTS) },
      };
    },
  }),
  plan({
    layer: "nn.LinearCrossEntropyLoss",
    family: "loss",
    // In chunks PyTorch multiplies ignored rows by 0, which loses what is not finite; in one go it does not.
    never: ["half", "non-finite"],
    unsafe: (asked) => outlastsBatch(asked) || isCertain(asked),
    options: {
      ...reduction.plain,
      ...{ out_features: sizes(), bias: flag(), weight: tensor() },
      ...{ ignore_index: ignore, label_smoothing: smoothing, options: chunked },
    },
    geometry: fc.record({
      ...{ ins: small(4), classes: small(4), lead: small(4) },
      ...{ further: shapes(1, 2, 2), shares: fc.boolean() },
    }),
    build: ({ ins, classes, lead, further, shares }, drawn) => {
      const more = drawn["out_features"] === undefined ? [] : further;
      const target = shares
        ? x([lead, classes, ...more], SHARES)
        : labels([lead, ...more], classes);
      return {
        args: [ins, classes],
        inputs: [x([lead, ins]), target],
        options: {
          out_features: drawn["out_features"] && more,
          weight: drawn["weight"] && x([classes], WEIGHTS),
          ignore_index: shares ? undefined : drawn["ignore_index"],
        },
      };
    },
  }),
  plan({
    layer: "nn.AdaptiveLogSoftmaxWithLoss",
    family: "loss",
    never: ["half"],
    options: { div_value: numbers(fc.constantFrom(1.5, 2.5)), head_bias: flag() },
    geometry: fc.record({
      ...{ ins: small(8, 4), first: small(3), second: small(3), rest: small(3) },
      ...{ lead: shapes(0, 1, 4), single: fc.boolean() },
    }),
    build: ({ ins, first, second, rest, lead, single }) => {
      const cutoffs = single ? [first] : [first, first + second];
      const classes = first + second + rest;
      return { args: [ins, classes, cutoffs], inputs: [x([...lead, ins]), labels(lead, classes)] };
    },
  }),
];

/** Whether there is nothing to add up: PyTorch then gives back what happens to be in memory. */
function isEmpty({ inputs }: Asked): boolean {
  return inputs.some((input) => drawOf(input)?.shape.includes(0));
}

/** Whether there are more targets than rows: in pieces, PyTorch looks at the first, and then divides by all. */
function outlastsBatch({ inputs, options }: Asked): boolean {
  const [rows, targets] = inputs.map((input) => drawOf(input)?.shape[0] ?? 0);
  return options["options"] !== undefined && (targets ?? 0) > (rows ?? 0);
}

/** Whether there is one class alone: what is left of its gradient is rounding around 0. */
function isCertain({ args }: Asked): boolean {
  return args[1] === 1;
}

function labels(shape: readonly number[], classes: number): Argument {
  return x(shape, { kind: "integers", low: 0, high: classes });
}
