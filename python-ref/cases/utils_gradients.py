"""torch.nn.utils: gradients clipped, parameters as one vector."""

from line import case, given, layer, m, part, x


def g(*shape, **how):
    """A parameter with a gradient."""
    return x(*shape, gradient=x(*shape, **how))


def graded(values):
    """A parameter with this very gradient."""
    gradient = given(values)
    return x(*gradient.shape, gradient=gradient)


INF, NAN = float("inf"), float("nan")

CASES = [
    *layer(
        "nn.utils.clip_grad_norm_",
        case("above-the-limit", [], [g(3, 4), g(3)], 0.5, tags=("S99",)),
        case("below-the-limit", [], [g(3, 4), g(3)], 50, tags=("S99",)),
        case("known-numbers", [], [graded([3.0, 4.0])], 1, tags=("S99",)),
        case("one-parameter", [], g(4, 2), 0.5),
        case("some-without-gradient", [], [g(3), x(4), g(2, 2)], 0.5, blind={"input.0.1": "has no gradient"}),
        case("no-gradients", [], [x(3), x(2)], 0.5, tags=("S99",), blind={"input.0.0": "has no gradient", "input.0.1": "has no gradient"}),
        case("nothing", [], [], 0.5, dtypes=("float32",)),
        case("infinity-norm", [], [g(3, 4), g(3)], 0.5, keywords={"norm_type": INF}),
        case("minus-infinity-norm", [], [g(3, 4), g(3)], 0.001, keywords={"norm_type": -INF}),
        case("one-norm", [], [g(3, 4), g(3)], 0.5, keywords={"norm_type": 1}),
        case("three-norm", [], [g(3, 4), g(3)], 0.5, keywords={"norm_type": 3}),
        case("half-norm", [], [g(3, 4), g(3)], 0.5, keywords={"norm_type": 0.5}),
        case("zero-norm", [], [graded([3.0, 0.0, 4.0]), g(2)], 0.5, keywords={"norm_type": 0}),
        case("minus-two-norm", [], [g(3, 4), g(3)], 0.001, keywords={"norm_type": -2}),
        case("infinite-entry", [], [graded([INF, 4.0])], 1, tags=("S99",), blind={"input.0.0": "stays infinite"}),
        case("nan-entry", [], [graded([NAN, 4.0]), graded([1.0])], 1, tags=("S99",), blind={"input.0.0": "stays NaN", "input.0.1": "becomes NaN"}),
        case("zero-gradient", [], [graded([0.0, 0.0])], 1),
        case("negative-limit", [], [g(3)], -1),
        case("scalar-gradient", [], [graded(2.5), g(2)], 0.5),
        case("empty-gradient", [], [g(0, 3), g(2)], 0.5, blind={"input.0.0": "is empty"}),
        case("transposed-gradient", [], [x(3, 4, gradient=x(3, 4)), x(4, 3, layout="transposed", gradient=x(4, 3))], 0.5),
        case("half-precision", [], [g(3, 4), g(3)], 0.5, dtypes=("bfloat16", "float16")),
        case("nonfinite-is-refused", [], [graded([INF, 4.0])], 1, keywords={"error_if_nonfinite": True}, says="is non-finite, so it cannot be clipped"),
        case("nan-is-refused", [], [graded([NAN, 4.0])], 1, keywords={"error_if_nonfinite": True}, says="is non-finite, so it cannot be clipped"),
    ),
    *layer(
        "nn.utils.clip_grad_value_",
        case("both-sides", [], [g(3, 4), g(5)], 0.4),
        case("one-parameter", [], g(6), 0.4),
        case("wide-limit", [], [g(4)], 100),
        case("zero", [], [g(4)], 0, blind={"input.0.0": "becomes 0"}),
        case("some-without-gradient", [], [g(6), x(2)], 0.4, blind={"input.0.1": "has no gradient"}),
        case("nan-and-infinity", [], [graded([NAN, INF, -INF, 0.1])], 0.4),
        case("half-precision", [], [g(8)], 0.4, dtypes=("bfloat16", "float16")),
    ),
    *layer(
        "nn.utils.get_total_norm",
        case("two-norm", [], [x(3, 4), x(3)]),
        case("one-tensor", [], x(4, 2)),
        case("infinity-norm", [], [x(3, 4)], keywords={"norm_type": INF}),
        case("one-norm", [], [x(3, 4), x(3)], keywords={"norm_type": 1}),
        case("nothing", [], [], dtypes=("float32",)),
        case(
            "large-and-small", [], [x(50, kind="band", high=1e4), x(50, kind="band", high=1e-3)], dtypes=("float32",), blind={"input.0.1": "is lost in the sum"}
        ),
        case("half-precision", [], [x(3, 4), x(3)], dtypes=("bfloat16", "float16")),
        case("nonfinite-is-refused", [], [given([INF, 1.0])], keywords={"error_if_nonfinite": True}, says="is non-finite, so it cannot be clipped"),
    ),
    *layer(
        "nn.utils.clip_grads_with_norm_",
        case("above-the-limit", [], [g(3, 4), g(3)], 0.5, given(3.0, grad=False)),
        case("below-the-limit", [], [g(3, 4), g(3)], 5, given(3.0, grad=False), blind={"input.2": "is below the limit as well"}),
        case("infinite-norm", [], [g(3)], 0.5, given(INF, grad=False), blind={"input.0.0": "becomes 0"}),
        case("no-gradients", [], [x(3)], 0.5, given(3.0, grad=False), blind={"input.0.0": "has no gradient", "input.2": "there is nothing to scale"}),
    ),
    *layer(
        "nn.utils.parameters_to_vector",
        case("matrix-and-vector", [], [x(3, 2), x(3)]),
        case("one", [], [x(2, 2)]),
        case("scalar-and-empty", [], [x(), x(0, 3), x(2)]),
        case("without-gradient", [], [x(2, 3, grad=False), x(2, grad=False)]),
        case("half-precision", [], [x(2, 3), x(2)], dtypes=("bfloat16", "float16")),
        case("two-dtypes", [], [x(3), x(2, dtype="float64")], dtypes=("float32",)),
        case("refuses-other-strides", [], [x(3, 4, layout="transposed")], says="view size is not compatible with input tensor's size and stride"),
        case("refuses-nothing", [], [], says="expected a non-empty list of Tensors"),
    ),
    *layer(
        "nn.utils.vector_to_parameters",
        case("matrix-and-vector", [], x(9, grad=False), [x(3, 2), x(3)], blind={"input.1.0": "is overwritten", "input.1.1": "is overwritten"}),
        case("longer-vector", [], x(12, grad=False), [x(3, 2), x(3)], blind={"input.1.0": "is overwritten", "input.1.1": "is overwritten"}),
        case("from-a-vector-with-gradient", [], x(6), [x(3, 2)], blind={"input.1.0": "is overwritten"}),
        case("scalar-parameter", [], x(3, grad=False), [x(), x(2)], blind={"input.1.0": "is overwritten", "input.1.1": "is overwritten"}),
        case("refuses-a-short-vector", [], x(7, grad=False), [x(3, 2), x(3)], says="invalid for input of size 1"),
        case("refuses-a-list", [], [1.5, 2.5], [x(2)], says="expected torch.Tensor, but got"),
    ),
    *layer(
        "nn.Sequential",
        case(
            "of-a-module",
            [m("Linear", 3, 2), m("Linear", 2, 2, bias=False)],
            [part("0.weight"), part("0.bias"), part("1.weight")],
            method="nn.utils.parameters_to_vector",
        ),
        folder="nn.utils.parameters_to_vector",
    ),
    *layer(
        "nn.Linear",
        case(
            "of-a-module-without-gradients",
            [3, 2],
            [part("weight"), part("bias")],
            1,
            method="nn.utils.clip_grad_norm_",
            blind={"weight": "has no gradient", "bias": "has no gradient"},
        ),
        folder="nn.utils.clip_grad_norm_",
    ),
]
