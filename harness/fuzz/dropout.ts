import * as fc from "fast-check";
import { batch, type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, numbers } from "./option.ts";

const OPTIONS = { p: numbers(fc.constantFrom(0.25, 0.5, 0, 1, 0.9)), inplace: flag() };

/** Dropout of elements and of channels, whose masks must be PyTorch's. */
export const dropouts: readonly FuzzLayer[] = [
  ...["Dropout", "AlphaDropout"].map((name) => dropout(name, shapes(0, 3, 5))),
  ...[1, 2, 3].map((axes) => dropout(`Dropout${axes}d`, channels(axes, axes))),
  dropout("FeatureAlphaDropout", channels(1, 3)),
];

function channels(least: number, most: number): fc.Arbitrary<number[]> {
  return fc
    .record({ lead: batch, channels: small(4), space: shapes(least, most, 3) })
    .map(({ lead, channels, space }) => [...lead, channels, ...space]);
}

function dropout(name: string, geometry: fc.Arbitrary<number[]>): FuzzLayer {
  return plan({
    layer: `nn.${name}`,
    family: "dropout",
    wild: true,
    options: OPTIONS,
    geometry,
    build: (shape, { inplace }) => ({
      args: [],
      inputs: [x(shape, inplace === true ? { leaf: false } : {})],
    }),
  });
}
