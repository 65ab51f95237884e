"""softmax, softmin, log_softmax and gumbel_softmax as functions."""

from line import EVERY, case, dt, index, layer, x

ONCE = {"dtypes": ("float32",)}


def normalizing(name):
    """The cases of a function that normalizes along an axis; without one PyTorch chooses."""
    return layer(
        f"nn.functional.{name}",
        case("defaults", [], x(3, 4), tags=("S71",), dtypes=EVERY),
        case("first-axis", [], x(3, 4), keywords={"dim": 0}),
        case("negative-axis", [], x(2, 3, 4), keywords={"dim": -1}),
        case("no-axis-rank-one", [], x(4), tags=("S71",), **ONCE),
        case("no-axis-rank-three", [], x(3, 2, 2), tags=("S71",), **ONCE),
        case("no-axis-rank-four", [], x(2, 3, 2, 2), tags=("S71",), **ONCE),
        case("to-another-type", [], x(3, 4), keywords={"dim": 0, "dtype": dt("float64")}, **ONCE),
        case("integers-to-a-type", [], index(3, 4, below=5), keywords={"dim": 0, "dtype": dt("float32")}, **ONCE, tags=("S72",)),
        case("refuses-axis-out-of-range", [], x(3, 4), keywords={"dim": 2}, says="Dimension out of range"),
        case("refuses-axis-as-boolean", [], x(3, 4), keywords={"dim": True}, says="must be int, not bool"),
        case("refuses-integers", [], index(3, 4, below=5), keywords={"dim": 1}, says="not implemented for 'Long'", tags=("S72",)),
    )


SOFTMAX = [*normalizing("softmax"), *normalizing("softmin"), *normalizing("log_softmax")]

GUMBEL_SOFTMAX = layer(
    "nn.functional.gumbel_softmax",
    case("defaults", [], x(3, 4), dtypes=EVERY),
    case("tau", [], x(3, 4), keywords={"tau": 0.5}),
    case("hard", [], x(3, 4), keywords={"hard": True}),
    case("hard-tau", [], x(3, 4), keywords={"hard": True, "tau": 2.5}),
    case("dim", [], x(3, 4), keywords={"dim": 0}),
    case("dim-of-three", [], x(2, 3, 4), keywords={"dim": 1, "hard": True}),
    case("eps", [], x(3, 4), keywords={"eps": 0.1}, blind={"eps": "PyTorch does not read it"}),
    case("one-dimension", [], x(5)),
    case("transposed", [], x(3, 4, layout="transposed")),
    case("empty", [], x(0, 3)),
    case("refuses-integers", [], x(3, 4, kind="integers"), says="Exponential distribution is a continuous probability distribution"),
    case("refuses-axis-out-of-range", [], x(3, 4), keywords={"dim": 2}, says="Dimension out of range"),
)

CASES = [*SOFTMAX, *GUMBEL_SOFTMAX]
