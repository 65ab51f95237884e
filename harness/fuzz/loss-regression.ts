import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { stretched } from "./distance.ts";
import { drawOf } from "./fault.ts";
import { type Asked, type FuzzLayer, plan, shapes, x } from "./layer.ts";
import { flag, numbers, type OptionPlan, tensor } from "./option.ts";
import { reduction } from "./reduction.ts";

interface ElementLoss {
  readonly options: Readonly<Record<string, OptionPlan>>;
  readonly input?: Parameters<typeof x>[1];
  readonly target?: Parameters<typeof x>[1];
  /** Whether an input may be made to fit the other's shape. */
  readonly broadcasts?: boolean;
}

const SHARE = { kind: "uniform", low: 0.05, high: 0.95 } as const;
const POSITIVE = { kind: "uniform", low: 0.1, high: 3 } as const;
const WEIGHTS = { kind: "uniform", low: 0.3, high: 2, grad: false } as const;

const LOSSES: Readonly<Record<string, ElementLoss>> = {
  L1Loss: { options: reduction.legacy, broadcasts: true },
  MSELoss: { options: reduction.legacy, broadcasts: true },
  SmoothL1Loss: {
    options: { ...reduction.legacy, beta: numbers(fc.constantFrom(0.5, 2.5, 0)) },
    broadcasts: true,
  },
  HuberLoss: {
    options: { ...reduction.plain, delta: numbers(fc.constantFrom(0.5, 2.5)) },
    broadcasts: true,
  },
  BCELoss: { options: { ...reduction.legacy, weight: tensor() }, input: SHARE, target: SHARE },
  BCEWithLogitsLoss: {
    options: { ...reduction.legacy, weight: tensor(), pos_weight: tensor() },
    target: SHARE,
  },
  KLDivLoss: { options: { ...reduction.divergence, log_target: flag() }, target: SHARE },
  PoissonNLLLoss: {
    options: {
      ...reduction.legacy,
      ...{ log_input: flag(), full: flag(), eps: numbers(fc.constantFrom(0.5, 1e-3)) },
    },
    target: POSITIVE,
  },
};

/** Losses of two tensors, element by element. In 16 bits they round after each of several operations. */
export const regressionLosses: readonly FuzzLayer[] = [
  ...Object.entries(LOSSES).map(([name, { options, input, target, broadcasts }]) =>
    plan({
      layer: `nn.${name}`,
      family: "loss",
      never: ["half"],
      unsafe: (asked) => name === "PoissonNLLLoss" && mixesTypes(asked),
      options,
      geometry: fc.record({
        shape: shapes(0, 3, 4),
        single: broadcasts === true ? fc.constantFrom(9, 9, 9, 0, 1) : fc.constant(9),
      }),
      build: ({ shape, single }, drawn) => {
        const first = drawn["log_input"] === false ? POSITIVE : input;
        const like = (option: Argument | undefined, sizes: readonly number[]) =>
          option && x(sizes, WEIGHTS);
        return {
          args: [],
          inputs: [x(shape, first), x(stretched(shape, single), target)],
          options: {
            weight: like(drawn["weight"], shape),
            pos_weight: like(drawn["pos_weight"], shape.slice(-1)),
          },
        };
      },
    }),
  ),
  plan({
    layer: "nn.GaussianNLLLoss",
    family: "loss",
    never: ["half"],
    options: { ...reduction.plain, full: flag(), eps: numbers(fc.constantFrom(0.5, 1e-3)) },
    geometry: fc.record({
      shape: shapes(1, 3, 4),
      variance: fc.constantFrom("each", "one a row", "a row of one"),
    }),
    build: ({ shape, variance }) => {
      const rows = shape.slice(0, -1);
      const sizes = { each: shape, "one a row": rows, "a row of one": [...rows, 1] }[variance];
      return { args: [], inputs: [x(shape), x(shape), x(sizes ?? shape, POSITIVE)] };
    },
  }),
];

/** Whether the first is of whole numbers: PyTorch takes their exponentials in float32, and the rest in the target's type. */
function mixesTypes({ inputs }: Asked): boolean {
  return inputs.map(drawOf)[0]?.dtype === "int64";
}
