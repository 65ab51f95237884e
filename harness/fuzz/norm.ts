import * as fc from "fast-check";
import { batch, type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers, type OptionPlan, repeat } from "./option.ts";

/** Negated as a mistake, none is the variance of small integers: at a variance of 0 it is the order of operations that decides on NaN. */
const eps = numbers(fc.constantFrom(1e-5, 1e-3, 0.3));

/** A momentum, or None: a cumulative average. */
const momentum: OptionPlan = {
  labels: ["number", "None"],
  arbitrary: fc.constantFrom(undefined, 0.25, 0.75, null),
};

/** BatchNorm, InstanceNorm, LayerNorm, RMSNorm, GroupNorm and LocalResponseNorm. */
export const norms: readonly FuzzLayer[] = [
  ...[1, 2, 3].flatMap((axes) => [
    channelwise(`nn.BatchNorm${axes}d`, axes),
    channelwise(`nn.InstanceNorm${axes}d`, axes),
  ]),
  last("LayerNorm", { eps, elementwise_affine: flag(), bias: flag() }),
  last("RMSNorm", { eps, elementwise_affine: flag() }),
  plan({
    layer: "nn.GroupNorm",
    family: "norm",
    never: ["half gradients"],
    options: { eps, affine: flag(), bias: flag() },
    geometry: fc.record({
      groups: small(3),
      each: small(3),
      lead: batch.filter((sizes) => sizes.length > 0),
      space: shapes(0, 2, 4),
    }),
    build: ({ groups, each, lead, space }) => ({
      args: [groups, groups * each],
      // Going backward to the weight alone, PyTorch's process ends where channels are neighbours in memory.
      inputs: [x([...lead, groups * each, ...space], { grad: true })],
    }),
  }),
  plan({
    layer: "nn.LocalResponseNorm",
    family: "norm",
    // It rounds to 16 bits after each of several operations.
    never: ["half"],
    options: {
      alpha: numbers(fc.constantFrom(0.5, 1e-2)),
      beta: numbers(fc.constantFrom(0.5, 1.5)),
      k: numbers(fc.constantFrom(0.5, 2.5)),
    },
    geometry: fc.record({
      size: small(5),
      lead: batch.filter((sizes) => sizes.length > 0),
      channels: small(5),
      space: shapes(1, 3, 3),
    }),
    build: ({ size, lead, channels, space }) => ({
      args: [size],
      inputs: [x([...lead, channels, ...space])],
    }),
  }),
];

/** A norm over the last axes. */
function last(name: string, options: Readonly<Record<string, OptionPlan>>): FuzzLayer {
  return plan({
    layer: `nn.${name}`,
    family: "norm",
    // RMSNorm is made of operations that round to 16 bits.
    never: name === "RMSNorm" ? ["half"] : [],
    options,
    geometry: fc.record({ lead: shapes(0, 2, 4), shape: shapes(1, 2, 5), single: fc.boolean() }),
    build: ({ lead, shape, single }) => {
      const whole = single ? shape.slice(0, 1) : shape;
      const [first = 1] = whole;
      return { args: [single ? first : whole], inputs: [x([...lead, ...whole])] };
    },
  });
}

function channelwise(layer: string, axes: number): FuzzLayer {
  const isBatch = layer.startsWith("nn.Batch");
  return plan({
    layer,
    family: "norm",
    // What an InstanceNorm takes of each instance is rounded to 16 bits, and then averaged or summed.
    never: isBatch ? [] : ["half"],
    options: {
      ...{ eps, momentum },
      ...{ affine: flag(), track_running_stats: flag(), bias: flag() },
    },
    geometry: fc.record({
      channels: small(4),
      lead: isBatch ? batch.filter((sizes) => sizes.length > 0) : batch,
      space: fc.tuple(...repeat(axes, small(4))),
      flat: fc.boolean(),
    }),
    build: ({ channels, lead, space, flat }) => {
      const sizes = isBatch && axes === 1 && flat ? [] : space;
      return { args: [channels], inputs: [x([...lead, channels, ...sizes])] };
    },
  });
}
