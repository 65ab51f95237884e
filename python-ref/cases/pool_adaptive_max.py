"""nn.AdaptiveMaxPool1d to 3d."""

from line import case, given, layer, x

INF, NAN = float("inf"), float("nan")
HALVES = ("float16", "bfloat16")
WHOLE = {"dtypes": ("float32",), "tags": ("S96", "S97")}

ADAPTIVE_MAX_POOL1D = layer(
    "nn.AdaptiveMaxPool1d",
    case("defaults", [3], x(2, 3, 6)),
    case("overlapping-bins", [3], x(2, 3, 5), tags=("S10",)),
    case("more-than-input", [5], x(2, 3, 3), tags=("S10",)),
    case("global", [1], x(2, 3, 7)),
    case("unbatched", [3], x(3, 8)),
    case("size-as-tuple", [(2,)], x(2, 3, 7)),
    case("return-indices", [3], x(2, 3, 8), return_indices=True),
    case("return-indices-unbatched", [2], x(3, 7), return_indices=True),
    case("ties", [3], x(2, 3, 9, kind="ties"), return_indices=True, tags=("S07",)),
    case("nan", [3], given([[[1.0, NAN, NAN, 4.0, NAN, 2.0, 3.0, 1.0, 5.0]]]), return_indices=True, tags=("S06",)),
    case("minus-infinity", [2], given([[[-INF] * 4, [-INF, 1.0, -INF, -INF]]]), return_indices=True, tags=("S08",)),
    case("to-nothing", [0], x(2, 3, 4, grad=False), return_indices=True, blind={"input.0": "nothing is left of it"}),
    case("empty-batch", [2], x(0, 3, 4)),
    case("transposed-input", [3], x(2, 3, 8, layout="transposed"), return_indices=True),
    case("half-precision", [3], x(2, 3, 8), return_indices=True, dtypes=HALVES),
    case("refuses-rank", [2], x(8), says="Expected 2 to 3 dimensions, but got 1-dimensional"),
    case("refuses-higher-rank", [2], x(1, 2, 3, 8), says="Expected 2 to 3 dimensions, but got 4-dimensional"),
    case("refuses-two-sizes", [(2, 2)], x(2, 3, 8), says="argument 'output_size' should contain one int (got 2)"),
    case("refuses-none", [None], x(2, 3, 8), says="must be tuple of ints"),
    case("refuses-negative-size", [-1], x(2, 3, 8), says="Trying to create tensor with negative dimension -1: [2, 3, 1, -1]"),
    case("refuses-no-channels", [2], x(2, 0, 4), says="input has sizes [2, 0, 4] with dimension 1 being empty"),
    case("refuses-no-elements", [2], x(2, 3, 0), says="input has sizes [2, 3, 0] with dimension 2 being empty"),
    case("refuses-gradient-of-nothing", [0], x(2, 3, 4), says="Expected grad_output to have non-zero size for non-batch dimensions"),
    case(
        "refuses-integers",
        [2],
        x(2, 3, 8, kind="integers"),
        says="\"adaptive_max_pool2d\" not implemented for 'Long'",
        dtypes=("float32",),
        tags=("S96", "S97"),
    ),
)

