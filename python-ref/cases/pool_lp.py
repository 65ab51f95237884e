"""nn.LPPool1d to 3d."""

from line import case, given, layer, x

INF, NAN = float("inf"), float("nan")
POSITIVE = {"kind": "uniform", "low": 0.25, "high": 2.0}
HALVES = ("float16", "bfloat16")
WHOLE = {"dtypes": ("float32",)}
NEGATIVE_SUM = {"upstream": {}, "tags": ("S05",)}

LP_POOL1D = layer(
    "nn.LPPool1d",
    case("defaults", [2, 3], x(2, 3, 10)),
    case("unbatched", [2, 3], x(3, 10)),
    case("stride", [2, 3], x(2, 3, 10), stride=2),
    case("stride-beyond-kernel", [2, 2], x(2, 3, 11), stride=4),
    case("stride-as-tuple", [2, 3], x(2, 3, 10), stride=(2,)),
    case("norm-one", [1, 3], x(2, 3, 10, **POSITIVE)),
    case("norm-one-keeps-signs", [1, 2], given([[[-2.0, -1.0, 3.0, 4.0, -3.0, 1.0]]]), tags=("S05",)),
    case("norm-three", [3, 3], x(2, 3, 10, **POSITIVE)),
    case("norm-four", [4, 2], x(2, 3, 8)),
    case("norm-fraction", [1.5, 3], x(2, 3, 10, **POSITIVE)),
    case("norm-half", [0.5, 2], x(2, 3, 8, **POSITIVE)),
    case("norm-minus-one", [-1, 2], x(2, 3, 8, **POSITIVE)),
    case("norm-infinite", [INF, 3], x(2, 3, 10)),
    case("norm-infinite-overlap", [INF, 3], x(2, 3, 9), stride=1),
    case("norm-minus-infinite", [-INF, 3], x(2, 3, 10), stride=2, ceil_mode=True),
    case("norm-as-option", [], x(2, 3, 7), norm_type=2, kernel_size=2),
    case("odd-power-of-negatives", [3, 2], given([[[-2.0, -1.0, 3.0, 4.0]]]), **NEGATIVE_SUM),
    case("fractional-power-of-negatives", [1.5, 2], given([[[-2.0, 1.0, 3.0, 4.0]]]), upstream={}),
    case("ceil-mode", [2, 3], x(2, 3, 10), stride=2, ceil_mode=True, tags=("S04",)),
    case("ceil-mode-fits", [2, 3], x(2, 3, 9), ceil_mode=True, blind={"ceil_mode": "nothing is left over"}),
    case("ceil-mode-short-window", [2, 2], given([[[3.0, 4.0, 6.0]]]), ceil_mode=True, tags=("S04",)),
    case("zeros", [2, 2], given([[[0.0, 0.0, 0.0, 3.0, -0.0, 0.0]]])),
    case("zeros-norm-one", [1, 2], given([[[0.0, 0.0, 0.0, 3.0]]])),
    case("zeros-norm-half", [0.5, 2], given([[[0.0, 0.0, 2.0, 3.0]]])),
    case("edges", [2, 2], given([[[NAN, 1.0, INF, 2.0, -INF, 1.0, 1e-3, 1e-3, 3.0, 4.0]]])),
    case("edges-norm-infinite", [INF, 2], given([[[NAN, 1.0, INF, 2.0, -INF, 1.0, -0.0, 0.0, 3.0, -4.0]]])),
    case("empty-batch", [2, 2], x(0, 3, 4)),
    case("transposed-input", [2, 2], x(2, 3, 8, layout="transposed")),
    case("half-precision", [2, 2], x(2, 3, 8), dtypes=HALVES),
    case("half-precision-norm-infinite", [INF, 2], x(2, 3, 8), dtypes=HALVES),
    case("integers", [2, 2], x(2, 3, 8, kind="integers"), **WHOLE),
    case("refuses-norm-zero", [0, 3], x(2, 3, 10), says="division by zero"),
    case("refuses-rank", [2, 2], x(8), says="Expected 2 to 3 dimensions, but got 1-dimensional"),
    case("refuses-higher-rank", [2, 2], x(1, 2, 3, 8), says="Expected 2 to 3 dimensions, but got 4-dimensional"),
    case("refuses-rank-for-infinite-norm", [INF, 2], x(8), says="Expected 2D or 3D (batch mode) tensor"),
    case("refuses-kernel-as-tuple", [2, (2,)], x(2, 3, 8), says="mul(): argument 'other' (position 1) must be Tensor, not tuple"),
    case("refuses-kernel-of-two", [2, (2, 2)], x(2, 3, 8), says="argument 'kernel_size' should contain one int (got 2)"),
    case("refuses-stride-of-zero", [2, 2], x(2, 3, 8), stride=0, says="stride should not be zero"),
    case("refuses-short-input", [2, 4], x(2, 3, 3), says="Output size is too small"),
    case(
        "refuses-no-channels", [2, 2], x(2, 0, 8), says="Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:[2, 0, 1, 8]"
    ),
    case("refuses-integers-for-infinite-norm", [INF, 2], x(2, 3, 8, kind="integers"), says="\"max_pool1d_impl\" not implemented for 'Long'", tags=("S97",)),
)

