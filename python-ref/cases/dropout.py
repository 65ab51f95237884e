"""nn.Dropout."""

from line import before, case, given, layer, x

INF, NAN = float("inf"), float("nan")

EVAL = {"p": "nothing is dropped in evaluation"}
SAME = {"inplace": "the input itself comes back either way"}
ALL = {"upstream.output.0": "every gradient is dropped"}

CASES = layer(
    "nn.Dropout",
    case("defaults", [], x(4, 5)),
    case("p", [0.3], x(4, 5)),
    case("p-as-option", [], x(3, 4, 5), p=0.7),
    case("p-zero", [0], x(4, 5), tags=("S38",)),
    case("p-one", [1], given([-1.0, 2.0, NAN, INF, -INF, -0.0, 0.0]), tags=("S37",), blind=ALL),
    case("inplace", [0.4], x(4, 5, leaf=False), inplace=True),
    case("inplace-p-zero", [0], x(4, 5, leaf=False), inplace=True, blind=SAME),
    case("eval", [0.4], x(4, 5), training=False, tags=("S38",), blind=EVAL),
    case("eval-inplace", [0.4], x(4, 5, leaf=False), training=False, inplace=True, blind=SAME | EVAL),
    case("one-value", [0.5], x()),
    case("one-dimension", [0.5], x(33)),
    case("transposed-input", [0.5], x(4, 6, layout="transposed")),
    case("every-other-element", [0.5], x(4, 6, layout="step2")),
    case("after-another-draw", [0.5], x(3, 4), earlier=(before(x(5)),)),
    case("edges", [0.5], given([NAN, INF, -INF, -0.0, 0.0, 1e-30, -1e30] * 2)),
    case("half-precision", [0.3], x(4, 5), dtypes=("float16", "bfloat16")),
    case("empty", [0.5], x(0, 3)),
    case("eval-integers", [0.5], x(4, kind="integers"), training=False, dtypes=("float32",)),
    case("refuses-p-above-one", [1.5], x(4), says="between 0 and 1"),
    case("refuses-p-below-zero", [-0.1], x(4), says="between 0 and 1"),
    case("refuses-integers", [0.5], x(4, kind="integers"), says="Long", tags=("S40",)),
    case("refuses-inplace-on-a-leaf", [0.5], x(4), inplace=True, says="leaf", tags=("S66",)),
)
