import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag } from "./option.ts";

const size = fc.oneof(small(6), fc.constant(17));

/** Linear and Bilinear. */
export const linears: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Linear",
    family: "linear",
    options: { bias: flag() },
    geometry: fc.record({ ins: size, outs: size, lead: shapes(0, 3, 4) }),
    build: ({ ins, outs, lead }) => ({ args: [ins, outs], inputs: [x([...lead, ins])] }),
  }),
  plan({
    layer: "nn.Bilinear",
    family: "linear",
    // A product of three is rounded to 16 bits in between.
    never: ["half"],
    options: { bias: flag() },
    geometry: fc.record({ one: small(4), other: small(4), outs: small(4), lead: shapes(0, 2, 4) }),
    build: ({ one, other, outs, lead }) => ({
      args: [one, other, outs],
      inputs: [x([...lead, one]), x([...lead, other])],
    }),
  }),
];
