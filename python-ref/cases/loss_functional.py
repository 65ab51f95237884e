"""The functions that losses are made of, where they say more than the layers do; one_hot and gumbel_softmax."""

from line import case, fn, given, index, layer, m, x

SHARE = {"kind": "uniform", "low": 0.05, "high": 0.95}
WEIGHT = {"kind": "uniform", "low": 0.3, "high": 2.0}
STILL = {**WEIGHT, "grad": False}
LOG = {"kind": "uniform", "low": -3.0, "high": -0.05}
THREE = given([2, 0, 3], dtype="int64")
SIGNS = given([1.0, -1.0, 1.0, -1.0], grad=False)


def weighted(name):
    """A regression loss whose terms are weighed."""
    return layer(
        f"nn.functional.{name}",
        case("defaults", [], x(3, 4), x(3, 4)),
        case("weight", [], x(3, 4), x(3, 4), keywords={"weight": x(3, 4, **WEIGHT)}),
        case("weight-none", [], x(3, 4), x(3, 4), keywords={"weight": x(3, 4, **WEIGHT), "reduction": "none"}),
        case("weight-sum", [], x(3, 4), x(3, 4), keywords={"weight": x(3, 4, **STILL), "reduction": "sum"}),
        case("refuses-weight-of-other-size", [], x(3, 4), x(3, 4), keywords={"weight": x(4, **STILL)}, says="Weights and input must have the same size"),
        case(
            "refuses-unknown-reduction",
            [],
            x(3, 4),
            x(3, 4),
            keywords={"weight": x(3, 4, **STILL), "reduction": "average"},
            says="Invalid reduction mode: average",
        ),
    )


REGRESSION = [
    *weighted("l1_loss"),
    *weighted("mse_loss"),
    *weighted("huber_loss"),
    *layer(
        "nn.functional.smooth_l1_loss", case("defaults", [], x(3, 4), x(3, 4)), case("beta", [], x(3, 4), x(3, 4), keywords={"beta": 0.5, "reduction": "none"})
    ),
    *layer("nn.functional.l1_loss", case("size-average-false", [], x(3, 4), x(3, 4), keywords={"size_average": False})),
    *layer("nn.functional.huber_loss", case("delta", [], x(3, 4), x(3, 4), keywords={"delta": 0.5, "reduction": "sum"})),
]

LIKELIHOOD = [
    *layer(
        "nn.functional.poisson_nll_loss",
        case("defaults", [], x(3, 4), x(3, 4, **WEIGHT)),
        case("all-options", [], x(3, 4, **WEIGHT), x(3, 4, **WEIGHT), keywords={"log_input": False, "full": True, "eps": 0.1, "reduction": "none"}),
    ),
    *layer(
        "nn.functional.gaussian_nll_loss",
        case("defaults", [], x(3, 4), x(3, 4), x(3, 4, **WEIGHT)),
        case("all-options", [], x(3, 4), x(3, 4), x(3, 4, **WEIGHT), keywords={"full": True, "eps": 0.6, "reduction": "none"}),
    ),
    *layer(
        "nn.functional.kl_div",
        case("defaults", [], x(3, 4, **LOG), x(3, 4, **SHARE)),
        case("log-target", [], x(3, 4, **LOG), x(3, 4, **LOG), keywords={"log_target": True, "reduction": "batchmean"}),
        case("size-average-false", [], x(3, 4, **LOG), x(3, 4, **SHARE), keywords={"size_average": False}),
    ),
]

