import { adjoint } from "./adjoint.ts";
import { attentionMask, attentionOrder } from "./attention.ts";
import { batchOrder, batchSplit } from "./batch.ts";
import { channelOrder } from "./channel-order.ts";
import { groups, patches } from "./convolution.ts";
import { dropout } from "./dropout.ts";
import { gradients } from "./gradient.ts";
import { inPlace } from "./in-place.ts";
import { linearity } from "./linear.ts";
import { norms } from "./norm.ts";
import type { Property } from "./property.ts";
import { bidirectional, cells, halves } from "./recurrent.ts";
import { reductions } from "./reduction.ts";
import { backwardLinear, gradMode, repeat, stateDict } from "./repeat.ts";
import { flattenUnflatten } from "./reshape.ts";
import { shift } from "./shift.ts";
import { softmaxShift, softmaxSum } from "./softmax.ts";

/**
 * Everything that is looked at. That bits are the same whatever the number of threads is not among it: what is drawn is too
 * small to be shared among them.
 */
export const PROPERTIES: readonly Property[] = [
  ...[repeat, stateDict, gradMode, backwardLinear, inPlace, gradients],
  ...[batchSplit, batchOrder, channelOrder, linearity, shift],
  ...[patches, groups, adjoint],
  ...[bidirectional, halves, cells],
  ...[norms, softmaxShift, softmaxSum, attentionOrder, attentionMask],
  ...[dropout, flattenUnflatten, reductions],
];
