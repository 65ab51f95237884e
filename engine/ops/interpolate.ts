import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveAvgPool3d } from "./adaptive-avg-pool.ts";
import { type InterpolationMode, operationName } from "./interpolation.ts";
import { checkImage, checkType } from "./interpolation-checks.ts";
import { newSizes, type ScaleOptions, type SizeOptions, targetOf } from "./interpolation-size.ts";
import { interpolateNearest } from "./nearest.ts";
import { interpolateWeighted } from "./weighted.ts";

/** Options of upsample. */
export interface UpsampleOptions extends ScaleOptions {
  mode?: InterpolationMode;
  /** Whether the centres of the outermost elements stay where they are, not their edges; false by default. */
  alignCorners?: boolean | null;
}

/** Options of interpolate. */
export interface InterpolateOptions extends UpsampleOptions, SizeOptions {
  /** Whether what makes an image smaller looks at all of its elements; modes "bilinear", "bicubic" and "lanczos". */
  antialias?: boolean;
}

/**
 * x in other sizes. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
 *
 * **Shapes**: x (N, C, L), (N, C, H, W) or (N, C, D, H, W); y (N, C, *size), or each size the floor of the old one times its
 * scale. Mode "linear" takes the first, "bilinear", "bicubic" and "lanczos" the second, "trilinear" the third of them. Throws
 * for other ranks, for both or neither of size and scaleFactor, for sizes of 0, and for options that a mode does not have.
 */
export function interpolate(x: Tensor, options: InterpolateOptions = {}): Tensor {
  const { mode = "nearest", alignCorners = null, antialias = false } = options;
  const where = "interpolate";
  const aligned = !["nearest", "area", "nearest-exact"].includes(mode);
  checkAs(
    "ValueError",
    aligned || alignCorners === null,
    where,
    () =>
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
  );
  const target = targetOf(x, options, mode);
  checkAs(
    "ValueError",
    !antialias || (["bilinear", "bicubic", "lanczos"].includes(mode) && x.ndim === 4),
    where,
    () =>
      "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input",
  );
  const how = { mode, alignCorners: alignCorners ?? false, antialias };
  const operation = operationName(x, how);
  const sizes = newSizes(x, target, operation);
  if (mode === "area") return meansOfAreas(x, sizes.counts);
  checkImage(x, sizes.counts, operation);
  checkType(x, how, sizes.counts, operation);
  if (mode === "nearest" || mode === "nearest-exact") {
    return interpolateNearest(x, mode === "nearest-exact", sizes);
  }
  return interpolateWeighted(x, how, sizes);
}

/** interpolate under its old name. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.upsample.html */
export function upsample(x: Tensor, options: UpsampleOptions = {}): Tensor {
  const { size = null, scaleFactor = null, mode = "nearest", alignCorners = null } = options;
  return interpolate(x, { size, scaleFactor, mode, alignCorners });
}

/** The nearest elements. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.upsample_nearest.html */
export function upsampleNearest(x: Tensor, options: ScaleOptions = {}): Tensor {
  return upsample(x, options);
}

/** Bilinear with aligned corners. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.upsample_bilinear.html */
export function upsampleBilinear(x: Tensor, options: ScaleOptions = {}): Tensor {
  return upsample(x, { ...options, mode: "bilinear", alignCorners: true });
}

function meansOfAreas(x: Tensor, counts: readonly number[]): Tensor {
  if (counts.length === 1) return adaptiveAvgPool1d(x, counts);
  return counts.length === 2 ? adaptiveAvgPool2d(x, counts) : adaptiveAvgPool3d(x, counts);
}
