"""nn.Upsample, nn.UpsamplingNearest2d and nn.UpsamplingBilinear2d."""

from line import case, given, layer, x

INF, NAN = float("inf"), float("nan")
HALVES = ("float16", "bfloat16")
BYTES = {"kind": "integers", "low": 0, "high": 256, "dtype": "uint8"}
LINES = [[[1.0, 2.0, 4.0, 8.0]]]
IMAGE = [[[[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]]]]
EDGES = [[[[1.0, INF, 2.0, 4.0], [3.0, 5.0, 6.0, 7.0], [NAN, 1.0, -0.0, -0.0], [1.0, 2.0, -0.0, -0.0]]]]
SIZES = "Input and output sizes should be greater than 0"
ALIGN = "align_corners option can only be set with the interpolating modes"
RANKS = "Only 3D, 4D and 5D input Tensors supported"

UPSAMPLE = layer(
    "nn.Upsample",
    case("defaults", [], x(2, 3, 4, 5), scale_factor=2),
    case("nearest-3d", [], x(2, 3, 4), scale_factor=3),
    case("nearest-5d", [], x(1, 2, 2, 3, 4), scale_factor=(2, 3, 1)),
    case("nearest-takes-the-floor", [], given(LINES), size=6, tags=("S87",)),
    case("nearest-smaller", [], x(2, 3, 7, 9), size=(3, 4), tags=("S87",)),
    case("nearest-scale-per-axis", [], x(2, 3, 4, 5), scale_factor=(1.5, 0.5)),
    case("nearest-scale-beside-size", [], x(1, 2, 10), scale_factor=1.3, tags=("S88",)),
    case("nearest-recomputed", [], x(1, 2, 10), scale_factor=1.45, recompute_scale_factor=True, tags=("S88",)),
    case("nearest-exact-takes-centres", [], given(LINES), size=6, mode="nearest-exact", tags=("S87",)),
    case("nearest-exact-4d", [], x(2, 3, 5, 4), size=(7, 3), mode="nearest-exact", tags=("S87",)),
    case("nearest-exact-5d", [], x(1, 2, 3, 2, 5), size=(2, 5, 3), mode="nearest-exact", tags=("S87",)),
    case("nearest-edges", [], given(EDGES), scale_factor=2),
    case("linear", [], x(2, 3, 4), scale_factor=2, mode="linear"),
    case("linear-smaller", [], x(2, 3, 9), size=4, mode="linear"),
    case("linear-align-corners", [], x(2, 3, 4), size=7, mode="linear", align_corners=True),
    case("linear-uses-the-scale", [], given(LINES), scale_factor=1.3, mode="linear", tags=("S88",)),
    case("linear-recomputes-the-scale", [], given(LINES), scale_factor=1.3, mode="linear", recompute_scale_factor=True, tags=("S88",)),
    case("linear-size-one", [], x(2, 3, 4), size=1, mode="linear"),
    case("linear-align-corners-to-one", [], x(2, 3, 4), size=1, mode="linear", align_corners=True),
    case("linear-of-one", [], x(2, 3, 1), size=3, mode="linear"),
    case("bilinear", [], x(2, 3, 4, 5), scale_factor=2, mode="bilinear"),
    case("bilinear-align-corners", [], x(2, 3, 4, 5), scale_factor=2, mode="bilinear", align_corners=True, tags=("S89",)),
    case("bilinear-table", [], given(IMAGE), scale_factor=2, mode="bilinear", tags=("S89",)),
    case("bilinear-per-axis", [], x(1, 2, 4, 5), scale_factor=(1.7, 0.6), mode="bilinear"),
    case("bilinear-size-per-axis", [], x(1, 2, 4, 5), size=(3, 8), mode="bilinear"),
    case("bilinear-edges", [], given(EDGES), scale_factor=2, mode="bilinear"),
    case("bicubic", [], x(2, 3, 4, 5), scale_factor=2, mode="bicubic"),
    case("bicubic-align-corners", [], x(1, 2, 4, 5), size=(7, 3), mode="bicubic", align_corners=True),
    case("bicubic-scale-per-axis", [], x(1, 2, 5, 4), scale_factor=(0.7, 2.3), mode="bicubic", tags=("S88",)),
    case("bicubic-recomputed", [], x(1, 2, 5, 4), scale_factor=(0.7, 2.3), mode="bicubic", recompute_scale_factor=True, tags=("S88",)),
    case("trilinear", [], x(1, 2, 2, 3, 4), scale_factor=2, mode="trilinear"),
    case("trilinear-align-corners", [], x(1, 2, 3, 2, 4), size=(2, 5, 3), mode="trilinear", align_corners=True),
    case("trilinear-scale-per-axis", [], x(1, 2, 3, 2, 4), scale_factor=(1.4, 2.2, 0.8), mode="trilinear", tags=("S88",)),
    case("area", [], x(2, 3, 5, 7), size=(2, 3), mode="area"),
    case("empty-batch", [], x(0, 3, 4, 5), scale_factor=2),
    case("channels-last-input", [], x(2, 5, 3, 4, layout="channels-last"), size=(5, 3), mode="bilinear"),
    case("transposed-input", [], x(2, 3, 4, 5, layout="transposed"), size=(5, 3), mode="bicubic"),
    case("evaluation", [], x(2, 3, 4), scale_factor=2, training=False, blind={"training": "nothing is trained"}),
    case("half-precision", [], x(2, 3, 4, 5), scale_factor=2, dtypes=HALVES),
    case("half-precision-linear", [], x(2, 3, 4), scale_factor=2, mode="linear", dtypes=HALVES),
    case("bytes", [], x(2, 3, 4, 5, **BYTES), size=(6, 3), mode="bilinear", dtypes=("float32",)),
    case("refuses-both", [], x(2, 3, 4), size=2, scale_factor=2, says="only one of size or scale_factor should be defined"),
    case("refuses-neither", [], x(2, 3, 4), says="either size or scale_factor should be defined"),
    case("refuses-scale-of-zero", [], x(2, 3, 4), scale_factor=0, says="either size or scale_factor should be defined"),
    case("refuses-align-corners-of-nearest", [], x(2, 3, 4), scale_factor=2, align_corners=True, says=ALIGN),
    case("refuses-align-corners-of-nearest-exact", [], x(2, 3, 4), scale_factor=2, mode="nearest-exact", align_corners=False, says=ALIGN),
    case("refuses-align-corners-of-area", [], x(2, 3, 4), scale_factor=2, mode="area", align_corners=True, says=ALIGN),
    case("refuses-linear-4d", [], x(2, 3, 4, 5), scale_factor=2, mode="linear", says="Got 4D input, but linear mode needs 3D input"),
    case("refuses-linear-5d", [], x(1, 2, 2, 2, 2), scale_factor=2, mode="linear", says="Got 5D input, but linear mode needs 3D input"),
    case("refuses-bilinear-3d", [], x(2, 3, 4), scale_factor=2, mode="bilinear", says="Got 3D input, but bilinear mode needs 4D input"),
    case("refuses-bilinear-5d", [], x(1, 2, 2, 2, 2), scale_factor=2, mode="bilinear", says="Got 5D input, but bilinear mode needs 4D input"),
    case("refuses-trilinear-3d", [], x(2, 3, 4), scale_factor=2, mode="trilinear", says="Got 3D input, but trilinear mode needs 5D input"),
    case("refuses-trilinear-4d", [], x(2, 3, 4, 5), scale_factor=2, mode="trilinear", says="Got 4D input, but trilinear mode needs 5D input"),
    case("refuses-bicubic-3d", [], x(2, 3, 4), scale_factor=2, mode="bicubic", says=RANKS),
    case("refuses-rank", [], x(3, 4), scale_factor=2, says=RANKS),
    case("refuses-higher-rank", [], x(1, 1, 2, 2, 2, 2), scale_factor=2, says=RANKS),
    case("refuses-unknown-mode", [], x(2, 3, 4), scale_factor=2, mode="cubic", says="(got cubic)"),
    case("refuses-lanczos-without-antialias", [], x(1, 1, 4, 4), scale_factor=2, mode="lanczos", says="Lanczos mode requires antialias=True", tags=("S106",)),
    case("refuses-recomputing-beside-size", [], x(2, 3, 4), size=2, recompute_scale_factor=True, says="recompute_scale_factor is not meaningful"),
    case("refuses-integers", [], x(2, 3, 4, kind="integers"), scale_factor=2, says="indices_weights_nearest\" not implemented for 'Long'", tags=("S97",)),
    case("refuses-size-of-zero", [], x(2, 3, 4), size=0, says=SIZES),
)

