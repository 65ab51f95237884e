"""Functions of two tensors, or of a tensor and a number, with broadcasting and promotion."""

from line import EVERY, case, exact, given, index, layer, x

INF, NAN = float("inf"), float("nan")
STILL = {"upstream.output.0": "the gradient is 0"}
EDGES = [[NAN, INF, -INF, 0.0, -0.0, 1.0, 2.0]]
AGAINST = [[1.0], [NAN], [0.0], [-0.0], [INF], [-2.0]]


def pairs(name, *, integers=True, blind=None, above=False):
    """The cases that every function of two has."""
    a = x(3, 4, kind="band", high=4.0)
    b = x(3, 4, kind="uniform", low=0.5, high=2.0) if above else x(3, 4, kind="band", high=2.0)
    row = x(4, kind="uniform", low=0.5, high=2.0) if above else x(4, kind="band", high=2.0)
    base = x(3, 4, kind="uniform", low=0.5, high=4.0) if above else a
    column = x(3, 1, kind="uniform", low=0.5, high=4.0) if above else x(3, 1, kind="band", high=4.0)
    lines = [
        case("same-shape", [], base, b, blind=blind),
        case("column-and-row", [], column, row, blind=blind),
        case("number", [], base, 1.75, blind=blind),
        case("no-axes", [], base, given(1.75, dtype="float64"), blind=blind, dtypes=("float32",)),
        case("transposed", [], x(4, 4, kind="uniform", low=0.5, high=3.0, layout="transposed"), row, blind=blind),
        case("edges", [], given(EDGES), given(AGAINST), upstream={}),
        case("half-precision", [], base, b, dtypes=("float16", "bfloat16"), upstream={}),
        case("two-halves", [], given([1.5, 2.5], dtype="float16"), given([0.5, 0.75], dtype="bfloat16"), dtypes=("float32",), upstream={}),
        case("empty", [], x(0, 3), 2.5),
        case("refuses-shapes", [], x(3), x(4), says="must match the size of tensor b (4) at non-singleton dimension 0"),
    ]
    if integers:
        lines += [
            case("integers", [], index(6, low=-7, below=8), given([1.0, 2.0, -3.0, 3.0, -2.0, 5.0], dtype="int64"), dtypes=("float32",)),
            case("int-widths", [], given([7.0, 20.0, 99.0, 250.0], dtype="uint8"), given([4.0, -3.0, 7.0, 60.0], dtype="int8"), dtypes=("float32",)),
            case("integers-and-fraction", [], index(4, low=1, below=8), 2.5, dtypes=("float32",)),
            case("integers-and-float", [], index(4, low=1, below=8), given([0.5, 1.5, 2.5, 3.5]), upstream={}),
            case("int8-and-int", [], given([100.0, 3.0, -128.0], dtype="int8"), 7, dtypes=("float32",)),
        ]
    return layer(f"torch.{name}", *lines)


