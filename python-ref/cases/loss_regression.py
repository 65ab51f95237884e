"""nn.L1Loss, nn.MSELoss, nn.SmoothL1Loss and nn.HuberLoss."""

from line import case, given, layer, x

INF, NAN = float("inf"), float("nan")
FLAT = {"upstream.output.0": "all gradients are 0"}
EMPTY = {"upstream.output.0": "there is nothing to give it to"}


def both(*options, edges=(), **fixed):
    """The cases of a loss of the difference of two tensors."""
    points = [0.0, -0.0, 0.25, -0.25, 0.5, -0.5, 2.0, -2.0, *edges]
    return [
        case("defaults", [], x(3, 4), x(3, 4)),
        case("none", [], x(3, 4), x(3, 4), reduction="none", **fixed),
        case("sum", [], x(3, 4), x(3, 4), reduction="sum", **fixed),
        case("mean-of-many", [], x(5, 60), x(5, 60), **fixed),
        case("sum-of-many", [], x(7, 65), x(7, 65), reduction="sum", **fixed),
        case("one-value", [], x(), x(), **fixed),
        case("three-dimensions", [], x(2, 3, 4), x(2, 3, 4), reduction="none", **fixed),
        case("equal", [], given([1.0, -2.0, 0.0]), given([1.0, -2.0, 0.0]), reduction="none", blind=FLAT, **fixed),
        case("points", [], given(points), given([0.0] * len(points)), reduction="none", **fixed),
        case("broadcast-target", [], x(3, 4), x(4), **fixed),
        case("broadcast-input", [], x(4), x(3, 4), reduction="none", **fixed),
        case("broadcast-both", [], x(3, 1), x(1, 4), reduction="sum", **fixed),
        case("target-without-gradient", [], x(3, 4), x(3, 4, grad=False), **fixed),
        case("input-without-gradient", [], x(3, 4, grad=False), x(3, 4), reduction="none", **fixed),
        case("under-no-grad", [], x(3, 4), x(3, 4), grad_mode=False, **fixed),
        case("transposed", [], x(3, 4, layout="transposed"), x(3, 4, layout="step2"), reduction="none", **fixed),
        case("edges", [], given([NAN, INF, -INF, INF, 1.0, 1e30, 0.0]), given([0.0, 0.0, 1.0, INF, NAN, -1e30, -0.0]), reduction="none", **fixed),
        case("empty-mean", [], x(0, 4), x(0, 4), tags=("S85",), blind=EMPTY, **fixed),
        case("empty-sum", [], x(0, 4), x(0, 4), reduction="sum", tags=("S85",), blind=EMPTY, **fixed),
        case("empty-none", [], x(0, 4), x(0, 4), reduction="none", tags=("S85",), **fixed),
        case("half-precision", [], x(3, 4), x(3, 4), dtypes=("float16", "bfloat16"), **fixed),
        case("half-precision-none", [], x(3, 4), x(3, 4), dtypes=("float16", "bfloat16"), reduction="none", **fixed),
        case("older-name-of-mean", [], x(3, 4), x(3, 4), reduction="elementwise_mean", blind={"reduction": "it is another name of the default"}, **fixed),
        case("refuses-unknown-reduction", [], x(3, 4), x(3, 4), reduction="average", says="average is not a valid value for reduction", **fixed),
        case("refuses-other-shape", [], x(3, 4), x(3), says="must match the size of tensor b", **fixed),
    ]


def legacy(*inputs, **fixed):
    """The deprecated arguments that name a reduction: `reduction` then does not count."""
    return [
        case("size-average-false", [], *inputs, size_average=False, **fixed),
        case("reduce-false", [], *inputs, reduce=False, **fixed),
        case("reduce-false-wins", [], *inputs, reduce=False, size_average=False, blind={"size_average": "reduce=False is enough"}, **fixed),
        case("size-average-false-and-reduce", [], *inputs, size_average=False, reduce=True, blind={"reduce": "it is on by default"}, **fixed),
        case("size-average-over-reduction", [], *inputs, size_average=True, reduction="sum", blind={"reduction": "size_average goes before it"}, **fixed),
    ]


