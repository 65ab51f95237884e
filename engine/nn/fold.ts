import { type BlockOptions, fold, unfold } from "../ops/fold.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** What Fold and Unfold share. */
abstract class Blocks extends Module {
  readonly kernelSize: PerAxis;
  readonly dilation: PerAxis;
  readonly padding: PerAxis;
  readonly stride: PerAxis;

  constructor(kernelSize: PerAxis, { dilation = 1, padding = 0, stride = 1 }: BlockOptions) {
    super();
    this.kernelSize = kernelSize;
    this.dilation = dilation;
    this.padding = padding;
    this.stride = stride;
  }

  override extraRepr(): string {
    const { kernelSize, dilation, padding, stride } = this;
    return `kernel_size=${formatValue(kernelSize)}, dilation=${formatValue(dilation)}, padding=${formatValue(padding)}, stride=${formatValue(stride)}`;
  }
}

export interface Unfold {
  (x: Tensor): Tensor;
}

/**
 * The sliding blocks of images as columns. https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C k₀ k₁, blocks) or (C k₀ k₁, blocks), blocks = ∏ᵢ ⌊(Lᵢ + 2 padding -
 * dilation (k - 1) - 1) / stride⌋ + 1. Throws when no block fits.
 */
export class Unfold extends Blocks {
  constructor(kernelSize: PerAxis, options: BlockOptions = {}) {
    super(kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    const { kernelSize, dilation, padding, stride } = this;
    return unfold(x, kernelSize, { dilation, padding, stride });
  }
}

export interface Fold {
  (x: Tensor): Tensor;
}

/**
 * Images as the sums of sliding blocks, given as columns. https://docs.pytorch.org/docs/stable/generated/torch.nn.Fold.html
 *
 * **Shapes**: x (N, C k₀ k₁, blocks) or (C k₀ k₁, blocks); y (N, C, *outputSize) or (C, *outputSize). Throws when the number of
 * blocks, or of their elements, does not fit.
 */
export class Fold extends Blocks {
  readonly outputSize: PerAxis;

  constructor(outputSize: PerAxis, kernelSize: PerAxis, options: BlockOptions = {}) {
    super(kernelSize, options);
    this.outputSize = outputSize;
  }

  override forward(x: Tensor): Tensor {
    const { outputSize, kernelSize, dilation, padding, stride } = this;
    return fold(x, outputSize, kernelSize, { dilation, padding, stride });
  }

  override extraRepr(): string {
    return `output_size=${formatValue(this.outputSize)}, ${super.extraRepr()}`;
  }
}
