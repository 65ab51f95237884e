import { check } from "../errors.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { convolution } from "./convolution.ts";
import { checkBiasType, checkInputRank, expandList } from "./convolution-check.ts";
import { listOf, type PerAxis } from "./geometry.ts";
import { padConstant } from "./pad-constant.ts";
import { squeeze, unsqueeze } from "./view.ts";

/** Options of conv1d, conv2d and conv3d. */
export interface ConvOptions {
  /** (outChannels). */
  bias?: Tensor | null;
  stride?: PerAxis;
  /** Zeros on each side; "same" keeps the sizes, "valid" is none. */
  padding?: PerAxis | "same" | "valid";
  /** The distance of the kernel's elements on the input. */
  dilation?: PerAxis;
  /** Input and output channels are cut into so many parts that see only each other. */
  groups?: number;
}

/**
 * Cross-correlation along one axis. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv1d.html
 *
 * **Shapes**: x (N, in, L) or (in, L), weight (out, in/groups, k); y (N, out, L') or (out, L'),
 * L' = ⌊(L + 2 padding - dilation (k - 1) - 1) / stride⌋ + 1. Throws if they do not fit.
 */
export function conv1d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv("conv1d", 1, x, weight, options);
}

/**
 * Cross-correlation along two axes; sizes as in conv1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 *
 * **Shapes**: x (N, in, H, W) or (in, H, W), weight (out, in/groups, kH, kW).
 */
export function conv2d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv("conv2d", 2, x, weight, options);
}

/**
 * Cross-correlation along three axes; sizes as in conv1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv3d.html
 *
 * **Shapes**: x (N, in, D, H, W) or (in, D, H, W), weight (out, in/groups, kD, kH, kW).
 */
export function conv3d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  return conv("conv3d", 3, x, weight, options);
}

function conv(
  where: string,
  axes: number,
  x: Tensor,
  weight: Tensor,
  options: ConvOptions,
): Tensor {
  const { bias = null, groups = 1 } = options;
  const stride = listOf(options.stride ?? 1, axes, where, "stride");
  const dilation = listOf(options.dilation ?? 1, axes, where, "dilation");
  const padding = options.padding ?? 0;
  checkBiasType(where, x, bias);
  checkInputRank(where, x, axes);
  const batch = x.ndim === axes + 2 ? x : unsqueeze(x, 0);
  const fixed = {
    stride: expandList(where, "stride", stride, weight),
    outputPadding: zerosFor(weight),
  };
  const sides = () => expandList(where, "dilation", dilation, weight);
  const parameters = { ...fixed, groups, transposed: false };
  const y =
    padding === "same"
      ? convSame(where, batch, weight, bias, { ...parameters, dilation: sides() })
      : convolution(where, batch, weight, bias, {
          ...parameters,
          padding: expandList(where, "padding", paddingList(where, padding, axes), weight),
          dilation: sides(),
        });
  return x.ndim === axes + 2 ? y : squeeze(y, 0);
}

function zerosFor(weight: Tensor): number[] {
  return new Array<number>(Math.max(weight.ndim - 2, 0)).fill(0);
}

function paddingList(where: string, padding: PerAxis | "valid", axes: number): number[] {
  if (typeof padding !== "string") return listOf(padding, axes, where, "padding");
  check(padding === "valid", where, () => `Invalid padding string: '${padding}'`);
  return new Array<number>(axes).fill(0);
}

/** With so much padding that the sizes stay; of an odd amount the extra element goes to the end. */
function convSame(
  where: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  parameters: Omit<Parameters<typeof convolution>[4], "padding">,
): Tensor {
  const { stride, dilation } = parameters;
  check(
    stride.every((n) => n === 1),
    where,
    () =>
      `padding='same' is not supported for strided convolutions, got stride=${showShape(stride)}`,
  );
  const total = dilation.map((d, i) => d * ((weight.shape[i + 2] as number) - 1));
  const padding = total.map((n) => Math.floor(n / 2));
  const extra = total.flatMap((n) => [n % 2, 0]).reverse();
  const padded = extra.includes(1) ? padConstant(x, extra, 0) : x;
  return convolution(where, padded, weight, bias, { ...parameters, padding });
}
