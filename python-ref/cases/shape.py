"""nn.Flatten and nn.Unflatten."""

from line import case, exact, index, x

FLATTEN = exact(
    "nn.Flatten",
    case("defaults", [], x(2, 3, 2, 4), tags=("S92",)),
    case("start", [2], x(2, 3, 2, 4)),
    case("start-zero", [0], x(2, 3, 2)),
    case("start-and-end", [1, 2], x(2, 3, 2, 4)),
    case("options", [], x(2, 3, 2, 4), start_dim=0, end_dim=2),
    case("negative", [], x(2, 3, 2, 4, 2), start_dim=-3, end_dim=-2),
    case("start-is-end", [1, 1], x(2, 3, 4)),
    case("two-dimensions", [], x(2, 3)),
    case("one-dimension-from-zero", [0], x(5), tags=("S92",)),
    case("one-value-from-zero", [0], x(), tags=("S92",)),
    case("integers", [], x(3, 3, 3, kind="integers", low=-50, high=50), dtypes=("float32",)),
    case("booleans", [], index(2, 3, 2, below=2, dtype="bool"), dtypes=("float32",)),
    case("transposed-input", [], x(2, 3, 4, layout="transposed"), tags=("S92",)),
    case("every-other-element", [], x(2, 3, 4, layout="step2")),
    case("empty-batch", [], x(0, 3, 4)),
    case("empty-every-other-element", [], x(0, 3, 4, layout="step2")),
    case("input-without-gradient", [], x(2, 3, 4, grad=False)),
    case("refuses-one-dimension", [], x(4), says="Dimension out of range", tags=("S92",)),
    case("refuses-start-after-end", [2, 1], x(2, 3, 4), says="start_dim cannot come after end_dim"),
    case("refuses-end-out-of-range", [0, 3], x(2, 3, 4), says="Dimension out of range"),
)

UNFLATTEN = exact(
    "nn.Unflatten",
    case("tuple", [1, (2, 3)], x(2, 6), tags=("S93",)),
    case("list", [1, [2, 3]], x(2, 6), tags=("S93",)),
    case("one-left-open", [1, (2, -1, 2)], x(2, 8), tags=("S93",)),
    case("first-axis", [0, (2, 3)], x(6, 2)),
    case("middle-axis", [1, (3, 2)], x(2, 6, 3)),
    case("negative-axis", [-1, (3, 2)], x(2, 4, 6)),
    case("one-size", [1, (6,)], x(2, 6)),
    case("options", [], x(2, 6), dim=1, unflattened_size=(3, 2)),
    case("integers", [1, (3, 3)], x(3, 9, kind="integers", low=-50, high=50), dtypes=("float32",)),
    case("booleans", [1, (2, 2)], index(2, 4, below=2, dtype="bool"), dtypes=("float32",)),
    case("transposed-input", [1, (2, 2)], x(3, 4, layout="transposed")),
    case("empty-batch", [1, (2, 3)], x(0, 6)),
    case("input-without-gradient", [1, (2, 3)], x(2, 6, grad=False)),
    case("refuses-other-product", [1, (2, 4)], x(2, 6), says="don't multiply up to the size of dim", tags=("S93",)),
    case("refuses-two-left-open", [1, (-1, -1)], x(2, 6), says="only one dimension can be inferred"),
    case("refuses-fraction", [1, (2.5, 3)], x(2, 6), says="must be tuple of ints", tags=("S93",)),
    case("refuses-axis-out-of-range", [2, (2, 3)], x(2, 6), says="Dimension out of range"),
    case("refuses-no-axis", [-1, (1,)], x(), says="tensor has no dimensions"),
    case("refuses-number-as-size", [1, 6], x(2, 6), says="unflattened_size must be a tuple of ints"),
)

CASES = [*FLATTEN, *UNFLATTEN]
