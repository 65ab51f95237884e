"""Reductions: sums, products, extremes, moments, norms."""

from line import EVERY, case, dt, exact, given, index, layer, x

INF, NAN = float("inf"), float("nan")
TIES = given([[1.0, 3.0, 3.0, 2.0], [-1.0, -1.0, -2.0, -2.0], [NAN, 1.0, NAN, 0.0], [INF, -INF, INF, 0.0], [0.0, -0.0, 0.0, -0.0]])
WHOLE = {"dtypes": ("float32",)}
BOOLS = given([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]], dtype="bool")
NOTHING = {"upstream.output.0": "there is nothing to give it to"}
STILL = {"upstream.output.0": "the gradient is 0"}


def summed(name, *, whole=True):
    """The cases of a reduction over any axes."""
    lines = [
        case("all", [], x(3, 4)),
        case("one-axis", [], x(2, 3, 4), 1),
        case("negative-axis", [], x(2, 3, 4), -1),
        case("two-axes", [], x(2, 3, 4), (0, 2)),
        case("keepdim", [], x(2, 3, 4), (0, 2), keywords={"keepdim": True}),
        case("axis-by-name", [], x(2, 3, 4), keywords={"dim": 0}),
        case("dtype", [], x(2, 3, dtype="float32"), keywords={"dtype": dt("float64")}, **WHOLE),
        case("transposed", [], x(3, 4, layout="transposed"), 0),
        case("no-axes", [], x()),
        case("empty", [], x(0, 3), 0, blind=NOTHING),
        case("empty-batch", [], x(0, 3), 1),
        case("long", [], x(1, 700), 1, **WHOLE),
        case("infinities", [], given([[1.0, INF], [INF, -INF], [NAN, 1.0], [1.0, 2.0]]), 1),
        case("half-precision", [], x(3, 4), 1, dtypes=("float16", "bfloat16"), upstream={}),
        case("refuses-axis", [], x(3, 4), 2, says="Dimension out of range"),
        case("refuses-axis-twice", [], x(3, 4), (0, 0), says="appears multiple times in the list of dims"),
    ]
    if whole:
        lines += [
            case("integers", [], index(3, 4, low=-9, below=10), 1, **WHOLE),
            case("bytes", [], given([200.0, 100.0, 50.0], dtype="uint8"), dtypes=("float32",), blind={"input.0": "a sum has no order"}),
            case("booleans", [], BOOLS, 1, **WHOLE),
        ]
    return layer(f"torch.{name}", *lines)


def extreme(name):
    return exact(
        f"torch.{name}",
        case("all", [], x(3, 4)),
        case("all-ties", [], given([[1.0, 3.0], [3.0, 1.0], [1.0, 3.0]])),
        case("all-nan", [], given([1.0, NAN, 2.0, NAN]), blind={"input.0": "NaN wins"}),
        case("all-integers", [], index(3, 4, low=-9, below=10), **WHOLE, blind={"input.0": "the extreme has no place"}),
        case("one-axis", [], x(2, 3, 4), 1),
        case("keepdim", [], x(2, 3, 4), 1, keywords={"keepdim": True}),
        case("ties", [], TIES, 1),
        case("integers", [], index(3, 4, low=-9, below=10), 1, **WHOLE),
        case("booleans", [], BOOLS, 1, **WHOLE),
        case("no-axes", [], x(), 0),
        case("two-tensors", [], x(3, 4), x(4)),
        case("empty-batch", [], x(0, 3), 1),
        case("refuses-empty", [], x(0), says="Expected reduction dim to be specified for input.numel() == 0"),
        case("refuses-empty-axis", [], x(0, 3), 0, says="Expected reduction dim 0 to have non-zero size"),
    )


def extreme_over(name):
    return exact(
        f"torch.{name}",
        case("all", [], x(3, 4)),
        case("one-axis", [], x(2, 3, 4), 1),
        case("two-axes", [], x(2, 3, 4), (0, 2)),
        case("keepdim", [], x(2, 3, 4), (0, 2), keywords={"keepdim": True}),
        case("ties", [], given([[1.0, 3.0, 3.0, 1.0], [-1.0, -1.0, -2.0, -2.0], [INF, -INF, INF, -INF]]), 1),
        case("nan", [], given([[1.0, NAN, 2.0], [1.0, 2.0, 2.0]]), 1),
        case("integers", [], index(3, 4, low=-9, below=10), 1, **WHOLE),
        case("empty-batch", [], x(0, 3), 1),
        case("refuses-empty-axis", [], x(0, 3), 0, says="Expected reduction dim 0 to have non-zero size"),
        case("refuses-empty", [], x(0), says="Expected reduction dim to be specified for input.numel() == 0"),
    )


