"""nn.Softmin, nn.LogSoftmax and nn.Softmax2d; nn.Softmax is with the activations."""

from line import case, given, layer, x

from cases.activation import INF, NAN

SURE = {"input.0": "one element is always sure", "upstream.output.0": "the gradient is 0"}


def along(name, *own):
    """The cases that Softmin and LogSoftmax share."""
    return layer(
        name,
        case("defaults", [], x(3, 4), tags=("S71",)),
        case("first-axis", [0], x(3, 4)),
        case("last-axis", [2], x(2, 3, 4)),
        case("negative-axis", [-1], x(2, 3, 4)),
        case("middle-axis", [1], x(2, 3, 4)),
        case("axis-as-option", [], x(2, 3, 4), dim=2),
        case("no-axis-rank-one", [], x(5), tags=("S71",)),
        case("no-axis-rank-three", [], x(3, 2, 4), tags=("S71",)),
        case("no-axis-rank-four", [], x(2, 3, 2, 2), tags=("S71",)),
        case("one-value", [], x(), blind=SURE),
        case("tiny", [2], x(2, 3, 4, kind="band", high=1e-4)),
        case("large", [2], x(2, 3, 4, kind="band", high=30.0)),
        case("far-from-zero", [2], x(2, 3, 5, kind="uniform", low=999, high=1001)),
        case("ties", [2], x(2, 3, 5, kind="ties")),
        case("edges", [2], given([[[1.0, NAN, 2.0], [-INF, 1.0, 2.0], [INF, 1.0, 2.0], [0.0, -0.0, 0.0], [1.0, 2.0, 4.0]]])),
        case("long-row", [2], x(2, 2, 65)),
        case("empty", [], x(0, 3)),
        case("transposed-input", [2], x(2, 3, 4, layout="transposed")),
        case("every-other-element", [2], x(2, 3, 4, layout="step2")),
        case("input-without-gradient", [2], x(2, 3, 4, grad=False)),
        case("half-precision", [2], x(2, 3, 4), dtypes=("float16", "bfloat16"), upstream={}),
        case("refuses-axis-out-of-range", [2], x(3, 4), says="Dimension out of range"),
        case("refuses-negative-axis-out-of-range", [-3], x(3, 4), says="Dimension out of range"),
        case("refuses-integers", [2], x(2, 3, 4, kind="integers"), says="Long", tags=("S72", "S97")),
        case("refuses-true-as-axis", [True], x(3, 4), says="must be int, not bool"),
        case("refuses-fraction-as-axis", [0.5], x(3, 4), says="must be int, not float"),
        *own,
    )


SOFTMIN = along(
    "nn.Softmin",
    case("nothing-but-infinity", [2], given([[[INF, INF, INF], [1.0, 2.0, 0.5]]]), tags=("S72",)),
    case("refuses-booleans", [1], given([[1.0, 0.0]], dtype="bool"), says="on a bool tensor is not supported"),
)

LOG_SOFTMAX = along(
    "nn.LogSoftmax",
    case("nothing-but-minus-infinity", [2], given([[[-INF, -INF, -INF], [1.0, 2.0, 0.5]]]), tags=("S72",)),
    case("far-below-the-greatest", [], given([[0.0, -200.0, -1000.0, 3.0]])),
    case("refuses-booleans", [1], given([[1.0, 0.0]], dtype="bool"), says="Bool"),
)

SOFTMAX2D = layer(
    "nn.Softmax2d",
    case("defaults", [], x(2, 3, 4, 2), tags=("S73",)),
    case("unbatched", [], x(3, 4, 2), tags=("S73",)),
    case("one-channel", [], x(2, 1, 3, 2), blind=SURE),
    case("large", [], x(2, 3, 2, 2, kind="band", high=30.0)),
    case("edges", [], given([[[1.0, NAN, 2.0, 0.0, 3.0]], [[-INF, 1.0, INF, -0.0, 2.5]]])),
    case("empty-batch", [], x(0, 3, 2, 2)),
    case("channels-last-input", [], x(2, 3, 4, 2, layout="channels-last")),
    case("transposed-input", [], x(2, 3, 4, 2, layout="transposed")),
    case("input-without-gradient", [], x(2, 3, 4, 2, grad=False)),
    case("half-precision", [], x(2, 3, 4, 2), dtypes=("float16", "bfloat16"), upstream={}),
    case("refuses-two-dimensions", [], x(3, 4), says="expected input to be 3D or 4D, got 2D instead", tags=("S73",)),
    case("refuses-five-dimensions", [], x(2, 3, 2, 2, 2), says="expected input to be 3D or 4D, got 5D instead", tags=("S73",)),
    case("refuses-integers", [], x(2, 3, 4, kind="integers"), says="Long", tags=("S97",)),
)

CASES = [*SOFTMIN, *LOG_SOFTMAX, *SOFTMAX2D]
