import { type ConvOptions as CallOptions, conv1d, conv2d, conv3d } from "../ops/conv.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { pad } from "../ops/pad.ts";
import type { Tensor } from "../tensor.ts";
import { ConvBase, type ConvBaseOptions } from "./conv-base.ts";

/** Options of Conv1d, Conv2d and Conv3d. */
export interface ConvOptions extends ConvBaseOptions {
  /** Elements added on each side; "same" keeps the sizes, "valid" adds none. */
  padding?: PerAxis | "same" | "valid";
}

/** What Conv1d, Conv2d and Conv3d share. */
abstract class Conv extends ConvBase {
  /** As the constructors of Conv1d, Conv2d and Conv3d, for so many axes. */
  constructor(
    axes: number,
    sizes: readonly [inChannels: number, outChannels: number, kernelSize: PerAxis],
    options: ConvOptions,
  ) {
    super(axes, sizes, options.padding ?? 0, null, options);
  }

  /** Pads in another way than with zeros, if that is asked, and convolves. */
  protected convolve(
    op: (x: Tensor, weight: Tensor, options: CallOptions) => Tensor,
    x: Tensor,
  ): Tensor {
    const { weight, bias, stride, padding, dilation, groups, paddingMode } = this;
    const options = { bias, stride, dilation, groups };
    if (paddingMode === "zeros") return op(x, weight, { ...options, padding });
    return op(pad(x, this.amounts(), { mode: paddingMode }), weight, options);
  }

  /** The padding of each side, as F.pad takes it. */
  private amounts(): number[] {
    const { padding, dilation, kernelSize } = this;
    if (padding === "valid") return kernelSize.flatMap(() => [0, 0]);
    if (padding !== "same") return padding.flatMap((n) => [n, n]).reverse();
    return kernelSize
      .flatMap((k, i) => {
        const total = (dilation[i] as number) * (k - 1);
        const before = Math.floor(total / 2);
        return [total - before, before];
      })
      .reverse();
  }
}

export interface Conv1d {
  (x: Tensor): Tensor;
}

/**
 * Cross-correlation along one axis: y[o] = b[o] + Σᵢ W[o, i] ⋆ x[i].
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
 *
 * **Shapes**: x (N, inChannels, L) or (inChannels, L); y (N, outChannels, L') or (outChannels, L'),
 * L' = ⌊(L + 2 padding - dilation (kernelSize - 1) - 1) / stride⌋ + 1; weight (outChannels, inChannels/groups, kernelSize),
 * bias (outChannels), both drawn from U(-√k, √k), k = groups / (inChannels kernelSize). Throws a ValueError when groups do
 * not divide the channels, and for padding "same" with a stride.
 */
export class Conv1d extends Conv {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvOptions = {},
  ) {
    super(1, [inChannels, outChannels, kernelSize], options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(conv1d, x);
  }
}

export interface Conv2d {
  (x: Tensor): Tensor;
}

/**
 * Cross-correlation along two axes; sizes, draws and refusals as in Conv1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 *
 * **Shapes**: x (N, inChannels, H, W) or (inChannels, H, W); y (N, outChannels, H', W') or (outChannels, H', W').
 */
export class Conv2d extends Conv {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvOptions = {},
  ) {
    super(2, [inChannels, outChannels, kernelSize], options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(conv2d, x);
  }
}

export interface Conv3d {
  (x: Tensor): Tensor;
}

/**
 * Cross-correlation along three axes; sizes, draws and refusals as in Conv1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv3d.html
 *
 * **Shapes**: x (N, inChannels, D, H, W) or (inChannels, D, H, W); y (N, outChannels, D', H', W') or (outChannels, D', H', W').
 */
export class Conv3d extends Conv {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvOptions = {},
  ) {
    super(3, [inChannels, outChannels, kernelSize], options);
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(conv3d, x);
  }
}
