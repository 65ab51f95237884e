import { batchNorm } from "../ops/batch-norm.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { checkRank } from "./check-rank.ts";
import { RunningNorm, type RunningNormOptions } from "./running-norm.ts";

/** Options of BatchNorm1d, 2d and 3d. */
export interface BatchNormOptions extends RunningNormOptions {}

abstract class BatchNorm extends RunningNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    const { bias = true, dtype } = options;
    super(numFeatures, { eps, momentum, affine, trackRunningStats, bias }, dtype);
  }

  override forward(x: Tensor): Tensor {
    const { training, weight, bias, eps } = this;
    const momentum = this.countBatch();
    const kept = !training || this.trackRunningStats;
    const [mean, variance] = kept ? [this.running_mean, this.running_var] : [null, null];
    const own = training || (this.running_mean === null && this.running_var === null);
    return batchNorm(x, mean, variance, { weight, bias, training: own, momentum, eps });
  }

  /** Counts the batch in training, and gives the momentum for it. */
  private countBatch(): number {
    const counter = this.num_batches_tracked;
    if (!this.training || !this.trackRunningStats || !counter) return this.momentum ?? 0;
    const count = elementsOf(counter) as BigInt64Array;
    count[0] = (count[0] as bigint) + 1n;
    counter.storage.version++;
    return this.momentum ?? 1 / Number(count[0]);
  }
}

export interface BatchNorm1d {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias for each channel: of the batch in training, whose mean and unbiased variance
 * the running ones follow by `momentum`; of the running statistics in evaluation.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
 *
 * **Shapes**: x (N, C) or (N, C, L), kept; weight (ones), bias (zeros), running_mean and running_var (C).
 *
 * Throws ValueError for other ranks, and in training for one value a channel or an eps of 0; RuntimeError for another C.
 */
export class BatchNorm1d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    checkRank("BatchNorm1d", x, [2, 3]);
    return super.forward(x);
  }
}

export interface BatchNorm2d {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias for each channel: of the batch in training, whose mean and unbiased variance
 * the running ones follow by `momentum`; of the running statistics in evaluation.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 *
 * **Shapes**: x (N, C, H, W), kept; weight (ones), bias (zeros), running_mean and running_var (C).
 *
 * Throws ValueError for other ranks, and in training for one value a channel or an eps of 0; RuntimeError for another C.
 */
export class BatchNorm2d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    checkRank("BatchNorm2d", x, [4]);
    return super.forward(x);
  }
}

export interface BatchNorm3d {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias for each channel: of the batch in training, whose mean and unbiased variance
 * the running ones follow by `momentum`; of the running statistics in evaluation.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html
 *
 * **Shapes**: x (N, C, D, H, W), kept; weight (ones), bias (zeros), running_mean and running_var (C).
 *
 * Throws ValueError for other ranks, and in training for one value a channel or an eps of 0; RuntimeError for another C.
 */
export class BatchNorm3d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    checkRank("BatchNorm3d", x, [5]);
    return super.forward(x);
  }
}
