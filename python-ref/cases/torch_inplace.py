"""Changes in place that PyTorch has as functions."""

from line import EVERY, case, exact, given, index, layer, x

LEAF = "a leaf Variable that requires grad is being used in an in-place operation"
STILL = {"input.0": "all of it is lost", "upstream.output.0": "the gradient is 0"}


def changed(name, *lines, high=1.0):
    return layer(
        f"torch.{name}",
        case("values", [], x(3, 4, kind="uniform", low=0.25, high=high, leaf=False), dtypes=EVERY),
        case("every-other-element", [], x(3, 4, kind="uniform", low=0.25, high=high, layout="step2", grad=False), dtypes=("float32",)),
        case("refuses-leaf", [], x(3), says=LEAF),
        case("refuses-expanded", [], x(3, 4, layout="expanded", grad=False), says="refers to a single memory location"),
        *lines,
    )


def rounded(name):
    blind = {"upstream.output.0": "the gradient is 0"}
    return exact(f"torch.{name}", case("values", [], x(3, 4, kind="band", high=9.0, leaf=False), blind=blind), case("refuses-leaf", [], x(3), says=LEAF))


CASES = [
    *changed("exp_"),
    *changed("log_"),
    *changed("sqrt_"),
    *changed("rsqrt_"),
    *changed("reciprocal_"),
    *changed("sin_"),
    *changed("cos_"),
    *changed("abs_"),
    *changed("neg_"),
    *changed("square_"),
    *rounded("floor_"),
    *rounded("ceil_"),
    *rounded("round_"),
    *rounded("trunc_"),
    *layer("torch.sqrt_", case("refuses-integers", [], index(3, below=4), says="can't be cast to the desired output type Long")),
    *exact(
        "torch.zero_",
        case("values", [], x(3, 4, leaf=False), blind=STILL),
        case("integers", [], index(3, low=1, below=9), dtypes=("float32",), blind={"input.0": "all of it is lost"}),
    ),
    *exact(
        "torch.fill_",
        case("number", [], x(3, 4, leaf=False), 1.5, blind=STILL),
        case("tensor", [], x(3, 4, leaf=False), x(), blind={"input.0": "all of it is lost"}),
    ),
    *exact(
        "torch.clamp_",
        case("both", [], x(3, 4, leaf=False), keywords={"min": -0.5, "max": 0.5}),
        case("without-gradient", [], given([1.0, 2.0, 3.0], grad=False), keywords={"min": 2.5}),
    ),
    *exact(
        "torch.index_put_",
        case("list", [], x(4, 3, leaf=False), (given([2.0, 0.0], dtype="int64"),), x(2, 3)),
        case("accumulate", [], x(4, 3, leaf=False), (given([2.0, 2.0, 1.0], dtype="int64"),), x(3, 3), keywords={"accumulate": True}),
    ),
]
