"""nn.CircularPad1d to 3d."""

from line import case, exact, given, index, x

INF, NAN = float("inf"), float("nan")
MANY = {"kind": "integers", "low": -9, "high": 10}
WHOLE = {"dtypes": ("float32",)}
EDGES = [[[NAN, INF, -INF], [-0.0, 0.0, 1.0]]]
S86, S108 = ("S86",), ("S108",)
SHARED = "refer to a single memory location"

CIRCULAR_PAD1D = exact(
    "nn.CircularPad1d",
    case("one-number", [2], x(2, 3, 4)),
    case("per-side", [(1, 3)], x(2, 3, 4)),
    case("one-side", [(0, 2)], x(2, 3, 4)),
    case("unbatched", [(1, 2)], x(3, 4), tags=S108),
    case("greatest", [4], x(2, 3, 4), tags=S86),
    case("no-padding", [0], x(2, 3, 4)),
    case("crop", [(-1, -2)], x(2, 3, 5), tags=S86),
    case("crop-and-fill", [(-1, 2)], x(2, 3, 5), tags=S86),
    case("fill-and-crop", [(2, -1)], x(2, 3, 5), tags=S86),
    case("crop-to-nothing", [(-2, -2)], x(2, 3, 4), blind={"input.0": "nothing is left of it"}),
    case("padding-as-option", [], x(2, 3, 4), padding=(2, 0)),
    case("size-one", [1], x(2, 3, 1)),
    case("edges", [(1, 2)], given(EDGES)),
    case("integers", [(1, 2)], x(2, 3, **MANY), **WHOLE),
    case("booleans", [(1, 2)], index(1, 2, 3, below=2, dtype="bool"), **WHOLE),
    case("empty-batch", [2], x(0, 3, 4)),
    case("no-channels", [2], x(2, 0, 4)),
    case("transposed-input", [(1, 2)], x(2, 3, 4, layout="transposed")),
    case("four-numbers", [(1, 2, 1, 0)], x(2, 3, 4)),
    case("refuses-padding-beyond-the-size", [(5, 0)], x(2, 3, 4), says="Padding value causes wrapping around more than once", tags=S86),
    case("refuses-padding-beyond-what-is-left", [(4, -2)], x(1, 1, 4), says=SHARED, tags=S86),
    case("refuses-cropping-below-zero", [-3], x(2, 3, 4), says="Negative padding value is resulting in an empty dimension"),
    case("refuses-rank", [1], x(4), says="expected 2D or 3D input (got 1D input)"),
    case("refuses-higher-rank", [1], x(1, 2, 3, 4), says="expected 2D or 3D input (got 4D input)"),
    case("refuses-three-numbers", [(1, 2, 3)], x(2, 3, 4), says="Padding length must be divisible by 2"),
)

CIRCULAR_PAD2D = exact(
    "nn.CircularPad2d",
    case("one-number", [2], x(2, 2, 3, 2)),
    case("per-side", [(1, 2, 3, 0)], x(2, 2, 3, 2)),
    case("unbatched", [(1, 2, 0, 3)], x(2, 3, 2), tags=S108),
    case("greatest", [(2, 2, 3, 3)], x(1, 2, 3, 2), tags=S86),
    case("no-padding", [0], x(2, 2, 3, 2)),
    case("crop", [(-1, 0, -1, -2)], x(2, 2, 5, 3), tags=S86),
    case("crop-and-fill", [(-1, 2, 2, -2)], x(1, 2, 5, 3), tags=S86),
    case("edges", [(1, 0, 0, 1)], given([EDGES[0]])),
    case("integers", [(1, 2, 0, 1)], x(1, 2, 3, **MANY), **WHOLE),
    case("booleans", [(1, 2, 0, 1)], index(1, 2, 3, below=2, dtype="bool"), **WHOLE),
    case("empty-batch", [1], x(0, 2, 3, 2)),
    case("channels-last-input", [(1, 2, 0, 1)], x(2, 2, 3, 2, layout="channels-last")),
    case("refuses-padding-beyond-the-size", [(0, 0, 4, 0)], x(2, 2, 3, 2), says="Padding value causes wrapping around more than once", tags=S86),
    case("refuses-cropping-below-zero", [(0, 0, -2, -3)], x(2, 2, 4, 3), says="Negative padding value is resulting in an empty dimension"),
    case("refuses-rank", [1], x(4, 4), says="expected 3D or 4D input (got 2D input)"),
    case("refuses-two-numbers", [(1, 2)], x(2, 2, 3, 3), says="Padding size 2 is not supported for 4D input tensor"),
)

CIRCULAR_PAD3D = exact(
    "nn.CircularPad3d",
    case("one-number", [1], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 2, 2, 0, 0, 1)], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1)], x(2, 2, 3, 2), tags=S108),
    case("greatest", [(2, 1, 3, 0, 2, 2)], x(1, 1, 2, 3, 2), tags=S86),
    case("no-padding", [0], x(1, 2, 2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1)], x(1, 2, 2, 4, 3), tags=S86),
    case("integers", [(1, 0, 0, 1, 2, 0)], x(1, 2, 3, 2, **MANY), **WHOLE),
    case("booleans", [(1, 0, 0, 1, 1, 0)], index(1, 2, 3, 2, below=2, dtype="bool"), **WHOLE),
    case("empty-batch", [1], x(0, 2, 2, 3, 2)),
    case("refuses-padding-beyond-the-size", [(0, 0, 0, 0, 3, 0)], x(1, 2, 2, 3, 2), says="Padding value causes wrapping around more than once", tags=S86),
    case("refuses-cropping-below-zero", [(0, 0, 0, 0, -2, -3)], x(1, 2, 4, 3, 2), says="Negative padding value is resulting in an empty dimension"),
    case("refuses-rank", [1], x(4, 4, 4), says="expected 4D or 5D input (got 3D input)"),
    case("refuses-eight-numbers", [(1, 0, 1, 0, 1, 0, 1, 0)], x(1, 2, 3, 3, 2), says="Padding size 8 is not supported for 5D input tensor"),
)

CASES = [*CIRCULAR_PAD1D, *CIRCULAR_PAD2D, *CIRCULAR_PAD3D]
