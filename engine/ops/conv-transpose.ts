import type { Tensor } from "../tensor.ts";
import { convolution } from "./convolution.ts";
import { checkInputRank, expandList } from "./convolution-check.ts";
import { listOf, type PerAxis } from "./geometry.ts";
import { squeeze, unsqueeze } from "./view.ts";

/** Options of convTranspose1d, convTranspose2d and convTranspose3d. */
export interface ConvTransposeOptions {
  /** (outChannels). */
  bias?: Tensor | null;
  /** The distance of the input's elements on the output. */
  stride?: PerAxis;
  /** What is cut off on each side of the output. */
  padding?: PerAxis;
  /** Elements added at the end of each axis; fewer than stride or dilation. */
  outputPadding?: PerAxis;
  /** Input and output channels are cut into so many parts that see only each other. */
  groups?: number;
  /** The distance of the kernel's elements on the output. */
  dilation?: PerAxis;
}

/**
 * The gradient of conv1d with respect to its input, as a layer of its own.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose1d.html
 *
 * **Shapes**: x (N, in, L) or (in, L), weight (in, out/groups, k); y (N, out, L') or (out, L'),
 * L' = (L - 1) stride - 2 padding + dilation (k - 1) + outputPadding + 1. Throws if they do not fit.
 */
export function convTranspose1d(
  x: Tensor,
  weight: Tensor,
  options: ConvTransposeOptions = {},
): Tensor {
  return convTranspose("conv_transpose1d", 1, x, weight, options);
}

/**
 * The gradient of conv2d with respect to its input; sizes as in convTranspose1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose2d.html
 *
 * **Shapes**: x (N, in, H, W) or (in, H, W), weight (in, out/groups, kH, kW).
 */
export function convTranspose2d(
  x: Tensor,
  weight: Tensor,
  options: ConvTransposeOptions = {},
): Tensor {
  return convTranspose("conv_transpose2d", 2, x, weight, options);
}

/**
 * The gradient of conv3d with respect to its input; sizes as in convTranspose1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose3d.html
 *
 * **Shapes**: x (N, in, D, H, W) or (in, D, H, W), weight (in, out/groups, kD, kH, kW).
 */
export function convTranspose3d(
  x: Tensor,
  weight: Tensor,
  options: ConvTransposeOptions = {},
): Tensor {
  return convTranspose("conv_transpose3d", 3, x, weight, options);
}

function convTranspose(
  where: string,
  axes: number,
  x: Tensor,
  weight: Tensor,
  options: ConvTransposeOptions,
): Tensor {
  const { bias = null, groups = 1 } = options;
  const list = (value: PerAxis | undefined, name: string, otherwise: number) =>
    listOf(value ?? otherwise, axes, where, name);
  const stride = list(options.stride, "stride", 1);
  const padding = list(options.padding, "padding", 0);
  const outputPadding = list(options.outputPadding, "output_padding", 0);
  const dilation = list(options.dilation, "dilation", 1);
  checkInputRank(where, x, axes);
  const batch = x.ndim === axes + 2 ? x : unsqueeze(x, 0);
  const y = convolution(where, batch, weight, bias, {
    stride: expandList(where, "stride", stride, weight),
    padding: expandList(where, "padding", padding, weight),
    outputPadding: expandList(where, "output_padding", outputPadding, weight),
    dilation: expandList(where, "dilation", dilation, weight),
    groups,
    transposed: true,
  });
  return x.ndim === axes + 2 ? y : squeeze(y, 0);
}
