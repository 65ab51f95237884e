import { checkAs } from "../errors.ts";
import type { LossOptions, LossReduction } from "../ops/loss-reduction.ts";
import {
  huberLoss,
  l1Loss,
  mseLoss,
  type SmoothL1Options,
  smoothL1Loss,
} from "../ops/regression-loss.ts";
import type { Tensor } from "../tensor.ts";
import { Loss, type PairLoss } from "./loss.ts";

export interface L1Loss extends PairLoss {}

/**
 * |x - target|. https://docs.pytorch.org/docs/stable/generated/torch.nn.L1Loss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws ValueError for an unknown reduction.
 */
export class L1Loss extends Loss {
  override forward(x: Tensor, target: Tensor): Tensor {
    return l1Loss(x, target, { reduction: this.reduction });
  }
}

export interface MSELoss extends PairLoss {}

/**
 * (x - target)². https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws ValueError for an unknown reduction.
 */
export class MSELoss extends Loss {
  override forward(x: Tensor, target: Tensor): Tensor {
    return mseLoss(x, target, { reduction: this.reduction });
  }
}

export interface SmoothL1Loss extends PairLoss {}

/**
 * d² / (2 beta) where d = |x - target| is below beta, else d - beta / 2.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws for a negative beta, ValueError for an unknown reduction.
 */
export class SmoothL1Loss extends Loss {
  beta: number;

  constructor({ beta = 1, ...options }: SmoothL1Options = {}) {
    super(options);
    this.beta = beta;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(x, target, { reduction: this.reduction, beta: this.beta });
  }
}

/** Options of HuberLoss. */
export interface HuberLossOptions {
  reduction?: LossReduction;
  /** Differences above it count in proportion. */
  delta?: number;
}

export interface HuberLoss extends PairLoss {}

/**
 * d² / 2 where d = |x - target| is at most delta, else delta (d - delta / 2).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws TypeError for a delta that is no number, and for one
 * that is not positive; ValueError for an unknown reduction.
 */
export class HuberLoss extends Loss {
  delta: number;

  constructor({ delta = 1, ...options }: HuberLossOptions = {}) {
    checkAs(
      "TypeError",
      typeof delta === "number",
      "HuberLoss",
      () => `delta must be a float or int, got: ${typeof delta}`,
    );
    super(options satisfies LossOptions);
    this.delta = delta;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    return huberLoss(x, target, { reduction: this.reduction, delta: this.delta });
  }
}
