import * as fc from "fast-check";
import { batch, type Drawn, type FuzzLayer, plan, small, x } from "./layer.ts";
import { flag, type OptionPlan, oneOf, perAxis, repeat } from "./option.ts";

/** How many axes a mode takes; the others take any number. */
const AXES: Readonly<Record<string, number>> = { linear: 1, bilinear: 2, bicubic: 2, trilinear: 3 };
const MODES = ["nearest", "nearest-exact", "area", ...Object.keys(AXES)];

const factor = fc.constantFrom(2, 0.5, 1.5, 0.75, 3);
const factors: OptionPlan = {
  labels: ["number", "per axis"],
  arbitrary: fc.oneof(fc.constant(undefined), factor, fc.tuple(factor, factor, factor)),
};

/** Upsample, and its two older names; the input may become smaller as well. */
export const upsamples: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Upsample",
    family: "upsample",
    // Whether a weight is 0 or a hair above it, and 0 x infinity NaN, is rounding.
    never: ["non-finite"],
    options: {
      ...{ size: perAxis(3, 1, 6), scale_factor: factors, mode: oneOf(...MODES) },
      ...{ align_corners: flag(), recompute_scale_factor: flag() },
    },
    geometry: fc.record({ ...image(3), axes: small(3), bySize: fc.boolean() }),
    build: ({ lead, channels, space, axes, bySize }, drawn) => {
      const wanted = AXES[String(drawn["mode"])];
      const own = targets(drawn, wanted ?? axes, bySize);
      return {
        args: [],
        inputs: [x([...lead, channels, ...space.slice(0, wanted ?? axes)])],
        options: {
          ...own,
          align_corners: wanted === undefined ? undefined : drawn["align_corners"],
          recompute_scale_factor:
            own.size === undefined ? drawn["recompute_scale_factor"] : undefined,
        },
      };
    },
  }),
  ...["Nearest", "Bilinear"].map((kind) =>
    plan({
      layer: `nn.Upsampling${kind}2d`,
      family: "upsample",
      options: { size: perAxis(3, 1, 6), scale_factor: factors },
      geometry: fc.record({ ...image(2), bySize: fc.boolean() }),
      build: ({ lead, channels, space, bySize }, drawn) => ({
        args: [],
        inputs: [x([...lead, channels, ...space])],
        options: targets(drawn, 2, bySize),
      }),
    }),
  ),
];

/** What an image of so many axes is made of, always in a batch. */
function image(axes: number) {
  return {
    lead: batch.filter((sizes) => sizes.length > 0),
    channels: small(3),
    space: fc.tuple(...repeat(axes, small(5))),
  };
}

/** One of size and scale_factor, for so many axes: PyTorch refuses both, and neither. */
function targets(drawn: Drawn, axes: number, bySize: boolean) {
  const cut = (name: string): Drawn[string] => {
    const value = drawn[name];
    return Array.isArray(value) ? value.slice(0, axes) : value;
  };
  const [size, scale] = [cut("size"), cut("scale_factor")];
  return bySize
    ? {
        size: size ?? (scale === undefined ? 3 : undefined),
        scale_factor: size ? undefined : scale,
      }
    : {
        scale_factor: scale ?? (size === undefined ? 2 : undefined),
        size: scale ? undefined : size,
      };
}
