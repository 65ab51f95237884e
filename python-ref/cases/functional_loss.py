"""The losses of numbers as functions: what their layers do not take, and each way to reduce."""

from line import EVERY, case, fn, given, index, layer, x

SHARE = {"kind": "uniform", "low": 0.05, "high": 0.95}
WEIGHT = {"kind": "uniform", "low": 0.3, "high": 2.0}
STILL = {**WEIGHT, "grad": False}
LOG = {"kind": "uniform", "low": -3.0, "high": -0.05}
SIGNS = given([1.0, -1.0, 1.0, -1.0], grad=False)
WHOLE_SIGNS = given([1, -1, 1, -1], dtype="int64")
ONCE = {"dtypes": ("float32",)}
UNKNOWN = "average is not a valid value for reduction"
FIXED_WEIGHT = "not differentiable with respect to argument 'weight'"


def loss(name, inputs, *lines, older=True, says=UNKNOWN, dtypes=EVERY):
    """The cases of a loss from its inputs; whether it takes the `older` names of ways to reduce."""

    def reduced(line, how, **keywords):
        return case(line, [], *inputs, keywords=keywords, **ONCE, **how)

    lines = [
        case("defaults", [], *inputs, dtypes=dtypes),
        reduced("none", {}, reduction="none"),
        reduced("sum", {}, reduction="sum"),
        reduced("refuses-unknown-reduction", {"says": says}, reduction="average"),
        *lines,
    ]
    if older:
        blind = {"blind": {"reduction": "size_average goes before it"}}
        lines += [
            reduced("size-average-false", {}, size_average=False),
            reduced("size-average-over-reduction", blind, size_average=True, reduction="sum"),
            reduced("reduce-false", {}, reduce=False),
        ]
    return layer(f"nn.functional.{name}", *lines)


def weighted(name, *lines, older=True):
    """The cases of a loss of differences whose terms can be weighed."""
    pair = (x(3, 4), x(3, 4))
    return loss(
        name,
        pair,
        case("weight", [], *pair, keywords={"weight": x(3, 4, **WEIGHT)}),
        case("weight-none", [], *pair, keywords={"weight": x(3, 4, **WEIGHT), "reduction": "none"}),
        case("weight-sum", [], *pair, keywords={"weight": x(3, 4, **STILL), "reduction": "sum"}),
        case("refuses-weight-of-other-size", [], *pair, keywords={"weight": x(4, **STILL)}, says="Weights and input must have the same size"),
        case("refuses-weight-unreduced", [], *pair, keywords={"weight": x(3, 4, **STILL), "reduction": "average"}, says="Invalid reduction mode: average"),
        case("refuses-other-shape", [], x(3, 4), x(3), says="must match the size of tensor b"),
        *lines,
        older=older,
    )


REGRESSION = [
    *weighted("l1_loss", case("integers", [], index(3, 4, below=9), index(3, 4, below=9), keywords={"reduction": "sum"}, **ONCE)),
    *weighted(
        "mse_loss",
        case("refuses-integers", [], index(3, 4, below=9), index(3, 4, below=9), says="\"mse_cpu\" not implemented for 'Long'", tags=("S97",)),
    ),
    *weighted(
        "huber_loss",
        case("delta", [], x(3, 4), x(3, 4), keywords={"delta": 0.5, "reduction": "sum"}, tags=("S79",)),
        case("refuses-delta-of-zero", [], x(3, 4), x(3, 4), keywords={"delta": 0}, says="does not support non-positive values for delta"),
        case("refuses-negative-delta", [], x(3, 4), x(3, 4), keywords={"delta": -1}, says="does not support non-positive values for delta"),
        case("refuses-delta-as-text", [], x(3, 4), x(3, 4), keywords={"delta": "x"}, says="must be float, not str"),
        older=False,
    ),
    *loss(
        "smooth_l1_loss",
        (x(3, 4), x(3, 4)),
        case("beta", [], x(3, 4), x(3, 4), keywords={"beta": 0.5, "reduction": "none"}, tags=("S79",)),
        case("beta-zero", [], x(3, 4), x(3, 4), keywords={"beta": 0, "reduction": "none"}, tags=("S79",)),
        case("refuses-negative-beta", [], x(3, 4), x(3, 4), keywords={"beta": -0.5}, says="smooth_l1_loss does not support negative values for beta"),
    ),
]

LIKELIHOOD = [
    *loss(
        "poisson_nll_loss",
        (x(3, 4), x(3, 4, **WEIGHT)),
        case("all-options", [], x(3, 4, **WEIGHT), x(3, 4, **WEIGHT), keywords={"log_input": False, "full": True, "eps": 0.1, "reduction": "none"}),
        case("integers", [], index(3, 4, below=3), index(3, 4, below=5), **ONCE),
    ),
    *loss(
        "gaussian_nll_loss",
        (x(3, 4), x(3, 4), x(3, 4, **WEIGHT)),
        case("all-options", [], x(3, 4), x(3, 4), x(3, 4, **WEIGHT), keywords={"full": True, "eps": 0.6, "reduction": "none"}),
        case("refuses-negative-variance", [], x(2), x(2), given([1.0, -1.0]), says="var has negative entry/entries"),
        case("refuses-variance-of-other-size", [], x(3, 4), x(3, 4), x(5, **WEIGHT), says="var is of incorrect size"),
        older=False,
        says="average is not valid",
    ),
    *loss(
        "kl_div",
        (x(3, 4, **LOG), x(3, 4, **SHARE)),
        case("mean-over-batch", [], x(3, 4, **LOG), x(3, 4, **SHARE), keywords={"reduction": "batchmean"}, tags=("S78",)),
        case("log-target", [], x(3, 4, **LOG), x(3, 4, **LOG), keywords={"log_target": True, "reduction": "batchmean"}, tags=("S78",)),
    ),
]