BINARY = [
    *layer(
        "nn.functional.binary_cross_entropy",
        case("defaults", [], x(3, 4, **SHARE), x(3, 4, **SHARE)),
        case("weight", [], x(3, 4, **SHARE), x(3, 4, **SHARE), keywords={"weight": x(4, **STILL), "reduction": "none"}),
        case("reduce-false", [], x(3, 4, **SHARE), x(3, 4, **SHARE), keywords={"reduce": False}),
        case(
            "refuses-weight-with-gradient",
            [],
            x(3, 4, **SHARE),
            x(3, 4, **SHARE),
            keywords={"weight": x(4, **WEIGHT)},
            says="not differentiable with respect to argument 'weight'",
        ),
    ),
    *layer(
        "nn.functional.binary_cross_entropy_with_logits",
        case("defaults", [], x(3, 4), x(3, 4, **SHARE)),
        case("weights", [], x(3, 4), x(3, 4, **SHARE), keywords={"weight": x(4, **STILL), "pos_weight": x(4, **STILL), "reduction": "none"}),
        case(
            "refuses-weight-with-gradient",
            [],
            x(3, 4),
            x(3, 4, **SHARE),
            keywords={"weight": x(4, **WEIGHT)},
            says="not differentiable with respect to argument 'weight'",
        ),
        case(
            "refuses-pos-weight-with-gradient",
            [],
            x(3, 4),
            x(3, 4, **SHARE),
            keywords={"pos_weight": x(4, **WEIGHT)},
            says="not differentiable with respect to argument 'pos_weight'",
        ),
    ),
    *layer("nn.functional.soft_margin_loss", case("defaults", [], x(4), SIGNS), case("none", [], x(4), SIGNS, keywords={"reduction": "none"})),
    *layer(
        "nn.functional.multilabel_soft_margin_loss",
        case("defaults", [], x(3, 4), x(3, 4, **SHARE)),
        case("weight-with-gradient", [], x(3, 4), x(3, 4, **SHARE), keywords={"weight": x(4, **WEIGHT), "reduction": "none"}),
    ),
]

