import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers } from "./option.ts";

/** Distances of two tensors; in 16 bits they round after each of several operations. */
export const distances: readonly FuzzLayer[] = [
  plan({
    layer: "nn.CosineSimilarity",
    family: "distance",
    never: ["half"],
    options: {
      dim: numbers(fc.constantFrom(0, 1, -1)),
      eps: numbers(fc.constantFrom(0.5, 1e-3)),
    },
    geometry: fc.record({ shape: shapes(2, 3, 4), single: fc.nat({ max: 3 }) }),
    build: ({ shape, single }) => ({ args: [], inputs: [x(shape), x(stretched(shape, single))] }),
  }),
  plan({
    layer: "nn.PairwiseDistance",
    family: "distance",
    never: ["half"],
    options: {
      p: numbers(fc.constantFrom(1, 2, 3, 0.5)),
      eps: numbers(fc.constantFrom(0.25, 1e-3)),
      keepdim: flag(),
    },
    geometry: fc.record({ lead: shapes(0, 2, 3), width: small(5), alone: fc.boolean() }),
    build: ({ lead, width, alone }) => ({
      args: [],
      inputs: [x([...lead, width]), x(alone ? [width] : [...lead, width])],
    }),
  }),
];

/** A shape that broadcasts to this one: one axis is 1, or none. */
export function stretched(shape: readonly number[], axis: number): number[] {
  return shape.map((size, i) => (i === axis ? Math.min(1, size) : size));
}
