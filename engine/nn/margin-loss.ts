import { checkAs } from "../errors.ts";
import { cosineEmbeddingLoss } from "../ops/cosine-similarity.ts";
import { hingeEmbeddingLoss, type MarginOptions, marginRankingLoss } from "../ops/margin-loss.ts";
import {
  type DistanceFunction,
  type TripletDistanceOptions,
  type TripletMarginOptions,
  tripletMarginLoss,
  tripletMarginWithDistanceLoss,
} from "../ops/triplet-loss.ts";
import type { Tensor } from "../tensor.ts";
import { PairwiseDistance } from "./distance.ts";
import { Loss, type PairLoss } from "./loss.ts";

/** A loss of three tensors. */
export interface TripleLoss {
  (a: Tensor, b: Tensor, c: Tensor): Tensor;
}

export interface MarginRankingLoss extends TripleLoss {}

/**
 * max(0, -target (a - b) + margin), target 1 where a should rank higher, -1 where b should.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MarginRankingLoss.html
 *
 * **Shapes**: all of one rank, broadcast; a scalar, or that shape. Throws for other ranks, ValueError for an unknown reduction.
 */
export class MarginRankingLoss extends Loss {
  margin: number;

  constructor({ margin = 0, ...options }: MarginOptions = {}) {
    super(options);
    this.margin = margin;
  }

  override forward(a: Tensor, b: Tensor, target: Tensor): Tensor {
    return marginRankingLoss(a, b, target, { margin: this.margin, reduction: this.reduction });
  }
}

export interface HingeEmbeddingLoss extends PairLoss {}

/**
 * x where the target is 1, max(0, margin - x) where it is -1, both added for any other.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.HingeEmbeddingLoss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws ValueError for an unknown reduction.
 */
export class HingeEmbeddingLoss extends Loss {
  margin: number;

  constructor({ margin = 1, ...options }: MarginOptions = {}) {
    super(options);
    this.margin = margin;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss(x, target, { margin: this.margin, reduction: this.reduction });
  }
}

export interface CosineEmbeddingLoss extends TripleLoss {}

/**
 * 1 - cos(a, b) where the target is 1, max(0, cos(a, b) - margin) where it is -1.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.CosineEmbeddingLoss.html
 *
 * **Shapes**: a and b (N, D) with target (N), or (D) with (); a scalar, or the target's shape. Throws for other ranks,
 * ValueError for an unknown reduction.
 */
export class CosineEmbeddingLoss extends Loss {
  margin: number;

  constructor({ margin = 0, ...options }: MarginOptions = {}) {
    super(options);
    this.margin = margin;
  }

  override forward(a: Tensor, b: Tensor, target: Tensor): Tensor {
    return cosineEmbeddingLoss(a, b, target, { margin: this.margin, reduction: this.reduction });
  }
}

export interface TripletMarginLoss extends TripleLoss {}

/**
 * max(0, margin + d(anchor, positive) - d(anchor, negative)), d the p-norm of the difference along the last axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.TripletMarginLoss.html
 *
 * **Shapes**: all of one rank, broadcast; a scalar, or that shape without its last axis. Throws ValueError for a margin that
 * is not positive and for an unknown reduction.
 */
export class TripletMarginLoss extends Loss {
  margin: number;
  p: number;
  eps: number;
  swap: boolean;

  constructor(options: TripletMarginOptions = {}) {
    super(options);
    const { margin = 1, p = 2, eps = 1e-6, swap = false } = options;
    checkMargin(margin, "TripletMarginLoss");
    this.margin = margin;
    this.p = p;
    this.eps = eps;
    this.swap = swap;
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    const { margin, p, eps, swap, reduction } = this;
    return tripletMarginLoss(anchor, positive, negative, { margin, p, eps, swap, reduction });
  }
}

function checkMargin(margin: number, where: string): void {
  checkAs(
    "ValueError",
    margin > 0,
    where,
    () => `${where}: expected margin to be greater than 0, got ${margin} instead`,
  );
}

export interface TripletMarginWithDistanceLoss extends TripleLoss {}

/**
 * max(0, margin + d(anchor, positive) - d(anchor, negative)), d any function or layer, PairwiseDistance unless given.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.TripletMarginWithDistanceLoss.html
 *
 * **Shapes**: all of one rank; a scalar, or the shape of d. Throws ValueError for a margin that is not positive and for an
 * unknown reduction.
 */
export class TripletMarginWithDistanceLoss extends Loss {
  distance_function: DistanceFunction;
  margin: number;
  swap: boolean;

  constructor(options: TripletDistanceOptions = {}) {
    super(options);
    const { distanceFunction = null, margin = 1, swap = false } = options;
    checkMargin(margin, "TripletMarginWithDistanceLoss");
    this.distance_function = distanceFunction ?? new PairwiseDistance();
    this.margin = margin;
    this.swap = swap;
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    const { distance_function: distanceFunction, margin, swap, reduction } = this;
    const options = { distanceFunction, margin, swap, reduction };
    return tripletMarginWithDistanceLoss(anchor, positive, negative, options);
  }
}