BINARY = [
    *loss(
        "binary_cross_entropy",
        (x(3, 4, **SHARE), x(3, 4, **SHARE)),
        case("weight", [], x(3, 4, **SHARE), x(3, 4, **SHARE), keywords={"weight": x(4, **STILL), "reduction": "none"}),
        case("refuses-weight-with-gradient", [], x(3, 4, **SHARE), x(3, 4, **SHARE), keywords={"weight": x(4, **WEIGHT)}, says=FIXED_WEIGHT),
        case("refuses-other-size", [], x(3, 4, **SHARE), x(4, **SHARE), says="Using a target size (torch.Size([4])) that is different to the input size"),
        case("refuses-beyond-one", [], given([0.5, 1.5]), given([0.5, 1.0]), says="all elements of input should be between 0 and 1"),
    ),
    *loss(
        "binary_cross_entropy_with_logits",
        (x(3, 4), x(3, 4, **SHARE)),
        case("weights", [], x(3, 4), x(3, 4, **SHARE), keywords={"weight": x(4, **STILL), "pos_weight": x(4, **STILL), "reduction": "none"}),
        case("refuses-weight-with-gradient", [], x(3, 4), x(3, 4, **SHARE), keywords={"weight": x(4, **WEIGHT)}, says=FIXED_WEIGHT),
        case(
            "refuses-pos-weight-with-gradient",
            [],
            x(3, 4),
            x(3, 4, **SHARE),
            keywords={"pos_weight": x(4, **WEIGHT)},
            says="not differentiable with respect to argument 'pos_weight'",
        ),
        case("refuses-other-size", [], x(3, 4), x(4, **SHARE), says="Target size (torch.Size([4])) must be the same as input size"),
    ),
    *loss("soft_margin_loss", (x(4), SIGNS)),
    *loss(
        "multilabel_soft_margin_loss",
        (x(3, 4), x(3, 4, **SHARE)),
        case("weight-with-gradient", [], x(3, 4), x(3, 4, **SHARE), keywords={"weight": x(4, **WEIGHT), "reduction": "none"}),
        says="average is not valid",
    ),
]

TRIPLE = (x(4, 3), x(4, 3), x(4, 3))
MARGINS = [
    *loss(
        "margin_ranking_loss",
        (x(8), x(8), given([1.0, -1.0, 1.0, -1.0, -1.0, 1.0, 1.0, -1.0], grad=False)),
        case("margin", [], x(4), x(4), SIGNS, keywords={"margin": 1, "reduction": "none"}),
        case("integers", [], index(4, below=9), index(4, below=9), WHOLE_SIGNS, keywords={"reduction": "sum"}, **ONCE),
        case("refuses-ranks", [], x(4, 1), x(4), SIGNS, says="All input tensors should have same dimension"),
    ),
    *loss(
        "hinge_embedding_loss",
        (x(4), SIGNS),
        case("margin", [], x(4), SIGNS, keywords={"margin": 2, "reduction": "none"}),
        case("neither-label", [], x(4), given([1.0, 0.0, -1.0, 2.0], grad=False), keywords={"reduction": "none"}, tags=("S80",)),
    ),
    *loss(
        "cosine_embedding_loss",
        (x(4, 3), x(4, 3), SIGNS),
        case("margin", [], x(4, 3), x(4, 3), SIGNS, keywords={"margin": -0.9, "reduction": "none"}),
        case("integers", [], index(4, 3, low=1, below=9), index(4, 3, low=1, below=9), WHOLE_SIGNS, **ONCE),
        case("booleans", [], index(4, 3, below=2, dtype="bool"), index(4, 3, below=2, dtype="bool"), SIGNS, **ONCE),
        case("refuses-ranks", [], x(4, 3), x(4, 3), given(1.0, grad=False), says="0D target tensor expects 1D input tensors"),
    ),
    *loss(
        "triplet_margin_loss",
        TRIPLE,
        case("all-options", [], *TRIPLE, keywords={"margin": 3, "p": 3, "eps": 0.1, "swap": True, "reduction": "none"}),
        case("integers", [], *(index(4, 3, below=9) for _ in range(3)), **ONCE),
        case("refuses-margin-zero", [], *TRIPLE, keywords={"margin": 0}, says="margin must be greater than 0, got 0"),
        case("refuses-ranks", [], x(4, 3), x(3), x(4, 3), says="same number of dimensions"),
    ),
    *loss(
        "triplet_margin_with_distance_loss",
        TRIPLE,
        case(
            "distance-function",
            [],
            *TRIPLE,
            keywords={"distance_function": fn("nn.functional.cosine_similarity"), "swap": True, "margin": 2, "reduction": "none"},
        ),
        case("integers", [], *(index(4, 3, below=9) for _ in range(3)), **ONCE),
        case("refuses-margin-zero", [], *TRIPLE, keywords={"margin": 0}, says="margin must be greater than 0, got 0"),
        case("refuses-ranks", [], x(4, 3), x(3), x(4, 3), says="same number of dimensions"),
        older=False,
    ),
]

CASES = [*REGRESSION, *LIKELIHOOD, *BINARY, *MARGINS]
