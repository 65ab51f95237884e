import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.Upsampl*",
  "nn.functional.interpolate",
  "nn.functional.upsample*",
  "nn.functional.grid_sample",
  "nn.functional.affine_grid",
];

/** Interpolation and sampling. */
export const visions: readonly Fault[] = faultsOf("vision", layers, [
  {
    name: "interpolation-corners-aligned-by-default",
    kind: "align_corners",
    file: "ops/interpolate.ts",
    find: "const how = { mode, alignCorners: alignCorners ?? false, antialias };",
    replace: "const how = { mode, alignCorners: alignCorners ?? true, antialias };",
  },
  {
    name: "interpolation-half-pixel-lost",
    kind: "align_corners",
    file: "ops/resample-taps.ts",
    find: "return alignCorners ? step * i : step * (i + 0.5) - 0.5;",
    replace: "return alignCorners ? step * i : step * i;",
  },
  {
    name: "interpolation-scale-recomputed",
    kind: "scale_factor",
    file: "ops/resample-taps.ts",
    find: "return scale !== null && scale > 0 ? 1 / scale : size / count;",
    replace: "return size / count;",
  },
  {
    name: "interpolation-recompute-ignored",
    kind: "recompute_scale_factor",
    file: "ops/interpolation-size.ts",
    find: 'recompute || mode === "area"',
    replace: 'mode === "area"',
  },
  {
    name: "bicubic-of-another-a",
    kind: "mode",
    file: "ops/resample-taps.ts",
    find: "cubic(Math.abs(rest - k), -0.75)",
    replace: "cubic(Math.abs(rest - k), -0.5)",
  },
  {
    name: "nearest-rounds",
    kind: "mode",
    file: "ops/nearest.ts",
    find: "return (i) => floor32(i * step);",
    replace: "return (i) => Math.round(i * step);",
  },
  {
    name: "nearest-exact-is-nearest",
    kind: "mode",
    file: "ops/interpolate.ts",
    find: 'interpolateNearest(x, mode === "nearest-exact", sizes)',
    replace: 'interpolateNearest(x, mode === "nearest", sizes)',
  },
  {
    name: "antialias-ignored",
    kind: "antialias",
    file: "ops/weighted.ts",
    find: "if (antialias) return filterTaps(",
    replace: "if (antialias && !plan) return filterTaps(",
  },
  {
    name: "linear-far-border-off-by-one",
    kind: "border",
    file: "ops/resample-taps.ts",
    find: "Math.min(place + 1, size - 1)",
    replace: "Math.min(place + 1, Math.max(size - 2, 0))",
  },
  {
    name: "upsample-size-rounded-up",
    kind: "scale_factor",
    file: "ops/interpolation-size.ts",
    find: "const count = Math.trunc(x.size(i + 2) * factor);",
    replace: "const count = Math.ceil(x.size(i + 2) * factor);",
  },
  {
    name: "area-is-nearest",
    kind: "mode",
    file: "ops/interpolate.ts",
    find: 'if (mode === "area") return meansOfAreas(x, sizes.counts);',
    replace: 'if (mode === "area") return interpolateNearest(x, false, sizes);',
  },
  {
    name: "grid-sample-x-and-y-swapped",
    kind: "grid",
    file: "kernels/grid-sample.ts",
    find: "readAxis<T>(s, load<T>(grid), s.width, x);\n  readAxis<T>(s, load<T>(grid, sizeof<T>()), s.height, y);",
    replace:
      "readAxis<T>(s, load<T>(grid, sizeof<T>()), s.width, x);\n  readAxis<T>(s, load<T>(grid), s.height, y);",
  },
  {
    name: "grid-sample-border-is-zeros",
    kind: "padding_mode",
    file: "kernels/grid-sample.ts",
    find: "const at = s.padding == 1 ? place : mirrored<T>(s, place, size);",
    replace:
      "const at = s.padding == 1 ? place : mirrored<T>(s, place, size);\n  if (s.padding == 1) return place;",
  },
  {
    name: "grid-sample-reflects-at-centres",
    kind: "padding_mode",
    file: "kernels/grid-sample.ts",
    find: "twice = <T>2 * <T>(s.aligned ? size - 1 : size);\n  if (twice",
    replace: "twice = <T>2 * <T>(size - 1);\n  if (twice",
  },
  {
    name: "grid-sample-nearest-floors",
    kind: "mode",
    file: "kernels/grid-sample.ts",
    find: "within<T>(nearest<T>(at), size), <T>1, <T>0)",
    replace: "within<T>(floor<T>(at), size), <T>1, <T>0)",
  },
  {
    name: "grid-sample-grid-gradient-unscaled",
    kind: "gradient",
    file: "kernels/grid-sample.ts",
    find: "slope = scale * turned<T>(s, raw, size);",
    replace: "slope = turned<T>(s, raw, size);",
  },
  {
    name: "affine-grid-corners-aligned",
    kind: "align_corners",
    file: "ops/affine-grid.ts",
    find: "const shrink = alignCorners ? 1 : (count - 1) / count;",
    replace: "const shrink = alignCorners || count > 0 ? 1 : (count - 1) / count;",
  },
]);
