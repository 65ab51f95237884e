"""nn.functional.interpolate, and its old names upsample, upsample_nearest and upsample_bilinear."""

from line import case, given, layer, x

INF, NAN = float("inf"), float("nan")
HALVES = ("float16", "bfloat16")
ONCE = {"dtypes": ("float32",)}
BYTES = {"kind": "integers", "low": 0, "high": 256, "dtype": "uint8"}
LINE = [[[1.0, 2.0, 4.0, 8.0, 16.0]]]
EDGES = [[[[1.0, INF, 2.0, 4.0], [3.0, 5.0, 6.0, 7.0], [NAN, 1.0, -0.0, -0.0], [1.0, 2.0, -0.0, -0.0]]]]
SIZES = "Input and output sizes should be greater than 0, but got input"
ALIGN = "align_corners option can only be set with the interpolating modes"
RANKS = "Only 3D, 4D and 5D input Tensors supported"
ANTIALIAS = "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes"


def to(**keywords):
    return {"keywords": keywords}


NEAREST = layer(
    "nn.functional.interpolate",
    case("defaults", [], x(2, 3, 4, 5), **to(scale_factor=2)),
    case("nearest-3d", [], x(2, 3, 5), **to(size=8), tags=("S87",)),
    case("nearest-5d", [], x(1, 2, 3, 2, 4), **to(size=(2, 3, 7)), tags=("S87",)),
    case("nearest-to-one", [], x(2, 3, 4, 5), **to(size=1)),
    case("nearest-of-one", [], x(2, 3, 1, 1), **to(size=(2, 3))),
    case("nearest-same-size", [], x(2, 3, 4), **to(size=4)),
    case("nearest-rounds-a-scale-off", [], given(LINE), **to(scale_factor=1.2), tags=("S88",)),
    case("nearest-4d-keeps-a-size", [], x(1, 1, 5, 4), **to(scale_factor=(1.2, 1.2))),
    case("nearest-4d-doubles-a-size", [], x(1, 1, 5, 4), **to(scale_factor=(2.1, 2.1))),
    case("nearest-wide", [], x(1, 1, 1, 59), **to(scale_factor=(1, 2.3))),
    case("nearest-5d-channels-last", [], x(1, 4, 2, 5, 3, layout="channels-last"), **to(scale_factor=(1.2, 1.2, 2))),
    case("nearest-bytes", [], x(1, 2, 3, 4, **BYTES), **to(size=(5, 2)), **ONCE),
    case("nearest-bytes-3d", [], x(1, 2, 5, **BYTES), **to(size=7), **ONCE),
    case("nearest-half-precision", [], x(1, 2, 3, 4), **to(size=(2, 9)), dtypes=HALVES),
    case("nearest-half-precision-3d", [], x(1, 2, 5), **to(size=12), dtypes=HALVES),
    case("nearest-half-precision-5d", [], x(1, 2, 2, 3, 2), **to(scale_factor=2), dtypes=HALVES),
    case("nearest-recomputed", [], x(1, 2, 10), **to(scale_factor=1.45, recompute_scale_factor=True), tags=("S88",)),
    case("nearest-exact-3d", [], x(2, 3, 5), **to(size=8, mode="nearest-exact"), tags=("S87",)),
    case("nearest-exact-4d", [], x(2, 3, 4, 5), **to(size=(6, 3), mode="nearest-exact"), tags=("S87",)),
    case("nearest-exact-5d", [], x(1, 2, 3, 2, 4), **to(size=(2, 3, 7), mode="nearest-exact"), tags=("S87",)),
    case("nearest-exact-scale", [], x(2, 3, 7), **to(scale_factor=1.3, mode="nearest-exact")),
    case("nearest-exact-rounds-once", [], x(1, 1, 2), **to(size=41, mode="nearest-exact")),
    case("nearest-exact-bytes", [], x(1, 2, 3, 4, **BYTES), **to(size=(5, 2), mode="nearest-exact"), **ONCE),
    case("nearest-exact-half-precision", [], x(1, 2, 3, 4), **to(size=(2, 9), mode="nearest-exact"), dtypes=HALVES),
)

