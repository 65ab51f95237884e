import { attach } from "../autograd.ts";
import { computeType, isFloating } from "../dtype.ts";
import { kernels, scratch, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import type { Shape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import {
  type ConvolutionParameters,
  checkConvolution,
  checkIntegers,
} from "./convolution-check.ts";
import { convolveIntegers } from "./convolution-integers.ts";
import { outputSizes } from "./convolution-size.ts";
import { contiguous, detached, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { geometryOf, type Window } from "./geometry.ts";
import { sumAxes, wideSums } from "./sum-axes.ts";

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
        weight.requiresGrad ? weightGradient(plan, g, x, weight) : null,
        bias?.requiresGrad ? biasGradient(g, bias.shape) : null,
      ];
    },
    [x, weight],
  );
}

/** What engine/kernels/sweep.ts takes to plan a convolution. */
const SWEEP_BYTES = 256;

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
  if (x.numel === 0) return zeros(plan.outShape, { dtype: x.dtype });
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
    const size = back ? kernels.conv_image_scratch : kernels.conv_forward_scratch;
    const room = scratch(size(meta, single ? 4 : 8, scratch(SWEEP_BYTES)));
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
  { shape, dtype }: Tensor,
): Tensor {
  if (g.numel === 0 || x.numel === 0) return zeros(shape, { dtype });
  const type = computeType(g.dtype);
  const [grad, image] = transposed
    ? [plain(x, type), plain(g, type)]
    : [plain(g, type), plain(x, type)];
  const out = emptyTensor(shape, type);
  const single = type === "float32";
  const kernel = single ? kernels.conv_weight_f32 : kernels.conv_weight_f64;
  pin([grad, image, out], 1, (pg, pi, pw) => {
    const meta = scratchInts(geometry);
    const room = scratch(kernels.conv_weight_scratch(meta, single ? 4 : 8, scratch(SWEEP_BYTES)));
    kernel(meta, pg as number, pi as number, pw as number, room);
  });
  return to(out, g.dtype);
}

/** The sums over each image in float64, and then over the images: where they lie, without a copy. */
function biasGradient(g: Tensor, shape: Shape): Tensor {
  if (g.numel === 0) return zeros(shape, { dtype: g.dtype });
  const pixels = g.shape.map((_, axis) => axis).slice(2);
  const images = wideSums("own", to(detached(g), computeType(g.dtype)), pixels);
  return to(sumAxes(images, [0]), g.dtype);
}

function plain(x: Tensor, type: "float32" | "float64"): Tensor {
  return contiguous(to(detached(x), type));
}
