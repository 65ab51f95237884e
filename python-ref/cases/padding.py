"""nn.ZeroPad, nn.ConstantPad, nn.ReplicationPad and nn.ReflectionPad, each 1d to 3d."""

from line import case, given, index, layer, x

INF, NAN = float("inf"), float("nan")
MANY = {"kind": "integers", "low": -9, "high": 10}
EDGES = [[[NAN, INF, -INF], [-0.0, 0.0, 1.0]]]

ZERO_PAD1D = layer(
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
    case("half-precision", [(1, 2)], x(2, 3, 4), dtypes=("float16", "bfloat16")),
    case("refuses-cropping-below-zero", [(-2, -3)], x(2, 3, 4), says="narrow(): length must be non-negative"),
    case("four-numbers", [(1, 2, 3, 0)], x(2, 3, 4)),
    case("refuses-three-numbers", [(1, 2, 3)], x(2, 3, 4), says="Padding length must be divisible by 2"),
    case("refuses-too-many-numbers", [(1, 2, 1, 0)], x(4), says="Padding length"),
)

ZERO_PAD2D = layer(
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
)

ZERO_PAD3D = layer(
    "nn.ZeroPad3d",
    case("one-number", [1], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0, 0, 1)], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1)], x(2, 2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1)], x(1, 2, 2, 4, 3)),
    case("refuses-cropping-below-zero", [(0, 0, 0, 0, -2, -3)], x(1, 2, 4, 3, 2), says="narrow(): length must be non-negative"),
    case("refuses-five-numbers", [(1, 2, 1, 2, 1)], x(1, 2, 3, 3, 2), says="Padding length must be divisible by 2"),
)

CONSTANT_PAD1D = layer(
    "nn.ConstantPad1d",
    case("one-number", [2, 3.5], x(2, 3, 4)),
    case("per-side", [(1, 3), -0.25], x(2, 3, 4)),
    case("unbatched", [(1, 2), 1.5], x(3, 4)),
    case("crop", [(-1, -2), 0.5], x(2, 3, 5)),
    case("crop-and-fill", [(-1, 2), 0.5], x(2, 3, 5)),
    case("value-nan", [(1, 2), NAN], x(2, 3, 4)),
    case("value-infinite", [(1, 2), -INF], x(2, 3, 4)),
    case("value-minus-zero", [(1, 2), -0.0], x(2, 3, 4)),
    case("value-not-representable", [(1, 2), 0.1], x(2, 3, 4)),
    case("integers", [(1, 2), 7], x(2, 3, **MANY), dtypes=("float32",)),
    case("integers-cut-the-value", [(1, 2), 7.75], x(2, 3, **MANY), dtypes=("float32",)),
    case("options", [], x(2, 3, 4), padding=(0, 1), value=2.5),
    case("refuses-cropping-below-zero", [(-5, 0), 1.5], x(2, 3, 4), says="narrow(): length must be non-negative"),
    case("refuses-three-numbers", [(1, 2, 3), 1.5], x(2, 3, 4), says="Padding length must be divisible by 2"),
)

CONSTANT_PAD2D = layer(
    "nn.ConstantPad2d",
    case("one-number", [1, 3.5], x(2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0), -0.25], x(2, 2, 3, 2)),
    case("unbatched", [(1, 2, 0, 3), 1.5], x(2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 3, -2), 0.5], x(2, 2, 4, 3)),
    case("value-nan", [(1, 0, 0, 1), NAN], x(1, 2, 2, 2)),
    case("channels-last-input", [(1, 2, 0, 1), 0.5], x(2, 2, 3, 2, layout="channels-last")),
    case("refuses-cropping-below-zero", [(0, 0, -5, 0), 1.5], x(2, 2, 4, 3), says="narrow(): length must be non-negative"),
    case("refuses-five-numbers", [(1, 2, 1, 2, 1), 1.5], x(2, 2, 3, 3), says="Padding length must be divisible by 2"),
)

CONSTANT_PAD3D = layer(
    "nn.ConstantPad3d",
    case("one-number", [1, 3.5], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0, 0, 1), -0.25], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1), 1.5], x(2, 2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1), 0.5], x(1, 2, 2, 4, 3)),
    case("refuses-cropping-below-zero", [(-3, 0, 0, 0, 0, 0), 1.5], x(1, 2, 4, 3, 2), says="narrow(): length must be non-negative"),
    case("refuses-three-numbers", [(1, 2, 1), 1.5], x(1, 2, 3, 3, 2), says="Padding length must be divisible by 2"),
)

REPLICATION_PAD1D = layer(
    "nn.ReplicationPad1d",
    case("one-number", [2], x(2, 3, 4)),
    case("per-side", [(1, 3)], x(2, 3, 4)),
    case("unbatched", [(1, 2)], x(3, 4)),
    case("beyond-the-size", [(5, 7)], x(2, 3, 3), tags=("S86",)),
    case("crop-and-fill", [(-1, 2)], x(2, 3, 5), tags=("S86",)),
    case("edges", [(1, 2)], given(EDGES)),
    case("empty-batch", [2], x(0, 3, 4)),
    case("transposed-input", [(1, 2)], x(2, 3, 4, layout="transposed")),
    case("half-precision", [(1, 2)], x(2, 3, 4), dtypes=("float16", "bfloat16"), upstream={}),
    case("refuses-rank", [1], x(4), says="2D or 3D"),
    case("refuses-nothing-left", [(-2, -2)], x(2, 3, 4), says="too small"),
    case("refuses-six-numbers", [(1, 2, 1, 2, 1, 2)], x(2, 3, 4), says="Padding size 6 is not supported"),
)

