import { attach } from "../autograd.ts";
import { computeType, isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels, scratch, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, showShape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import {
  type ConvolutionParameters,
  checkConvolution,
  checkIntegers,
} from "./convolution-check.ts";
import { convolveIntegers } from "./convolution-integers.ts";
import { contiguous, detached, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { geometryOf, type Window } from "./geometry.ts";
import { sumAxes } from "./sum-axes.ts";

/**
 * A convolution, or the transposed one, of a batch.
 *
 * **Shapes**: x (batch, ins, *), weight (outs, ins/groups, *kernel) or transposed (ins, outs/groups, *kernel), bias (outs).
 */
export function convolution(
  where: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  parameters: ConvolutionParameters,
): Tensor {
  checkConvolution(where, x, weight, bias, parameters);
  const out = outputSizes(where, x, weight, parameters);
  checkNotEmpty(where, x);
  const plan = planOf(x, weight, parameters, out);
  const y = run(where, plan, x, weight, bias, parameters);
  return attach(
    "ConvolutionBackward0",
    [x, weight, bias],
    y,
    (g) => {
      if (!g) return [null, null, null];
      return [
        x.requiresGrad ? inputGradient(plan, g, weight, x.shape) : null,
        weight.requiresGrad ? weightGradient(plan, g, x, weight.shape) : null,
        bias?.requiresGrad ? biasGradient(g, bias.shape) : null,
      ];
    },
    [x, weight],
  );
}

/** The kernels' view of a convolution: the image is the greater side, a transposed convolution's output. */
interface Plan {
  readonly geometry: readonly number[];
  readonly outShape: Shape;
  readonly transposed: boolean;
}

function planOf(
  x: Tensor,
  weight: Tensor,
  { transposed, groups, stride, padding, dilation }: ConvolutionParameters,
  out: readonly number[],
): Plan {
  const [batch, ins] = x.shape as [number, number];
  const [first, channels] = weight.shape as [number, number];
  const size = x.shape.slice(2);
  const window: Window = {
    image: transposed ? out : size,
    out: transposed ? size : out,
    kernel: weight.shape.slice(2),
    ...{ stride, padding, dilation },
  };
  const outs = transposed ? channels * groups : ins === 0 ? 0 : first;
  return {
    geometry: geometryOf({ batch, groups, channels, filters: first / groups }, window),
    outShape: [batch, outs, ...out],
    transposed,
  };
}

function run(
  where: string,
  plan: Plan,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  parameters: ConvolutionParameters,
): Tensor {
  if (isFloating(x.dtype)) {
    return spread(plan.geometry, plan.transposed, x, weight, bias, plan.outShape);
  }
  checkIntegers(where, x.dtype, parameters);
  return convolveIntegers(x, weight, bias, parameters, plan.outShape);
}

/** The image's windows times the weight, or with `back` the other side spread over the windows of the image. */
function spread(
  geometry: readonly number[],
  back: boolean,
  source: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  shape: Shape,
): Tensor {
  if (source.shape[1] === 0) return zeros(shape, { dtype: source.dtype });
  const type = computeType(source.dtype);
  const [a, w] = [plain(source, type), plain(weight, type)];
  const b = bias ? plain(bias, type) : null;
  const out = emptyTensor(shape, type);
  const single = type === "float32";
  const kernel = back
    ? single
      ? kernels.conv_image_f32
      : kernels.conv_image_f64
    : single
      ? kernels.conv_forward_f32
      : kernels.conv_forward_f64;
  pin([a, w, b ?? w, out], 1, (pa, pw, pb, py) => {
    const meta = scratchInts(geometry);
    const room = scratch(kernels.conv_scratch(meta, single ? 4 : 8));
    kernel(meta, pa as number, pw as number, b ? (pb as number) : 0, py as number, room);
  });
  return to(out, source.dtype);
}

function inputGradient({ geometry, transposed }: Plan, g: Tensor, weight: Tensor, shape: Shape) {
  return spread(geometry, !transposed, g, weight, null, shape);
}

function weightGradient(
  { geometry, transposed }: Plan,
  g: Tensor,
  x: Tensor,
  shape: Shape,
): Tensor {
  if (g.numel === 0 || x.numel === 0) return zeros(shape, { dtype: g.dtype });
  const type = computeType(g.dtype);
  const [grad, image] = transposed
    ? [plain(x, type), plain(g, type)]
    : [plain(g, type), plain(x, type)];
  const out = emptyTensor(shape, type);
  const single = type === "float32";
  const kernel = single ? kernels.conv_weight_f32 : kernels.conv_weight_f64;
  pin([grad, image, out], 1, (pg, pi, pw) => {
    const meta = scratchInts(geometry);
    const room = scratch(kernels.conv_scratch(meta, single ? 4 : 8));
    kernel(meta, pg as number, pi as number, pw as number, room);
  });
  return to(out, g.dtype);
}

function biasGradient(g: Tensor, shape: Shape): Tensor {
  if (g.numel === 0) return zeros(shape, { dtype: g.dtype });
  return sumAxes(
    g,
    g.shape.map((_, i) => i).filter((i) => i !== 1),
  );
}

function plain(x: Tensor, type: "float32" | "float64"): Tensor {
  return contiguous(to(detached(x), type));
}

function outputSizes(
  where: string,
  x: Tensor,
  weight: Tensor,
  parameters: ConvolutionParameters,
): number[] {
  const sizes = x.shape.slice(2);
  const reach = weight.shape.slice(2).map((k, i) => at(parameters.dilation, i) * (k - 1) + 1);
  return parameters.transposed
    ? transposedSizes(where, sizes, reach, parameters)
    : windowCounts(where, sizes, reach, parameters);
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

/** (size - 1) stride - 2 padding + reach + outputPadding. */
function transposedSizes(
  where: string,
  sizes: readonly number[],
  reach: readonly number[],
  { stride, padding, dilation, outputPadding }: ConvolutionParameters,
): number[] {
  check(
    outputPadding.every((n, i) => n < at(stride, i) || n < at(dilation, i)),
    where,
    () =>
      `output padding must be smaller than either stride or dilation, but got output_padding: ${showShape(outputPadding)} stride: ${showShape(stride)} dilation: ${showShape(dilation)}`,
  );
  const out = sizes.map(
    (n, i) => (n - 1) * at(stride, i) - 2 * at(padding, i) + at(reach, i) + at(outputPadding, i),
  );
  check(
    sizes.includes(0) || out.every((n) => n >= 0),
    where,
    () =>
      `Given input size per channel: (${sizes.join(" x ")}). Calculated output size per channel: (${out.join(" x ")}). Output size is too small`,
  );
  return out;
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
