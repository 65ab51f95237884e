import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check } from "../errors.ts";
import { pin } from "../pin.ts";
import { sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import {
  type AdaptiveSize,
  checkAdaptiveInput,
  checkElements,
  sizeOfLine,
  sizesOfPlanes,
} from "./adaptive-size.ts";
import { adaptiveBins, checkGradient, maximaOfBins, metaOfBins } from "./bins.ts";
import { checkFloating } from "./check-floating.ts";
import { contiguous, detached, to } from "./copy.ts";
import { scatterAdd } from "./scatter-add.ts";
import { squeeze, unsqueeze } from "./view.ts";

/** Options of adaptiveMaxPool1d, adaptiveMaxPool2d and adaptiveMaxPool3d. */
export interface AdaptiveMaxPoolOptions {
  /** Whether the places of the maxima come too: [values, indices]. */
  returnIndices?: boolean;
}

/** What adaptive max pooling gives: a tensor, or with returnIndices also the place of each maximum in its plane (int64). */
export type AdaptiveMaxPooled<O extends AdaptiveMaxPoolOptions> = O extends { returnIndices: true }
  ? [Tensor, Tensor]
  : Tensor;

/**
 * The greatest element of each of `outputSize` bins; bin i of O runs from ⌊i L / O⌋ to ⌈(i + 1) L / O⌉.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, O) or (C, O). Throws for other ranks, axes without elements but the batch's, and
 * lists of more than one size.
 */
export function adaptiveMaxPool1d<O extends AdaptiveMaxPoolOptions>(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: O,
): AdaptiveMaxPooled<O> {
  const where = "adaptive_max_pool1d";
  const size = sizeOfLine(where, x, outputSize);
  checkElements(where, x, 1);
  const pooled = poolMaxima("adaptive_max_pool2d", unsqueeze(x, -2), [1, size]);
  const [y, index] = pooled.map((part) => squeeze(part, -2)) as [Tensor, Tensor];
  return (options?.returnIndices ? [y, index] : y) as AdaptiveMaxPooled<O>;
}

/**
 * The greatest element of each bin; bins as in adaptiveMaxPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, O₀, O₁) or (C, O₀, O₁).
 */
export function adaptiveMaxPool2d<O extends AdaptiveMaxPoolOptions>(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: O,
): AdaptiveMaxPooled<O> {
  return adaptiveMaxPool("adaptive_max_pool2d", 2, x, outputSize, options);
}

/**
 * The greatest element of each bin; bins as in adaptiveMaxPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_max_pool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, O₀, O₁, O₂) or (C, O₀, O₁, O₂).
 */
export function adaptiveMaxPool3d<O extends AdaptiveMaxPoolOptions>(
  x: Tensor,
  outputSize: AdaptiveSize,
  options?: O,
): AdaptiveMaxPooled<O> {
  return adaptiveMaxPool("adaptive_max_pool3d", 3, x, outputSize, options);
}

function adaptiveMaxPool<O extends AdaptiveMaxPoolOptions>(
  where: string,
  axes: number,
  x: Tensor,
  outputSize: AdaptiveSize,
  options: O | undefined,
): AdaptiveMaxPooled<O> {
  const sizes = sizesOfPlanes(where, axes, x, outputSize);
  checkAdaptiveInput(where, axes, x, 1, ":");
  const pooled = poolMaxima(where, x, sizes);
  return (options?.returnIndices ? pooled : pooled[0]) as AdaptiveMaxPooled<O>;
}

function poolMaxima(where: string, x: Tensor, sizes: readonly number[]): [Tensor, Tensor] {
  const axes = where.endsWith("3d") ? 3 : 2;
  check(
    sizes.length === axes,
    where,
    () => `${where}(): internal error: output_size.size() must be ${axes}`,
  );
  const lead = x.shape.slice(0, -axes);
  const image = x.shape.slice(-axes);
  const type = computeType(x.dtype);
  const values = emptyTensor([...lead, ...sizes], type);
  checkFloating(x.dtype, where, axes === 2 ? where : `${where}_cpu`);
  const index = emptyTensor(values.shape, "int32");
  const bins = sizes.map((n, i) => adaptiveBins(image[i] as number, n));
  pin([contiguous(to(detached(x), type)), values, index], 2, (...pointers) =>
    maximaOfBins(type, metaOfBins(image, bins), sizeOf(lead), pointers as [number, number, number]),
  );
  const y = attach(`AdaptiveMaxPool${axes}DBackward0`, [x], to(values, x.dtype), (g) => {
    if (!g) return [null];
    checkGradient(`${where}_backward`, g);
    return [scatterAdd(g, index, x.shape, sizeOf(sizes), sizeOf(image))];
  });
  return [y, to(index, "int64")];
}
