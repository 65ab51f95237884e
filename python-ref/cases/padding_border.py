"""nn.ReplicationPad and nn.ReflectionPad, each 1d to 3d."""

from line import case, exact, given, x

INF, NAN = float("inf"), float("nan")
MANY = {"kind": "integers", "low": -9, "high": 10}
EDGES = [[[NAN, INF, -INF], [-0.0, 0.0, 1.0]]]

REPLICATION_PAD1D = exact(
    "nn.ReplicationPad1d",
    case("one-number", [2], x(2, 3, 4)),
    case("per-side", [(1, 3)], x(2, 3, 4)),
    case("unbatched", [(1, 2)], x(3, 4)),
    case("beyond-the-size", [(5, 7)], x(2, 3, 3), tags=("S86",)),
    case("crop-and-fill", [(-1, 2)], x(2, 3, 5), tags=("S86",)),
    case("edges", [(1, 2)], given(EDGES)),
    case("empty-batch", [2], x(0, 3, 4)),
    case("transposed-input", [(1, 2)], x(2, 3, 4, layout="transposed")),
    case("refuses-rank", [1], x(4), says="2D or 3D"),
    case("refuses-nothing-left", [(-2, -2)], x(2, 3, 4), says="too small"),
    case("refuses-six-numbers", [(1, 2, 1, 2, 1, 2)], x(2, 3, 4), says="Padding size 6 is not supported"),
    case("no-padding", [0], x(2, 3, 4)),
    case("crop", [(-1, -2)], x(2, 3, 5), tags=("S86",)),
    case("integers", [(1, 2)], x(2, 3, **MANY), dtypes=("float32",)),
    case("refuses-higher-rank", [1], x(1, 2, 3, 4), says="Padding size 2 is not supported for 4D input tensor"),
    case("refuses-no-channels", [1], x(2, 0, 4), says="possibly 0 batch size and other non-zero dimensions for input, but got: [2, 0, 4]"),
    case(
        "refuses-booleans",
        [1],
        x(2, 3, 4, kind="integers", low=0, high=2, dtype="bool"),
        says="\"replication_pad1d\" not implemented for 'Bool'",
        tags=("S97",),
    ),
)

REPLICATION_PAD2D = exact(
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
    case("no-padding", [0], x(2, 2, 3, 2)),
    case("integers", [(1, 2, 0, 1)], x(1, 2, 3, **MANY), dtypes=("float32",)),
    case("refuses-one-axis-below-zero", [(0, 0, -2, -3)], x(2, 2, 4, 3), says="Trying to create tensor with negative dimension -1: [2, 2, -1, 3]"),
)

REPLICATION_PAD3D = exact(
    "nn.ReplicationPad3d",
    case("one-number", [1], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 3, 2, 0, 0, 1)], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1)], x(2, 2, 3, 2)),
    case("beyond-the-size", [(3, 2, 0, 4, 3, 0)], x(1, 1, 2, 3, 2), tags=("S86",)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1)], x(1, 2, 2, 4, 3), tags=("S86",)),
    case("refuses-rank", [1], x(4, 4, 4), says="4D or 5D"),
    case("refuses-four-numbers", [(1, 2, 1, 2)], x(1, 2, 3, 3, 2), says="Padding size 4 is not supported"),
    case("integers", [(1, 0, 0, 1, 2, 0)], x(1, 2, 3, 2, **MANY), dtypes=("float32",)),
    case("no-padding", [0], x(1, 2, 2, 3, 2)),
    case("refuses-nothing-left", [-3], x(1, 2, 4, 3, 5), says="is too small. Calculated output D: -2 H: -3 W: -1"),
    case("refuses-one-axis-below-zero", [(0, 0, -2, -2, 0, 0)], x(1, 2, 4, 3, 5), says="Trying to create tensor with negative dimension -1: [1, 2, 4, -1, 5]"),
)

