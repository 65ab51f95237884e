"""The activations as functions, in place too; PyTorch's own tables of edges are with the layers."""

from line import EVERY, case, given, index, layer, x

LONG = "not implemented for 'Long'"
LEAF = "a leaf Variable that requires grad is being used in an in-place operation"
SHARED = "refers to a single memory location"
ONCE = {"dtypes": ("float32",)}


def function(name, *lines, args=(), says=LONG):
    """The cases of a function from its layer; what it `says` of whole numbers, None where it takes them."""
    return layer(f"nn.functional.{name}", case("defaults", [], x(3, 4), *args, dtypes=EVERY), integers(args, says), *lines)


def overwriting(name, *lines, args=(), says=LONG, options=None, shared=SHARED):
    """The cases of a function that can write over its input."""
    inplace = {**(options or {}), "inplace": True}
    return function(
        name,
        *lines,
        case("inplace", [], x(3, 4, leaf=False), *args, keywords=inplace, **ONCE, tags=("S66",)),
        case("inplace-on-a-view", [], x(3, 4, grad=False, layout="step2"), *args, keywords=inplace, **ONCE, tags=("S66",)),
        case("refuses-inplace-on-a-leaf", [], x(3), *args, keywords=inplace, says=LEAF, tags=("S66",)),
        expanded("inplace-on-an-expanded", args, inplace, shared),
        args=args,
        says=says,
    )


def writing(name, *lines, args=(), says=LONG, shared=SHARED):
    """The cases of a function that always writes over its input."""
    return layer(
        f"nn.functional.{name}",
        case("defaults", [], x(3, 4, leaf=False), *args, dtypes=EVERY, tags=("S66",)),
        case("on-a-view", [], x(3, 4, grad=False, layout="step2"), *args, **ONCE, tags=("S66",)),
        case("refuses-leaf", [], x(3), *args, says=LEAF, tags=("S66",)),
        expanded("expanded", args, {}, shared),
        integers(args, says),
        *lines,
    )


def expanded(name, args, keywords, says):
    whole = x(3, 4, grad=False, layout="expanded")
    return case(f"refuses-{name}" if says else name, [], whole, *args, keywords=keywords, says=says, **ONCE, tags=("S66",))


def integers(args, says):
    whole = index(5, low=-3, below=4)
    return case("refuses-integers", [], whole, *args, says=says) if says else case("integers", [], whole, *args, **ONCE)


SMOOTH = [
    *function("sigmoid", case("booleans", [], given([1.0, 0.0], dtype="bool"), **ONCE), says=None),
    *function("tanh", case("booleans", [], given([1.0, 0.0], dtype="bool"), **ONCE), says=None),
    *function("logsigmoid"),
    *function("softsign", says=None),
    *function("tanhshrink", says=None),
    *function(
        "gelu",
        case("tanh", [], x(3, 4), keywords={"approximate": "tanh"}),
        case("refuses-unknown-approximation", [], x(3), keywords={"approximate": "exact"}, says="approximate argument must be either none or tanh"),
    ),
    *function(
        "softplus",
        case("beta", [], x(3, 4), keywords={"beta": 2.5}),
        case("threshold", [], x(3, 4, kind="band", high=4.0), keywords={"threshold": 0.5}, tags=("S68",)),
    ),
    *overwriting("silu"),
    *overwriting("mish"),
    *overwriting("elu", case("alpha", [], x(3, 4), keywords={"alpha": 0.7})),
    *writing("elu_", case("alpha", [], x(3, 4, leaf=False), keywords={"alpha": 0.7})),
    *overwriting(
        "celu",
        case("alpha", [], x(3, 4), keywords={"alpha": 0.7}),
        case("refuses-alpha-of-zero", [], x(3), keywords={"alpha": 0}, says="alpha cannot be 0 for CELU"),
    ),
    *writing(
        "celu_",
        case("alpha", [], x(3, 4, leaf=False), keywords={"alpha": 0.7}),
        case("refuses-alpha-of-zero", [], x(3, grad=False), keywords={"alpha": 0}, says="alpha cannot be 0 for CELU"),
    ),
    *overwriting("selu"),
    *writing("selu_"),
    *layer(
        "nn.functional.glu",
        case("defaults", [], x(3, 4), dtypes=EVERY),
        case("first-axis", [], x(4, 3), keywords={"dim": 0}),
        case("refuses-integers", [], index(4, below=5), says=LONG),
        case("refuses-odd-size", [], x(3, 3), says="Halving dimension must be even, but dimension 1 is size 3"),
        case("refuses-one-value", [], x(), says="glu does not support scalars because halving size must be even"),
        case("refuses-axis-out-of-range", [], x(2, 4), keywords={"dim": 2}, says="Dimension out of range"),
    ),
]