REPLICATION_PAD2D = layer(
    "nn.ReplicationPad2d",
    case("one-number", [2], x(2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0)], x(2, 2, 3, 2)),
    case("unbatched", [(1, 2, 0, 3)], x(2, 3, 2)),
    case("beyond-the-size", [(4, 3, 5, 6)], x(1, 2, 3, 2), tags=("S86",)),
    case("crop-and-fill", [(-1, 2, 3, -2)], x(1, 2, 4, 3), tags=("S86",)),
    case("edges", [(1, 0, 0, 1)], given([EDGES[0]])),
    case("channels-last-input", [(1, 2, 0, 1)], x(2, 2, 3, 2, layout="channels-last")),
    case("refuses-rank", [1], x(4, 4), says="3D or 4D"),
    case("refuses-nothing-left", [(-2, -2, -2, -2)], x(2, 2, 4, 3), says="too small"),
    case("refuses-two-numbers", [(1, 2)], x(2, 2, 3, 3), says="Padding size 2 is not supported"),
)

REPLICATION_PAD3D = layer(
    "nn.ReplicationPad3d",
    case("one-number", [1], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0, 0, 1)], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1)], x(2, 2, 3, 2)),
    case("beyond-the-size", [(3, 2, 0, 4, 3, 0)], x(1, 1, 2, 3, 2), tags=("S86",)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1)], x(1, 2, 2, 4, 3), tags=("S86",)),
    case("refuses-rank", [1], x(4, 4, 4), says="4D or 5D"),
    case("refuses-four-numbers", [(1, 2, 1, 2)], x(1, 2, 3, 3, 2), says="Padding size 4 is not supported"),
)

REFLECTION_PAD1D = layer(
    "nn.ReflectionPad1d",
    case("one-number", [2], x(2, 3, 4)),
    case("per-side", [(1, 3)], x(2, 3, 4)),
    case("unbatched", [(1, 2)], x(3, 4)),
    case("greatest", [(3, 3)], x(2, 3, 4), tags=("S86",)),
    case("crop-and-fill", [(-1, 2)], x(2, 3, 5), tags=("S86",)),
    case("edges", [(1, 2)], given(EDGES)),
    case("empty-batch", [2], x(0, 3, 4)),
    case("transposed-input", [(1, 2)], x(2, 3, 4, layout="transposed")),
    case("half-precision", [(1, 2)], x(2, 3, 4), dtypes=("float16", "bfloat16"), upstream={}),
    case("refuses-padding-of-the-size", [(4, 0)], x(2, 3, 4), says="should be less than the corresponding input dimension", tags=("S86",)),
    case("refuses-rank", [1], x(4), says="2D or 3D"),
    case("refuses-six-numbers", [(1, 2, 1, 2, 1, 2)], x(2, 3, 4), says="Padding size 6 is not supported"),
)

REFLECTION_PAD2D = layer(
    "nn.ReflectionPad2d",
    case("one-number", [1], x(2, 2, 3, 2)),
    case("per-side", [(1, 0, 2, 1)], x(2, 2, 3, 2)),
    case("unbatched", [(1, 1, 0, 2)], x(2, 3, 2)),
    case("greatest", [(2, 2, 3, 3)], x(1, 2, 4, 3), tags=("S86",)),
    case("crop-and-fill", [(-1, 2, 3, -2)], x(1, 2, 4, 3), tags=("S86",)),
    case("edges", [(1, 0, 0, 1)], given([EDGES[0]])),
    case("channels-last-input", [(1, 1, 0, 1)], x(2, 2, 3, 2, layout="channels-last")),
    case("refuses-padding-of-the-size", [(0, 0, 0, 4)], x(2, 2, 4, 3), says="should be less than the corresponding input dimension", tags=("S86",)),
    case("refuses-rank", [1], x(4, 4), says="3D or 4D"),
    case("refuses-two-numbers", [(1, 2)], x(2, 2, 3, 3), says="Padding size 2 is not supported"),
)

REFLECTION_PAD3D = layer(
    "nn.ReflectionPad3d",
    case("one-number", [1], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 0, 2, 1, 0, 1)], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1)], x(2, 2, 3, 2)),
    case("greatest", [(1, 1, 2, 2, 1, 1)], x(1, 1, 2, 3, 2), tags=("S86",)),
    case("refuses-padding-of-the-size", [(0, 0, 0, 0, 2, 0)], x(1, 2, 2, 4, 3), says="should be less than the corresponding input dimension", tags=("S86",)),
    case("refuses-rank", [1], x(4, 4, 4), says="4D or 5D"),
    case("refuses-four-numbers", [(1, 2, 1, 2)], x(1, 2, 3, 3, 2), says="Padding size 4 is not supported"),
)

CASES = [
    *ZERO_PAD1D,
    *ZERO_PAD2D,
    *ZERO_PAD3D,
    *CONSTANT_PAD1D,
    *CONSTANT_PAD2D,
    *CONSTANT_PAD3D,
    *REPLICATION_PAD1D,
    *REPLICATION_PAD2D,
    *REPLICATION_PAD3D,
    *REFLECTION_PAD1D,
    *REFLECTION_PAD2D,
    *REFLECTION_PAD3D,
]
