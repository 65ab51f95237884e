"""Scans, sorting and counting."""

from line import EVERY, case, dt, exact, given, index, layer, x

INF, NAN = float("inf"), float("nan")
TIES = given([[1.0, 3.0, 3.0, 2.0], [-1.0, -1.0, -2.0, -2.0], [NAN, 1.0, NAN, 0.0], [INF, -INF, INF, 0.0], [0.0, -0.0, 0.0, -0.0]])
WHOLE = {"dtypes": ("float32",)}
BOOLS = given([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]], dtype="bool")

CASES = [
    *layer(
        "torch.cumsum",
        case("values", [], x(3, 4), 1),
        case("first-axis", [], x(3, 4), 0),
        case("dtype", [], x(3, 4, dtype="float32"), 1, keywords={"dtype": dt("float64")}, **WHOLE),
        case("edges", [], given([1.0, INF, 2.0, -INF, NAN]), 0),
        case("integers", [], index(3, 4, low=-9, below=10), 1, **WHOLE),
        case("booleans", [], BOOLS, 1, **WHOLE),
        case("no-axes", [], x(), 0),
        case("empty", [], x(0, 3), 0),
        case("half-precision", [], x(3, 4), 1, dtypes=("float16", "bfloat16"), upstream={}),
        case("refuses-axis", [], x(3), 1, says="Dimension out of range"),
    ),
    *layer(
        "torch.cumprod",
        case("values", [], x(3, 4), 1, dtypes=EVERY),
        case("first-axis", [], x(3, 4), 0),
        case("one-zero", [], given([[1.5, 0.0, 2.0, 3.0], [0.5, 2.5, -1.5, 2.0]]), 1),
        case("two-zeros", [], given([[1.5, 0.0, 2.0, 0.0], [0.0, 2.5, 0.0, 2.0]]), 1),
        case("integers", [], index(3, 4, low=-9, below=10), 1, **WHOLE),
        case("dtype", [], x(3, 4, dtype="float32"), 1, keywords={"dtype": dt("float64")}, **WHOLE),
    ),
    *exact(
        "torch.sort",
        case("values", [], x(3, 5)),
        case("first-axis", [], x(4, 3), keywords={"dim": 0}),
        case("descending", [], x(3, 5), keywords={"descending": True}),
        case("stable", [], TIES, keywords={"stable": True}),
        case("stable-descending", [], TIES, keywords={"stable": True, "descending": True}),
        case("ties", [], TIES),
        case("integers", [], index(3, 5, low=-9, below=10), **WHOLE),
        case("booleans", [], BOOLS, keywords={"stable": True}, **WHOLE, blind={"stable": "equals keep their order anyway"}),
        case("no-axes", [], x()),
        case("empty", [], x(0, 3)),
    ),
    *exact(
        "torch.argsort",
        case("values", [], x(3, 5, kind="uniform", low=2, high=3)),
        case("first-axis", [], x(4, 3, kind="uniform", low=2, high=3), keywords={"dim": 0, "descending": True}),
        case("stable", [], TIES, keywords={"stable": True}, blind={"stable": "equals keep their order anyway"}),
    ),
    *exact(
        "torch.topk",
        case("values", [], x(3, 6), 2),
        case("least", [], x(3, 6), 3, keywords={"largest": False}),
        case("first-axis", [], x(5, 3), 2, keywords={"dim": 0}),
        case("all", [], x(3, 4), 4),
        case("unsorted", [], x(3, 4), 1, keywords={"sorted": False}, blind={"sorted": "one alone is in order"}),
        case("none", [], x(3, 4), 0, blind={"input.0": "none of it is taken"}),
        case("nan", [], given([[1.0, NAN, 3.0, 2.0]]), 2),
        case("integers", [], given([[5.0, 9.0, 7.0, 1.0]], dtype="int64"), 2, **WHOLE),
        case("refuses-too-many", [], x(3, 4), 5, says="selected index k out of range"),
    ),
    *exact(
        "torch.kthvalue",
        case("values", [], x(3, 6), 2),
        case("first-axis", [], x(5, 3), 4, keywords={"dim": 0, "keepdim": True}),
        case("refuses-too-many", [], x(3, 4), 5, says="selected number k out of range"),
    ),
    *layer(
        "torch.bincount",
        case("values", [], given([1.0, 3.0, 1.0, 0.0], dtype="int64"), **WHOLE, blind={"input.0": "counts have no order"}),
        case("minlength", [], given([1.0, 3.0, 1.0], dtype="int64"), keywords={"minlength": 6}, **WHOLE),
        case("weights", [], given([1.0, 3.0, 1.0], dtype="int64"), keywords={"weights": given([0.5, 1.5, 2.5], grad=False)}),
        case("empty", [], index(0, below=3), **WHOLE),
        case("refuses-negative", [], given([-1.0, 2.0], dtype="int64"), says="only supports 1-d non-negative integral inputs"),
        case("refuses-floats", [], x(3), says="not implemented for 'Float'"),
    ),
    *exact(
        "torch.unique",
        case("values", [], given([[2.0, 1.0], [2.0, 3.0]], grad=False)),
        case("integers", [], index(3, 4, low=-3, below=4), **WHOLE, blind={"input.0": "the values have no order"}),
        case("inverse", [], given([[2.0, 1.0], [2.0, 3.0]], grad=False), keywords={"return_inverse": True}),
        case("all-of-it", [], given([[2.0, 1.0], [2.0, 3.0]], grad=False), keywords={"return_inverse": True, "return_counts": True}),
        case("booleans", [], given([1.0, 1.0], dtype="bool"), **WHOLE),
        case("unsorted", [], given([2.0, 1.0, 2.0, 3.0], grad=False), keywords={"sorted": False}, blind={"sorted": "they come in order anyway"}),
        case(
            "rows",
            [],
            given([[2.0, 1.0], [0.0, 3.0], [2.0, 1.0], [2.0, NAN], [2.0, NAN]], grad=False),
            keywords={"dim": 0, "return_inverse": True, "return_counts": True},
        ),
        case("columns", [], given([[2.0, 1.0, 2.0], [0.0, 3.0, 0.0]], grad=False), keywords={"dim": 1}),
    ),
]