WEIGHTED = layer(
    "nn.functional.interpolate",
    case("linear", [], x(2, 3, 5), **to(size=8, mode="linear")),
    case("linear-scale", [], x(2, 3, 5), **to(scale_factor=1.7, mode="linear"), tags=("S88",)),
    case("linear-same-size", [], x(2, 3, 5), **to(scale_factor=1.1, mode="linear")),
    case("linear-edges", [], given([EDGES[0][0]]), **to(size=7, mode="linear")),
    case("linear-half-precision", [], x(2, 3, 5), **to(size=8, mode="linear"), dtypes=HALVES),
    case("linear-transposed-input", [], x(2, 3, 5, layout="transposed"), **to(size=3, mode="linear")),
    case("bilinear", [], x(2, 3, 4, 5), **to(size=(7, 3), mode="bilinear")),
    case("bilinear-align-corners", [], x(2, 3, 4, 5), **to(size=(7, 3), mode="bilinear", align_corners=True)),
    case("bilinear-scale-per-axis", [], x(1, 2, 4, 5), **to(scale_factor=(1.3, 2.2), mode="bilinear"), tags=("S88",)),
    case("bilinear-recomputed", [], x(1, 2, 4, 5), **to(scale_factor=(1.3, 2.3), mode="bilinear", recompute_scale_factor=True), tags=("S88",)),
    case("bilinear-same-size", [], given(EDGES), **to(size=4, mode="bilinear")),
    case("bilinear-edges", [], given(EDGES), **to(scale_factor=2, mode="bilinear")),
    case("bilinear-large", [], x(1, 5, 12, 17), **to(size=(23, 9), mode="bilinear")),
    case("bilinear-half-precision", [], x(1, 2, 4, 5), **to(size=(7, 3), mode="bilinear"), dtypes=HALVES),
    case("bilinear-channels-last", [], x(2, 5, 3, 4, layout="channels-last"), **to(size=(5, 3), mode="bilinear")),
    case("bicubic", [], x(2, 3, 4, 5), **to(size=(7, 3), mode="bicubic")),
    case("bicubic-align-corners", [], x(2, 3, 4, 5), **to(size=(7, 3), mode="bicubic", align_corners=True)),
    case("bicubic-scale", [], x(1, 2, 4, 5), **to(scale_factor=(1.3, 2.2), mode="bicubic"), tags=("S88",)),
    case("bicubic-scale-keeps-the-size", [], x(1, 2, 4, 5), **to(scale_factor=(1.2, 1.1), mode="bicubic")),
    case("bicubic-edges", [], given(EDGES), **to(scale_factor=2, mode="bicubic")),
    case("bicubic-of-one", [], x(1, 2, 1, 3), **to(size=(2, 1), mode="bicubic")),
    case("bicubic-half-precision", [], x(1, 2, 4, 5), **to(size=(7, 3), mode="bicubic"), dtypes=HALVES),
    case("bicubic-empty-batch", [], x(0, 2, 4, 5), **to(size=(7, 3), mode="bicubic")),
    case("trilinear", [], x(1, 2, 3, 2, 4), **to(size=(2, 5, 7), mode="trilinear")),
    case("trilinear-align-corners", [], x(1, 2, 3, 2, 4), **to(size=(2, 5, 7), mode="trilinear", align_corners=True)),
    case("trilinear-half-precision", [], x(1, 2, 3, 2, 4), **to(size=(2, 5, 7), mode="trilinear"), dtypes=HALVES),
    case("trilinear-channels-last", [], x(1, 5, 2, 3, 2, layout="channels-last"), **to(size=(3, 2, 4), mode="trilinear")),
    case("area-3d", [], x(2, 3, 7), **to(size=3, mode="area")),
    case("area-4d", [], x(2, 3, 5, 7), **to(size=(3, 9), mode="area")),
    case("area-5d", [], x(1, 2, 3, 4, 5), **to(size=(2, 3, 1), mode="area")),
    case("area-scale", [], x(2, 3, 5, 7), **to(scale_factor=0.6, mode="area")),
    case("area-half-precision", [], x(2, 3, 6, 4), **to(size=(3, 2), mode="area"), dtypes=HALVES),
    case("area-to-nothing", [], x(2, 3, 5, 7, grad=False), **to(size=0, mode="area"), blind={"input.0": "nothing is left of it"}),
    case("refuses-area-to-nothing-at-backward", [], x(2, 3, 5, 7), **to(size=0, mode="area"), says="Expected grad_output to have non-zero size"),
)

