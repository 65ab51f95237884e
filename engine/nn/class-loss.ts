import { checkAs } from "../errors.ts";
import {
  checkPower,
  type MultiMarginOptions,
  multilabelMarginLoss,
  multiMarginLoss,
} from "../ops/class-margin-loss.ts";
import { type CrossEntropyOptions, crossEntropy } from "../ops/cross-entropy.ts";
import { type CtcOptions, ctcLoss, type Lengths } from "../ops/ctc-loss.ts";
import { type ClassLossOptions, nllLoss } from "../ops/nll-loss.ts";
import type { Tensor } from "../tensor.ts";
import { Loss, type PairLoss, weightBuffer } from "./loss.ts";
import type { Buffer } from "./parameter.ts";

export interface CrossEntropyLoss extends PairLoss {}

/**
 * -weight log softmax(x) at each target's class, or its sum over classes with the target's shares.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 *
 * **Shapes**: x (C), (N, C) or (N, C, d1, ...); target (), (N) or (N, d1, ...), or x's; a scalar, or one loss a class target.
 * Throws IndexError for a class that there is not, ValueError for another batch size and an unknown reduction.
 */
export class CrossEntropyLoss extends Loss {
  weight: Buffer | null;
  ignoreIndex: number;
  labelSmoothing: number;

  constructor(options: CrossEntropyOptions = {}) {
    super(options);
    this.weight = weightBuffer(options.weight);
    this.ignoreIndex = options.ignoreIndex ?? -100;
    this.labelSmoothing = options.labelSmoothing ?? 0;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, labelSmoothing, reduction } = this;
    return crossEntropy(x, target, { weight, ignoreIndex, labelSmoothing, reduction });
  }
}

export interface NLLLoss extends PairLoss {}

/**
 * -weight x at each target's class, of log probabilities x. https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 *
 * **Shapes**: x (C), (N, C) or (N, C, d1, ...); target (), (N) or (N, d1, ...); a scalar, or one loss a target.
 * Throws IndexError for a class that there is not, ValueError for another batch size and an unknown reduction.
 */
export class NLLLoss extends Loss {
  weight: Buffer | null;
  ignoreIndex: number;

  constructor(options: ClassLossOptions = {}) {
    super(options);
    this.weight = weightBuffer(options.weight);
    this.ignoreIndex = options.ignoreIndex ?? -100;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    const { weight, ignoreIndex, reduction } = this;
    return nllLoss(x, target, { weight, ignoreIndex, reduction });
  }
}

export interface MultiMarginLoss extends PairLoss {}

/**
 * The mean over classes c of weight max(0, margin - x[target] + x[c])^p, the target itself counted as 0.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiMarginLoss.html
 *
 * **Shapes**: x (C) or (N, C), target () or (N); a scalar, or the target's shape. Throws ValueError for a p that is not 1 or 2,
 * a weight of another rank and an unknown reduction, RuntimeError for a class that there is not.
 */
export class MultiMarginLoss extends Loss {
  weight: Buffer | null;
  p: 1 | 2;
  margin: number;

  constructor({ p = 1, margin = 1, weight = null, ...options }: MultiMarginOptions = {}) {
    super(options);
    checkPower(p, "MultiMarginLoss");
    checkAs(
      "ValueError",
      weight === null || weight.ndim === 1,
      "MultiMarginLoss",
      () =>
        `MultiMarginLoss: expected weight to be None or 1D tensor, got ${weight?.ndim}D instead`,
    );
    this.weight = weightBuffer(weight);
    this.p = p;
    this.margin = margin;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    const { p, margin, weight, reduction } = this;
    return multiMarginLoss(x, target, { p, margin, weight, reduction });
  }
}

export interface MultiLabelMarginLoss extends PairLoss {}

/**
 * The sum over listed classes t and unlisted c of max(0, 1 - x[t] + x[c]), divided by the number of classes; -1 ends a list.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiLabelMarginLoss.html
 *
 * **Shapes**: x (C) or (N, C), target as x; a scalar, or (N). Throws for a class that there is not and for other shapes,
 * ValueError for an unknown reduction.
 */
export class MultiLabelMarginLoss extends Loss {
  override forward(x: Tensor, target: Tensor): Tensor {
    return multilabelMarginLoss(x, target, { reduction: this.reduction });
  }
}

export interface CTCLoss {
  (logProbs: Tensor, targets: Tensor, inputLengths: Lengths, targetLengths: Lengths): Tensor;
}

/**
 * Minus the log likelihood of label sequences, over all alignments (Graves et al. 2006).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html
 *
 * **Shapes**: logProbs (T, N, C) or (T, C); targets (N, S), or all labels end to end; lengths (N); a scalar, or (N).
 * Throws for a blank that is no class and lengths that do not fit, ValueError for an unknown reduction.
 */
export class CTCLoss extends Loss {
  blank: number;
  zeroInfinity: boolean;

  constructor({ blank = 0, zeroInfinity = false, ...options }: CtcOptions = {}) {
    super(options);
    this.blank = blank;
    this.zeroInfinity = zeroInfinity;
  }

  override forward(
    logProbs: Tensor,
    targets: Tensor,
    inputLengths: Lengths,
    targetLengths: Lengths,
  ): Tensor {
    const { blank, zeroInfinity, reduction } = this;
    const options = { blank, zeroInfinity, reduction };
    return ctcLoss(logProbs, targets, inputLengths, targetLengths, options);
  }
}
