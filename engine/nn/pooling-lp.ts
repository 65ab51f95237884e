import { getDefaultDtype, isFloating } from "../dtype.ts";
import { to } from "../ops/copy.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { type LpPoolOptions, lpPool1d, lpPool2d, lpPool3d } from "../ops/lp-pool.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** What LPPool1d, LPPool2d and LPPool3d share. */
abstract class LPPool extends Module {
  readonly normType: number;
  readonly kernelSize: PerAxis;
  readonly stride: PerAxis | null;
  readonly ceilMode: boolean;

  constructor(
    normType: number,
    kernelSize: PerAxis,
    { stride = null, ceilMode = false }: LpPoolOptions = {},
  ) {
    super();
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.ceilMode = ceilMode;
  }

  /** The layers' exponent is a float whatever was given: integers become the default float type, unless p is infinite. */
  protected pool(
    op: (x: Tensor, normType: number, kernelSize: PerAxis, options: LpPoolOptions) => Tensor,
    x: Tensor,
  ): Tensor {
    const { normType, kernelSize, stride, ceilMode } = this;
    const raised = !isFloating(x.dtype) && Number.isFinite(normType);
    return op(raised ? to(x, getDefaultDtype()) : x, normType, kernelSize, { stride, ceilMode });
  }

  override extraRepr(): string {
    const { normType, kernelSize, stride, ceilMode } = this;
    return `norm_type=${formatValue(normType)}, kernel_size=${formatValue(kernelSize)}, stride=${formatValue(stride)}, ceil_mode=${formatValue(ceilMode)}`;
  }
}

export interface LPPool1d {
  (x: Tensor): Tensor;
}

/**
 * (Σ xᵖ)^(1/p) over each window, p = normType. https://docs.pytorch.org/docs/stable/generated/torch.nn.LPPool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, L') or (C, L'), L' = ⌊(L - kernelSize) / stride⌋ + 1, with ceilMode rounded up.
 * Throws for other ranks, when no window fits, and for p = 0.
 */
export class LPPool1d extends LPPool {
  override forward(x: Tensor): Tensor {
    return this.pool(lpPool1d, x);
  }
}

export interface LPPool2d {
  (x: Tensor): Tensor;
}

/**
 * (Σ xᵖ)^(1/p) over each window; sizes and refusals as in LPPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, H', W') or (C, H', W').
 */
export class LPPool2d extends LPPool {
  override forward(x: Tensor): Tensor {
    return this.pool(lpPool2d, x);
  }
}

export interface LPPool3d {
  (x: Tensor): Tensor;
}

/**
 * (Σ xᵖ)^(1/p) over each window; sizes and refusals as in LPPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LPPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, D', H', W') or (C, D', H', W').
 */
export class LPPool3d extends LPPool {
  override forward(x: Tensor): Tensor {
    return this.pool(lpPool3d, x);
  }
}