CLASSES = [
    *layer(
        "nn.functional.cross_entropy",
        case("defaults", [], x(3, 4), THREE),
        case("all-options", [], x(3, 4), THREE, keywords={"weight": x(4, **STILL), "ignore_index": 0, "label_smoothing": 0.2, "reduction": "sum"}),
        case("shares-weight-with-gradient", [], x(3, 4), x(3, 4, **SHARE), keywords={"weight": x(4, **WEIGHT)}),
        case(
            "shares-weight-with-gradient-smoothed",
            [],
            x(2, 4, 3),
            x(2, 4, 3, **SHARE),
            keywords={"weight": x(4, **WEIGHT), "label_smoothing": 0.2, "reduction": "none"},
        ),
        case("size-average-false", [], x(3, 4), THREE, keywords={"size_average": False}),
        case(
            "refuses-weight-with-gradient", [], x(3, 4), THREE, keywords={"weight": x(4, **WEIGHT)}, says="not differentiable with respect to argument 'weight'"
        ),
        case(
            "refuses-weight-of-other-type",
            [],
            x(3, 4),
            THREE,
            keywords={"weight": x(4, dtype="float64", **STILL)},
            says="expected scalar type Float but found Double",
        ),
    ),
    *layer(
        "nn.functional.nll_loss",
        case("defaults", [], x(3, 4, **LOG), THREE),
        case("all-options", [], x(3, 4, **LOG), THREE, keywords={"weight": x(4, **STILL), "ignore_index": 0, "reduction": "none"}),
        case(
            "refuses-weight-with-gradient", [], x(3, 4), THREE, keywords={"weight": x(4, **WEIGHT)}, says="not differentiable with respect to argument 'weight'"
        ),
        case(
            "refuses-weight-of-other-type",
            [],
            x(3, 4),
            THREE,
            keywords={"weight": x(4, dtype="float64", **STILL)},
            says="expected scalar type Float but found Double",
        ),
    ),
    *layer(
        "nn.functional.linear_cross_entropy",
        case("defaults", [], x(3, 5), x(4, 5), THREE),
        case("bias", [], x(3, 5), x(4, 5), THREE, keywords={"linear_bias": x(4), "weight": x(4, **STILL), "reduction": "sum"}),
        case("chunked", [], x(3, 5), x(4, 5), THREE, keywords={"linear_bias": x(4), "options": m("LinearCrossEntropyOptions", batch_chunk_size=2)}),
        case("chunked-weight-without-gradient", [], x(3, 5), x(4, 5, grad=False), THREE, keywords={"options": m("LinearCrossEntropyOptions")}),
        case("out-features", [], x(2, 3), x(4, 2, 3), given([[0, 3], [2, 1]], dtype="int64"), keywords={"linear_bias": x(4, 2)}),
        case("refuses-weight-of-one-axis", [], x(3, 5), x(5), THREE, says="expected linear_weight with dimensionality at least 2, got 1"),
        case("refuses-bias-of-other-shape", [], x(3, 5), x(4, 5), THREE, keywords={"linear_bias": x(3)}, says="expected linear_bias shape (4,), got (3,)"),
    ),
    *layer(
        "nn.functional.multi_margin_loss",
        case("defaults", [], x(3, 4), THREE),
        case("all-options", [], x(3, 4), THREE, keywords={"p": 2, "margin": 0.5, "weight": x(4, **STILL), "reduction": "none"}),
        case(
            "refuses-weight-with-gradient", [], x(3, 4), THREE, keywords={"weight": x(4, **WEIGHT)}, says="not differentiable with respect to argument 'weight'"
        ),
        case("refuses-weight-of-two-axes", [], x(3, 4), THREE, keywords={"weight": x(4, 1, **STILL)}, says="weight must be one-dimensional"),
        case(
            "refuses-weight-of-other-type",
            [],
            x(3, 4),
            THREE,
            keywords={"weight": x(4, dtype="float64", **STILL)},
            says="expected scalar type Float but found Double",
        ),
        case("refuses-p", [], x(3, 4), THREE, keywords={"p": 3}, says="only p == 1 and p == 2 supported"),
    ),
    *layer(
        "nn.functional.multilabel_margin_loss",
        case("defaults", [], x(2, 4), given([[3, 0, -1, 1], [1, -1, 0, 2]], dtype="int64")),
        case("none", [], x(2, 4), given([[3, 0, -1, 1], [1, -1, 0, 2]], dtype="int64"), keywords={"reduction": "none"}),
    ),
    *layer(
        "nn.functional.ctc_loss",
        case("defaults", [], x(6, 2, 4, **LOG), given([[1, 2, 1], [3, 1, 2]], dtype="int64"), (6, 6), (3, 3)),
        case(
            "all-options",
            [],
            x(5, 2, 4, **LOG),
            given([[1, 1, 2], [1, 2, 1]], dtype="int64"),
            (3, 5),
            (3, 3),
            keywords={"blank": 3, "zero_infinity": True, "reduction": "none"},
        ),
    ),
]

MARGINS = [
    *layer(
        "nn.functional.margin_ranking_loss",
        case("defaults", [], x(4), x(4), SIGNS),
        case("margin", [], x(4), x(4), SIGNS, keywords={"margin": 1, "reduction": "none"}),
    ),
    *layer(
        "nn.functional.hinge_embedding_loss", case("defaults", [], x(4), SIGNS), case("margin", [], x(4), SIGNS, keywords={"margin": 2, "reduction": "none"})
    ),
    *layer(
        "nn.functional.cosine_embedding_loss",
        case("defaults", [], x(4, 3), x(4, 3), SIGNS),
        case("margin", [], x(4, 3), x(4, 3), SIGNS, keywords={"margin": -0.9, "reduction": "none"}),
    ),
    *layer(
        "nn.functional.triplet_margin_loss",
        case("defaults", [], x(4, 3), x(4, 3), x(4, 3)),
        case("all-options", [], x(4, 3), x(4, 3), x(4, 3), keywords={"margin": 3, "p": 3, "eps": 0.1, "swap": True, "reduction": "none"}),
        case("refuses-margin-zero", [], x(4, 3), x(4, 3), x(4, 3), keywords={"margin": 0}, says="margin must be greater than 0, got 0"),
    ),
    *layer(
        "nn.functional.triplet_margin_with_distance_loss",
        case("defaults", [], x(4, 3), x(4, 3), x(4, 3)),
        case(
            "distance-function",
            [],
            x(4, 3),
            x(4, 3),
            x(4, 3),
            keywords={"distance_function": fn("nn.functional.cosine_similarity"), "swap": True, "margin": 2, "reduction": "none"},
        ),
        case("refuses-margin-zero", [], x(4, 3), x(4, 3), x(4, 3), keywords={"margin": 0}, says="margin must be greater than 0, got 0"),
        case("refuses-unknown-reduction", [], x(4, 3), x(4, 3), x(4, 3), keywords={"reduction": "average"}, says="average is not a valid value for reduction"),
    ),
]

