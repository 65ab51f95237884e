import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, x } from "./layer.ts";
import { flag, numbers, type OptionPlan, oneOf } from "./option.ts";

// Only Python tells 1 from 1.0 in what it prints, so no whole numbers.
const positive = numbers(fc.constantFrom(0.5, 2.5, 0.01));
const signed = numbers(fc.constantFrom(0.5, -0.25));
const inplace = flag();

const OPTIONS: Readonly<Record<string, Readonly<Record<string, OptionPlan>>>> = {
  Identity: {},
  ReLU: { inplace },
  Sigmoid: {},
  Tanh: {},
  LeakyReLU: { negative_slope: signed, inplace },
  ELU: { alpha: positive, inplace },
  SELU: { inplace },
  GELU: { approximate: oneOf("none", "tanh") },
  Softplus: { beta: positive, threshold: numbers(fc.constantFrom(1.5, 0.25)) },
  Softshrink: { lambd: numbers(fc.constantFrom(0.25, 1.5)) },
  Hardtanh: {
    min_val: numbers(fc.constantFrom(-0.5, -3.5)),
    max_val: numbers(fc.constantFrom(0.5, 6.5)),
    inplace,
  },
  RReLU: {
    lower: numbers(fc.constantFrom(0.125, 0.0625)),
    upper: numbers(fc.constantFrom(0.5, 0.75)),
    inplace,
  },
};

/** What PyTorch's kernels make of an infinity hangs on its place in memory; or a gradient is made of a rounded output. */
const NEVER: Readonly<Record<string, FuzzLayer["never"]>> = {
  GELU: ["non-finite"],
  Sigmoid: ["half gradients"],
  Tanh: ["half gradients"],
};

/** Those to whose gradient at NaN PyTorch's vector code says something else than its scalar code. */
const TAME = ["ELU", "SELU", "Softshrink", "Hardtanh"];

/** Elementwise layers. */
export const activations: readonly FuzzLayer[] = Object.entries(OPTIONS).map(([name, options]) =>
  plan({
    layer: `nn.${name}`,
    family: "activation",
    wild: !TAME.includes(name),
    never: NEVER[name] ?? [],
    options,
    geometry: shapes(0, 3, 5),
    build: (shape, drawn) => ({
      args: [],
      inputs: [x(shape, drawn["inplace"] === true ? { leaf: false } : {})],
    }),
  }),
);

/** Softmax, along an axis that there is. */
export const softmaxes: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Softmax",
    family: "softmax",
    never: ["half gradients"],
    options: {
      dim: { labels: ["number", "None"], arbitrary: fc.constantFrom(undefined, 0, 1, -1, 2, null) },
    },
    geometry: shapes(1, 4, 6),
    build: (shape, drawn) => {
      const { dim } = drawn;
      const fits = typeof dim !== "number" || dim < shape.length;
      return { args: [], inputs: [x(shape)], options: { dim: fits ? dim : shape.length - 1 } };
    },
  }),
];
