import type { Argument } from "../sketch.ts";
import { convolutions } from "./conv.ts";
import { drawOf } from "./fault.ts";
import type { Asked, FuzzLayer } from "./layer.ts";
import { linears } from "./linear.ts";
import { norms } from "./norm.ts";

const LAZY = /^nn\.(Linear|(Conv|ConvTranspose|BatchNorm|InstanceNorm)\dd)$/;

/**
 * Layers that take their first size from their input: asked as those that they become, without that size. Nothing empty is
 * asked, as weights for no features are left as they lie in memory.
 */
export const lazies: readonly FuzzLayer[] = [...linears, ...convolutions, ...norms]
  .filter(({ layer }) => LAZY.test(layer))
  .map((whole) => ({
    ...whole,
    layer: whole.layer.replace("nn.", "nn.Lazy"),
    family: "lazy",
    unsafe: (asked) => whole.unsafe(knowingSize(asked)) || asked.inputs.some(isEmpty),
    arbitrary: whole.arbitrary.map((asked) => ({ ...asked, args: asked.args.slice(1) })),
  }));

/** As the layer is asked that it becomes. */
function knowingSize(asked: Asked): Asked {
  return { ...asked, args: [drawOf(asked.inputs[0] as Argument)?.shape[1] ?? 1, ...asked.args] };
}

function isEmpty(input: Argument): boolean {
  return drawOf(input)?.shape.includes(0) ?? false;
}