DISTANCES = [
    *layer(
        "nn.functional.cosine_similarity",
        case("defaults", [], x(3, 4), x(3, 4)),
        case("all-options", [], x(2, 3, 4), x(2, 3, 4), keywords={"dim": -1, "eps": 1.5}),
    ),
    *layer(
        "nn.functional.pairwise_distance",
        case("defaults", [], x(3, 4), x(3, 4)),
        case("all-options", [], x(3, 4), x(3, 4), keywords={"p": 3, "eps": 0.1, "keepdim": True}),
    ),
]

ONE_HOT = layer(
    "nn.functional.one_hot",
    case("defaults", [], given([2, 0, 3, 1], dtype="int64"), dtypes=("float32",)),
    case("num-classes", [], given([2, 0, 3, 1], dtype="int64"), keywords={"num_classes": 6}, dtypes=("float32",)),
    case("two-dimensions", [], index(2, 3, below=4), keywords={"num_classes": 5}, dtypes=("float32",)),
    case("one-value", [], given(2, dtype="int64"), keywords={"num_classes": 4}, dtypes=("float32",)),
    case("empty", [], index(0, below=4), keywords={"num_classes": 3}, dtypes=("float32",)),
    case("refuses-too-few-classes", [], given([2, 0], dtype="int64"), keywords={"num_classes": 2}, says="Class values must be smaller than num_classes"),
    case("refuses-zero-classes", [], given([2, 0], dtype="int64"), keywords={"num_classes": 0}, says="Class values must be smaller than num_classes"),
    case("refuses-negative-class", [], given([2, -1], dtype="int64"), says="Class values must be non-negative"),
    case("refuses-counting-nothing", [], index(0, below=4), says="Can not infer total number of classes from empty tensor"),
    case("refuses-nothing-of-zero-classes", [], index(0, below=4), keywords={"num_classes": 0}, says="Can not infer total number of classes from empty tensor"),
    case("refuses-int32", [], given([2, 0], dtype="int32"), says="one_hot is only applicable to index tensor of type LongTensor"),
    case("refuses-floats", [], x(3), says="one_hot is only applicable to index tensor of type LongTensor"),
)

GUMBEL_SOFTMAX = layer(
    "nn.functional.gumbel_softmax",
    case("defaults", [], x(3, 4)),
    case("tau", [], x(3, 4), keywords={"tau": 0.5}),
    case("hard", [], x(3, 4), keywords={"hard": True}),
    case("hard-tau", [], x(3, 4), keywords={"hard": True, "tau": 2.5}),
    case("dim", [], x(3, 4), keywords={"dim": 0}),
    case("dim-of-three", [], x(2, 3, 4), keywords={"dim": 1, "hard": True}),
    case("one-dimension", [], x(5)),
    case("transposed", [], x(3, 4, layout="transposed")),
    case("empty", [], x(0, 3)),
    case("half-precision", [], x(3, 4), dtypes=("bfloat16",), upstream={}),
    case("refuses-integers", [], x(3, 4, kind="integers"), says="Exponential distribution is a continuous probability distribution"),
    case("refuses-axis-out-of-range", [], x(3, 4), keywords={"dim": 2}, says="Dimension out of range"),
)

CASES = [*REGRESSION, *LIKELIHOOD, *BINARY, *CLASSES, *MARGINS, *DISTANCES, *ONE_HOT, *GUMBEL_SOFTMAX]
