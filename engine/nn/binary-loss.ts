import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type LogitLossOptions,
  multilabelSoftMarginLoss,
  softMarginLoss,
  type WeightedLossOptions,
} from "../ops/binary-loss.ts";
import type { Tensor } from "../tensor.ts";
import { Loss, type PairLoss, weightBuffer } from "./loss.ts";
import type { Buffer } from "./parameter.ts";

export interface BCELoss extends PairLoss {}

/**
 * -weight (target log x + (1 - target) log(1 - x)) of probabilities x; logarithms are at least -100.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
 *
 * **Shapes**: x and target alike, weight broadcast; a scalar, or that shape. Throws ValueError for other shapes and for an
 * unknown reduction, RuntimeError for what is no probability.
 */
export class BCELoss extends Loss {
  weight: Buffer | null;

  constructor({ weight, ...options }: WeightedLossOptions = {}) {
    super(options);
    this.weight = weightBuffer(weight);
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropy(x, target, { weight: this.weight, reduction: this.reduction });
  }
}

export interface BCEWithLogitsLoss extends PairLoss {}

/**
 * -weight (pos_weight target log σ(x) + (1 - target) log(1 - σ(x))).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 *
 * **Shapes**: x and target alike, both weights broadcast; a scalar, or that shape. Throws ValueError for other shapes and for
 * an unknown reduction.
 */
export class BCEWithLogitsLoss extends Loss {
  weight: Buffer | null;
  pos_weight: Buffer | null;

  constructor({ weight, posWeight, ...options }: LogitLossOptions = {}) {
    super(options);
    this.weight = weightBuffer(weight);
    this.pos_weight = weightBuffer(posWeight);
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    const { weight, pos_weight: posWeight, reduction } = this;
    return binaryCrossEntropyWithLogits(x, target, { weight, posWeight, reduction });
  }
}

export interface SoftMarginLoss extends PairLoss {}

/**
 * log(1 + exp(-target x)), target 1 or -1. https://docs.pytorch.org/docs/stable/generated/torch.nn.SoftMarginLoss.html
 *
 * **Shapes**: x and target broadcast; a scalar, or that shape. Throws for a target that wants a gradient, ValueError for an
 * unknown reduction.
 */
export class SoftMarginLoss extends Loss {
  override forward(x: Tensor, target: Tensor): Tensor {
    return softMarginLoss(x, target, { reduction: this.reduction });
  }
}

export interface MultiLabelSoftMarginLoss extends PairLoss {}

/**
 * The mean over classes of -weight (target log σ(x) + (1 - target) log σ(-x)).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiLabelSoftMarginLoss.html
 *
 * **Shapes**: x and target (N, C), weight (C); a scalar, or (N). Throws ValueError for an unknown reduction.
 */
export class MultiLabelSoftMarginLoss extends Loss {
  weight: Buffer | null;

  constructor({ weight, ...options }: WeightedLossOptions = {}) {
    super(options);
    this.weight = weightBuffer(weight);
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    return multilabelSoftMarginLoss(x, target, { weight: this.weight, reduction: this.reduction });
  }
}
