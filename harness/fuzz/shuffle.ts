import * as fc from "fast-check";
import { type FuzzLayer, plan, shapes, small, x } from "./layer.ts";

/** PixelShuffle, PixelUnshuffle and ChannelShuffle, which move elements. */
export const shuffles: readonly FuzzLayer[] = [
  ...["PixelShuffle", "PixelUnshuffle"].map((name) => pixels(name)),
  plan({
    layer: "nn.ChannelShuffle",
    family: "shuffle",
    wild: true,
    options: {},
    geometry: fc.record({
      groups: small(4),
      each: small(3),
      lead: small(3),
      space: shapes(1, 3, 3),
    }),
    build: ({ groups, each, lead, space }) => ({
      args: [groups],
      inputs: [x([lead, groups * each, ...space])],
    }),
  }),
];

/** Blocks of `factor` by `factor` elements become channels, or the other way round. */
function pixels(name: string): FuzzLayer {
  return plan({
    layer: `nn.${name}`,
    family: "shuffle",
    wild: true,
    options: {},
    geometry: fc.record({
      ...{ factor: small(3), channels: small(3), lead: shapes(0, 2, 3) },
      space: fc.tuple(small(3), small(3)),
    }),
    build: ({ factor, channels, lead, space }) => ({
      args: [factor],
      inputs: [
        x(
          name === "PixelShuffle"
            ? [...lead, channels * factor * factor, ...space]
            : [...lead, channels, ...space.map((size) => size * factor)],
        ),
      ],
    }),
  });
}
