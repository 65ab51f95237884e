import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers, type OptionPlan, oneOf, rarely } from "./option.ts";

// Only Python tells 1 from 1.0 in what it prints, so no whole numbers.
const positive = numbers(fc.constantFrom(0.5, 2.5, 0.25));
const signed = numbers(fc.constantFrom(0.5, -0.25));
const inplace = flag();

const OPTIONS: Readonly<Record<string, Readonly<Record<string, OptionPlan>>>> = {
  Identity: {},
  ReLU: { inplace },
  ReLU6: { inplace },
  Sigmoid: {},
  LogSigmoid: {},
  Tanh: {},
  Tanhshrink: {},
  Softsign: {},
  SiLU: { inplace },
  Mish: { inplace },
  Hardsigmoid: { inplace },
  Hardswish: { inplace },
  LeakyReLU: { negative_slope: signed, inplace },
  ELU: { alpha: positive, inplace },
  CELU: { alpha: positive, inplace },
  SELU: { inplace },
  GELU: { approximate: oneOf("none", "tanh") },
  Softplus: { beta: positive, threshold: numbers(fc.constantFrom(1.5, 0.25)) },
  Softshrink: { lambd: numbers(fc.constantFrom(0.25, 1.5)) },
  Hardshrink: { lambd: numbers(fc.constantFrom(0.25, 1.5)) },
  Hardtanh: {
    min_val: numbers(fc.constantFrom(-0.5, -3.5)),
    max_val: numbers(fc.constantFrom(0.5, 6.5)),
    inplace,
    min_value: rarely(numbers(fc.constant(-2.5))),
    max_value: rarely(numbers(fc.constant(2.5))),
  },
  RReLU: {
    lower: numbers(fc.constantFrom(0.125, 0.0625)),
    upper: numbers(fc.constantFrom(0.5, 0.75)),
    inplace,
  },
};

/**
 * What PyTorch's kernels make of an infinity hangs on its place in memory; or a gradient is made of a rounded output; or
 * rounding decides whether tiny numbers are changed in place.
 */
const NEVER: Readonly<Record<string, FuzzLayer["never"]>> = {
  GELU: ["non-finite"],
  ELU: ["tiny"],
  CELU: ["tiny"],
  Sigmoid: ["half gradients"],
  Tanh: ["half gradients"],
};

/** Those to whose gradient at NaN PyTorch's vector code says something else than its scalar code. */
const TAME = ["ELU", "CELU", "SELU", "Softshrink", "Hardshrink", "Hardtanh", "Hardswish", "ReLU6"];

/** Elementwise layers. */
export const activations: readonly FuzzLayer[] = [
  ...Object.entries(OPTIONS).map(([name, options]) =>
    plan({
      layer: `nn.${name}`,
      family: "activation",
      wild: !TAME.includes(name),
      never: NEVER[name] ?? [],
      options,
      geometry: shapes(0, 3, 5),
      build: (shape, { inplace }) => ({
        args: [],
        inputs: [x(shape, inplace === true ? { leaf: false } : {})],
      }),
    }),
  ),
  plan({
    layer: "nn.Threshold",
    family: "activation",
    wild: true,
    options: { inplace },
    geometry: fc.record({
      shape: shapes(0, 3, 5),
      threshold: fc.constantFrom(0.5, -0.25),
      value: fc.constantFrom(0.25, -7.5),
    }),
    build: ({ shape, threshold, value }, { inplace }) => ({
      args: [threshold, value],
      inputs: [x(shape, inplace === true ? { leaf: false } : {})],
    }),
  }),
  plan({
    layer: "nn.PReLU",
    family: "activation",
    options: { num_parameters: numbers(small(3)), init: numbers(fc.constantFrom(0.5, -0.125)) },
    geometry: fc.record({ lead: small(3), rest: shapes(0, 2, 4) }),
    build: ({ lead, rest }, { num_parameters = 1 }) => ({
      args: [],
      inputs: [x([lead, Number(num_parameters), ...rest])],
    }),
  }),
  plan({
    layer: "nn.GLU",
    family: "activation",
    options: { dim: numbers(fc.constantFrom(0, 1, 2, -1, -2)) },
    geometry: shapes(1, 3, 3),
    build: (shape, { dim = -1 }) => {
      const at = Math.max(-shape.length, Math.min(Number(dim), shape.length - 1));
      const axis = at < 0 ? at + shape.length : at;
      const sizes = shape.map((size, i) => (i === axis ? 2 * size : size));
      return { args: [], inputs: [x(sizes)], options: { dim: dim === -1 ? undefined : at } };
    },
  }),
];
