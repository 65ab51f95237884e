import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, x } from "./layer.ts";
import { flag, numbers, type OptionPlan, oneOf } from "./option.ts";

const positive = numbers(fc.constantFrom(1, 0.5, 2, 0.01));
const signed = numbers(fc.constantFrom(1, 0.5, -0.25, 0));
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
  Softplus: { beta: positive, threshold: numbers(fc.constantFrom(20, 1, 0)) },
  Softshrink: { lambd: numbers(fc.constantFrom(0.5, 0, 2)) },
  Hardtanh: {
    min_val: numbers(fc.constantFrom(-1, -3, 0)),
    max_val: numbers(fc.constantFrom(1, 0.5, 6)),
    inplace,
  },
  RReLU: {
    lower: numbers(fc.constantFrom(0.125, 0)),
    upper: numbers(fc.constantFrom(0.5, 1)),
    inplace,
  },
};

/** Elementwise layers. */
export const activations: readonly FuzzLayer[] = Object.entries(OPTIONS).map(([name, options]) =>
  plan({
    layer: `nn.${name}`,
    family: "activation",
    wild: true,
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
