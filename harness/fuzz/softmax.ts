import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import type { OptionPlan } from "./option.ts";

const dim: OptionPlan = {
  labels: ["number", "None"],
  arbitrary: fc.constantFrom(undefined, 0, 1, -1, 2, null),
};

/** Softmax and its kin, along an axis that there is. A gradient is made of an output that is rounded. */
export const softmaxes: readonly FuzzLayer[] = [
  ...["Softmax", "Softmin", "LogSoftmax"].map((name) =>
    plan({
      layer: `nn.${name}`,
      family: "softmax",
      never: ["half gradients"],
      options: { dim },
      geometry: shapes(1, 4, 6),
      build: (shape, drawn) => {
        const fits = typeof drawn["dim"] !== "number" || drawn["dim"] < shape.length;
        return {
          args: [],
          inputs: [x(shape)],
          options: { dim: fits ? drawn["dim"] : shape.length - 1 },
        };
      },
    }),
  ),
  plan({
    layer: "nn.Softmax2d",
    family: "softmax",
    never: ["half gradients"],
    options: {},
    geometry: fc.record({ lead: shapes(0, 1, 3), space: fc.tuple(small(4), small(4), small(4)) }),
    build: ({ lead, space }) => ({ args: [], inputs: [x([...lead, ...space])] }),
  }),
];
