import { isHalf } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { clampMin } from "./clamp.ts";
import { pairwiseDistance } from "./distance.ts";
import { elementLoss } from "./element-loss.ts";
import {
  checkedReduction,
  type LossOptions,
  type LossReduction,
  lossReduction,
  reduceTerms,
} from "./loss-reduction.ts";
import { add, minimum, sub } from "./pointwise.ts";

/** Options of tripletMarginLoss. */
export interface TripletMarginOptions extends LossOptions {
  /** How much nearer the positive should be than the negative. */
  margin?: number;
  /** The p of the distances' norm. */
  p?: number;
  /** Added to each difference. */
  eps?: number;
  /** Whether the negative's distance to the positive counts where it is less than that to the anchor. */
  swap?: boolean;
}

/**
 * max(0, margin + d(anchor, positive) - d(anchor, negative)), d the distance along the last axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_loss.html
 */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  { margin = 1, p = 2, eps = 1e-6, swap = false, ...options }: TripletMarginOptions = {},
): Tensor {
  const where = "triplet_margin_loss";
  const reduction = lossReduction(options, where);
  checkTriplet(anchor, positive, negative, margin, where);
  const distance = (a: Tensor, b: Tensor) => pairwiseDistance(a, b, { p, eps });
  return compared(anchor, positive, negative, { distance, margin, swap, reduction });
}

/** A distance of tensors. */
export type DistanceFunction = (a: Tensor, b: Tensor) => Tensor;

/** Options of tripletMarginWithDistanceLoss. */
export interface TripletDistanceOptions {
  reduction?: LossReduction;
  /** Pairwise distance if not given. */
  distanceFunction?: DistanceFunction | null;
  /** How much nearer the positive should be than the negative. */
  margin?: number;
  /** Whether the negative's distance to the positive counts where it is less than that to the anchor. */
  swap?: boolean;
}

/**
 * max(0, margin + d(anchor, positive) - d(anchor, negative)), d any function.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.triplet_margin_with_distance_loss.html
 */
export function tripletMarginWithDistanceLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  { distanceFunction = null, margin = 1, swap = false, ...options }: TripletDistanceOptions = {},
): Tensor {
  const where = "triplet_margin_with_distance_loss";
  const named = options.reduction ?? "mean";
  const reduction = checkedReduction(named, where, "is not a valid value for reduction");
  checkTriplet(anchor, positive, negative, margin, where);
  const distance = distanceFunction ?? pairwiseDistance;
  return compared(anchor, positive, negative, { distance, margin, swap, reduction });
}

function checkTriplet(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  margin: number,
  where: string,
): void {
  checkAs("ValueError", margin > 0, where, () => `margin must be greater than 0, got ${margin}`);
  check(
    anchor.ndim === positive.ndim && positive.ndim === negative.ndim,
    where,
    () =>
      `The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${anchor.ndim}D, positive ${positive.ndim}D, and negative ${negative.ndim}D inputs`,
  );
}

interface Comparison {
  readonly distance: DistanceFunction;
  readonly margin: number;
  readonly swap: boolean;
  readonly reduction: LossReduction;
}

/** Half types are rounded after each step, as PyTorch's are. */
function compared(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  { distance, margin, swap, reduction }: Comparison,
): Tensor {
  const near = distance(anchor, positive);
  const direct = distance(anchor, negative);
  const far = swap ? minimum(direct, distance(positive, negative)) : direct;
  if (isHalf(near.dtype)) return reduceTerms(clampMin(sub(add(near, margin), far), 0), reduction);
  const node = "ClampMinBackward0";
  const operands = [near, far];
  const parameters = [margin];
  return elementLoss(
    { name: "gap", operands, followed: 2, parameters, node, fused: false },
    reduction,
  );
}
