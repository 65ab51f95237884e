"""Functions of one tensor, element by element."""

from line import case, exact, given, index, layer, x

INF, NAN = float("inf"), float("nan")
STILL = {"upstream.output.0": "the gradient is 0"}
ONCE = {"dtypes": ("float32",)}
BOTH_WAYS = [NAN, INF, -INF, 0.0, -0.0, 1.0, -1.0]


def smooth(name, *edges, positive=False, high=1.0, one=0.625):
    """The cases of a differentiable function: two bands of magnitude, edges, other dtypes."""

    def drawn(*shape, top=high, **how):
        if positive:
            return x(*shape, kind="uniform", low=top / 4, high=top, **how)
        return x(*shape, kind="band", high=top, **how)

    whole = [1.0, 2.0, 5.0, 3.0] if positive else [-1.0, 0.0, 1.0, 0.0] if high < 1 else [-2.0, 0.0, 1.0, 3.0]
    return layer(
        f"torch.{name}",
        case("values", [], drawn(3, 4)),
        case("large", [], drawn(5, top=high * 8)) if positive else case("small", [], drawn(5, top=high * 1e-3)),
        case("edges", [], given([*BOTH_WAYS, *edges])),
        case("transposed", [], drawn(3, 4, layout="transposed"), **ONCE),
        case("one-value", [], given(one), **ONCE),
        case("half-precision", [], drawn(3, 4), dtypes=("float16", "bfloat16"), upstream={}),
        case("integers", [], given(whole, dtype="int64"), **ONCE),
        case("booleans", [], given([1.0, 0.0, 1.0], dtype="bool"), **ONCE),
    )


def stepped(name, *edges):
    """The cases of a function whose gradient is 0."""
    blind = STILL
    return exact(
        f"torch.{name}",
        case("values", [], x(3, 4, kind="band", high=6.0), blind=blind),
        case("edges", [], given([*BOTH_WAYS, 0.5, 1.5, 2.5, -0.5, -1.5, 0.49999997, 8388609.0, *edges]), blind=blind),
        case("every-other-element", [], x(3, 4, kind="band", high=6.0, layout="step2"), blind=blind),
        case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="not implemented for 'Bool'"),
        case("integers", [], index(6, low=-5, below=6), **ONCE),
        case("bytes", [], index(6, below=6, dtype="uint8"), **ONCE),
    )


CASES = [
    *smooth("exp", 2.0, -104.0),
    *layer(
        "torch.exp",
        case("empty", [], x(0, 3)),
        case("without-gradient", [], x(2, 3), grad_mode=False),
        case("small-integers", [], given([-2.0, 0.0, 1.0, 3.0], dtype="int8"), **ONCE),
    ),
    *smooth("exp2", 3.0, -150.0),
    *smooth("expm1", 2.0, -40.0, 1e-30),
    *smooth("log", 0.01, 2.0, positive=True),
    *smooth("log2", 8.0, 0.01, positive=True),
    *smooth("log10", 1000.0, 0.01, positive=True),
    *smooth("log1p", -0.5, -2.0, 1e-30, positive=True),
    *smooth("sqrt", 4.0, 0.01, positive=True),
    *smooth("rsqrt", 4.0, 0.25, positive=True),
    *smooth("reciprocal", 3.0, 1e30, positive=True),
    *smooth("square", 3.0, 1e-30),
    *smooth("sin", 3.1415927, 100.0),
    *smooth("cos", 1.5707964, 100.0),
    *smooth("tan", 0.7853982, 3.0),
    *smooth("asin", 0.5, 1.5, high=0.9),
    *smooth("acos", 0.5, 1.5, high=0.9),
    *smooth("atan", 0.5, 1e10),
    *smooth("sinh", 0.5, 2.0),
    *smooth("cosh", 0.5, 2.0),
    *smooth("asinh", 0.5, 1e10),
    *smooth("acosh", 1.5, 1e10, positive=True, high=8.0, one=1.625),
    *smooth("atanh", 0.5, 1.5, high=0.9),
    *smooth("erf", 0.5, 3.0, 1e-30, high=1.5),
    *smooth("erfc", 0.5, 3.0, 9.0, high=1.5),
    *stepped("floor"),
    *stepped("ceil"),
    *stepped("trunc"),
    *stepped("round"),
    *layer(
        "torch.round",
        case("decimals", [], x(3, 4, kind="band", high=6.0), keywords={"decimals": 2}, blind=STILL),
        case("negative-decimals", [], x(3, 4, kind="band", high=600.0), keywords={"decimals": -1}, blind=STILL),
    ),
    *exact(
        "torch.frac",
        case("values", [], x(3, 4, kind="band", high=6.0)),
        case("edges", [], given([*BOTH_WAYS, 1.5, -2.25, 1e10])),
        case("refuses-integers", [], index(3, below=4), says="not implemented for 'Long'"),
    ),
    *exact(
        "torch.abs",
        case("values", [], x(3, 4)),
        case("edges", [], given([*BOTH_WAYS, 1e-45])),
        case("integers", [], index(6, low=-5, below=6), **ONCE),
        case("least-integer", [], given([-128.0, 127.0, 0.0], dtype="int8"), **ONCE),
        case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="not implemented for 'Bool'"),
    ),
    *exact(
        "torch.neg",
        case("values", [], x(3, 4)),
        case("edges", [], given(BOTH_WAYS)),
        case("integers", [], index(6, low=-5, below=6), **ONCE),
        case("bytes", [], given([0.0, 1.0, 255.0], dtype="uint8"), **ONCE),
        case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="on a bool tensor is not supported"),
    ),
    *exact(
        "torch.sign",
        case("values", [], x(3, 4), blind={**STILL, "input.0": "only the sign counts"}),
        case("edges", [], given(BOTH_WAYS), blind=STILL),
        case("integers", [], index(6, low=-5, below=6), **ONCE),
        case("booleans", [], given([1.0, 0.0], dtype="bool"), **ONCE),
    ),
]