REFLECTION_PAD1D = exact(
    "nn.ReflectionPad1d",
    case("one-number", [2], x(2, 3, 4)),
    case("per-side", [(1, 3)], x(2, 3, 4)),
    case("unbatched", [(1, 2)], x(3, 4)),
    case("greatest", [(3, 3)], x(2, 3, 4), tags=("S86",)),
    case("crop-and-fill", [(-1, 2)], x(2, 3, 5), tags=("S86",)),
    case("edges", [(1, 2)], given(EDGES)),
    case("empty-batch", [2], x(0, 3, 4)),
    case("transposed-input", [(1, 2)], x(2, 3, 4, layout="transposed")),
    case("refuses-padding-of-the-size", [(4, 0)], x(2, 3, 4), says="should be less than the corresponding input dimension", tags=("S86",)),
    case("refuses-rank", [1], x(4), says="2D or 3D"),
    case("refuses-six-numbers", [(1, 2, 1, 2, 1, 2)], x(2, 3, 4), says="Padding size 6 is not supported"),
    case("no-padding", [0], x(2, 3, 4)),
    case("crop", [(-1, -2)], x(2, 3, 5), tags=("S86",)),
    case("integers", [(1, 2)], x(2, 3, **MANY), dtypes=("float32",)),
    case("refuses-nothing-left", [-2], x(2, 3, 4), says="input (W: 4) is too small. Calculated output W: 0"),
    case("refuses-higher-rank", [1], x(1, 2, 3, 4), says="Padding size 2 is not supported for 4D input tensor"),
    case("refuses-no-channels", [1], x(2, 0, 4), says="possibly 0 batch size and other non-zero dimensions for input, but got: [2, 0, 4]"),
    case(
        "refuses-booleans", [1], x(2, 3, 4, kind="integers", low=0, high=2, dtype="bool"), says="\"reflection_pad1d\" not implemented for 'Bool'", tags=("S97",)
    ),
)

REFLECTION_PAD2D = exact(
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
    case("no-padding", [0], x(2, 2, 3, 2)),
    case("integers", [(1, 2, 0, 1)], x(1, 2, 3, **MANY), dtypes=("float32",)),
    case("refuses-nothing-left", [-2], x(2, 2, 4, 3), says="input (H: 4, W: 3) is too small. Calculated output H: 0 W: -1"),
)

REFLECTION_PAD3D = exact(
    "nn.ReflectionPad3d",
    case("one-number", [1], x(1, 2, 2, 3, 2)),
    case("per-side", [(1, 0, 2, 1, 0, 1)], x(1, 2, 2, 3, 2)),
    case("unbatched", [(1, 0, 0, 2, 1, 1)], x(2, 2, 3, 2)),
    case("greatest", [(1, 1, 2, 2, 1, 1)], x(1, 1, 2, 3, 2), tags=("S86",)),
    case("refuses-padding-of-the-size", [(0, 0, 0, 0, 2, 0)], x(1, 2, 2, 4, 3), says="should be less than the corresponding input dimension", tags=("S86",)),
    case("refuses-rank", [1], x(4, 4, 4), says="4D or 5D"),
    case("refuses-four-numbers", [(1, 2, 1, 2)], x(1, 2, 3, 3, 2), says="Padding size 4 is not supported"),
    case("integers", [(1, 0, 0, 1, 1, 0)], x(2, 2, 3, 2, **MANY), dtypes=("float32",)),
    case("no-padding", [0], x(1, 2, 2, 3, 2)),
    case("crop-and-fill", [(-1, 2, 1, -2, 0, 1)], x(1, 2, 2, 4, 4), tags=("S86",)),
    case("edges", [(1, 0, 0, 1, 0, 0)], given([[EDGES[0], EDGES[0]]])),
    case("refuses-nothing-left", [-3], x(1, 2, 4, 3, 5), says="is too small. Calculated output D: -2 H: -3 W: -1"),
)

CASES = [*REPLICATION_PAD1D, *REPLICATION_PAD2D, *REPLICATION_PAD3D, *REFLECTION_PAD1D, *REFLECTION_PAD2D, *REFLECTION_PAD3D]
