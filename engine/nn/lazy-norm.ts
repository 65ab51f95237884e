import { zeros } from "../ops/create.ts";
import type { Tensor } from "../tensor.ts";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from "./batchnorm.ts";
import { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } from "./instancenorm.ts";
import { type LazyModule, LazyModuleMixin, type ModuleClass } from "./lazy.ts";
import { settle, sizeAt } from "./lazy-settle.ts";
import { Buffer, UninitializedBuffer, UninitializedParameter } from "./parameter.ts";
import type { RunningNorm, RunningNormOptions } from "./running-norm.ts";

/**
 * BatchNorm1d whose numFeatures are those of the first input; then it is a BatchNorm1d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm1d.html
 *
 * **Shapes** and options as BatchNorm1d. Throws IndexError for a first input without a second axis.
 */
export class LazyBatchNorm1d extends lazyNorm(BatchNorm1d) {}

/**
 * BatchNorm2d whose numFeatures are those of the first input; then it is a BatchNorm2d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm2d.html
 *
 * **Shapes** and options as BatchNorm2d. Throws IndexError for a first input without a second axis.
 */
export class LazyBatchNorm2d extends lazyNorm(BatchNorm2d) {}

/**
 * BatchNorm3d whose numFeatures are those of the first input; then it is a BatchNorm3d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyBatchNorm3d.html
 *
 * **Shapes** and options as BatchNorm3d. Throws IndexError for a first input without a second axis.
 */
export class LazyBatchNorm3d extends lazyNorm(BatchNorm3d) {}

/**
 * InstanceNorm1d whose numFeatures are the size of the first input's second axis; then it is an InstanceNorm1d. Unlike that it
 * is affine and tracks running statistics unless told otherwise.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyInstanceNorm1d.html
 *
 * **Shapes** as InstanceNorm1d. Throws IndexError for a first input without a second axis.
 */
export class LazyInstanceNorm1d extends lazyNorm(InstanceNorm1d) {}

/**
 * InstanceNorm2d whose numFeatures are the size of the first input's second axis; then it is an InstanceNorm2d. Unlike that it
 * is affine and tracks running statistics unless told otherwise.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyInstanceNorm2d.html
 *
 * **Shapes** as InstanceNorm2d. Throws IndexError for a first input without a second axis.
 */
export class LazyInstanceNorm2d extends lazyNorm(InstanceNorm2d) {}

/**
 * InstanceNorm3d whose numFeatures are the size of the first input's second axis; then it is an InstanceNorm3d. Unlike that it
 * is affine and tracks running statistics unless told otherwise.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyInstanceNorm3d.html
 *
 * **Shapes** as InstanceNorm3d. Throws IndexError for a first input without a second axis.
 */
export class LazyInstanceNorm3d extends lazyNorm(InstanceNorm3d) {}

/** The constructor of a norm without its first argument. */
interface LazyNormClass<C extends ModuleClass> {
  new (options?: RunningNormOptions): InstanceType<C> & LazyModule;
  clsToBecome: ModuleClass | null;
}

function lazyNorm<C extends ModuleClass>(base: C): LazyNormClass<C> {
  const Mixed = LazyModuleMixin(
    base as unknown as new (
      numFeatures: number,
      options: RunningNormOptions,
    ) => RunningNorm,
  );
  abstract class LazyNorm extends Mixed {
    static override clsToBecome = base;

    constructor(options: RunningNormOptions = {}) {
      const { affine = true, trackRunningStats = true, bias = true } = options;
      super(0, { ...options, affine: false, trackRunningStats: false });
      this.affine = affine;
      this.trackRunningStats = trackRunningStats;
      const given = options.dtype ? { dtype: options.dtype } : {};
      if (affine) this.weight = new UninitializedParameter(given);
      if (affine && bias) this.bias = new UninitializedParameter(given);
      if (!trackRunningStats) return;
      this.running_mean = new UninitializedBuffer(given);
      this.running_var = new UninitializedBuffer(given);
      this.num_batches_tracked = new Buffer(zeros([], { dtype: "int64" }));
    }

    /** Makes the weight 1 and the bias 0, and the running statistics new, as soon as there are sizes. */
    override resetParameters(): void {
      if (!this.hasUninitializedParams() && this.numFeatures !== 0) super.resetParameters();
    }

    override initializeParameters(x: Tensor): void {
      if (!this.hasUninitializedParams()) return;
      this.numFeatures = sizeAt(x, 1);
      const shape = [this.numFeatures];
      settle("AssertionError", "weight", this.weight, shape);
      settle("AssertionError", "bias", this.bias, shape);
      settle("AttributeError", "running_mean", this.running_mean, shape);
      settle("AttributeError", "running_var", this.running_var, shape);
      this.resetParameters();
    }
  }
  return LazyNorm as unknown as LazyNormClass<C>;
}
