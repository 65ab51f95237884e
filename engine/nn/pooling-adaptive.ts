import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
} from "../ops/adaptive-avg-pool.ts";
import {
  type AdaptiveMaxPoolOptions,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
} from "../ops/adaptive-max-pool.ts";
import type { AdaptiveSize } from "../ops/adaptive-size.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** What the adaptive average pools share. */
abstract class AdaptiveAvgPool extends Module {
  readonly outputSize: AdaptiveSize;

  constructor(outputSize: AdaptiveSize) {
    super();
    this.outputSize = outputSize;
  }

  override extraRepr(): string {
    return `output_size=${formatValue(this.outputSize)}`;
  }
}

export interface AdaptiveAvgPool1d {
  (x: Tensor): Tensor;
}

/**
 * The mean of each of outputSize bins; bin i of O runs from ⌊i L / O⌋ to ⌈(i + 1) L / O⌉.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, O) or (C, O). Throws for other ranks, a size below 0, and lists of more than one.
 */
export class AdaptiveAvgPool1d extends AdaptiveAvgPool {
  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool1d(x, this.outputSize);
  }
}

export interface AdaptiveAvgPool2d {
  (x: Tensor): Tensor;
}

/**
 * The mean of each bin; bins and refusals as in AdaptiveAvgPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, O₀, O₁) or (C, O₀, O₁).
 */
export class AdaptiveAvgPool2d extends AdaptiveAvgPool {
  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

export interface AdaptiveAvgPool3d {
  (x: Tensor): Tensor;
}

/**
 * The mean of each bin; bins and refusals as in AdaptiveAvgPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, O₀, O₁, O₂) or (C, O₀, O₁, O₂).
 */
export class AdaptiveAvgPool3d extends AdaptiveAvgPool {
  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool3d(x, this.outputSize);
  }
}

/** What the adaptive max pools share. */
abstract class AdaptiveMaxPool extends Module {
  readonly outputSize: AdaptiveSize;
  readonly returnIndices: boolean;

  constructor(outputSize: AdaptiveSize, { returnIndices = false }: AdaptiveMaxPoolOptions = {}) {
    super();
    this.outputSize = outputSize;
    this.returnIndices = returnIndices;
  }

  override extraRepr(): string {
    return `output_size=${formatValue(this.outputSize)}`;
  }
}

export interface AdaptiveMaxPool1d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest of each of outputSize bins, with returnIndices also its place; bin i of O runs from ⌊i L / O⌋ to ⌈(i + 1) L / O⌉.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, O) or (C, O). Throws for other ranks, axes without elements but the batch's, and
 * lists of more than one size.
 */
export class AdaptiveMaxPool1d extends AdaptiveMaxPool {
  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    const { returnIndices } = this;
    return adaptiveMaxPool1d<AdaptiveMaxPoolOptions>(x, this.outputSize, { returnIndices });
  }
}

export interface AdaptiveMaxPool2d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest of each bin; bins and refusals as in AdaptiveMaxPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, O₀, O₁) or (C, O₀, O₁).
 */
export class AdaptiveMaxPool2d extends AdaptiveMaxPool {
  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    const { returnIndices } = this;
    return adaptiveMaxPool2d<AdaptiveMaxPoolOptions>(x, this.outputSize, { returnIndices });
  }
}

export interface AdaptiveMaxPool3d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest of each bin; bins and refusals as in AdaptiveMaxPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, O₀, O₁, O₂) or (C, O₀, O₁, O₂).
 */
export class AdaptiveMaxPool3d extends AdaptiveMaxPool {
  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    const { returnIndices } = this;
    return adaptiveMaxPool3d<AdaptiveMaxPoolOptions>(x, this.outputSize, { returnIndices });
  }
}
