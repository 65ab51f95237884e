import { check } from "../errors.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { ConvolutionParameters } from "./convolution-check.ts";

/** The sizes of a convolution's output behind batch and channels; refuses those that cannot be. */
export function outputSizes(
  where: string,
  x: Tensor,
  weight: Tensor,
  parameters: ConvolutionParameters,
): number[] {
  const { dilation, transposed } = parameters;
  const sizes = x.shape.slice(2);
  const reach = weight.shape.slice(2).map((k, i) => at(dilation, i) * (k - 1) + 1);
  const empty = x.shape[0] === 0 || x.shape[1] === 0;
  const out = transposed
    ? transposedSizes(where, sizes, reach, parameters, empty)
    : windowCounts(where, sizes, reach, parameters);
  checkNotEmpty(where, x);
  return out;
}

/** floor((size + 2 padding - reach) / stride) + 1; `reach` is the kernel's size with its gaps. */
function windowCounts(
  where: string,
  sizes: readonly number[],
  reach: readonly number[],
  { stride, padding }: ConvolutionParameters,
): number[] {
  const padded = sizes.map((n, i) => n + 2 * at(padding, i));
  check(
    padded.every((n, i) => n >= at(reach, i)),
    where,
    () =>
      `Calculated padded input size per channel: (${padded.join(" x ")}). Kernel size: (${reach.join(" x ")}). Kernel size can't be greater than actual input size`,
  );
  return padded.map((n, i) => Math.floor((n - at(reach, i)) / at(stride, i)) + 1);
}

/** (size - 1) stride - 2 padding + reach + outputPadding. Of an empty batch PyTorch asks less. */
function transposedSizes(
  where: string,
  sizes: readonly number[],
  reach: readonly number[],
  parameters: ConvolutionParameters,
  empty: boolean,
): number[] {
  const { stride, padding, outputPadding } = parameters;
  if (!empty) checkOutputPadding(where, parameters);
  const out = sizes.map(
    (n, i) => (n - 1) * at(stride, i) - 2 * at(padding, i) + at(reach, i) + at(outputPadding, i),
  );
  check(
    out.every((n) => n >= (empty ? 0 : 1)) || (!empty && sizes.includes(0)),
    where,
    () =>
      `Given input size per channel: (${sizes.join(" x ")}). Calculated output size per channel: (${out.join(" x ")}). Output size is too small`,
  );
  return out;
}

function checkOutputPadding(
  where: string,
  { stride, dilation, outputPadding }: ConvolutionParameters,
): void {
  const axes = stride.length === 3 ? ["depth", "height", "width"] : ["height", "width"];
  const named = (name: string, list: readonly number[], lead: number) =>
    (list.length === 1 ? [lead, ...list] : list).map((n, i) => `${name}_${axes[i]}: ${n}`);
  check(
    outputPadding.every((n, i) => n < at(stride, i) || n < at(dilation, i)),
    where,
    () =>
      `output padding must be smaller than either stride or dilation, but got ${[
        ...named("output_padding", outputPadding, 0),
        ...named("stride", stride, 1),
        ...named("dilation", dilation, 1),
      ].join(" ")}`,
  );
}

function checkNotEmpty(where: string, { shape }: Tensor): void {
  const [batch, channels, ...sizes] = shape as [number, number, ...number[]];
  const full = sizes.length === 1 ? [1, ...sizes] : sizes;
  check(
    batch === 0 || channels === 0 || !sizes.includes(0),
    where,
    () =>
      `Only zero batch or zero channel inputs are supported, but got input shape: ${showShape([batch, channels, ...full])}`,
  );
}

function at(list: readonly number[], i: number): number {
  return list[i] as number;
}