L1 = layer(
    "nn.L1Loss",
    *both(),
    *legacy(x(3, 4), x(3, 4)),
    case("integer-target", [], x(3, 4), x(3, 4, kind="integers", low=-3, high=4)),
    case("integers-none", [], x(6, kind="integers", low=-5, high=6), x(6, kind="integers", low=-5, high=6), reduction="none", dtypes=("float32",)),
    case("integers-sum", [], x(6, kind="integers", low=-5, high=6), x(6, kind="integers", low=-5, high=6), reduction="sum", dtypes=("float32",)),
    case("refuses-mean-of-integers", [], x(4, kind="integers"), x(4, kind="integers"), says="could not infer output dtype"),
    case("refuses-booleans", [], given([1.0, 0.0], dtype="bool"), given([1.0, 1.0], dtype="bool"), says="two bool tensors"),
)

MSE = layer(
    "nn.MSELoss",
    *both(),
    *legacy(x(3, 4), x(3, 4)),
    case("integer-target", [], x(3, 4), x(3, 4, kind="integers", low=-3, high=4)),
    case("nan-among-many", [], given([[1.0, NAN], [2.0, 3.0]]), x(2, 2)),
    case("refuses-integers", [], x(4, kind="integers"), x(4, kind="integers"), says="mse_cpu"),
)

SMOOTH_L1 = layer(
    "nn.SmoothL1Loss",
    *both(edges=(1.0, -1.0, 0.75)),
    *legacy(x(3, 4), x(3, 4)),
    case("integer-target", [], x(3, 4), x(3, 4, kind="integers", low=-3, high=4)),
    case("beta", [], x(3, 4), x(3, 4), beta=2.5, tags=("S79",)),
    case("beta-none", [], x(3, 4), x(3, 4), beta=0.4, reduction="none", tags=("S79",)),
    case("beta-at-its-points", [], given([2.0, -2.0, 1.0, 3.0]), given([0.0, 0.0, 0.0, 0.0]), beta=2, reduction="none", tags=("S79",)),
    case("beta-zero", [], x(3, 4), x(3, 4), beta=0, tags=("S79",)),
    case("beta-zero-none", [], x(3, 4), x(3, 4), beta=0, reduction="none", tags=("S79",)),
    case("beta-sum", [], x(3, 4), x(3, 4), beta=0.5, reduction="sum"),
    case("refuses-negative-beta", [], x(3, 4), x(3, 4), beta=-0.5, says="does not support negative values for beta"),
    case("refuses-integers", [], x(4, kind="integers"), x(4, kind="integers"), says="smooth_l1_cpu"),
)

HUBER = layer(
    "nn.HuberLoss",
    *both(edges=(1.0, -1.0, 0.75)),
    case("delta", [], x(3, 4), x(3, 4), delta=0.5, tags=("S79",)),
    case("delta-none", [], x(3, 4), x(3, 4), delta=2.5, reduction="none", tags=("S79",)),
    case("delta-at-its-points", [], given([2.0, -2.0, 1.0, 3.0]), given([0.0, 0.0, 0.0, 0.0]), delta=2, reduction="none", tags=("S79",)),
    case("delta-sum", [], x(3, 4), x(3, 4), delta=0.25, reduction="sum"),
    case("refuses-delta-zero", [], x(3, 4), x(3, 4), delta=0, says="does not support non-positive values for delta", tags=("S79",)),
    case("refuses-negative-delta", [], x(3, 4), x(3, 4), delta=-1, says="does not support non-positive values for delta"),
    case("refuses-delta-of-text", [], x(3, 4), x(3, 4), delta="1", says="delta must be a float or int"),
    case("refuses-no-delta", [], x(3, 4), x(3, 4), delta=None, says="delta must be a float or int"),
    case("target-of-other-type", [], x(3, grad=False), given([1.0, 0.0, 1.0], dtype="float64", grad=False), dtypes=("float32",)),
    case("refuses-integer-target-at-backward", [], x(3), given([1, 0, 1], dtype="int64"), says="Found dtype Long but expected Float"),
    case("refuses-integers", [], x(4, kind="integers"), x(4, kind="integers"), says="huber_cpu"),
    case("refuses-integer-input", [], x(3, 2, kind="integers", dtype="int64"), x(3, 2), says="can't be cast"),
)

CASES = [*L1, *MSE, *SMOOTH_L1, *HUBER]
