"""The activations: elementwise, RReLU with its random slopes, and Softmax."""

from line import EVERY, case, given, layer, x

INF, NAN = float("inf"), float("nan")
GONE = {"input.0": "all of it becomes 0", "upstream.output.0": "the gradient is 0"}
CLIPPED = {"input.0": "all of it is beyond the bounds", "upstream.output.0": "the gradient is 0"}


def bands(*args, edges=(), one=-0.7, nan_gradient=True, blind=None, needed=(), tiny=1e-4):
    """The cases of an elementwise layer: three bands of magnitude, ranks, and a table of edges.

    `needed` are arguments that it cannot do without, `args` those of all cases but the plainest.
    """
    args = args or needed
    table = [INF, -INF, 0.0, -0.0, 1.0, -1.0, *edges]
    blind = blind or {}
    # PyTorch's gradient at NaN may hang on the place in memory: its vector and its scalar code differ
    nan = {} if nan_gradient else {"upstream": {}}
    return [
        case("tiny", [*needed], x(3, 4, kind="band", high=tiny), blind=blind.get("tiny")),
        case("normal", [*args], x(3, 4, kind="band", high=1.0), blind=blind.get("normal")),
        case("large", [*args], x(3, 4, kind="band", high=12.0), blind=blind.get("large")),
        case("edges", [*args], given(table)),
        case("nan", [*args], given([NAN, 1.5, NAN, -2.5, 0.25]), **nan),
        case("one-value", [*needed], given(one)),
        case("three-dimensions", [*args], x(2, 3, 4)),
        case("empty", [*needed], x(0, 3)),
        case("transposed-input", [*args], x(4, 5, layout="transposed")),
        case("every-other-element", [*args], x(4, 5, layout="step2")),
        case("input-without-gradient", [*args], x(4, 5, grad=False)),
        case("half-precision", [*args], x(4, 5), dtypes=("float16", "bfloat16"), upstream={}),
    ]


def inplace(*args):
    """The cases of an activation that can work in place."""
    return [
        case("inplace", [*args], x(3, 4, leaf=False), inplace=True, tags=("S66",)),
        case("inplace-without-gradient", [*args], x(3, 4, grad=False), inplace=True),
        case("inplace-on-a-view", [*args], x(3, 4, grad=False, layout="step2"), inplace=True, tags=("S66",)),
        case("refuses-inplace-on-a-leaf", [*args], x(3, 4), inplace=True, says="leaf", tags=("S66",)),
        case("refuses-inplace-on-an-expanded", [*args], x(3, 4, grad=False, layout="expanded"), inplace=True, says="single memory location", tags=("S66",)),
    ]


SIGMOID = layer(
    "nn.Sigmoid",
    case("defaults", [], x(3, 4)),
    *bands(edges=(20.0, -20.0, 89.0, -89.0, 710.0, -746.0)),
    case("integers", [], x(5, kind="integers", low=-4, high=5), dtypes=("float32",)),
    case("booleans", [], given([1.0, 0.0], dtype="bool"), dtypes=("float32",)),
    case("refuses-nothing", [], None, says="must be Tensor, not NoneType"),
    case("refuses-a-number", [], 0.5, says="must be Tensor, not float"),
)

TANH = layer(
    "nn.Tanh",
    case("defaults", [], x(3, 4)),
    *bands(edges=(0.5, -0.625, 9.0, -9.0, 20.0, -89.0, 1e-30)),
    case("integers", [], x(5, kind="integers", low=-4, high=5), dtypes=("float32",)),
    case("refuses-nothing", [], None, says="must be Tensor, not NoneType"),
    case("refuses-a-number", [], -3, says="must be Tensor, not int"),
)

RELU = layer(
    "nn.ReLU",
    case("defaults", [], x(3, 4), tags=("S67",)),
    *bands(edges=(1e-45, -1e-45), one=0.7),
    *inplace(),
    case("integers", [], x(5, kind="integers", low=-4, high=5), dtypes=("float32",)),
    case("inplace-integers", [], x(5, kind="integers", low=-4, high=5), inplace=True, dtypes=("float32",)),
    case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="Boolean"),
)

LEAKY_RELU = layer(
    "nn.LeakyReLU",
    case("defaults", [], x(3, 4)),
    case("negative-slope", [0.3], x(3, 4)),
    case("negative-slope-as-option", [], x(3, 4), negative_slope=-0.4),
    case("slope-above-one", [], x(3, 4), negative_slope=2.5),
    *bands(0.2),
    *inplace(0.2),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
    case("refuses-inplace-negative-slope-at-backward", [-0.5], x(3, 4, leaf=False), inplace=True, says="negative slope"),
)

ELU = layer(
    "nn.ELU",
    case("defaults", [], x(3, 4)),
    case("alpha", [0.7], x(3, 4)),
    case("alpha-as-option", [], x(3, 4), alpha=2.5),
    case("alpha-negative", [], x(3, 4), alpha=-0.5),
    *bands(0.7, edges=(-20.0, -90.0, 88.0), nan_gradient=False),
    *inplace(0.7),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
)

SELU = layer(
    "nn.SELU",
    case("defaults", [], x(3, 4)),
    *bands(edges=(-20.0, -90.0, 88.0), nan_gradient=False),
    *inplace(),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
)

