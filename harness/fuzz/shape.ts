import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, x } from "./layer.ts";
import { numbers } from "./option.ts";

/** Flatten and Unflatten. */
export const reshapes: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Flatten",
    family: "shape",
    wild: true,
    options: {
      start_dim: numbers(fc.constantFrom(1, 0, 2, -2)),
      end_dim: numbers(fc.constantFrom(-1, 1, 2, -2)),
    },
    geometry: shapes(1, 5, 4),
    build: (shape) => ({ args: [], inputs: [x(shape)] }),
  }),
  plan({
    layer: "nn.Unflatten",
    family: "shape",
    wild: true,
    options: {},
    geometry: fc.record({
      lead: shapes(0, 2, 3),
      parts: shapes(1, 3, 3),
      rest: shapes(0, 2, 3),
      from: fc.boolean(),
      free: fc.boolean(),
    }),
    build: ({ lead, parts, rest, from, free }) => {
      const dim = from ? lead.length : -1 - rest.length;
      const whole = parts.reduce((product, size) => product * size, 1);
      const sizes = free && whole > 0 ? [-1, ...parts.slice(1)] : parts;
      return { args: [dim, sizes], inputs: [x([...lead, whole, ...rest])] };
    },
  }),
];
