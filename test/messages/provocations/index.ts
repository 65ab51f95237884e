import { ACTIVATIONS } from "./activations.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { LAYERS } from "./layers.ts";
import { LAZY } from "./lazy.ts";
import { LINEAR_ALGEBRA } from "./linear-algebra.ts";
import { LOSSES } from "./losses.ts";
import { MODULES } from "./modules.ts";
import { UTILS } from "./nn-utils.ts";
import { PARAMETRIZATIONS } from "./parametrizations.ts";
import { POOLING } from "./pooling.ts";
import { MORE_POOLING } from "./pooling-more.ts";
import { RANDOM } from "./random.ts";
import { ROWS_AND_CELLS } from "./rows-and-cells.ts";
import { VIEWS } from "./views.ts";
import { VISION } from "./vision.ts";

/** Everything that the engine is provoked with. */
export const PROVOCATIONS = [
  ...VIEWS,
  ...ARITHMETIC,
  ...RANDOM,
  ...MODULES,
  ...LAYERS,
  ...ROWS_AND_CELLS,
  ...LAZY,
  ...POOLING,
  ...MORE_POOLING,
  ...ACTIVATIONS,
  ...LOSSES,
  ...VISION,
  ...UTILS,
  ...PARAMETRIZATIONS,
  ...LINEAR_ALGEBRA,
];