CASES = [
    *pairs("add"),
    *pairs("sub"),
    *pairs("mul"),
    *pairs("div"),
    *layer(
        "torch.add",
        case("alpha", [], x(3, 4), x(4), keywords={"alpha": 2.5}),
        case("booleans", [], given([1.0, 0.0, 1.0], dtype="bool"), given([1.0, 0.0, 0.0], dtype="bool"), dtypes=("float32",)),
        case("boolean-and-number", [], given([1.0, 0.0, 1.0], dtype="bool"), 2, dtypes=("float32",)),
        case("one-half-and-number", [], given(1.5, dtype="float16"), 2.25, dtypes=("float32",), upstream={}),
        case(
            "refuses-fraction-for-integers",
            [],
            index(3, below=4),
            index(3, below=4),
            keywords={"alpha": 0.5},
            says="argument alpha must not be a floating point number",
        ),
    ),
    *layer(
        "torch.sub",
        case("alpha", [], x(3, 4), x(4), keywords={"alpha": 2.5}),
        case("refuses-booleans", [], given([1.0], dtype="bool"), given([0.0], dtype="bool"), says="with two bool tensors is not supported"),
        case("refuses-a-boolean", [], given([1.0], dtype="bool"), 1, says="with a bool tensor is not supported"),
    ),
    *layer(
        "torch.mul",
        case("booleans", [], given([1.0, 0.0, 1.0], dtype="bool"), given([1.0, 0.0, 0.0], dtype="bool"), dtypes=("float32",)),
        case("wraps", [], given([2.0**31, 3.0], dtype="int64"), given([2.0**33, 5.0], dtype="int64"), dtypes=("float32",)),
    ),
    *layer(
        "torch.div",
        case("floor", [], x(3, 4, kind="band", high=9.0), x(4, kind="band", high=2.0), keywords={"rounding_mode": "floor"}, blind=STILL),
        case("trunc", [], x(3, 4, kind="band", high=9.0), x(4, kind="band", high=2.0), keywords={"rounding_mode": "trunc"}, blind=STILL),
        case(
            "floor-integers",
            [],
            given([7.0, -7.0, 7.0, -7.0], dtype="int64"),
            given([2.0, 2.0, -2.0, -2.0], dtype="int64"),
            keywords={"rounding_mode": "floor"},
            dtypes=("float32",),
        ),
        case(
            "trunc-integers",
            [],
            given([7.0, -7.0, 7.0, -7.0], dtype="int64"),
            given([2.0, 2.0, -2.0, -2.0], dtype="int64"),
            keywords={"rounding_mode": "trunc"},
            dtypes=("float32",),
        ),
        case(
            "refuses-mode",
            [],
            x(3),
            x(3),
            keywords={"rounding_mode": "up"},
            says="div expected rounding_mode to be one of None, 'trunc', or 'floor' but found 'up'",
        ),
        case("refuses-floor-by-zero", [], index(3, below=4), 0, keywords={"rounding_mode": "floor"}, says="ZeroDivisionError"),
    ),
    *pairs("pow", integers=False, above=True),
    *layer(
        "torch.pow",
        case("square", [], x(3, 4), 2),
        case("cube", [], x(3, 4), 3),
        case("zeroth", [], x(3, 4), 0, blind={"input.0": "all of it becomes 1", "upstream.output.0": "the gradient is 0"}),
        case("zeroth-of-zero", [], given([0.0, 2.0, -0.0, -3.0]), 0, blind={"input.0": "all of it becomes 1", "upstream.output.0": "the gradient is 0"}),
        case("negative", [], x(3, 4, kind="band", high=2.0), -2),
        case("root", [], x(3, 4, kind="uniform", low=0.5, high=2.0), 0.5),
        case("of-number", [], 2.5, x(3, 4)),
        case("integers", [], index(4, low=-3, below=4), index(4, low=1, below=5), dtypes=("float32",)),
        case("integers-to-fraction", [], index(4, low=1, below=8), 0.5, dtypes=("float32",)),
        case("refuses-negative-for-integers", [], index(3, low=1, below=4), -1, says="Integers to negative integer powers are not allowed"),
        case("refuses-booleans", [], given([1.0], dtype="bool"), given([1.0], dtype="bool"), says="\"pow\" not implemented for 'Bool'"),
    ),
    *pairs("remainder"),
    *pairs("fmod"),
    *exact(
        "torch.floor_divide",
        case("values", [], x(3, 4, kind="band", high=9.0, grad=False), x(4, kind="band", high=2.0, grad=False)),
        case("edges", [], given(EDGES, grad=False), given(AGAINST, grad=False)),
        case("number", [], x(3, 4, kind="band", high=9.0, grad=False), 0.75),
        case("integers", [], given([7.0, -7.0, 7.0, -7.0], dtype="int64"), given([2.0, 2.0, -2.0, -2.0], dtype="int64"), dtypes=("float32",)),
        case("refuses-backward", [], x(3), x(3), says="derivative for aten::floor_divide is not implemented"),
        case("refuses-by-zero", [], index(3, below=4), 0, says="ZeroDivisionError"),
        case("refuses-booleans", [], given([1.0], dtype="bool"), given([1.0], dtype="bool"), says="not implemented for 'Bool'"),
    ),
    *exact(
        "torch.maximum",
        case("values", [], x(3, 4), x(4)),
        case("ties", [], x(4, 5, kind="ties"), x(5, kind="ties")),
        case("edges", [], given(EDGES), given(AGAINST), upstream={}),
        case("infinities", [], given([INF, -INF, INF, 1.0, 2.0]), given([INF, -INF, 1.0, INF, 2.25])),
        case("integers", [], given([1.0, -5.0, 3.0, 4.0], dtype="int64"), given([2.0, -7.0, 3.0, 1.0], dtype="int64"), dtypes=("float32",)),
    ),
    *exact(
        "torch.minimum",
        case("values", [], x(3, 4), x(4)),
        case("ties", [], x(4, 5, kind="ties"), x(5, kind="ties")),
        case("edges", [], given(EDGES), given(AGAINST), upstream={}),
        case("infinities", [], given([INF, -INF, INF, 1.0, 2.0]), given([INF, -INF, 1.0, INF, 2.25])),
        case("integers", [], given([1.0, -5.0, 3.0, 4.0], dtype="int64"), given([2.0, -7.0, 3.0, 1.0], dtype="int64"), dtypes=("float32",)),
    ),
    *layer(
        "torch.atan2",
        case("values", [], x(3, 4), x(4), dtypes=EVERY),
        case("edges", [], given(EDGES), given(AGAINST), upstream={}),
        case("integers", [], index(4, low=-3, below=4), index(4, low=1, below=4), dtypes=("float32",)),
    ),
    *layer("torch.hypot", case("values", [], x(3, 4), x(4), dtypes=EVERY), case("large", [], given([3e30, 3e-30]), given([4e30, 4e-30]))),
    *exact(
        "torch.copysign",
        case("values", [], x(3, 4), x(4), blind={"input.1": "only its sign counts"}),
        case("number", [], x(3, 4), -2.5),
        case("edges", [], given(EDGES), given(AGAINST), upstream={}),
        case("integers", [], index(4, low=1, below=4), -1, dtypes=("float32",)),
    ),
    *layer(
        "torch.lerp",
        case("number", [], x(3, 4), x(4), 0.3),
        case("far", [], x(3, 4), x(4), 0.8),
        case("weights", [], x(3, 4), x(4), x(3, 1, kind="uniform", low=0.0, high=1.0)),
        case("half-precision", [], x(3, 4), x(4), 0.3, dtypes=("float16", "bfloat16"), upstream={}),
        case("refuses-integers", [], index(3, below=4), index(3, below=4), 0.5, says="not implemented for 'Long'"),
        case("refuses-two-types", [], x(3, dtype="float32"), x(3, dtype="float64"), 0.5, says="for `end` but got dtype double"),
    ),
    *layer(
        "torch.addcmul",
        case("values", [], x(3, 4), x(4), x(3, 1)),
        case("value", [], x(3, 4), x(4), x(3, 1), keywords={"value": -0.75}),
        case("integers", [], index(3, below=9), index(3, below=9), index(3, below=9), keywords={"value": 3}, dtypes=("float32",)),
        case("half-precision", [], x(3, 4), x(4), x(4), dtypes=("float16", "bfloat16"), upstream={}),
    ),
    *layer(
        "torch.addcdiv",
        case("values", [], x(3, 4), x(4), x(3, 1, kind="band", high=2.0), dtypes=EVERY),
        case("value", [], x(3, 4), x(4), x(3, 1, kind="band", high=2.0), keywords={"value": -0.75}),
        case(
            "refuses-integers", [], index(3, below=9), index(3, below=9), index(3, low=1, below=9), says="Integer division with addcdiv is no longer supported"
        ),
    ),
    *exact(
        "torch.clamp",
        case("both", [], x(3, 4), keywords={"min": -0.5, "max": 0.75}),
        case("min", [], x(3, 4), keywords={"min": -0.25}),
        case("max", [], x(3, 4), keywords={"max": 0.25}),
        case("crossed", [], x(3, 4), keywords={"min": 0.5, "max": -0.25}, blind={"input.0": "all of it is clamped", "upstream.output.0": "the gradient is 0"}),
        case("tensors", [], x(3, 4), keywords={"min": given([-0.5, 0.25, 0.5, -2.0]), "max": given([[1.0], [0.5], [-1.0]])}),
        case("at-the-bounds", [], given([-1.0, 0.0, 1.0, 2.0]), keywords={"min": given([-1.0, 0.0, 1.0, 1.0]), "max": given([1.0, 0.0, 1.0, 2.0])}),
        case("tensor-min", [], x(3, 4), keywords={"min": x(4)}),
        case("edges", [], given([NAN, INF, -INF, 0.0, -0.0, -0.5, 0.75]), keywords={"min": -0.5, "max": 0.75}),
        case("integers", [], index(8, low=-9, below=9), keywords={"min": -2, "max": 3}, dtypes=("float32",)),
        case("integers-by-fraction", [], index(8, low=-9, below=9), keywords={"min": -2.5}, dtypes=("float32",)),
        case("refuses-no-bounds", [], x(3), says="At least one of 'min' or 'max' must not be None"),
    ),
    *exact("torch.clamp_min", case("number", [], x(3, 4), 0.25), case("tensor", [], x(3, 4, kind="ties"), x(4, kind="ties"))),
    *exact("torch.clamp_max", case("number", [], x(3, 4), 0.25), case("tensor", [], x(3, 4, kind="ties"), x(4, kind="ties"))),
]
