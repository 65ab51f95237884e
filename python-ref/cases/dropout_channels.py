"""nn.Dropout1d to 3d, nn.AlphaDropout and nn.FeatureAlphaDropout."""

from line import before, case, given, layer, x

from cases.dropout import ALL, EVAL, INF, NAN, SAME

SIGNS = {"input.0": "only its signs come through"}
UNREAD = {"inplace": "these two layers do not look at it"}


def dropouts(name, shape, *own):
    """The cases that all of them share, for a batch of `shape`."""
    return layer(
        name,
        case("defaults", [], x(*shape)),
        case("p", [0.3], x(*shape)),
        case("p-as-option", [], x(*shape), p=0.7),
        case("p-zero", [0], x(*shape), tags=("S38",)),
        case("p-one", [1], x(*shape), tags=("S37",), blind=ALL | SIGNS),
        case("inplace-p-zero", [0], x(*shape, leaf=False), inplace=True, blind=SAME),
        case("eval", [0.4], x(*shape), training=False, tags=("S38",), blind=EVAL),
        case("eval-inplace", [0.4], x(*shape, leaf=False), training=False, inplace=True, blind=SAME | EVAL),
        case("transposed-input", [0.5], x(*shape, layout="transposed")),
        case("every-other-element", [0.5], x(*shape, layout="step2")),
        case("input-without-gradient", [0.5], x(*shape, grad=False)),
        case("after-another-draw", [0.5], x(*shape), earlier=(before(x(*shape)),)),
        case("half-precision", [0.3], x(*shape), dtypes=("float16", "bfloat16")),
        case("empty", [0.5], x(0, *shape[1:])),
        case("eval-integers", [0.5], x(*shape, kind="integers"), training=False, dtypes=("float32",)),
        case("refuses-p-above-one", [1.5], x(*shape), says="between 0 and 1"),
        case("refuses-p-below-zero", [-0.1], x(*shape), says="between 0 and 1"),
        case("refuses-integers", [0.5], x(*shape, kind="integers"), says="Long", tags=("S40",)),
        *own,
    )


def inplace(*shape):
    """The cases of a dropout that can work in place."""
    return [
        case("inplace", [0.4], x(*shape, leaf=False), inplace=True),
        case("inplace-p-one", [1], x(*shape, leaf=False), inplace=True, blind=ALL | SIGNS),
        case("refuses-inplace-on-a-leaf", [0.5], x(*shape), inplace=True, says="leaf", tags=("S66",)),
    ]


def unread(*shape):
    """The cases of a dropout that is told to work in place and does not."""
    return [case("inplace", [0.4], x(*shape, leaf=False), inplace=True, blind=UNREAD), case("inplace-on-a-leaf", [0.5], x(*shape), inplace=True, blind=UNREAD)]


DROPOUT1D = dropouts(
    "nn.Dropout1d",
    (3, 4, 5),
    *inplace(3, 4, 5),
    case("unbatched", [0.5], x(6, 5)),
    case("unbatched-p-one", [1], x(6, 5), blind=ALL | SIGNS),
    case("unbatched-eval", [0.4], x(6, 5), training=False, blind=EVAL),
    case("unbatched-inplace", [0.5], x(6, 5, leaf=False), inplace=True),
    case("unbatched-inplace-without-gradient", [0.5], x(6, 5, grad=False), inplace=True),
    case("refuses-one-dimension", [0.5], x(5), says="Expected 2D or 3D input, but received a 1D input"),
    case("refuses-four-dimensions", [0.5], x(2, 3, 4, 5), says="Expected 2D or 3D input, but received a 4D input"),
)

DROPOUT2D = dropouts(
    "nn.Dropout2d",
    (2, 4, 2, 3),
    *inplace(2, 4, 2, 3),
    case("three-dimensions", [0.5], x(3, 4, 5), tags=("S39",)),
    case("two-dimensions", [0.5], x(4, 6)),
    case("channels-last-input", [0.5], x(2, 4, 2, 3, layout="channels-last")),
    case("refuses-one-dimension", [0.5], x(5), says="Feature dropout requires at least 2 dimensions"),
)

DROPOUT3D = dropouts(
    "nn.Dropout3d",
    (2, 4, 2, 1, 3),
    *inplace(2, 4, 2, 1, 3),
    case("unbatched", [0.5], x(6, 2, 1, 2)),
    case("unbatched-inplace", [0.5], x(6, 2, 1, 2, leaf=False), inplace=True),
    case("three-dimensions", [0.5], x(6, 2, 2)),
    case("one-dimension", [0.5], x(8)),
    case("refuses-one-value", [0.5], x(), says="Feature dropout requires at least 2 dimensions"),
)

ALPHA_DROPOUT = dropouts(
    "nn.AlphaDropout",
    (4, 5),
    *unread(4, 5),
    case("one-value", [0.5], x()),
    case("one-dimension", [0.5], x(33)),
    case("three-dimensions", [0.2], x(2, 3, 4)),
    case("edges", [0.5], given([NAN, INF, -INF, -0.0, 0.0, 1e-30, -1e30] * 2)),
    case("transposed-clone", [], x(4, 3, 5, leaf=False, layout="transposed")),
    case("high-p-in-16-bits", [0.9], x(3, 5), dtypes=("bfloat16",)),
)

FEATURE_ALPHA_DROPOUT = dropouts(
    "nn.FeatureAlphaDropout",
    (3, 4, 5),
    *unread(3, 4, 5),
    case("two-dimensions", [0.5], x(4, 6)),
    case("four-dimensions", [0.5], x(2, 4, 2, 2)),
    case("edges", [0.5], given([[[NAN], [INF], [-INF], [-0.0], [0.0], [1e-30], [-1e30]]] * 2)),
    case("refuses-one-dimension", [0.5], x(5), says="Feature dropout requires at least 2 dimensions"),
)

CASES = [*DROPOUT1D, *DROPOUT2D, *DROPOUT3D, *ALPHA_DROPOUT, *FEATURE_ALPHA_DROPOUT]
