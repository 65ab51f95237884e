import type { Dtype } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { formatSize } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Conv1d, Conv2d, Conv3d } from "./conv.ts";
import { type ConvBase, weightShape } from "./conv-base.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./conv-transpose.ts";
import { type LazyModule, LazyModuleMixin, type ModuleClass } from "./lazy.ts";
import { settle } from "./lazy-settle.ts";
import { UninitializedParameter } from "./parameter.ts";
import { className } from "./show-module.ts";

/**
 * Conv1d whose inChannels are those of the first input; then it is a Conv1d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyConv1d.html
 *
 * **Shapes** and options as Conv1d. Throws RuntimeError for a first input of another rank, ValueError where groups do not divide
 * its channels.
 */
export class LazyConv1d extends lazyConv(Conv1d) {}

/**
 * Conv2d whose inChannels are those of the first input; then it is a Conv2d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyConv2d.html
 *
 * **Shapes** and options as Conv2d; refusals as LazyConv1d.
 */
export class LazyConv2d extends lazyConv(Conv2d) {}

/**
 * Conv3d whose inChannels are those of the first input; then it is a Conv3d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyConv3d.html
 *
 * **Shapes** and options as Conv3d; refusals as LazyConv1d.
 */
export class LazyConv3d extends lazyConv(Conv3d) {}

/**
 * ConvTranspose1d whose inChannels are those of the first input; then it is a ConvTranspose1d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose1d.html
 *
 * **Shapes** and options as ConvTranspose1d; refusals as LazyConv1d.
 */
export class LazyConvTranspose1d extends lazyConv(ConvTranspose1d) {}

/**
 * ConvTranspose2d whose inChannels are those of the first input; then it is a ConvTranspose2d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose2d.html
 *
 * **Shapes** and options as ConvTranspose2d; refusals as LazyConv1d.
 */
export class LazyConvTranspose2d extends lazyConv(ConvTranspose2d) {}

/**
 * ConvTranspose3d whose inChannels are those of the first input; then it is a ConvTranspose3d.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyConvTranspose3d.html
 *
 * **Shapes** and options as ConvTranspose3d; refusals as LazyConv1d.
 */
export class LazyConvTranspose3d extends lazyConv(ConvTranspose3d) {}

interface CommonOptions {
  bias?: boolean;
  dtype?: Dtype;
}

/** The constructor of a convolution without its first argument. */
interface LazyConvClass<C extends ModuleClass> {
  new (
    outChannels: number,
    kernelSize: PerAxis,
    options?: ConstructorParameters<C>[3],
  ): InstanceType<C> & LazyModule;
  clsToBecome: ModuleClass | null;
}

function lazyConv<C extends ModuleClass>(base: C): LazyConvClass<C> {
  const Mixed = LazyModuleMixin(
    base as unknown as new (
      inChannels: number,
      outChannels: number,
      kernelSize: PerAxis,
      options: CommonOptions,
    ) => ConvBase,
  );
  abstract class LazyConv extends Mixed {
    static override clsToBecome = base;

    constructor(outChannels: number, kernelSize: PerAxis, options: CommonOptions = {}) {
      super(0, 0, kernelSize, { ...options, bias: false });
      const given = options.dtype ? { dtype: options.dtype } : {};
      this.weight = new UninitializedParameter(given);
      this.outChannels = outChannels;
      if (options.bias ?? true) this.bias = new UninitializedParameter(given);
    }

    /** Draws weight and bias anew, as soon as there are sizes. */
    override resetParameters(): void {
      if (!this.hasUninitializedParams() && this.inChannels !== 0) super.resetParameters();
    }

    override initializeParameters(x: Tensor): void {
      if (!this.hasUninitializedParams()) return;
      const { weight, bias, outChannels, groups } = this;
      this.inChannels = channelsOf(this, x);
      checkAs(
        "ValueError",
        this.inChannels % groups === 0,
        className(this),
        () => `in_channels must be divisible by groups: ${this.inChannels} by ${groups}`,
      );
      settle("AssertionError", "weight", weight, weightShape(this));
      settle("AssertionError", "bias", bias, [outChannels]);
      this.resetParameters();
    }
  }
  return LazyConv as unknown as LazyConvClass<C>;
}

function channelsOf(layer: ConvBase, x: Tensor): number {
  const alone = layer.kernelSize.length + 1;
  check(
    x.ndim === alone || x.ndim === alone + 1,
    className(layer),
    () =>
      `Expected ${alone}D (unbatched) or ${alone + 1}D (batched) input to ${className(layer)}, but got input of size: ${formatSize(x.shape)}`,
  );
  return x.size(x.ndim - alone);
}