ANTIALIASED = layer(
    "nn.functional.interpolate",
    case("antialias-bilinear", [], x(2, 3, 9, 8), **to(size=(4, 3), mode="bilinear", antialias=True)),
    case("antialias-bilinear-larger", [], x(2, 3, 4, 5), **to(size=(7, 9), mode="bilinear", antialias=True)),
    case("antialias-bilinear-scale", [], x(2, 3, 9, 8), **to(scale_factor=(0.45, 0.7), mode="bilinear", antialias=True), tags=("S88",)),
    case("antialias-bilinear-align-corners", [], x(2, 3, 9, 8), **to(size=(4, 3), mode="bilinear", align_corners=True, antialias=True)),
    case("antialias-bilinear-one-axis", [], x(2, 3, 9, 4), **to(size=(4, 4), mode="bilinear", antialias=True)),
    case("antialias-scale-keeps-a-size", [], x(1, 2, 4, 9), **to(scale_factor=(1.2, 0.5), mode="bilinear", antialias=True)),
    case("antialias-one-wide", [], x(1, 2, 6, 4), **to(size=(3, 1), mode="bilinear", antialias=True)),
    case("antialias-one-wide-channels-last", [], x(1, 2, 6, 4, layout="channels-last"), **to(size=(3, 1), mode="bilinear", antialias=True)),
    case("antialias-one-high", [], x(1, 2, 6, 4), **to(size=(1, 3), mode="bilinear", antialias=True)),
    case("antialias-bicubic", [], x(2, 3, 9, 8), **to(size=(4, 3), mode="bicubic", antialias=True)),
    case("antialias-bicubic-larger", [], x(2, 3, 4, 5), **to(size=(7, 9), mode="bicubic", antialias=True)),
    case("antialias-bicubic-align-corners", [], x(1, 2, 9, 8), **to(size=(4, 3), mode="bicubic", align_corners=True, antialias=True)),
    case("antialias-edges", [], given(EDGES), **to(size=2, mode="bilinear", antialias=True)),
    case("antialias-empty-batch", [], x(0, 3, 9, 8), **to(size=(4, 3), mode="bicubic", antialias=True)),
    case("antialias-channels-last", [], x(2, 5, 6, 7, layout="channels-last"), **to(size=(3, 4), mode="bicubic", antialias=True)),
    case("antialias-same-size", [], x(1, 2, 4, 5), **to(size=(4, 5), mode="bilinear", antialias=True)),
    case("lanczos", [], x(2, 3, 9, 8), **to(size=(4, 3), mode="lanczos", antialias=True), tags=("S106",)),
    case("lanczos-larger", [], x(2, 3, 4, 5), **to(size=(7, 9), mode="lanczos", antialias=True), tags=("S106",)),
    case("lanczos-scale", [], x(1, 2, 9, 8), **to(scale_factor=(0.45, 1.7), mode="lanczos", antialias=True), tags=("S106",)),
    case("lanczos-bytes", [], x(1, 3, 9, 8, **BYTES), **to(size=(4, 11), mode="lanczos", antialias=True), **ONCE, tags=("S106",)),
    case("bytes-bilinear", [], x(1, 3, 4, 5, **BYTES), **to(size=(7, 3), mode="bilinear"), **ONCE),
    case("bytes-bilinear-align-corners", [], x(1, 3, 4, 5, **BYTES), **to(size=(7, 3), mode="bilinear", align_corners=True), **ONCE),
    case("bytes-bilinear-many-channels", [], x(2, 6, 4, 5, **BYTES), **to(scale_factor=(1.7, 0.7), mode="bilinear"), **ONCE),
    case("bytes-bilinear-one-wide", [], x(1, 6, 7, 5, **BYTES), **to(size=(4, 1), mode="bilinear"), **ONCE),
    case("bytes-bilinear-antialias", [], x(1, 3, 9, 8, **BYTES), **to(size=(4, 3), mode="bilinear", antialias=True), **ONCE),
    case("bytes-same-size", [], x(1, 3, 4, 5, **BYTES), **to(size=(4, 5), mode="bilinear"), **ONCE, blind={"mode": "no size changes"}),
    case("bytes-bicubic", [], x(2, 3, 4, 5, **BYTES), **to(size=(7, 3), mode="bicubic"), **ONCE),
    case("bytes-bicubic-larger", [], x(1, 1, 2, 2, **BYTES), **to(size=(11, 12), mode="bicubic"), **ONCE),
    case("bytes-bicubic-many-channels", [], x(1, 5, 4, 5, **BYTES), **to(size=(9, 8), mode="bicubic", align_corners=True), **ONCE),
    case("bytes-bicubic-antialias", [], x(1, 5, 9, 8, **BYTES), **to(size=(4, 13), mode="bicubic", antialias=True), **ONCE),
    case("bytes-channels-last", [], x(2, 3, 4, 5, layout="channels-last", **BYTES), **to(size=(7, 3), mode="bilinear"), **ONCE),
)

