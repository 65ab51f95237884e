"""nn.ZeroPad and nn.ConstantPad, each 1d to 3d."""

from line import EVERY, case, exact, given, index, x

INF, NAN = float("inf"), float("nan")
MANY = {"kind": "integers", "low": -9, "high": 10}
EDGES = [[[NAN, INF, -INF], [-0.0, 0.0, 1.0]]]

ZERO_PAD1D = exact(
    "nn.ZeroPad1d",
    case("one-number", [2], x(2, 3, 4)),
    case("per-side", [(1, 3)], x(2, 3, 4)),
    case("unbatched", [(1, 2)], x(3, 4)),
    case("one-dimension", [(1, 2)], x(4)),
    case("crop", [(-1, -2)], x(2, 3, 5)),
    case("crop-and-fill", [(-1, 2)], x(2, 3, 5)),
    case("padding-as-option", [], x(2, 3, 4), padding=(2, 0)),
    case("edges", [(1, 1)], given(EDGES)),
    case("integers", [(1, 2)], x(2, 3, **MANY), dtypes=("float32",)),
    case("booleans", [(1, 2)], index(2, 3, below=2, dtype="bool"), dtypes=("float32",)),
    case("transposed-input", [(1, 2)], x(2, 3, 4, layout="transposed")),
    case("refuses-cropping-below-zero", [(-2, -3)], x(2, 3, 4), says="narrow(): length must be non-negative"),
    case("four-numbers", [(1, 2, 3, 0)], x(2, 3, 4)),
    case("refuses-three-numbers", [(1, 2, 3)], x(2, 3, 4), says="Padding length must be divisible by 2"),
    case("refuses-too-many-numbers", [(1, 2, 1, 0)], x(4), says="Padding length"),
    case("no-padding", [0], x(2, 3, 4)),
    case("crop-to-nothing", [(-2, -2)], x(2, 3, 4), blind={"input.0": "nothing is left of it"}),
    case("beyond-the-size", [(5, 7)], x(2, 3, 2)),
    case("empty-batch", [2], x(0, 3, 4)),
)

ZERO_PAD2D = exact(
    "nn.ZeroPad2d",
    case("one-number", [2], x(2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0)], x(2, 2, 3, 2)),
    case("unbatched", [(1, 2, 0, 3)], x(2, 3, 2)),
    case("two-dimensions", [(1, 2, 0, 3)], x(3, 2)),
    case("crop", [(-1, -2, -1, 0)], x(2, 2, 3, 5)),
    case("crop-and-fill", [(-1, 2, 3, -2)], x(2, 2, 4, 3)),
    case("edges", [(1, 0, 0, 1)], given([EDGES[0]])),
    case("integers", [(1, 2, 0, 1)], x(1, 2, 3, **MANY), dtypes=("float32",)),
    case("refuses-cropping-below-zero", [(0, 0, -2, -3)], x(2, 2, 4, 3), says="narrow(): length must be non-negative"),
    case("two-numbers", [(1, 2)], x(2, 2, 3, 3)),
    case("refuses-five-numbers", [(1, 2, 1, 2, 1)], x(2, 2, 3, 3), says="Padding length must be divisible by 2"),
    case("no-padding", [0], x(2, 2, 3, 2)),
    case("five-dimensions", [(1, 2, 0, 3)], x(1, 2, 1, 3, 2)),
    case("booleans", [(1, 2, 0, 1)], index(2, 3, 2, below=2, dtype="bool"), dtypes=("float32",)),
    case("channels-last-input", [(1, 2, 0, 1)], x(2, 2, 3, 2, layout="channels-last")),
)

ZERO_PAD3D = exact(
    "nn.ZeroPad3d",
    case("one-number", [1], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0, 0, 1)], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1)], x(2, 2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1)], x(1, 2, 2, 4, 3)),
    case("refuses-cropping-below-zero", [(0, 0, 0, 0, -2, -3)], x(1, 2, 4, 3, 2), says="narrow(): length must be non-negative"),
    case("refuses-five-numbers", [(1, 2, 1, 2, 1)], x(1, 2, 3, 3, 2), says="Padding length must be divisible by 2"),
    case("no-padding", [0], x(1, 2, 2, 3, 2)),
    case("three-dimensions", [(1, 2, 0, 1, 2, 0)], x(2, 3, 2)),
    case("integers", [(1, 0, 0, 1, 2, 0)], x(1, 2, 3, 2, **MANY), dtypes=("float32",)),
    case("booleans", [(1, 0, 0, 1, 2, 0)], index(1, 2, 3, 2, below=2, dtype="bool"), dtypes=("float32",)),
)

