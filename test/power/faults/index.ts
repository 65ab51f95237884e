import type { Fault } from "../fault.ts";
import { activations } from "./activation.ts";
import { smoothActivations } from "./activation-smooth.ts";
import { attentions } from "./attention.ts";
import { containers } from "./container.ts";
import { convolutions } from "./conv.ts";
import { dropouts } from "./dropout.ts";
import { embeddings } from "./embedding.ts";
import { inits } from "./init.ts";
import { linears } from "./linear.ts";
import { losses } from "./loss.ts";
import { classLosses } from "./loss-class.ts";
import { lossOptions } from "./loss-option.ts";
import { modules } from "./module.ts";
import { utilities } from "./nn-utils.ts";
import { norms } from "./norm.ts";
import { normOptions } from "./norm-option.ts";
import { paddings } from "./pad.ts";
import { pools } from "./pool.ts";
import { randoms } from "./random.ts";
import { recurrents } from "./recurrent.ts";
import { operations } from "./torch.ts";
import { operationOptions } from "./torch-option.ts";
import { transformers } from "./transformer.ts";
import { visions } from "./vision.ts";

/** Every fault that is seeded. */
export const FAULTS: readonly Fault[] = [
  ...norms,
  ...convolutions,
  ...pools,
  ...paddings,
  ...activations,
  ...smoothActivations,
  ...recurrents,
  ...attentions,
  ...transformers,
  ...dropouts,
  ...randoms,
  ...embeddings,
  ...losses,
  ...classLosses,
  ...visions,
  ...linears,
  ...modules,
  ...utilities,
  ...normOptions,
  ...inits,
  ...lossOptions,
  ...containers,
  ...operationOptions,
  ...operations,
];
