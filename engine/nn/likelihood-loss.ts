import {
  type GaussianNllOptions,
  gaussianNllLoss,
  type KlDivOptions,
  klDiv,
  type PoissonNllOptions,
  poissonNllLoss,
} from "../ops/likelihood-loss.ts";
import type { Tensor } from "../tensor.ts";
import { Loss, type PairLoss } from "./loss.ts";

export interface PoissonNLLLoss extends PairLoss {}

/**
 * exp(x) - target x, or x - target log(x + eps) if x is no logarithm.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.PoissonNLLLoss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws ValueError for an unknown reduction.
 */
export class PoissonNLLLoss extends Loss {
  logInput: boolean;
  full: boolean;
  eps: number;

  constructor({ logInput = true, full = false, eps = 1e-8, ...options }: PoissonNllOptions = {}) {
    super(options);
    this.logInput = logInput;
    this.full = full;
    this.eps = eps;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    const { logInput, full, eps, reduction } = this;
    return poissonNllLoss(x, target, { logInput, full, eps, reduction });
  }
}

export interface GaussianNLLLoss {
  (x: Tensor, target: Tensor, variance: Tensor | number): Tensor;
}

/**
 * (log v + (x - target)² / v) / 2, where the variance v is at least eps.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.GaussianNLLLoss.html
 *
 * **Shapes**: x and target broadcast; v as x, or without the last axis or with one size 1, or a number; a scalar, or x's shape.
 * Throws ValueError for a negative variance or one of another shape, and for an unknown reduction.
 */
export class GaussianNLLLoss extends Loss {
  full: boolean;
  eps: number;

  constructor({ full = false, eps = 1e-6, ...options }: GaussianNllOptions = {}) {
    super(options);
    this.full = full;
    this.eps = eps;
  }

  override forward(x: Tensor, target: Tensor, variance: Tensor | number): Tensor {
    const { full, eps, reduction } = this;
    return gaussianNllLoss(x, target, variance, { full, eps, reduction });
  }
}

export interface KLDivLoss extends PairLoss {}

/**
 * target (log target - x), of log probabilities x. https://docs.pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws for integers, ValueError for an unknown reduction.
 */
export class KLDivLoss extends Loss<"batchmean"> {
  logTarget: boolean;

  constructor({ logTarget = false, ...options }: KlDivOptions = {}) {
    super(options);
    this.logTarget = logTarget;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    return klDiv(x, target, { reduction: this.reduction, logTarget: this.logTarget });
  }
}