CONSTANT_PAD1D = exact(
    "nn.ConstantPad1d",
    case("one-number", [2, 3.5], x(2, 3, 4)),
    case("per-side", [(1, 3), -0.25], x(2, 3, 4)),
    case("unbatched", [(1, 2), 1.5], x(3, 4)),
    case("crop", [(-1, -2), 0.5], x(2, 3, 5)),
    case("crop-and-fill", [(-1, 2), 0.5], x(2, 3, 5)),
    case("value-nan", [(1, 2), NAN], x(2, 3, 4)),
    case("value-infinite", [(1, 2), -INF], x(2, 3, 4)),
    case("value-minus-zero", [(1, 2), -0.0], x(2, 3, 4)),
    case("value-not-representable", [(1, 2), 0.1], x(2, 3, 4), dtypes=EVERY),
    case("integers", [(1, 2), 7], x(2, 3, **MANY), dtypes=("float32",)),
    case("integers-cut-the-value", [(1, 2), 7.75], x(2, 3, **MANY), dtypes=("float32",)),
    case("options", [], x(2, 3, 4), padding=(0, 1), value=2.5),
    case("refuses-cropping-below-zero", [(-5, 0), 1.5], x(2, 3, 4), says="narrow(): length must be non-negative"),
    case("refuses-three-numbers", [(1, 2, 3), 1.5], x(2, 3, 4), says="Padding length must be divisible by 2"),
    case("value-zero", [(1, 2), 0], x(2, 3, 4)),
    case("no-padding", [0, 2.5], x(2, 3, 4)),
    case("one-dimension", [(1, 2), 2.5], x(4)),
    case("booleans", [(1, 2), 1], index(2, 3, below=2, dtype="bool"), dtypes=("float32",)),
)

CONSTANT_PAD2D = exact(
    "nn.ConstantPad2d",
    case("one-number", [1, 3.5], x(2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0), -0.25], x(2, 2, 3, 2)),
    case("unbatched", [(1, 2, 0, 3), 1.5], x(2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 3, -2), 0.5], x(2, 2, 4, 3)),
    case("value-nan", [(1, 0, 0, 1), NAN], x(1, 2, 2, 2)),
    case("channels-last-input", [(1, 2, 0, 1), 0.5], x(2, 2, 3, 2, layout="channels-last")),
    case("refuses-cropping-below-zero", [(0, 0, -5, 0), 1.5], x(2, 2, 4, 3), says="narrow(): length must be non-negative"),
    case("refuses-five-numbers", [(1, 2, 1, 2, 1), 1.5], x(2, 2, 3, 3), says="Padding length must be divisible by 2"),
    case("value-zero", [(1, 2, 0, 1), 0], x(2, 2, 3, 2)),
    case("value-infinite", [(1, 0, 0, 1), INF], x(1, 2, 2, 2)),
    case("two-dimensions", [(1, 2, 0, 3), 2.5], x(3, 2)),
    case("integers", [(1, 2, 0, 1), -3], x(1, 2, 3, **MANY), dtypes=("float32",)),
    case("booleans", [(1, 2, 0, 1), 1], index(1, 2, 3, below=2, dtype="bool"), dtypes=("float32",)),
)

CONSTANT_PAD3D = exact(
    "nn.ConstantPad3d",
    case("one-number", [1, 3.5], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0, 0, 1), -0.25], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1), 1.5], x(2, 2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1), 0.5], x(1, 2, 2, 4, 3)),
    case("refuses-cropping-below-zero", [(-3, 0, 0, 0, 0, 0), 1.5], x(1, 2, 4, 3, 2), says="narrow(): length must be non-negative"),
    case("refuses-three-numbers", [(1, 2, 1), 1.5], x(1, 2, 3, 3, 2), says="Padding length must be divisible by 2"),
    case("value-nan", [(1, 0, 0, 1, 0, 0), NAN], x(1, 2, 2, 2, 2)),
    case("three-dimensions", [(1, 2, 0, 1, 2, 0), 2.5], x(2, 3, 2)),
    case("integers", [(1, 0, 0, 1, 2, 0), 5], x(1, 2, 3, 2, **MANY), dtypes=("float32",)),
    case("booleans", [(1, 0, 0, 1, 2, 0), 1], index(1, 2, 3, 2, below=2, dtype="bool"), dtypes=("float32",)),
)

CASES = [*ZERO_PAD1D, *ZERO_PAD2D, *ZERO_PAD3D, *CONSTANT_PAD1D, *CONSTANT_PAD2D, *CONSTANT_PAD3D]