RRELU = layer(
    "nn.RReLU",
    case("defaults", [], x(4, 5)),
    case("bounds", [0.2, 0.6], x(4, 5)),
    case("bounds-as-options", [], x(4, 5), lower=0.05, upper=0.9),
    case("equal-bounds", [0.25, 0.25], x(4, 5)),
    case("eval", [], x(4, 5), training=False, tags=("S69",)),
    case("eval-bounds", [0.1, 0.3], x(4, 5), training=False, tags=("S69",)),
    case("inplace", [], x(4, 5, leaf=False), inplace=True),
    case("eval-inplace", [], x(4, 5, leaf=False), training=False, inplace=True),
    case("edges", [0.2, 0.6], given([NAN, INF, -INF, 0.0, -0.0, -1.0, 1e-30, -1e30])),
    case("eval-edges", [0.2, 0.6], given([NAN, INF, -INF, 0.0, -0.0, -1.0, 1e-30, -1e30]), training=False),
    case("one-value", [], given(-1.5)),
    case("transposed-input", [], x(4, 5, layout="transposed")),
    case("input-without-gradient", [], x(4, 5, grad=False)),
    case("empty", [], x(0, 3)),
    case("refuses-lower-above-upper", [0.6, 0.2], x(4), says="less than or equal to the upper bound"),
    case("refuses-inplace-on-a-leaf", [], x(4), inplace=True, says="leaf"),
    case("refuses-inplace-on-an-expanded", [], x(3, 4, grad=False, layout="expanded"), inplace=True, says="single memory location", tags=("S66",)),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
)

SOFTPLUS = layer(
    "nn.Softplus",
    case("defaults", [], x(3, 4)),
    case("beta", [2.5], x(3, 4)),
    case("beta-as-option", [], x(3, 4), beta=0.4),
    case("beta-negative", [], x(3, 4), beta=-1.5),
    case("threshold", [], x(3, 4, kind="band", high=4.0), threshold=0.5),
    case("all-options", [2, 3], x(4, 5, kind="band", high=4.0)),
    case("just-below-the-threshold", [], given([19.5, 19.9, 19.99, 20.0]), tags=("S68",)),
    case("just-above-the-threshold", [], given([20.01, 20.1, 20.5, 25.0]), tags=("S68",)),
    case("around-a-low-threshold", [], given([1.9, 1.99, 2.0, 2.01, 2.1]), threshold=2, tags=("S68",)),
    case("beyond-the-greatest-number", [], given([80.0, 88.0, 89.0, 95.0, 700.0, 710.0]), threshold=1000.0, dtypes=EVERY),
    case("beyond-the-greatest-number-downwards", [], given([-80.0, -89.0, -710.0]), beta=-1.0, threshold=1000.0, upstream={}),
    case("as-far-below-zero", [], given([-19.9, -20.0, -20.1, -21.5]), tags=("S68",)),
    *bands(edges=(20.0, 21.0, -20.0, 100.0, -104.0)),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
    case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="Bool", tags=("S97",)),
)

SOFTSHRINK = layer(
    "nn.Softshrink",
    case("defaults", [], x(3, 4)),
    case("lambda", [0.3], x(3, 4)),
    case("lambda-as-option", [], x(3, 4), lambd=0.8),
    case("lambda-zero", [0], x(3, 4)),
    *bands(0.3, edges=(0.3, -0.3, 0.5, -0.5), one=-0.9, nan_gradient=False, blind={"tiny": GONE}),
    case("refuses-negative-lambda", [-0.1], x(4), says="lambda must be"),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
)

HARDTANH = layer(
    "nn.Hardtanh",
    case("defaults", [], x(3, 4)),
    case("bounds", [-0.3, 0.7], x(3, 4)),
    case("bounds-as-options", [], x(3, 4), min_val=-0.5, max_val=0.2),
    case("bounds-above-zero", [], x(3, 4), min_val=0.25, max_val=0.75),
    case("older-names", [], x(3, 4), min_value=-0.5, max_value=0.2),
    *bands(-0.5, 0.6, edges=(-0.5, 0.6), nan_gradient=False, blind={"large": CLIPPED}),
    *inplace(-0.5, 0.6),
    case("integers", [-2, 3], x(8, kind="integers", low=-6, high=7), dtypes=("float32",)),
    case("refuses-empty-range", [1, -1], x(4), says="max_val"),
    case("refuses-equal-bounds", [1, 1], x(4), says="max_val"),
    case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="Bool inputs not supported for hardtanh"),
)

SOFTMAX = layer(
    "nn.Softmax",
    case("defaults", [], x(3, 4), tags=("S71",)),
    case("first-axis", [0], x(3, 4)),
    case("last-axis", [2], x(2, 3, 4)),
    case("negative-axis", [-1], x(2, 3, 4)),
    case("middle-axis", [1], x(2, 3, 4)),
    case("axis-as-option", [], x(2, 3, 4), dim=2),
    case("no-axis-rank-one", [], x(5), tags=("S71",)),
    case("no-axis-rank-three", [], x(3, 2, 4), tags=("S71",)),
    case("no-axis-rank-four", [], x(2, 3, 2, 2), tags=("S71",)),
    case("one-value", [], x(), blind={"input.0": "one element is always 1", "upstream.output.0": "the gradient is 0"}),
    case("tiny", [2], x(2, 3, 4, kind="band", high=1e-4)),
    case("large", [2], x(2, 3, 4, kind="band", high=30.0)),
    case("far-from-zero", [2], x(2, 3, 5, kind="uniform", low=999, high=1001)),
    case("ties", [2], x(2, 3, 5, kind="ties")),
    case("edges", [2], given([[[1.0, NAN, 2.0], [-INF, 1.0, 2.0], [INF, 1.0, 2.0], [0.0, -0.0, 0.0], [1.0, 2.0, 4.0]]])),
    case("nothing-but-minus-infinity", [2], given([[[-INF, -INF, -INF], [1.0, 2.0, 0.5]]]), tags=("S72",)),
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
)

CASES = [*SIGMOID, *TANH, *RELU, *LEAKY_RELU, *ELU, *SELU, *RRELU, *SOFTPLUS, *SOFTSHRINK, *HARDTANH, *SOFTMAX]
