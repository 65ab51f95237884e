import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check } from "../errors.ts";
import { sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import {
  type AdaptiveSize,
  checkAdaptiveInput,
  sizeOfLine,
  sizesOfPlanes,
} from "./adaptive-size.ts";
import { adaptiveBins, checkGradient, meansOfBins, shareOverBins } from "./bins.ts";
import { checkFloating } from "./check-floating.ts";
import { detached, to } from "./copy.ts";
import { isChannelsLast } from "./layout.ts";
import { mean } from "./reduce.ts";
import { restride, squeeze, unsqueeze } from "./view.ts";

/**
 * The mean of each of `outputSize` bins; bin i of O runs from ⌊i L / O⌋ to ⌈(i + 1) L / O⌉.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, O) or (C, O). Throws for other ranks, a size below 0, and lists of more than one.
 */
export function adaptiveAvgPool1d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  const size = sizeOfLine("adaptive_avg_pool1d", x, outputSize);
  return squeeze(poolMeans("adaptive_avg_pool2d", unsqueeze(x, -2), [1, size]), -2);
}

/**
 * The mean of each bin; bins as in adaptiveAvgPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, O₀, O₁) or (C, O₀, O₁). Throws for other ranks and a size below 0.
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  const where = "adaptive_avg_pool2d";
  return poolMeans(where, x, sizesOfPlanes(where, 2, x, outputSize));
}

/**
 * The mean of each bin; bins as in adaptiveAvgPool1d, axis by axis; null keeps an axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.adaptive_avg_pool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, O₀, O₁, O₂) or (C, O₀, O₁, O₂). Throws for other ranks and a size below 0.
 */
export function adaptiveAvgPool3d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  const where = "adaptive_avg_pool3d";
  return poolMeans(where, x, sizesOfPlanes(where, 3, x, outputSize));
}

function poolMeans(where: string, x: Tensor, sizes: readonly number[]): Tensor {
  const axes = where.endsWith("3d") ? 3 : 2;
  check(sizes.length === axes, where, () => `${where}: output_size must be ${axes}`);
  check(
    sizes.every((n) => n >= 0),
    where,
    () =>
      `${where}: elements of output_size must be greater than or equal to 0 but received {${sizes.join(", ")}}`,
  );
  if (sizes.every((n) => n === 1)) {
    const means = mean(x, { dim: sizes.map((_, i) => i - axes), keepdim: true });
    return x.ndim === axes + 2 && isChannelsLast(x) ? restride(means) : means;
  }
  checkAdaptiveInput(where, axes, x, axes === 2 ? x.ndim - 2 : 1, "");
  const lead = x.shape.slice(0, -axes);
  // Planes without elements are made before the type is looked at, volumes are not.
  if (axes === 3 || sizeOf([...lead, ...sizes]) > 0) {
    checkFloating(x.dtype, where, axes === 2 ? where : `${where}_cpu`);
  }
  const bins = sizes.map((n, i) => adaptiveBins(x.shape[lead.length + i] as number, n));
  const type = computeType(x.dtype);
  const y = to(meansOfBins(to(detached(x), type), lead, bins), x.dtype);
  return attach(`AdaptiveAvgPool${axes}DBackward0`, [x], y, (g) => {
    if (!g) return [null];
    checkGradient(`${where}_backward`, g);
    return [shareOverBins(g, x.shape, bins)];
  });
}
