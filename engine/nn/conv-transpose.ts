import { checkAs } from "../errors.ts";
import {
  type ConvTransposeOptions as CallOptions,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from "../ops/conv-transpose.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { formatSize } from "../print/python.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { ConvBase, type ConvBaseOptions } from "./conv-base.ts";

/** Options of ConvTranspose1d, ConvTranspose2d and ConvTranspose3d. */
export interface ConvTransposeOptions extends ConvBaseOptions {
  /** What is cut off on each side of the output. */
  padding?: PerAxis;
  /** Elements added at the end of each axis. */
  outputPadding?: PerAxis;
}

/** Options of a call. */
export interface ConvTransposeCall {
  /** The sizes that the output should have, with or without batch and channels; within one stride of the default. */
  outputSize?: readonly number[] | null;
}

/** What ConvTranspose1d, ConvTranspose2d and ConvTranspose3d share. */
abstract class ConvTranspose extends ConvBase {
  /** As the constructors of ConvTranspose1d, ConvTranspose2d and ConvTranspose3d, for so many axes. */
  constructor(
    axes: number,
    sizes: readonly [inChannels: number, outChannels: number, kernelSize: PerAxis],
    options: ConvTransposeOptions,
  ) {
    checkAs(
      "ValueError",
      (options.paddingMode ?? "zeros") === "zeros",
      `ConvTranspose${axes}d`,
      () =>
        `Only "zeros" padding mode is supported for ConvTranspose${axes}d, got ${options.paddingMode}`,
    );
    const padding = options.padding ?? 0;
    // A string is a list of its letters here, as in PyTorch, and is refused as one when the layer is called.
    const list = typeof padding === "string" ? [...(padding as string)] : padding;
    super(axes, sizes, list as PerAxis, options.outputPadding ?? 0, options);
  }

  protected convolve(
    op: (x: Tensor, weight: Tensor, options: CallOptions) => Tensor,
    x: Tensor,
    { outputSize = null }: ConvTransposeCall,
  ): Tensor {
    const { weight, bias, stride, dilation, groups } = this;
    const outputPadding = outputSize ? this.paddingFor(x, outputSize) : this.outputPadding;
    const padding = this.padding as readonly number[];
    return op(x, weight, { bias, stride, padding, outputPadding, groups, dilation });
  }

  /** The outputPadding that gives the output these sizes. */
  private paddingFor(x: Tensor, outputSize: readonly number[]): number[] {
    const axes = this.kernelSize.length;
    const lead = x.ndim === axes + 2 ? 2 : 1;
    const wanted = outputSize.length === lead + axes ? outputSize.slice(lead) : [...outputSize];
    const where = `ConvTranspose${axes}D`;
    checkAs(
      "ValueError",
      wanted.length === axes,
      where,
      () =>
        `for ${x.ndim}D input, output_size must have ${axes} or ${lead + axes} elements (got ${outputSize.length})`,
    );
    const least = this.kernelSize.map((k, i) => {
      const at = (list: readonly number[]) => list[i] as number;
      const whole = (x.size(i + lead) - 1) * at(this.stride) + at(this.dilation) * (k - 1) + 1;
      return whole - 2 * at(this.padding as readonly number[]);
    });
    const most = least.map((n, i) => n + (this.stride[i] as number) - 1);
    checkAs(
      "ValueError",
      wanted.every((n, i) => n >= (least[i] as number) && n <= (most[i] as number)),
      where,
      () =>
        `requested an output size of ${showShape(wanted)}, but valid sizes range from ${showShape(least)} to ${showShape(most)} (for an input of ${formatSize(x.shape.slice(2))})`,
    );
    return wanted.map((n, i) => n - (least[i] as number));
  }
}

export interface ConvTranspose1d {
  (x: Tensor, options?: ConvTransposeCall): Tensor;
}

/**
 * The gradient of Conv1d with respect to its input, as a layer.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html
 *
 * **Shapes**: x (N, inChannels, L) or (inChannels, L); y (N, outChannels, L') or (outChannels, L'),
 * L' = (L - 1) stride - 2 padding + dilation (kernelSize - 1) + outputPadding + 1; weight (inChannels, outChannels/groups,
 * kernelSize), bias (outChannels), both drawn from U(-√k, √k), k = groups / (outChannels kernelSize). Throws a ValueError
 * when groups do not divide the channels, and for an outputSize out of reach.
 */
export class ConvTranspose1d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvTransposeOptions = {},
  ) {
    super(1, [inChannels, outChannels, kernelSize], options);
  }

  override forward(x: Tensor, options: ConvTransposeCall = {}): Tensor {
    return this.convolve(convTranspose1d, x, options);
  }
}

export interface ConvTranspose2d {
  (x: Tensor, options?: ConvTransposeCall): Tensor;
}

/**
 * The gradient of Conv2d with respect to its input, as a layer; sizes, draws and refusals as in ConvTranspose1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 *
 * **Shapes**: x (N, inChannels, H, W) or (inChannels, H, W); y (N, outChannels, H', W') or (outChannels, H', W').
 */
export class ConvTranspose2d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvTransposeOptions = {},
  ) {
    super(2, [inChannels, outChannels, kernelSize], options);
  }

  override forward(x: Tensor, options: ConvTransposeCall = {}): Tensor {
    return this.convolve(convTranspose2d, x, options);
  }
}

export interface ConvTranspose3d {
  (x: Tensor, options?: ConvTransposeCall): Tensor;
}

/**
 * The gradient of Conv3d with respect to its input, as a layer; sizes, draws and refusals as in ConvTranspose1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose3d.html
 *
 * **Shapes**: x (N, inChannels, D, H, W) or (inChannels, D, H, W); y (N, outChannels, D', H', W') or (outChannels, D', H', W').
 */
export class ConvTranspose3d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvTransposeOptions = {},
  ) {
    super(3, [inChannels, outChannels, kernelSize], options);
  }

  override forward(x: Tensor, options: ConvTransposeCall = {}): Tensor {
    return this.convolve(convTranspose3d, x, options);
  }
}
