import { type Given, type Layer, only } from "../table.ts";
import { type Attribute, node, real, type Wire } from "./onnx-graph.ts";
import { sizes } from "./sizes.ts";

/** ONNX's Resize, by the names of PyTorch's layers. */
export const RESIZE: Readonly<Record<string, Layer<Wire>>> = {
  "nn.Upsample": (given, x) => resize(given, x, `${given.options["mode"]}`),
  "nn.UpsamplingNearest2d": (given, x) => resize(given, x, "nearest"),
  "nn.UpsamplingBilinear2d": (given, x) =>
    resize({ ...given, options: { ...given.options, align_corners: true } }, x, "bilinear"),
};

/** The axes that PyTorch's modes are for; a mode that is not here is for all. */
const AXES: Readonly<Record<string, number>> = { linear: 1, bilinear: 2, trilinear: 3, bicubic: 2 };

function resize({ options, shapes, dtypes }: Given<Wire>, x: Wire, mode: string): Wire {
  const [, , ...image] = shapes[0] ?? [];
  only(dtypes[0] === "float32", "images of integers");
  only(image.length >= 1 && image.length <= 3, "images of other than one to three axes");
  only((AXES[mode] ?? image.length) === image.length, `${mode} of such an image`);
  only(
    (shapes[0] ?? []).every((n) => n > 0),
    "empty images",
  );
  const { size = null, scale_factor: scale = null } = options;
  only((size === null) !== (scale === null), "a size and a scale, or none");
  const per = (value: typeof size): number[] => {
    const given = sizes(value);
    return given.length === 1 ? image.map(() => given[0] as number) : given;
  };
  const scales = scale === null ? null : per(scale);
  const lengths =
    scales === null ? per(size) : image.map((n, i) => Math.floor(n * (scales[i] ?? 0)));
  only(
    lengths.every((n) => n > 0),
    "an image of nothing",
  );
  const byScale = scales !== null && options["recompute_scale_factor"] !== true;
  return node(
    "Resize",
    [
      x,
      null,
      byScale ? x.graph.floats(1, 1, ...scales) : null,
      byScale ? null : x.graph.integers(...(shapes[0] ?? []).slice(0, 2), ...lengths),
    ],
    attributesOf(mode, options["align_corners"] === true),
  );
}

function attributesOf(mode: string, aligned: boolean): Record<string, Attribute> {
  const between = { coordinate_transformation_mode: aligned ? "align_corners" : "half_pixel" };
  switch (mode) {
    case "nearest":
      return { mode, coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" };
    case "nearest-exact":
      return {
        mode: "nearest",
        coordinate_transformation_mode: "half_pixel",
        nearest_mode: "round_prefer_ceil",
      };
    case "bicubic":
      return { mode: "cubic", cubic_coeff_a: real(-0.75), ...between };
    default:
      only(Object.hasOwn(AXES, mode), `${mode}: no mode of Resize`);
      return { mode: "linear", ...between };
  }
}
