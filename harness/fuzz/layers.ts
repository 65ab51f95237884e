import { activations, softmaxes } from "./activation.ts";
import { attentions } from "./attention.ts";
import { convolutions } from "./conv.ts";
import type { FuzzLayer } from "./layer.ts";
import { dropouts, linears } from "./linear.ts";
import { norms } from "./norm.ts";
import { paddings } from "./padding.ts";
import { pools } from "./pool.ts";
import { recurrents } from "./recurrent.ts";
import { reshapes } from "./shape.ts";

/** Every layer that can be drawn. */
export const LAYERS: readonly FuzzLayer[] = [
  ...linears,
  ...convolutions,
  ...pools,
  ...paddings,
  ...norms,
  ...activations,
  ...softmaxes,
  ...dropouts,
  ...recurrents,
  ...attentions,
  ...reshapes,
];
