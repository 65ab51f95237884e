import * as fc from "fast-check";
import { batch, type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers, type OptionPlan } from "./option.ts";

const eps = numbers(fc.constantFrom(1e-5, 1e-3, 0.25));

/** A momentum, or None: a cumulative average. */
const momentum: OptionPlan = {
  labels: ["number", "None"],
  arbitrary: fc.constantFrom(undefined, 0.25, 0.75, null),
};

/** BatchNorm, InstanceNorm and LayerNorm. */
export const norms: readonly FuzzLayer[] = [
  ...[1, 2, 3].flatMap((axes) => [
    channelwise(`nn.BatchNorm${axes}d`, axes),
    channelwise(`nn.InstanceNorm${axes}d`, axes),
  ]),
  plan({
    layer: "nn.LayerNorm",
    family: "norm",
    options: { eps, elementwise_affine: flag(), bias: flag() },
    geometry: fc.record({ lead: shapes(0, 2, 4), shape: shapes(1, 2, 5), single: fc.boolean() }),
    build: ({ lead, shape, single }) => {
      const whole = single ? shape.slice(0, 1) : shape;
      const [first = 1] = whole;
      return { args: [single ? first : whole], inputs: [x([...lead, ...whole])] };
    },
  }),
];

function channelwise(layer: string, axes: number): FuzzLayer {
  const isBatch = layer.startsWith("nn.Batch");
  return plan({
    layer,
    family: "norm",
    // The gradients of an InstanceNorm's parameters are sums of what was rounded to 16 bits.
    never: isBatch ? [] : ["half gradients"],
    options: { eps, momentum, affine: flag(), track_running_stats: flag() },
    geometry: fc.record({
      channels: small(4),
      lead: isBatch ? batch.filter((sizes) => sizes.length > 0) : batch,
      space: fc.tuple(...Array.from({ length: axes }, () => small(4))),
      flat: fc.boolean(),
    }),
    build: ({ channels, lead, space, flat }) => {
      const sizes = isBatch && axes === 1 && flat ? [] : space;
      return { args: [channels], inputs: [x([...lead, channels, ...sizes])] };
    },
  });
}