NEAREST = layer(
    "nn.UpsamplingNearest2d",
    case("defaults", [], x(2, 3, 4, 5), scale_factor=2),
    case("size", [], x(2, 3, 4, 5), size=7),
    case("size-per-axis", [], x(2, 3, 4, 5), size=(3, 8), tags=("S87",)),
    case("scale-per-axis", [], x(2, 3, 4, 5), scale_factor=(1.5, 0.7)),
    case("edges", [], given(EDGES), scale_factor=2),
    case("bytes", [], x(1, 2, 3, 4, **BYTES), scale_factor=2, dtypes=("float32",)),
    case("empty-batch", [], x(0, 3, 4, 5), scale_factor=2),
    case("channels-last-input", [], x(2, 5, 3, 4, layout="channels-last"), size=(5, 3)),
    case("half-precision", [], x(2, 3, 4, 5), size=(3, 8), dtypes=HALVES),
    case("also-3d", [], x(2, 3, 4), scale_factor=2),
    case("refuses-both", [], x(2, 3, 4, 5), size=2, scale_factor=2, says="only one of size or scale_factor should be defined"),
    case("refuses-neither", [], x(2, 3, 4, 5), says="either size or scale_factor should be defined"),
    case("refuses-other-count-of-sizes", [], x(2, 3, 4, 5), size=(2, 3, 4), says="Input and output must have the same number of spatial dimensions"),
    case("refuses-other-count-of-scales", [], x(2, 3, 4, 5), scale_factor=(2,), says="Input and scale_factor must have the same number of spatial dimensions"),
    case("refuses-rank", [], x(4, 5), scale_factor=2, says=RANKS),
    case("refuses-integers", [], x(2, 3, 4, 5, kind="integers"), scale_factor=2, says="\"upsample_nearest2d_channels_last\" not implemented for 'Long'"),
    case("refuses-no-channels", [], x(2, 0, 4, 5), scale_factor=2, says="Non-empty 4D data tensor expected but got a tensor with sizes [2, 0, 4, 5]"),
)

