import {
  type AvgPool1dOptions,
  type AvgPoolOptions,
  avgPool1d,
  avgPool2d,
  avgPool3d,
} from "../ops/avg-pool.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { isGiven, type MaxPoolOptions, maxPool2d, maxPool3d } from "../ops/max-pool.ts";
import { maxPool1d } from "../ops/max-pool-1d.ts";
import { formatTuple, formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { perAxis } from "./conv-base.ts";
import { Module } from "./module.ts";

/** What MaxPool1d, MaxPool2d and MaxPool3d share. */
abstract class MaxPool extends Module {
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
  readonly returnIndices: boolean;
  readonly ceilMode: boolean;

  constructor(kernelSize: PerAxis, options: MaxPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
    this.dilation = options.dilation ?? 1;
    this.returnIndices = options.returnIndices ?? false;
    this.ceilMode = options.ceilMode ?? false;
  }

  protected pool(
    op: (x: Tensor, kernelSize: PerAxis, options: MaxPoolOptions) => Tensor | [Tensor, Tensor],
    x: Tensor,
  ): Tensor | [Tensor, Tensor] {
    const { stride, padding, dilation, ceilMode, returnIndices } = this;
    return op(x, this.kernelSize, { stride, padding, dilation, ceilMode, returnIndices });
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return `kernel_size=${formatValue(kernelSize)}, stride=${formatValue(stride)}, padding=${formatValue(padding)}, dilation=${formatValue(dilation)}, ceil_mode=${formatValue(ceilMode)}`;
  }
}

export interface MaxPool1d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest element of each window; with returnIndices also its place. NaN is greater than all.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, L') or (C, L'),
 * L' = ⌊(L + 2 padding - dilation (kernelSize - 1) - 1) / stride⌋ + 1, with ceilMode rounded up.
 * Throws when padding is more than half of the kernel, and when no window fits.
 */
export class MaxPool1d extends MaxPool {
  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    return this.pool(maxPool1d, x);
  }
}

export interface MaxPool2d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest element of each window; sizes and refusals as in MaxPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, H', W') or (C, H', W').
 */
export class MaxPool2d extends MaxPool {
  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    return this.pool(maxPool2d, x);
  }
}

export interface MaxPool3d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest element of each window; sizes and refusals as in MaxPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, D', H', W') or (C, D', H', W').
 */
export class MaxPool3d extends MaxPool {
  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    return this.pool(maxPool3d, x);
  }
}

export interface AvgPool1d {
  (x: Tensor): Tensor;
}

/**
 * The mean of each window. https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, L') or (C, L'), L' = ⌊(L + 2 padding - kernelSize) / stride⌋ + 1, with
 * ceilMode rounded up. Throws when padding is more than half of the kernel, and when no window fits.
 */
export class AvgPool1d extends Module {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(kernelSize: PerAxis, options: AvgPool1dOptions = {}) {
    super();
    this.kernelSize = perAxis(kernelSize, 1);
    this.stride = perAxis(isGiven(options.stride) ? options.stride : kernelSize, 1);
    this.padding = perAxis(options.padding ?? 0, 1);
    this.ceilMode = options.ceilMode ?? false;
    this.countIncludePad = options.countIncludePad ?? true;
  }

  override forward(x: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad } = this;
    return avgPool1d(x, this.kernelSize, { stride, padding, ceilMode, countIncludePad });
  }

  override extraRepr(): string {
    return `kernel_size=${formatTuple(this.kernelSize)}, stride=${formatTuple(this.stride)}, padding=${formatTuple(this.padding)}`;
  }
}

/** What AvgPool2d and AvgPool3d share. */
abstract class AvgPool extends Module {
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(kernelSize: PerAxis, options: AvgPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
    this.ceilMode = options.ceilMode ?? false;
    this.countIncludePad = options.countIncludePad ?? true;
    this.divisorOverride = options.divisorOverride ?? null;
  }

  protected pool(
    op: (x: Tensor, kernelSize: PerAxis, options: AvgPoolOptions) => Tensor,
    x: Tensor,
  ): Tensor {
    const { stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    const options = { stride, padding, ceilMode, countIncludePad, divisorOverride };
    return op(x, this.kernelSize, options);
  }

  override extraRepr(): string {
    return `kernel_size=${formatValue(this.kernelSize)}, stride=${formatValue(this.stride)}, padding=${formatValue(this.padding)}`;
  }
}

export interface AvgPool2d {
  (x: Tensor): Tensor;
}

/**
 * The mean of each window; sizes and refusals as in AvgPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, H', W') or (C, H', W'). Throws also for a divisorOverride of 0.
 */
export class AvgPool2d extends AvgPool {
  override forward(x: Tensor): Tensor {
    return this.pool(avgPool2d, x);
  }
}

export interface AvgPool3d {
  (x: Tensor): Tensor;
}

/**
 * The mean of each window; sizes and refusals as in AvgPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, D', H', W') or (C, D', H', W'). Throws also for a divisorOverride of 0.
 */
export class AvgPool3d extends AvgPool {
  override forward(x: Tensor): Tensor {
    return this.pool(avgPool3d, x);
  }
}