PIECES = [
    *overwriting("relu", case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="Boolean inputs not supported for relu"), says=None),
    *writing("relu_", says=None),
    *overwriting("relu6", says=None),
    *overwriting("leaky_relu", case("slope", [], x(3, 4), keywords={"negative_slope": 0.3})),
    *writing("leaky_relu_", case("slope", [], x(3, 4, leaf=False), keywords={"negative_slope": 0.3})),
    *overwriting(
        "hardtanh",
        case("bounds", [], x(3, 4), keywords={"min_val": -0.3, "max_val": 0.7}),
        case("refuses-crossed-bounds", [], x(3), keywords={"min_val": 1, "max_val": -1}, says="min_val cannot be greater than max_val"),
        case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), says="Bool inputs not supported for hardtanh"),
        says=None,
    ),
    *writing("hardtanh_", case("bounds", [], x(3, 4, leaf=False), keywords={"min_val": -0.3, "max_val": 0.7}), says=None),
    *overwriting("hardsigmoid"),
    *overwriting("hardswish"),
    *function("hardshrink", case("lambda", [], x(3, 4), keywords={"lambd": 0.3})),
    *function(
        "softshrink",
        case("lambda", [], x(3, 4), keywords={"lambd": 0.3}),
        case("refuses-negative-lambda", [], x(3), keywords={"lambd": -0.1}, says="lambda must be"),
    ),
    *overwriting("threshold", args=(0.2, -0.5), says=None, shared=None),
    *writing("threshold_", args=(0.2, -0.5), says=None, shared=None),
    *layer(
        "nn.functional.prelu",
        case("defaults", [], x(3, 4), x(1), dtypes=EVERY),
        case("weight-per-channel", [], x(2, 3, 2), x(3), tags=("S70",)),
        case("one-dimension", [], given([0.5, -0.25, 2.0, -1.5]), x(1)),
        case("refuses-other-count", [], x(3, 4), x(3), says="Mismatch of parameter numbers and input channel size", tags=("S70",)),
        case("refuses-one-value", [], x(), x(3), says="Not allow zero-dim input tensor", tags=("S70",)),
        case("refuses-weight-of-two-axes", [], x(3, 4), x(2, 2), says="Expected `weight` to be a scalar or 1D tensor"),
        case("refuses-integers", [], index(3, low=-3, below=4), index(1, below=4), says=LONG),
    ),
]

RANDOM = [
    *overwriting(
        "rrelu",
        case("bounds", [], x(3, 4), keywords={"lower": 0.2, "upper": 0.6}, tags=("S69",)),
        case("training", [], x(3, 4), keywords={"training": True}),
        case("training-bounds", [], x(3, 4), keywords={"lower": 0.2, "upper": 0.6, "training": True}),
        case("refuses-lower-above-upper", [], x(3), keywords={"lower": 0.6, "upper": 0.2}, says="less than or equal to the upper bound"),
        options={"training": True},
    ),
    *writing(
        "rrelu_",
        case("bounds", [], x(3, 4, leaf=False), keywords={"lower": 0.2, "upper": 0.6}),
        case("training", [], x(3, 4, leaf=False), keywords={"training": True}),
        case("refuses-lower-above-upper", [], x(3, grad=False), keywords={"lower": 0.6, "upper": 0.2}, says="less than or equal to the upper bound"),
    ),
]


CASES = [*SMOOTH, *PIECES, *RANDOM]
