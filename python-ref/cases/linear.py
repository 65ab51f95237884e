"""nn.Linear."""

from line import case, layer, x

EMPTY = {"weight": "there is no row to apply it to", "bias": "there is no row to apply it to"}

CASES = layer(
    "nn.Linear",
    case("defaults", [5, 3], x(4, 5)),
    case("without-bias", [5, 3], x(4, 5), bias=False),
    case("one-dimension", [5, 3], x(5)),
    case("three-dimensions", [5, 3], x(2, 4, 5)),
    case("four-dimensions", [3, 2], x(2, 1, 4, 3)),
    case("three-dimensions-without-bias", [5, 3], x(2, 4, 5), bias=False, tags=("S107",)),
    case("one-feature", [1, 1], x(3, 1)),
    case("long-sum", [96, 2], x(3, 96)),
    case("empty-batch", [5, 3], x(0, 5), blind=EMPTY),
    case("no-features", [0, 3], x(2, 0)),
    case("transposed-input", [5, 3], x(4, 5, layout="transposed")),
    case("every-other-element", [5, 3], x(4, 5, layout="step2")),
    case("every-other-element-of-a-vector", [5, 3], x(5, layout="step2")),
    case("every-other-element-in-three-dimensions", [5, 3], x(2, 4, 5, layout="step2")),
    case("every-other-element-of-a-vector-without-bias", [5, 3], x(5, layout="step2"), bias=False),
    case("input-without-gradient", [5, 3], x(4, 5, grad=False)),
    case("under-no-grad", [5, 3], x(4, 5), grad_mode=False),
    case("half-precision", [6, 3], x(4, 6), dtypes=("float16", "bfloat16"), tags=("S95",)),
    case("seeded-parameters", [5, 3], x(4, 5), state=None, dtypes=("float32", "float64", "float16")),
    case("seeded-parameters-without-bias", [20, 7], x(2, 20), bias=False, state=None),
    case("refuses-other-width", [5, 3], x(4, 6), says="shapes cannot be multiplied"),
    case("refuses-other-width-of-a-vector", [5, 3], x(4), says="shapes cannot be multiplied"),
    case("refuses-one-value", [1, 3], x(), says="need to be at least 1D"),
    case("refuses-other-dtype", [5, 3], x(4, 5, dtype="float16"), says="dtype", tags=("S94",)),
    case("refuses-integers", [5, 3], x(4, 5, kind="integers"), says="dtype"),
    case("refuses-half-a-feature", [5, 2.5], x(4, 5), says="must be tuple of ints, but found element of type float at pos 0"),
    case("refuses-negative-features", [-1, 3], x(4, 5), says="negative dimension -1"),
    case("seeded-without-inputs", [0, 3], x(2, 0), state=None),
)