LP_POOL2D = layer(
    "nn.LPPool2d",
    case("defaults", [2, 2], x(2, 3, 6, 7)),
    case("unbatched", [2, 2], x(3, 6, 7)),
    case("kernel-per-axis", [2, (3, 2)], x(2, 3, 6, 7)),
    case("stride-per-axis", [2, 3], x(2, 3, 7, 8), stride=(2, 1)),
    case("norm-one", [1, 2], x(2, 3, 4, 5, **POSITIVE)),
    case("norm-fraction", [1.2, 2], x(2, 3, 4, 5, **POSITIVE)),
    case("norm-three", [3, 2], x(2, 3, 4, 5, **POSITIVE)),
    case("norm-infinite", [INF, (2, 3)], x(2, 3, 5, 6), stride=(1, 2)),
    case("odd-power-of-negatives", [3, 2], x(2, 3, 4, 5), **NEGATIVE_SUM),
    case("ceil-mode", [2, (3, 2)], x(2, 3, 8, 6), stride=(2, 3), ceil_mode=True, tags=("S04",)),
    case("zeros", [2, (1, 2)], given([[[0.0, 0.0, 0.0, 3.0], [0.0, -0.0, 2.0, 0.0]]])),
    case("all-options", [1.5, (3, 2)], x(2, 3, 8, 7, **POSITIVE), stride=(2, 3), ceil_mode=True),
    case("empty-batch", [2, 2], x(0, 3, 4, 4)),
    case("channels-last-input", [2, 2], x(2, 3, 4, 5, layout="channels-last")),
    case("half-precision", [2, 2], x(2, 3, 4, 5), dtypes=HALVES),
    case("integers", [2, 2], x(2, 3, 4, 4, kind="integers"), **WHOLE),
    case("integers-infinite-norm", [INF, 2], x(2, 3, 4, 4, kind="integers", low=-9), **WHOLE),
    case("refuses-norm-zero", [0, 2], x(2, 3, 8, 8), says="division by zero"),
    case("refuses-rank", [2, 2], x(8, 8), says="Dimension out of range"),
    case("refuses-higher-rank", [2, 2], x(1, 2, 3, 8, 8), says="Expected 3D or 4D (batch mode) tensor"),
    case("refuses-kernel-of-one", [2, (2,)], x(2, 3, 8, 8), says="not enough values to unpack (expected 2, got 1)"),
    case("refuses-kernel-of-three", [2, (2, 2, 2)], x(2, 3, 8, 8), says="too many values to unpack (expected 2"),
    case("refuses-small-input", [2, 4], x(2, 3, 8, 3), says="Output size is too small"),
    case(
        "refuses-booleans-for-infinite-norm",
        [INF, 2],
        x(2, 3, 4, 4, kind="integers", low=0, high=2, dtype="bool"),
        says="\"abs_cpu\" not implemented for 'Bool'",
        tags=("S97",),
    ),
)

LP_POOL3D = layer(
    "nn.LPPool3d",
    case("defaults", [2, 2], x(1, 2, 4, 5, 4)),
    case("unbatched", [2, 2], x(2, 4, 5, 4)),
    case("kernel-per-axis", [2, (1, 3, 2)], x(1, 2, 4, 5, 4)),
    case("stride-per-axis", [2, 2], x(1, 2, 4, 5, 4), stride=(3, 2, 1)),
    case("norm-three", [3, 2], x(1, 2, 2, 4, 4, **POSITIVE)),
    case("norm-infinite", [INF, (2, 1, 2)], x(1, 2, 4, 3, 4)),
    case("odd-power-of-negatives", [3, 2], x(1, 2, 2, 4, 4), **NEGATIVE_SUM),
    case("ceil-mode", [2, 2], x(1, 2, 3, 5, 4), ceil_mode=True, tags=("S04",)),
    case("all-options", [1.5, (3, 2, 2)], x(1, 2, 6, 6, 4, **POSITIVE), stride=(2, 3, 1), ceil_mode=True),
    case("empty-batch", [2, 2], x(0, 2, 2, 2, 2)),
    case("channels-last-input", [2, 2], x(1, 2, 2, 4, 4, layout="channels-last")),
    case("half-precision-norm-infinite", [INF, 2], x(1, 2, 2, 4, 4), dtypes=HALVES),
    case("refuses-half-precision", [2, 2], x(1, 2, 2, 4, 4), dtypes=HALVES, says='"avg_pool3d_out_frame" not implemented for'),
    case("integers", [2, 2], x(1, 2, 2, 4, 4, kind="integers"), **WHOLE),
    case("refuses-norm-zero", [0, 2], x(1, 2, 4, 4, 4), says="division by zero"),
    case("refuses-rank", [2, 2], x(4, 4, 4), says="non-empty 4D or 5D (batch mode) tensor expected for input"),
    case("refuses-kernel-of-two", [2, (2, 2)], x(1, 2, 4, 4, 4), says="not enough values to unpack (expected 3, got 2)"),
    case("refuses-small-input", [2, 4], x(1, 2, 4, 4, 3), says="smaller than kernel size"),
    case("refuses-channels-last-unbatched", [INF, 2], x(2, 4, 3, 5, layout="channels-last"), says="Unsupported memory format"),
)

CASES = [*LP_POOL1D, *LP_POOL2D, *LP_POOL3D]
