import type { PerAxis } from "../ops/geometry.ts";
import { interpolate, type UpsampleOptions } from "../ops/interpolate.ts";
import type { InterpolationMode } from "../ops/interpolation.ts";
import type { ScaleOptions, SizeOptions } from "../ops/interpolation-size.ts";
import { formatPythonFloat, formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** Options of Upsample's constructor. */
export interface UpsampleLayerOptions extends UpsampleOptions, SizeOptions {}

export interface Upsample {
  (x: Tensor): Tensor;
}

/**
 * x in other sizes, as interpolate. https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 *
 * **Shapes**: x (N, C, L), (N, C, H, W) or (N, C, D, H, W); y (N, C, *size), or each size the floor of the old one times its
 * scale. Throws for both or neither of size and scaleFactor, and for a mode that x has not the axes for.
 */
export class Upsample extends Module {
  readonly size: PerAxis | null;
  readonly scaleFactor: PerAxis | null;
  readonly mode: InterpolationMode;
  readonly alignCorners: boolean | null;
  readonly recomputeScaleFactor: boolean | null;

  constructor(options: UpsampleLayerOptions = {}) {
    super();
    this.size = options.size ?? null;
    this.scaleFactor = options.scaleFactor === 0 ? null : (options.scaleFactor ?? null);
    this.mode = options.mode ?? "nearest";
    this.alignCorners = options.alignCorners ?? null;
    this.recomputeScaleFactor = options.recomputeScaleFactor ?? null;
  }

  override forward(x: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners, recomputeScaleFactor } = this;
    return interpolate(x, { size, scaleFactor, mode, alignCorners, recomputeScaleFactor });
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode } = this;
    const sizes =
      scaleFactor === null ? `size=${formatValue(size)}` : `scale_factor=${showScale(scaleFactor)}`;
    return `${sizes}, mode=${formatValue(mode)}`;
  }
}

/** Scales are floats, whatever was given. */
function showScale(scale: PerAxis): string {
  if (typeof scale === "number") return formatPythonFloat(scale);
  const items = scale.map(formatPythonFloat).join(", ");
  return scale.length === 1 ? `(${items},)` : `(${items})`;
}

export interface UpsamplingNearest2d {
  (x: Tensor): Tensor;
}

/**
 * The nearest elements. https://docs.pytorch.org/docs/stable/generated/torch.nn.UpsamplingNearest2d.html
 *
 * **Shapes**: x (N, C, H, W); y (N, C, *size), or each size the floor of the old one times its scale.
 */
export class UpsamplingNearest2d extends Upsample {
  constructor({ size = null, scaleFactor = null }: ScaleOptions = {}) {
    super({ size, scaleFactor, mode: "nearest" });
  }
}

export interface UpsamplingBilinear2d {
  (x: Tensor): Tensor;
}

/**
 * Bilinear interpolation with aligned corners. https://docs.pytorch.org/docs/stable/generated/torch.nn.UpsamplingBilinear2d.html
 *
 * **Shapes**: x (N, C, H, W); y (N, C, *size), or each size the floor of the old one times its scale.
 */
export class UpsamplingBilinear2d extends Upsample {
  constructor({ size = null, scaleFactor = null }: ScaleOptions = {}) {
    super({ size, scaleFactor, mode: "bilinear", alignCorners: true });
  }
}
