import { batchOrder, batchSplit } from "./batch.ts";
import { gradients } from "./gradient.ts";
import { inPlace } from "./in-place.ts";
import { linearity } from "./linear.ts";
import type { Property } from "./property.ts";
import { backwardLinear, gradMode, repeat, stateDict } from "./repeat.ts";

/** Everything that is looked at. */
export const PROPERTIES: readonly Property[] = [
  repeat,
  stateDict,
  gradMode,
  backwardLinear,
  inPlace,
  gradients,
  batchSplit,
  batchOrder,
  linearity,
];
