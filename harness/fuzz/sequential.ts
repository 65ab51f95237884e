import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { type FuzzLayer, plan, shapes, small, x } from "./layer.ts";

/** No GELU: whether PyTorch gives NaN at infinity depends on which library it hands the tensor to. */
const PLAIN = ["Identity", "Tanh", "Sigmoid", "SiLU", "Softplus", "ReLU"];

/** A layer of a stack: one of those that keep the width, or a Linear to another width. */
const part = fc.oneof(
  small(4),
  fc.constantFrom<(string | number)[]>(...PLAIN),
  fc.constant("Dropout"),
);

/** Sequential, of linear layers and elementwise ones. PyTorch rounds to 16 bits after each of them. */
export const sequences: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Sequential",
    family: "container",
    never: ["half"],
    options: {},
    geometry: fc.record({
      width: small(4),
      lead: shapes(0, 2, 3),
      parts: fc.array(part, { maxLength: 4 }),
    }),
    build: ({ width, lead, parts }) => ({
      args: stack(width, parts),
      inputs: [x([...lead, width])],
    }),
  }),
];

function stack(width: number, parts: readonly (string | number)[]): Argument[] {
  let now = width;
  return parts.map((one) => {
    const args = typeof one === "number" ? [now, one] : [];
    if (typeof one === "number") now = one;
    const layer = typeof one === "number" ? "nn.Linear" : `nn.${one}`;
    return { $module: { layer, args, options: {} } };
  });
}