BILINEAR = layer(
    "nn.UpsamplingBilinear2d",
    case("defaults", [], x(2, 3, 4, 5), scale_factor=2, tags=("S89",)),
    case("table", [], given(IMAGE), scale_factor=2, tags=("S89",)),
    case("size", [], x(2, 3, 4, 5), size=7),
    case("size-per-axis", [], x(2, 3, 4, 5), size=(3, 8), tags=("S89",)),
    case("scale-per-axis", [], x(2, 3, 4, 5), scale_factor=(1.5, 0.7)),
    case("to-one", [], x(2, 3, 4, 5), size=1),
    case("edges", [], given(EDGES), size=7),
    case("bytes", [], x(1, 2, 3, 4, **BYTES), scale_factor=2, dtypes=("float32",)),
    case("empty-batch", [], x(0, 3, 4, 5), scale_factor=2),
    case("channels-last-input", [], x(2, 5, 3, 4, layout="channels-last"), size=(5, 3)),
    case("half-precision", [], x(2, 3, 4, 5), size=(3, 8), dtypes=HALVES),
    case("refuses-both", [], x(2, 3, 4, 5), size=2, scale_factor=2, says="only one of size or scale_factor should be defined"),
    case("refuses-neither", [], x(2, 3, 4, 5), says="either size or scale_factor should be defined"),
    case("refuses-3d", [], x(3, 4, 5), scale_factor=2, says="Got 3D input, but bilinear mode needs 4D input"),
    case("refuses-5d", [], x(1, 2, 2, 2, 2), scale_factor=2, says="Got 5D input, but bilinear mode needs 4D input"),
    case("refuses-integers", [], x(2, 3, 4, 5, kind="integers"), scale_factor=2, says="\"upsample_bilinear2d_channels_last\" not implemented for 'Long'"),
    case("refuses-size-of-zero", [], x(2, 3, 4, 5), size=(0, 2), says=SIZES),
)

CASES = [*UPSAMPLE, *NEAREST, *BILINEAR]
