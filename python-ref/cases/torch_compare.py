"""Comparisons, tests and bits: results are bool or integers."""

from line import case, exact, given, index, layer, x

INF, NAN = float("inf"), float("nan")
A = given([[NAN, INF, -INF, 0.0, -0.0, 1.0, 2.0, 0.9, 2.9]], grad=False)
B = given([[1.0], [NAN], [0.0], [-INF], [INF], [2.0], [1.9], [0.8]], grad=False)
SIGNS = {"input.0": "only what kind of number it is counts"}


def compared(name):
    same = name in ("eq", "ne")
    return exact(
        f"torch.{name}",
        case("ties", [], given([[0.9, 1.0, 1.0, -2.0], [2.0, -1.0, 0.0, 0.5]]), given([1.0, 0.9, 1.0, -2.0])),
        case("edges", [], A, B),
        case("number", [], x(4, 6, kind="ties"), 1 if same else 1.2),
        case("integers", [], index(3, 4, below=3), index(4, below=3), dtypes=("float32",)),
        case("integers-and-fraction", [], index(4, 5, below=4), 1.5, dtypes=("float32",), blind={"input.0": "no whole number is 1.5"} if same else None),
        case("integers-and-float", [], index(12, below=3), given([1.0, 2.0, 0.5] * 4 if same else [0.9, 1.8, 1.0] * 4)),
        case("booleans", [], given([1.0, 0.0, 1.0, 1.0], dtype="bool"), given([1.0, 1.0, 0.0, 1.0], dtype="bool"), dtypes=("float32",)),
        case("empty", [], x(0, 3), 1.5),
        case("refuses-shapes", [], x(3), x(4), says="must match the size of tensor b (4)"),
    )


def logical(name):
    bits = [given([1.0, 0.0, 1.0, 0.0, 1.0], dtype="bool"), given([1.0, 1.0, 0.0, 0.0, 1.0], dtype="bool")]
    return layer(
        f"torch.{name}",
        case("booleans", [], *bits, dtypes=("float32",)),
        case("numbers", [], x(3, 8, kind="ties"), given([0.0, 1.0, NAN, 0.0, -0.0, 2.0, 0.0, INF])),
        case("integers-and-float", [], index(8, below=2), given([0.0, 0.5, 0.0, 1.0, 1.0, 0.0, 0.0, 2.0])),
    )


def bitwise(name):
    return layer(
        f"torch.{name}",
        case("integers", [], index(3, 4, low=-99, below=100), index(4, low=-99, below=100), dtypes=("float32",)),
        case("number", [], index(3, 4, low=-99, below=100, dtype="int32"), 13, dtypes=("float32",)),
        case("booleans", [], given([1.0, 0.0, 1.0, 0.0, 1.0], dtype="bool"), given([1.0, 1.0, 0.0, 0.0, 1.0], dtype="bool"), dtypes=("float32",)),
        case("boolean-and-integers", [], given([1.0, 0.0, 1.0], dtype="bool"), given([3.0, 2.0, 4.0], dtype="int16"), dtypes=("float32",)),
        case("bytes", [], index(6, below=256, dtype="uint8"), index(6, below=256, dtype="uint8"), dtypes=("float32",)),
        case("refuses-floats", [], x(3), x(3), says="not implemented for 'Float'"),
    )


def tested(name, blind):
    return exact(
        f"torch.{name}",
        case("edges", [], given([NAN, INF, -INF, 0.0, 1.0]), blind=blind),
        case("integers", [], index(3, below=4), dtypes=("float32",), blind=SIGNS),
        case("empty", [], x(0, 3)),
    )


CASES = [
    *(s for name in ("eq", "ne", "lt", "le", "gt", "ge") for s in compared(name)),
    *(s for name in ("logical_and", "logical_or", "logical_xor") for s in logical(name)),
    *(s for name in ("bitwise_and", "bitwise_or", "bitwise_xor") for s in bitwise(name)),
    *(s for name in ("isnan", "isinf", "isfinite") for s in tested(name, SIGNS)),
    *exact(
        "torch.logical_not",
        case("values", [], x(3, 8, kind="ties")),
        case("edges", [], given([NAN, INF, 0.0, -0.0])),
        case("integers", [], index(8, below=2), dtypes=("float32",)),
    ),
    *layer(
        "torch.bitwise_not",
        case("integers", [], index(6, low=-99, below=100), dtypes=("float32",)),
        case("bytes", [], index(6, below=256, dtype="uint8"), dtypes=("float32",)),
        case("booleans", [], given([1.0, 0.0, 1.0], dtype="bool"), dtypes=("float32",)),
        case("refuses-floats", [], x(3), says="not implemented for 'Float'"),
    ),
    *exact(
        "torch.isclose",
        case("near", [], given([1.0, 1.00001, 1.0001, 0.0, 1e-9]), given([1.0, 1.0, 1.0, 1e-8, 0.0])),
        case("relative-to-the-second", [], given([200.0, 221.0]), given([221.0, 200.0]), keywords={"rtol": 0.1}),
        case("tolerances", [], given([1.0, 1.25, 1.5, 2.0]), given([1.0, 1.0, 1.0, 1.0]), keywords={"rtol": 0.25, "atol": 0.25}),
        case("edges", [], A, B),
        case("equal-nan", [], A, B, keywords={"equal_nan": True}),
        case("integers", [], given([1.0, 2.0, 3.0], dtype="int64"), given([1.0, 2.0, 4.0], dtype="int64"), dtypes=("float32",)),
        case("refuses-two-types", [], x(3, dtype="float32"), x(3, dtype="float64"), says="Float did not match Double"),
    ),
    *exact(
        "torch.allclose",
        case("near", [], given([1.0, 2.0]), given([1.000001, 2.0])),
        case("relative", [], given([1.0, 200.0]), given([1.0, 220.0]), keywords={"rtol": 0.1}),
        case("absolute", [], given([1.0, 0.0]), given([1.0, 0.2]), keywords={"atol": 0.25}),
        case("equal-nan", [], given([1.0, NAN]), given([1.0, NAN]), keywords={"equal_nan": True}),
        case("far", [], given([1.0, 2.0]), given([1.1, 2.0]), blind={"input.0": "still far", "input.1": "still far"}),
    ),
    *exact(
        "torch.equal",
        case("same", [], given([1.0, 2.0]), given([1.0, 2.0])),
        case("other-shape", [], given([[1.0, 2.0]]), given([1.0, 2.0]), blind={"input.0": "the shapes differ", "input.1": "the shapes differ"}),
    ),
]