REFUSED = layer(
    "nn.functional.interpolate",
    case("refuses-both", [], x(2, 3, 4, 5), **to(size=2, scale_factor=2), says="only one of size or scale_factor should be defined"),
    case("refuses-neither", [], x(2, 3, 4, 5), says="either size or scale_factor should be defined"),
    case("refuses-other-count-of-sizes", [], x(2, 3, 4, 5), **to(size=(2,)), says="Input and output must have the same number of spatial dimensions"),
    case("refuses-other-count-of-scales", [], x(2, 3, 4, 5), **to(scale_factor=(2, 2, 2)), says="Input and scale_factor must have the same number"),
    case("refuses-fraction-as-size", [], x(2, 3, 4, 5), **to(size=2.5), says="upsample_nearest2d() received an invalid combination of arguments"),
    case("refuses-fraction-among-sizes", [], x(2, 3, 4, 5), **to(size=(2.5, 2)), says="expected size to be one of int or Tuple[int]"),
    case("refuses-recomputing-beside-size", [], x(2, 3, 4), **to(size=2, recompute_scale_factor=True), says="recompute_scale_factor is not meaningful"),
    case("refuses-align-corners-of-nearest", [], x(2, 3, 4), **to(size=2, align_corners=False), says=ALIGN),
    case("refuses-align-corners-of-area", [], x(2, 3, 4), **to(size=2, mode="area", align_corners=True), says=ALIGN),
    case("refuses-antialias-of-nearest", [], x(2, 3, 4, 5), **to(size=2, antialias=True), says=ANTIALIAS),
    case("refuses-antialias-3d", [], x(2, 3, 4), **to(size=2, mode="linear", antialias=True), says=ANTIALIAS),
    case("refuses-antialias-5d", [], x(1, 2, 2, 2, 2), **to(size=2, mode="bilinear", antialias=True), says=ANTIALIAS),
    case("refuses-lanczos-without-antialias", [], x(1, 2, 4, 5), **to(size=2, mode="lanczos"), says="Lanczos mode requires antialias=True", tags=("S106",)),
    case(
        "refuses-lanczos-align-corners",
        [],
        x(1, 2, 4, 5),
        **to(size=2, mode="lanczos", align_corners=True, antialias=True),
        says="Lanczos mode does not support align_corners=True",
        tags=("S106",),
    ),
    case("refuses-lanczos-3d", [], x(1, 2, 4), **to(size=2, mode="lanczos"), says="(got lanczos)", tags=("S106",)),
    case("refuses-lanczos-antialias-5d", [], x(1, 2, 2, 2, 2), **to(size=2, mode="lanczos", antialias=True), says=ANTIALIAS, tags=("S106",)),
    case("refuses-linear-4d", [], x(2, 3, 4, 5), **to(size=2, mode="linear"), says="Got 4D input, but linear mode needs 3D input"),
    case("refuses-linear-5d", [], x(1, 2, 2, 2, 2), **to(size=2, mode="linear"), says="Got 5D input, but linear mode needs 3D input"),
    case("refuses-bilinear-3d", [], x(2, 3, 4), **to(size=2, mode="bilinear"), says="Got 3D input, but bilinear mode needs 4D input"),
    case("refuses-bilinear-5d", [], x(1, 2, 2, 2, 2), **to(size=2, mode="bilinear"), says="Got 5D input, but bilinear mode needs 4D input"),
    case("refuses-trilinear-3d", [], x(2, 3, 4), **to(size=2, mode="trilinear"), says="Got 3D input, but trilinear mode needs 5D input"),
    case("refuses-trilinear-4d", [], x(2, 3, 4, 5), **to(size=2, mode="trilinear"), says="Got 4D input, but trilinear mode needs 5D input"),
    case("refuses-bicubic-5d", [], x(1, 2, 2, 2, 2), **to(size=2, mode="bicubic"), says=RANKS),
    case("refuses-rank", [], x(3, 4), **to(size=2), says=RANKS),
    case("refuses-higher-rank", [], x(1, 1, 2, 2, 2, 2), **to(size=2, mode="area"), says=RANKS),
    case("refuses-unknown-mode", [], x(2, 3, 4), **to(size=2, mode="cubic"), says="(got cubic)"),
    case("refuses-size-of-zero", [], x(2, 3, 4), **to(size=0, mode="linear"), says=f"{SIZES} (W: 4) and output (W: 0)"),
    case("refuses-negative-size", [], x(2, 3, 4, 5), **to(size=(2, -1)), says=f"{SIZES} (H: 4, W: 5) output (H: 2, W: -1)"),
    case("refuses-scale-to-nothing", [], x(1, 2, 2, 2, 2), **to(scale_factor=0.1), says=f"{SIZES} (D: 2, H: 2, W: 2) output (D: 0, H: 0, W: 0)"),
    case("refuses-empty-axis", [], x(1, 2, 0, 2), **to(size=2), says=f"{SIZES} (H: 0, W: 2) output (H: 2, W: 2)"),
    case("refuses-no-channels", [], x(1, 0, 4), **to(size=2), says="Non-empty 3D data tensor expected but got a tensor with sizes [1, 0, 4]"),
    case("refuses-no-channels-antialias", [], x(1, 0, 4, 4), **to(size=2, mode="bilinear", antialias=True), says="Non-empty 4D data tensor expected"),
    case("refuses-scale-of-nan", [], x(2, 3, 4), **to(scale_factor=NAN), says="value cannot be converted to type int64_t without overflow"),
    case("refuses-scale-of-nan-recomputed", [], x(2, 3, 4), **to(scale_factor=NAN, recompute_scale_factor=True), says="cannot convert float NaN to integer"),
    case("refuses-integers", [], x(2, 3, 4, 5, kind="integers"), **to(size=2), says="\"upsample_nearest2d_channels_last\" not implemented for 'Long'"),
    case("refuses-integers-bicubic", [], x(1, 3, 4, 5, kind="integers"), **to(size=2, mode="bicubic"), says="compute_indices_weights_cubic"),
    case("refuses-integers-area", [], x(2, 3, 4, kind="integers"), **to(size=2, mode="area"), says="\"adaptive_avg_pool2d\" not implemented for 'Long'"),
    case("refuses-bytes-linear", [], x(2, 3, 4, **BYTES), **to(size=2, mode="linear"), says="\"compute_indices_weights_linear\" not implemented for 'Byte'"),
    case("refuses-bytes-trilinear", [], x(1, 1, 2, 2, 2, **BYTES), **to(size=3, mode="trilinear"), says="\"compute_indices_weights_linear\" not implemented"),
    case(
        "refuses-half-precision-antialias",
        [],
        x(1, 2, 4, 5),
        **to(size=2, mode="bilinear", antialias=True),
        dtypes=HALVES,
        says='"compute_index_ranges_weights" not implemented for',
    ),
)