def placed(name):
    return exact(
        f"torch.{name}",
        case("all", [], given([[1.0, 2.9, 3.0], [0.5, -0.9, -1.0]])),
        case("one-axis", [], x(4, 6, 5, kind="uniform", low=2, high=3), 1),
        case("keepdim", [], x(4, 6, 5, kind="uniform", low=2, high=3), 1, keywords={"keepdim": True}),
        case("keepdim-of-all", [], given([[1.0, 2.9, 3.0], [0.5, -0.9, -1.0]]), keywords={"keepdim": True}),
        case("ties", [], given([[1.0, 3.0, 3.0, 2.9], [-1.9, -2.0, -1.0, -2.0], [NAN, 1.0, NAN, 0.0]]), 1),
        case("integers", [], index(3, 4, low=-9, below=10), 1, **WHOLE),
        case("refuses-empty", [], x(0), says="Expected reduction dim to be specified for input.numel() == 0"),
        case("refuses-booleans", [], BOOLS, says="does not support bool input"),
    )


def truth(name):
    return layer(
        f"torch.{name}",
        case("all", [], given([1.0, 1.0, 1.0], dtype="bool"), **WHOLE),
        case("one-axis", [], BOOLS, 1, **WHOLE),
        case("keepdim", [], BOOLS, 1, keywords={"keepdim": True}, **WHOLE),
        case("two-axes", [], given([[[1.0, 1.0], [0.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]], dtype="bool"), (0, 2), **WHOLE),
        case("numbers", [], given([[0.0, 1.0], [0.0, -0.0], [NAN, 2.0]]), 1),
        case("bytes", [], given([[0.0, 0.0], [0.0, 1.0], [3.0, 2.0]], dtype="uint8"), 1, **WHOLE),
        case("empty", [], x(0)),
        case("empty-axis", [], x(3, 0), 1),
    )


def moment(name):
    return layer(
        f"torch.{name}",
        case("all", [], x(3, 4)),
        case("one-axis", [], x(2, 3, 4), 1),
        case("two-axes", [], x(2, 3, 4), (0, 2)),
        case("population", [], x(2, 3, 4), 1, keywords={"correction": 0}),
        case("correction", [], x(2, 5), 1, keywords={"correction": 3}),
        case("unbiased", [], x(2, 5), 1, keywords={"unbiased": False}),
        case("keepdim", [], x(2, 3, 4), 1, keywords={"keepdim": True}),
        case("far-from-zero", [], x(3, 9, kind="uniform", low=100, high=101), 1),
        case("one-element", [], x(3, 1), 1, blind={"input.0": "all is NaN", "upstream.output.0": "all is NaN"}),
        case("infinities", [], given([[1.0, INF, 2.0], [NAN, 1.0, 3.0], [4.0, 5.0, 7.0]]), 1),
        case("half-precision", [], x(3, 6), 1, dtypes=("float16", "bfloat16"), upstream={}),
        case("refuses-integers", [], index(3, below=4), says="only support floating point and complex dtypes"),
    )


CASES = [
    *summed("sum"),
    *summed("mean", whole=False),
    *layer(
        "torch.mean",
        case("refuses-integers", [], index(3, below=4), says="could not infer output dtype"),
        case("integers-as-floats", [], index(3, 4, below=9), 1, keywords={"dtype": dt("float32")}, **WHOLE),
    ),
    *layer("torch.sum", case("floats-as-integers", [], x(3, 4, kind="uniform", low=1, high=9, grad=False), 1, keywords={"dtype": dt("int64")}, **WHOLE)),
    *layer(
        "torch.prod",
        case("all", [], x(3, 4), dtypes=EVERY),
        case("one-axis", [], x(2, 3, 4), 1),
        case("keepdim", [], x(2, 3, 4), 1, keywords={"keepdim": True}),
        case("one-zero", [], given([[1.5, 0.0, 2.0], [0.5, 2.5, -1.5]]), 1),
        case("two-zeros", [], given([[1.5, 0.0, 0.0], [0.5, 2.5, -1.5]]), 1),
        case("all-with-zero", [], given([[1.5, 0.0], [2.0, -3.0]])),
        case("infinities", [], given([[INF, 2.0, 3.0], [1.0, 2.0, NAN], [1.5, 2.0, 0.5]]), 1),
        case("empty", [], x(0, 3), 0, blind=NOTHING),
        case("integers", [], index(3, 4, low=-9, below=10), 1, **WHOLE),
        case("booleans", [], BOOLS, 1, **WHOLE),
        case("dtype", [], x(3, dtype="float32"), keywords={"dtype": dt("float64")}, **WHOLE),
    ),
    *extreme("max"),
    *extreme("min"),
    *extreme_over("amax"),
    *extreme_over("amin"),
    *placed("argmax"),
    *placed("argmin"),
    *truth("any"),
    *truth("all"),
    *layer(
        "torch.count_nonzero",
        case("all", [], index(3, 4, below=3), **WHOLE, blind={"input.0": "a count has no order"}),
        case("one-axis", [], given([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, 2.0]], dtype="int64"), 1, **WHOLE),
        case("two-axes", [], given([[[1.0, 1.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 0.0]]], dtype="int64"), (0, 2), **WHOLE),
        case("edges", [], given([[0.0, -0.0], [NAN, 1.0]]), 1),
    ),
    *moment("var"),
    *moment("std"),
    *layer(
        "torch.std",
        case(
            "constant",
            [],
            given([[2.0, 2.0, 2.0], [1.0, 2.0, 4.0]]),
            1,
            dtypes=("float32",),
            blind={"upstream.output.0": "at a constant any rounding makes a gradient"},
        ),
    ),
    *layer("torch.var_mean", case("all", [], x(3, 4), dtypes=EVERY), case("one-axis", [], x(2, 3, 4), 1, keywords={"correction": 0, "keepdim": True})),
    *layer("torch.std_mean", case("all", [], x(3, 4), dtypes=EVERY), case("one-axis", [], x(2, 3, 4), 1, keywords={"correction": 0, "keepdim": True})),
    *layer(
        "torch.norm",
        case("all", [], x(3, 4)),
        case("one", [], x(3, 4), keywords={"p": 1}),
        case("one-axis", [], x(2, 3, 4), keywords={"dim": 1}),
        case("two-axes", [], x(2, 3, 4), keywords={"dim": (0, 2), "keepdim": True}, blind={"dim's axes": "a sum has no order"}),
        case("three", [], x(3, 4), 3, 1),
        case("one-and-a-half", [], x(3, 4), 1.5, 1),
        case("half", [], x(3, 4), 0.5, 1),
        case("zero", [], given([[1.0, 0.0, 2.0], [0.0, 0.0, 0.0]]), 0, 1, blind=STILL),
        case("infinity", [], x(3, 4), INF, 1),
        case("minus-infinity", [], x(3, 4), -INF, 1),
        case("infinity-ties", [], given([[1.0, -2.0, 2.0], [0.0, 0.0, 0.0]]), INF, 1),
        case("of-zeros", [], given([[0.0, 0.0, 0.0], [1.0, 2.0, 2.0]]), 2, 1),
        case("of-zeros-three", [], given([[0.0, 0.0, 0.0], [1.0, 2.0, 2.0]]), 3, 1),
        case("fro", [], x(3, 4), keywords={"p": "fro"}, blind={"p": "2 is the default"}),
        case("empty", [], x(0, 3), keywords={"dim": 0}, blind=NOTHING),
        case("dtype", [], x(3, 4, dtype="float32"), keywords={"dtype": dt("float64")}, **WHOLE),
        case("half-precision", [], x(3, 4), 2, 1, dtypes=("float16", "bfloat16"), upstream={}),
        case("refuses-integers", [], index(3, below=4), says="Expected a floating point or complex tensor as input. Got Long"),
    ),
    *layer(
        "torch.logsumexp",
        case("one-axis", [], x(2, 3, 4), 1),
        case("two-axes", [], x(2, 3, 4), (0, 2)),
        case("keepdim", [], x(2, 3, 4), 1, keywords={"keepdim": True}),
        case("large", [], x(3, 4, kind="uniform", low=900, high=910), 1),
        case("infinities", [], given([[1.0, INF], [-INF, 2.0], [NAN, 1.0]]), 1),
        case("integers", [], index(3, 4, below=5), 1, **WHOLE),
        case("no-axes", [], x(), 0),
        case("empty", [], x(0, 3), 0, blind=NOTHING),
        case("half-precision", [], x(3, 4), 1, dtypes=("float16", "bfloat16"), upstream={}),
    ),
]
