import type { PerAxis } from "../ops/geometry.ts";
import { type MaxUnpoolOptions, maxUnpool1d, maxUnpool2d, maxUnpool3d } from "../ops/max-unpool.ts";
import { formatTuple } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { perAxis } from "./conv-base.ts";
import { Module } from "./module.ts";

/** Options of a call of MaxUnpool1d, MaxUnpool2d and MaxUnpool3d. */
export type MaxUnpoolCallOptions = Pick<MaxUnpoolOptions, "outputSize">;

/** What MaxUnpool1d, MaxUnpool2d and MaxUnpool3d share. */
abstract class MaxUnpool extends Module {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];

  /** As the layers' constructors, for so many axes. */
  constructor(axes: number, kernelSize: PerAxis, { stride, padding = 0 }: MaxUnpoolOptions) {
    super();
    this.kernelSize = perAxis(kernelSize, axes);
    this.stride = perAxis(stride ?? kernelSize, axes);
    this.padding = perAxis(padding, axes);
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding } = this;
    return `kernel_size=${formatTuple(kernelSize)}, stride=${formatTuple(stride)}, padding=${formatTuple(padding)}`;
  }
}

/** Options of the constructors. */
type Options = Pick<MaxUnpoolOptions, "stride" | "padding">;

export interface MaxUnpool1d {
  (x: Tensor, indices: Tensor, options?: MaxUnpoolCallOptions): Tensor;
}

/**
 * Zeros with each element of x where `indices` say: MaxPool1d backwards.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxUnpool1d.html
 *
 * **Shapes**: x and indices (N, C, L) or (C, L); y (N, C, L') or (C, L'), L' = (L - 1) stride - 2 padding + kernelSize, or
 * outputSize. Throws a ValueError for sizes that are out of reach, a RuntimeError for places outside of the plane.
 */
export class MaxUnpool1d extends MaxUnpool {
  constructor(kernelSize: PerAxis, options: Options = {}) {
    super(1, kernelSize, options);
  }

  override forward(x: Tensor, indices: Tensor, options: MaxUnpoolCallOptions = {}): Tensor {
    const { kernelSize, stride, padding } = this;
    return maxUnpool1d(x, indices, kernelSize, { stride, padding, ...options });
  }
}

export interface MaxUnpool2d {
  (x: Tensor, indices: Tensor, options?: MaxUnpoolCallOptions): Tensor;
}

/**
 * Zeros with each element of x where `indices` say: MaxPool2d backwards; sizes and refusals as in MaxUnpool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html
 *
 * **Shapes**: x and indices (N, C, H, W) or (C, H, W); y (N, C, H', W') or (C, H', W').
 */
export class MaxUnpool2d extends MaxUnpool {
  constructor(kernelSize: PerAxis, options: Options = {}) {
    super(2, kernelSize, options);
  }

  override forward(x: Tensor, indices: Tensor, options: MaxUnpoolCallOptions = {}): Tensor {
    const { kernelSize, stride, padding } = this;
    return maxUnpool2d(x, indices, kernelSize, { stride, padding, ...options });
  }
}

export interface MaxUnpool3d {
  (x: Tensor, indices: Tensor, options?: MaxUnpoolCallOptions): Tensor;
}

/**
 * Zeros with each element of x where `indices` say: MaxPool3d backwards; sizes and refusals as in MaxUnpool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxUnpool3d.html
 *
 * **Shapes**: x and indices (N, C, D, H, W) or (C, D, H, W); y (N, C, D', H', W') or (C, D', H', W').
 */
export class MaxUnpool3d extends MaxUnpool {
  constructor(kernelSize: PerAxis, options: Options = {}) {
    super(3, kernelSize, options);
  }

  override forward(x: Tensor, indices: Tensor, options: MaxUnpoolCallOptions = {}): Tensor {
    const { kernelSize, stride, padding } = this;
    return maxUnpool3d(x, indices, kernelSize, { stride, padding, ...options });
  }
}