UPSAMPLE = layer(
    "nn.functional.upsample",
    case("defaults", [], x(2, 3, 4, 5), **to(scale_factor=2)),
    case("size", [], x(2, 3, 4), **to(size=7)),
    case("bilinear", [], x(2, 3, 4, 5), **to(size=(7, 3), mode="bilinear")),
    case("align-corners", [], x(2, 3, 4, 5), **to(scale_factor=2, mode="bicubic", align_corners=True)),
    case("half-precision", [], x(1, 2, 4, 5), **to(scale_factor=2), dtypes=HALVES),
    case("refuses-both", [], x(2, 3, 4), **to(size=2, scale_factor=2), says="only one of size or scale_factor should be defined"),
    case("refuses-neither", [], x(2, 3, 4), says="either size or scale_factor should be defined"),
    case("refuses-align-corners-of-nearest", [], x(2, 3, 4), **to(size=2, align_corners=True), says=ALIGN),
    case("refuses-linear-4d", [], x(2, 3, 4, 5), **to(size=2, mode="linear"), says="Got 4D input, but linear mode needs 3D input"),
)

OLD = [
    *layer(
        "nn.functional.upsample_nearest",
        case("defaults", [], x(2, 3, 4, 5), **to(scale_factor=2)),
        case("size", [], x(2, 3, 4, 5), **to(size=(3, 7)), tags=("S87",)),
        case("half-precision", [], x(1, 2, 4, 5), **to(scale_factor=2), dtypes=HALVES),
        case("refuses-both", [], x(2, 3, 4), **to(size=2, scale_factor=2), says="only one of size or scale_factor should be defined"),
        case("refuses-neither", [], x(2, 3, 4), says="either size or scale_factor should be defined"),
        case("refuses-rank", [], x(3, 4), **to(scale_factor=2), says=RANKS),
    ),
    *layer(
        "nn.functional.upsample_bilinear",
        case("defaults", [], x(2, 3, 4, 5), **to(scale_factor=2), tags=("S89",)),
        case("size", [], x(2, 3, 4, 5), **to(size=(3, 7)), tags=("S89",)),
        case("half-precision", [], x(1, 2, 4, 5), **to(scale_factor=2), dtypes=HALVES),
        case("refuses-both", [], x(2, 3, 4, 5), **to(size=2, scale_factor=2), says="only one of size or scale_factor should be defined"),
        case("refuses-neither", [], x(2, 3, 4, 5), says="either size or scale_factor should be defined"),
        case("refuses-3d", [], x(2, 3, 4), **to(scale_factor=2), says="Got 3D input, but bilinear mode needs 4D input"),
    ),
]

CASES = [*NEAREST, *WEIGHTED, *ANTIALIASED, *REFUSED, *UPSAMPLE, *OLD]
