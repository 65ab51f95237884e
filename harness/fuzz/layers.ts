import { activations } from "./activation.ts";
import { attentions } from "./attention.ts";
import { convolutions } from "./conv.ts";
import { distances } from "./distance.ts";
import { dropouts } from "./dropout.ts";
import { embeddings } from "./embedding.ts";
import { folds } from "./fold.ts";
import type { FuzzLayer } from "./layer.ts";
import { lazies } from "./lazy.ts";
import { linears } from "./linear.ts";
import { classLosses } from "./loss-class.ts";
import { pairLosses } from "./loss-pair.ts";
import { regressionLosses } from "./loss-regression.ts";
import { norms } from "./norm.ts";
import { paddings } from "./padding.ts";
import { pools } from "./pool.ts";
import { adaptivePools } from "./pool-adaptive.ts";
import { powerPools } from "./pool-power.ts";
import { recurrents } from "./recurrent.ts";
import { sequences } from "./sequential.ts";
import { reshapes } from "./shape.ts";
import { shuffles } from "./shuffle.ts";
import { softmaxes } from "./softmax.ts";
import { transformers } from "./transformer.ts";
import { unpools } from "./unpool.ts";
import { upsamples } from "./upsample.ts";

/** Every layer that can be drawn. */
export const LAYERS: readonly FuzzLayer[] = [
  ...linears,
  ...embeddings,
  ...convolutions,
  ...pools,
  ...adaptivePools,
  ...powerPools,
  ...unpools,
  ...folds,
  ...paddings,
  ...norms,
  ...activations,
  ...softmaxes,
  ...dropouts,
  ...recurrents,
  ...attentions,
  ...transformers,
  ...distances,
  ...regressionLosses,
  ...classLosses,
  ...pairLosses,
  ...reshapes,
  ...shuffles,
  ...upsamples,
  ...sequences,
  ...lazies,
];
