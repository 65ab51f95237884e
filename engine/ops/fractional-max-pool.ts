import { attach } from "../autograd.ts";
import { computeType, type Dtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from "../half.ts";
import { withScratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { normalizeDim, type Shape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { type Bins, maximaOfBins, metaOfBins } from "./bins.ts";
import { contiguous, detached, numbers, to } from "./copy.ts";
import { checkFractional, checkSamples, sizesOfFractional } from "./fractional-checks.ts";
import type { PerAxis } from "./geometry.ts";
import { rand } from "./random.ts";
import { scatterAdd } from "./scatter-add.ts";

/** Options of fractionalMaxPool2d and fractionalMaxPool3d; one of outputSize and outputRatio must be given. */
export interface FractionalMaxPoolOptions {
  outputSize?: PerAxis | null;
  /** The output's sizes as parts of the input's. */
  outputRatio?: PerAxis | null;
  /** Whether the places of the maxima come too: [values, indices]. */
  returnIndices?: boolean;
  /** (N, C, axes), in [0, 1): where the windows of each plane begin; drawn if not given. */
  _randomSamples?: Tensor | null;
}

/** What fractional max pooling gives: a tensor, or with returnIndices also the place of each maximum in its plane (int64). */
export type FractionalMaxPooled<O extends FractionalMaxPoolOptions> = O extends {
  returnIndices: true;
}
  ? [Tensor, Tensor]
  : Tensor;

/**
 * The greatest element of each window, where windows begin at random steps that lead to the size asked for.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.fractional_max_pool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, H', W') or (C, H', W'). Throws when neither a size nor a ratio is given
 * (ValueError), and when so many windows do not fit.
 */
export function fractionalMaxPool2d<O extends FractionalMaxPoolOptions>(
  x: Tensor,
  kernelSize: PerAxis,
  options?: O,
): FractionalMaxPooled<O> {
  return fractionalMaxPool(2, x, kernelSize, options);
}

/**
 * The greatest element of each window, where windows begin at random steps that lead to the size asked for.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, D', H', W') or (C, D', H', W'). Throws as fractionalMaxPool2d.
 */
export function fractionalMaxPool3d<O extends FractionalMaxPoolOptions>(
  x: Tensor,
  kernelSize: PerAxis,
  options?: O,
): FractionalMaxPooled<O> {
  return fractionalMaxPool(3, x, kernelSize, options);
}

function fractionalMaxPool<O extends FractionalMaxPoolOptions>(
  axes: 2 | 3,
  x: Tensor,
  kernelSize: PerAxis,
  options: O | undefined,
): FractionalMaxPooled<O> {
  const given: FractionalMaxPoolOptions = options ?? {};
  const outputSize = sizesOfFractional(axes, x, given.outputSize, given.outputRatio);
  const samples = given._randomSamples ?? drawSamples(axes, x);
  const { kernel, sizes } = checkFractional(axes, x, kernelSize, outputSize);
  checkSamples(axes, x, samples);
  const pooled = poolMaxima(axes, x, kernel, sizes, samples);
  return (given.returnIndices ? pooled : pooled[0]) as FractionalMaxPooled<O>;
}

function drawSamples(axes: number, x: Tensor): Tensor {
  const channels = x.shape[normalizeDim(-axes - 1, x.ndim, "fractional_max_pool")] as number;
  checkAs(
    "NotImplementedError",
    isFloating(x.dtype),
    "fractional_max_pool",
    () => `"check_uniform_bounds" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  const batch = x.ndim === axes + 1 ? 1 : (x.shape[0] as number);
  return rand([batch, channels, axes], { dtype: x.dtype });
}

function poolMaxima(
  axes: number,
  x: Tensor,
  kernel: readonly number[],
  sizes: Shape,
  samples: Tensor,
): [Tensor, Tensor] {
  const lead = x.shape.slice(0, -axes);
  const image = x.shape.slice(-axes);
  const type = computeType(x.dtype);
  const values = emptyTensor([...lead, ...sizes], type);
  const index = emptyTensor(values.shape, "int32");
  const drawn = numbers(detached(samples));
  const plane = { axes, dtype: x.dtype, image, kernel, sizes };
  const bytes = type === "float64" ? 8 : 4;
  const [step, stride] = [sizeOf(sizes), sizeOf(image)];
  pin([contiguous(to(detached(x), type)), values, index], 2, (from = 0, into = 0, places = 0) => {
    for (let p = 0; p < sizeOf(lead); p++) {
      const meta = metaOfBins(image, windowsOf(plane, drawn.subarray(p * axes, (p + 1) * axes)));
      const at = [from + p * stride * bytes, into + p * step * bytes, places + p * step * 4];
      withScratch(() => maximaOfBins(type, meta, 1, at as [number, number, number]));
    }
  });
  const y = attach(`FractionalMaxPool${axes}DBackward0`, [x], to(values, x.dtype), (g) => {
    check(
      kernel.every((k) => k > 0),
      "fractional_max_pool",
      () => "a window without elements has no place for a gradient",
    );
    return [g && scatterAdd(g, index, x.shape, step, stride)];
  });
  return [y, to(index, "int64")];
}

interface Plane {
  readonly axes: number;
  readonly dtype: Dtype;
  readonly image: Shape;
  readonly kernel: readonly number[];
  readonly sizes: Shape;
}

/** The windows of one plane; of two axes the first sample is that of the width. */
function windowsOf({ axes, dtype, image, kernel, sizes }: Plane, drawn: ArrayLike<number>): Bins[] {
  return image.map((size, i) => {
    const sample = drawn[axes === 2 ? 1 - i : i] as number;
    const k = kernel[i] as number;
    const starts = startsOf(sample, size - k, sizes[i] as number, dtype);
    return { starts, ends: starts.map((start) => start + k) };
  });
}

/** Windows begin at ⌊(i + sample) α⌋ - ⌊sample α⌋, α = room / (count - 1), each step rounded to the dtype; the last at the end. */
function startsOf(sample: number, room: number, count: number, dtype: Dtype): number[] {
  const round = ROUND[dtype] ?? ((value: number) => value);
  const alpha = round(round(room) / round(count - 1));
  const first = Math.trunc(round(sample * alpha));
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? room : Math.trunc(round(round(i + sample) * alpha)) - first,
  );
}

const ROUND: Partial<Record<Dtype, (value: number) => number>> = {
  float32: Math.fround,
  float16: (value) => fromFloat16(toFloat16(value)),
  bfloat16: (value) => fromBfloat16(toBfloat16(value)),
};