ADAPTIVE_MAX_POOL2D = layer(
    "nn.AdaptiveMaxPool2d",
    case("defaults", [3], x(2, 3, 6, 9)),
    case("size-per-axis", [(3, 2)], x(2, 3, 7, 5), return_indices=True, tags=("S10",)),
    case("axis-kept", [(None, 2)], x(2, 3, 4, 5)),
    case("more-than-input", [(5, 2)], x(2, 3, 3, 4), tags=("S10",)),
    case("global", [1], x(2, 3, 4, 5)),
    case("unbatched", [(2, 3)], x(3, 4, 5)),
    case("return-indices", [(2, 3)], x(2, 3, 5, 4), return_indices=True, tags=("S08",)),
    case("ties", [(2, 3)], x(2, 3, 5, 5, kind="ties"), return_indices=True, tags=("S07",)),
    case(
        "nan",
        [2],
        given(
            [
                [[1.0, NAN, 3.0, 4.0], [NAN, 2.0, 1.0, 5.0], [-INF, 0.0, NAN, 1.0], [2.0, 1.0, 3.0, NAN]],
                [[1.0, 2.0, 3.0, 4.0], [5.0, 2.0, 1.0, 5.0], [-INF, 0.0, NAN, 1.0], [2.0, INF, 3.0, 1.0]],
            ]
        ),
        return_indices=True,
        tags=("S06",),
    ),
    case("minus-infinity", [2], given([[[-INF] * 3] * 3]), return_indices=True, tags=("S08",)),
    case("empty-batch", [2], x(0, 3, 4, 4)),
    case("channels-last-input", [(2, 3)], x(2, 3, 4, 5, layout="channels-last"), return_indices=True),
    case("transposed-input", [(2, 3)], x(2, 3, 4, 5, layout="transposed")),
    case("half-precision", [(2, 3)], x(2, 3, 4, 6), return_indices=True, dtypes=HALVES),
    case("refuses-rank", [2], x(8, 8), says="Expected 3D or 4D tensor, but got: [8, 8]"),
    case("refuses-rank-for-tuple", [(2, 2)], x(8, 8), says="Input dimension should be at least 3"),
    case("refuses-three-sizes", [(2, 2, 2)], x(2, 3, 8, 8), says="output_size.size() must be 2"),
    case("refuses-none", [None], x(2, 3, 8, 8), says="object of type 'NoneType' has no len()"),
    case("refuses-negative-size", [(2, -1)], x(2, 3, 8, 8), says="Trying to create tensor with negative dimension -1: [2, 3, 2, -1]"),
    case("refuses-no-channels", [2], x(2, 0, 4, 4), says="input has sizes [2, 0, 4, 4] with dimension 1 being empty"),
    case(
        "refuses-integers",
        [2],
        x(2, 3, 8, 8, kind="integers"),
        says="\"adaptive_max_pool2d\" not implemented for 'Long'",
        dtypes=("float32",),
        tags=("S96", "S97"),
    ),
)

ADAPTIVE_MAX_POOL3D = layer(
    "nn.AdaptiveMaxPool3d",
    case("defaults", [2], x(1, 2, 4, 6, 4)),
    case("size-per-axis", [(3, 2, 4)], x(1, 2, 5, 4, 3), tags=("S10",)),
    case("axis-kept", [(None, 2, 1)], x(1, 2, 3, 4, 5)),
    case("unbatched", [(2, 1, 3)], x(2, 3, 4, 5)),
    case("return-indices", [(2, 3, 2)], x(2, 2, 3, 4, 3), return_indices=True, tags=("S08",)),
    case("ties", [2], x(1, 2, 3, 3, 3, kind="ties"), return_indices=True, tags=("S07",)),
    case(
        "nan",
        [(1, 2, 2)],
        given([[[[1.0, NAN, 2.0, 1.0], [3.0, 4.0, 7.0, 2.0]], [[5.0, 0.0, 1.0, 2.0], [NAN, -INF, 1.0, 8.0]]]]),
        return_indices=True,
        tags=("S06",),
    ),
    case("empty-batch", [2], x(0, 2, 2, 3, 4)),
    case("channels-last-input", [(2, 3, 2)], x(1, 2, 3, 4, 2, layout="channels-last")),
    case("half-precision", [(1, 2, 3)], x(1, 2, 2, 4, 3), return_indices=True, dtypes=HALVES),
    case("refuses-rank", [2], x(4, 4, 4), says="Expected 4D or 5D tensor, but got: [4, 4, 4]"),
    case("refuses-two-sizes", [(2, 2)], x(1, 2, 4, 4, 4), says="output_size.size() must be 3"),
    case("refuses-negative-size", [-1], x(1, 2, 4, 4, 4), says="Trying to create tensor with negative dimension -1: [1, 2, -1, -1, -1]"),
    case("refuses-no-elements", [2], x(1, 2, 4, 0, 4), says="input has sizes [1, 2, 4, 0, 4] with dimension 3 being empty"),
    case(
        "refuses-integers",
        [2],
        x(1, 2, 4, 4, 4, kind="integers"),
        says="\"adaptive_max_pool3d_cpu\" not implemented for 'Long'",
        dtypes=("float32",),
        tags=("S96", "S97"),
    ),
)

CASES = [*ADAPTIVE_MAX_POOL1D, *ADAPTIVE_MAX_POOL2D, *ADAPTIVE_MAX_POOL3D]
