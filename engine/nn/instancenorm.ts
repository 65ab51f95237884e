import { checkAs } from "../errors.ts";
import { instanceNorm } from "../ops/instance-norm.ts";
import { squeeze, unsqueeze } from "../ops/view.ts";
import type { Tensor } from "../tensor.ts";
import { checkRank } from "./check-rank.ts";
import { RunningNorm, type RunningNormOptions } from "./running-norm.ts";

/** Options of InstanceNorm1d, 2d and 3d. */
export interface InstanceNormOptions extends RunningNormOptions {}

abstract class InstanceNorm extends RunningNorm {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    const { eps = 1e-5, momentum = 0.1, affine = false, trackRunningStats = false } = options;
    const { bias = true, dtype } = options;
    super(numFeatures, { eps, momentum, affine, trackRunningStats, bias }, dtype);
  }

  /** `x` with or without a batch axis before its channels and its `space` further axes. */
  protected normalize(where: string, x: Tensor, space: number): Tensor {
    checkRank(where, x, [space + 1, space + 2]);
    this.checkChannels(where, x, x.ndim - space - 1);
    if (x.ndim === space + 2) return this.normalizeBatch(x);
    return squeeze(this.normalizeBatch(unsqueeze(x, 0)), 0);
  }

  private normalizeBatch(x: Tensor): Tensor {
    return instanceNorm(x, {
      runningMean: this.running_mean,
      runningVar: this.running_var,
      weight: this.weight,
      bias: this.bias,
      useInputStats: this.training || !this.trackRunningStats,
      momentum: this.momentum ?? 0,
      eps: this.eps,
    });
  }

  private checkChannels(where: string, x: Tensor, axis: number): void {
    const size = x.size(axis);
    checkAs(
      "ValueError",
      size === this.numFeatures || !this.affine,
      where,
      () =>
        `expected input's size at dim=${axis} to match num_features (${this.numFeatures}), but got: ${size}.`,
    );
  }
}

export interface InstanceNorm1d {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias for each channel of each instance; with trackRunningStats, of the running
 * statistics in evaluation. https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L), kept; weight (ones) and bias (zeros), if affine, (C).
 *
 * Throws ValueError for other ranks, for another C if affine, and for one value a channel.
 */
export class InstanceNorm1d extends InstanceNorm {
  override forward(x: Tensor): Tensor {
    return this.normalize("InstanceNorm1d", x, 1);
  }
}

export interface InstanceNorm2d {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias for each channel of each instance; with trackRunningStats, of the running
 * statistics in evaluation. https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W), kept; weight (ones) and bias (zeros), if affine, (C).
 *
 * Throws ValueError for other ranks, for another C if affine, and for one value a channel.
 */
export class InstanceNorm2d extends InstanceNorm {
  override forward(x: Tensor): Tensor {
    return this.normalize("InstanceNorm2d", x, 2);
  }
}

export interface InstanceNorm3d {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias for each channel of each instance; with trackRunningStats, of the running
 * statistics in evaluation. https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W), kept; weight (ones) and bias (zeros), if affine, (C).
 *
 * Throws ValueError for other ranks, for another C if affine, and for one value a channel.
 */
export class InstanceNorm3d extends InstanceNorm {
  override forward(x: Tensor): Tensor {
    return this.normalize("InstanceNorm3d", x, 3);
  }
}
