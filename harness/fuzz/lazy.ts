import { convolutions } from "./conv.ts";
import type { FuzzLayer } from "./layer.ts";
import { linears } from "./linear.ts";
import { norms } from "./norm.ts";

const LAZY = /^nn\.(Linear|(Conv|ConvTranspose|BatchNorm|InstanceNorm)\dd)$/;

/** Layers that take their first size from their input: asked as those that they become, without that size. */
export const lazies: readonly FuzzLayer[] = [...linears, ...convolutions, ...norms]
  .filter(({ layer }) => LAZY.test(layer))
  .map((whole) => ({
    ...whole,
    layer: whole.layer.replace("nn.", "nn.Lazy"),
    family: "lazy",
    arbitrary: whole.arbitrary.map((asked) => ({ ...asked, args: asked.args.slice(1) })),
  }));
