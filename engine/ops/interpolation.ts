import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

/** How new elements are made of old ones. */
export type InterpolationMode =
  | "nearest"
  | "nearest-exact"
  | "linear"
  | "bilinear"
  | "bicubic"
  | "trilinear"
  | "lanczos"
  | "area";

/** What of the options decides how elements are made. */
export interface Interpolation {
  readonly mode: InterpolationMode;
  readonly alignCorners: boolean;
  readonly antialias: boolean;
}

/** Axes that a mode resizes, where not any number from 1 to 3. */
const AXES: Partial<Record<InterpolationMode, number>> = {
  linear: 1,
  bilinear: 2,
  bicubic: 2,
  lanczos: 2,
  trilinear: 3,
};

const NAMES: Readonly<Record<InterpolationMode, string>> = {
  nearest: "upsample_nearest",
  "nearest-exact": "_upsample_nearest_exact",
  linear: "upsample_linear",
  bilinear: "upsample_bilinear",
  bicubic: "upsample_bicubic",
  trilinear: "upsample_trilinear",
  lanczos: "_upsample_lanczos",
  area: "adaptive_avg_pool",
};

/** PyTorch's name of the operation: "upsample_nearest1d". Refuses modes that x has not the axes for. */
export function operationName(x: Tensor, how: Interpolation): string {
  const { mode, alignCorners, antialias } = how;
  const [where, axes] = ["interpolate", x.ndim - 2];
  checkRank(x, mode);
  if (mode === "lanczos") {
    const what = alignCorners ? "does not support align_corners=True" : "requires antialias=True";
    checkAs("ValueError", !alignCorners && antialias, where, () => `Lanczos mode ${what}`);
  }
  const name = `${NAMES[mode]}${axes}d`;
  return antialias ? `${name.startsWith("_") ? "" : "_"}${name}_aa` : name;
}

function checkRank(x: Tensor, mode: InterpolationMode): void {
  const [rank, axes] = [x.ndim, AXES[mode]];
  const known = Object.hasOwn(NAMES, mode) && rank >= 3 && rank <= 5;
  if (known && (axes === undefined || rank === axes + 2)) return;
  const named = known && mode !== "bicubic" && mode !== "lanczos";
  checkAs("NotImplementedError", false, "interpolate", () =>
    named
      ? `Got ${rank}D input, but ${mode} mode needs ${(axes as number) + 2}D input`
      : `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: ${Object.keys(NAMES).join(" | ")} (got ${mode})`,
  );
}
