"""nn.MarginRankingLoss, nn.HingeEmbeddingLoss, nn.CosineEmbeddingLoss and the triplet losses."""

from line import case, fn, given, layer, m, x

from cases.loss_regression import EMPTY, legacy

INF, NAN = float("inf"), float("nan")
SIGNS = given([1.0, -1.0, 1.0, -1.0], grad=False)
GRID = given([[1.0, -1.0, 1.0, 1.0], [-1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]], grad=False)

MARGIN_RANKING = layer(
    "nn.MarginRankingLoss",
    case("defaults", [], x(4), x(4), SIGNS),
    case("none", [], x(4), x(4), SIGNS, reduction="none"),
    case("sum", [], x(4), x(4), SIGNS, reduction="sum"),
    case("mean-of-many", [], x(5, 60), x(5, 60), x(5, 60)),
    case("margin", [], x(4), x(4), SIGNS, margin=0.7),
    case("margin-none", [], x(4), x(4), SIGNS, margin=2, reduction="none"),
    case("margin-negative", [], x(4), x(4), SIGNS, margin=-0.4, reduction="sum"),
    case("gradient-of-the-target", [], x(4), x(4), x(4), margin=0.5, reduction="none"),
    case(
        "at-the-margin",
        [],
        given([1.0, 1.0, 0.5, 2.0]),
        given([0.5, 1.0, 1.0, 1.5]),
        given([1.0, 1.0, -1.0, -1.0]),
        margin=0.5,
        reduction="none",
        dtypes=("float64",),
    ),
    case("two-dimensions", [], x(3, 4), x(3, 4), GRID, reduction="none", margin=1),
    case("broadcast", [], x(3, 1), x(1, 4), GRID, margin=1),
    case("one-value", [], x(), x(), given(-1.0, grad=False), margin=3),
    case("integer-target", [], x(3), x(3), given([1, -1, 1], dtype="int64"), margin=2),
    case(
        "integers",
        [],
        x(4, kind="integers", low=-3, high=4),
        x(4, kind="integers", low=-3, high=4),
        given([1, -1, 1, -1], dtype="int64"),
        margin=2,
        reduction="none",
        dtypes=("float32",),
    ),
    case("edges", [], given([NAN, INF, -INF, 1.0, 0.0]), given([0.0, 0.0, 0.0, NAN, -0.5]), given([1.0, -1.0, 1.0, 1.0, -1.0]), margin=0.5, reduction="none"),
    case("empty-mean", [], x(0), x(0), x(0), tags=("S85",), blind=EMPTY),
    case("empty-sum", [], x(0), x(0), x(0), reduction="sum", tags=("S85",), blind=EMPTY),
    case("transposed", [], x(3, 4, layout="transposed"), x(3, 4, layout="step2"), GRID, margin=1, reduction="none"),
    case("half-precision", [], x(4), x(4), SIGNS, margin=1, dtypes=("float16", "bfloat16"), upstream={}, reduction="none"),
    *legacy(x(4), x(4), SIGNS, margin=1),
    case("refuses-other-rank", [], x(3), x(3), x(3, 1), says="All input tensors should have same dimension"),
    case("refuses-other-rank-of-the-second", [], x(3, 1), x(3), x(3, 1), says="All input tensors should have same dimension"),
    case("refuses-other-size", [], x(3), x(2), x(3), says="must match the size of tensor b"),
    case("refuses-unknown-reduction", [], x(3), x(3), x(3), reduction="average", says="average is not a valid value for reduction"),
)

HINGE_EMBEDDING = layer(
    "nn.HingeEmbeddingLoss",
    case("defaults", [], x(3, 4), GRID),
    case("none", [], x(3, 4), GRID, reduction="none"),
    case("sum", [], x(3, 4), GRID, reduction="sum"),
    case("mean-of-many", [], x(5, 60), x(5, 60, kind="ties", grad=False)),
    case("margin", [], x(3, 4), GRID, margin=0.3),
    case("margin-none", [], x(3, 4), GRID, margin=2, reduction="none"),
    case("margin-negative", [], x(3, 4), GRID, margin=-0.5, reduction="sum"),
    case(
        "other-labels",
        [],
        given([0.25, 0.5, -0.5, 2.0, 0.75]),
        given([0.0, 2.0, 0.5, 0.0, -2.0], grad=False),
        reduction="none",
        tags=("S80",),
        blind={"input.1": "all labels are and stay others"},
    ),
    case("other-labels-mean", [], x(3, 4), x(3, 4, kind="ties", grad=False), tags=("S80",)),
    case("at-the-margin", [], given([1.0, 1.0, 0.5, 2.0]), given([-1.0, 1.0, -1.0, -1.0], grad=False), reduction="none"),
    case("target-with-gradient", [], x(3, 4), given([[1.0, -1.0, 1.0, 1.0], [-1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]])),
    case("integer-target", [], x(3), given([1, -1, 1], dtype="int64")),
    case("integers", [], x(4, kind="integers", low=-3, high=4), given([1, -1, 1, -1], dtype="int64"), reduction="none", dtypes=("float32",)),
    case("integers-sum", [], x(4, kind="integers", low=-3, high=4), given([1, -1, 1, -1], dtype="int64"), margin=2.5, reduction="sum", dtypes=("float32",)),
    case("broadcast-target", [], x(3, 4), given([1.0, -1.0, 1.0, -1.0], grad=False)),
    case("one-value", [], x(), given(-1.0, grad=False)),
    case("edges", [], given([NAN, INF, -INF, NAN, INF, -INF, 0.5, 0.25]), given([1.0, 1.0, 1.0, -1.0, -1.0, -1.0, NAN, -1.0], grad=False), reduction="none"),
    case("empty-mean", [], x(0, 4), x(0, 4, grad=False), tags=("S85",), blind=EMPTY),
    case("empty-sum", [], x(0, 4), x(0, 4, grad=False), reduction="sum", tags=("S85",), blind=EMPTY),
    case("transposed", [], x(3, 4, layout="transposed"), GRID, reduction="none"),
    case("half-precision", [], x(3, 4), GRID, dtypes=("float16", "bfloat16"), upstream={}),
    *legacy(x(3, 4), GRID),
    case("refuses-mean-of-integers", [], x(4, kind="integers"), given([1, -1, 1, -1], dtype="int64"), says="could not infer output dtype"),
    case("refuses-other-shape", [], x(3, 4), x(3, grad=False), says="must match the size of tensor b"),
    case("refuses-unknown-reduction", [], x(3), x(3, grad=False), reduction="average", says="average is not a valid value for reduction"),
)

PAIR = (x(4, 3), x(4, 3), SIGNS)

COSINE_EMBEDDING = layer(
    "nn.CosineEmbeddingLoss",
    case("defaults", [], *PAIR),
    case("none", [], *PAIR, reduction="none"),
    case("sum", [], *PAIR, reduction="sum"),
    case("margin", [], *PAIR, margin=-0.9),
    case("margin-none", [], *PAIR, margin=-0.5, reduction="none"),
    case("long-vectors", [], x(2, 70), x(2, 70), given([1.0, -1.0], grad=False), margin=-1, reduction="none"),
    case("other-labels", [], x(4, 3), x(4, 3), given([0.0, 2.0, 1.0, 0.5], grad=False), reduction="none"),
    case("unbatched", [], x(5), x(5), given(1.0, grad=False)),
    case("unbatched-none", [], x(5), x(5), given(-1.0, grad=False), margin=-1, reduction="none"),
    case(
        "zero-vector",
        [],
        given([[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]]),
        given([[1.0, 2.0], [0.5, -1.0], [0.0, 0.0]]),
        given([1.0, 1.0, -1.0], grad=False),
        margin=-0.5,
        reduction="none",
        dtypes=("float64",),
    ),
    case(
        "equal-and-opposite",
        [],
        given([[1.0, 2.0], [1.0, 2.0]]),
        given([[2.0, 4.0], [-1.0, -2.0]]),
        given([1.0, -1.0], grad=False),
        margin=-2,
        reduction="none",
        dtypes=("float64",),
    ),
    case("integer-target", [], x(3, 2), x(3, 2), given([1, -1, 1], dtype="int64"), margin=-1),
    case("broadcast-target", [], x(3, 2), x(3, 2), given([1.0], grad=False), reduction="none"),
    case("booleans", [], *(x(2, 3, kind="integers", low=0, high=2, dtype="bool") for _ in range(2)), given([1.0, -1.0], grad=False), dtypes=("float32",)),
    case(
        "integers",
        [],
        x(3, 2, kind="integers", low=1, high=6),
        x(3, 2, kind="integers", low=-6, high=-1),
        given([1, -1, 1], dtype="int64"),
        margin=-2,
        reduction="none",
        dtypes=("float32",),
    ),
    case(
        "edges",
        [],
        given([[NAN, 1.0], [INF, 1.0], [1.0, 2.0]]),
        given([[1.0, 2.0], [1.0, 2.0], [2.0, -3.0]]),
        given([1.0, 1.0, 1.0], grad=False),
        reduction="none",
    ),
    case("empty-mean", [], x(0, 3), x(0, 3), x(0, grad=False), tags=("S85",), blind=EMPTY),
    case("empty-sum", [], x(0, 3), x(0, 3), x(0, grad=False), reduction="sum", tags=("S85",), blind=EMPTY),
    case("transposed", [], x(4, 3, layout="transposed"), x(4, 3, layout="step2"), SIGNS, margin=-1, reduction="none"),
    case("one-without-gradient", [], x(4, 3), x(4, 3, grad=False), SIGNS, margin=-1),
    case("half-precision", [], *PAIR, dtypes=("float16", "bfloat16"), upstream={}, margin=-1, reduction="none"),
    *legacy(*PAIR),
    case("refuses-scalar-target-for-a-batch", [], x(4, 3), x(4, 3), given(1.0, grad=False), says="0D target tensor expects 1D input tensors"),
    case("refuses-targets-for-one-pair", [], x(3), x(3), SIGNS, says="1D target tensor expects 2D input tensors"),
    case("refuses-three-dimensions", [], x(4, 2, 3), x(4, 2, 3), SIGNS, says="1D target tensor expects 2D input tensors"),
    case("refuses-targets-of-two-axes", [], x(4, 3), x(4, 3), x(4, 1, grad=False), says="multi-target not supported"),
    case("refuses-other-width", [], x(4, 3), x(4, 2), SIGNS, says="must match the size of tensor b"),
    case("refuses-other-batch", [], x(3, 2), x(3, 2), given([1.0, -1.0], grad=False), says="must match the size of tensor b"),
    case("refuses-unknown-reduction", [], *PAIR, reduction="average", says="average is not a valid value for reduction"),
    case("one-number-for-a-vector", [], x(3, 4), x(3, 1), given([1.0, -1.0, 1.0], grad=False), dtypes=("float64",)),
)

TRIPLET = (x(4, 3), x(4, 3), x(4, 3))


def triplet(name, *lines):
    """The cases of both triplet losses, and their own."""
    return layer(
        name,
        case("defaults", [], *TRIPLET),
        case("none", [], *TRIPLET, reduction="none"),
        case("sum", [], *TRIPLET, reduction="sum"),
        case("margin", [], *TRIPLET, margin=2.5),
        case("margin-none", [], *TRIPLET, margin=0.5, reduction="none"),
        case("swap", [], x(4, 3), x(4, 3), x(4, 3), swap=True, margin=2),
        case("swap-none", [], x(4, 3, kind="band", high=2.0), x(4, 3), x(4, 3), swap=True, margin=3, reduction="none"),
        case("long-vectors", [], x(2, 70), x(2, 70), x(2, 70), margin=5, reduction="none"),
        case("unbatched", [], x(5), x(5), x(5), margin=4),
        case("unbatched-none", [], x(5), x(5), x(5), margin=4, reduction="none"),
        case("three-dimensions", [], x(2, 3, 4), x(2, 3, 4), x(2, 3, 4), margin=3, reduction="none"),
        case("equal-points", [], given([[1.0, 2.0], [0.5, 1.0]]), given([[1.0, 2.0], [1.5, 1.0]]), given([[1.0, 2.0], [0.5, 1.0]]), reduction="none"),
        case("broadcast", [], x(4, 3), x(1, 3), x(4, 1), margin=3),
        case("anchor-without-gradient", [], x(4, 3, grad=False), x(4, 3), x(4, 3), margin=3),
        case("empty-mean", [], x(0, 3), x(0, 3), x(0, 3), tags=("S85",), blind=EMPTY),
        case("transposed", [], x(4, 3, layout="transposed"), x(4, 3, layout="step2"), x(4, 3), margin=3, reduction="none"),
        case(
            "edges",
            [],
            given([[NAN, 1.0], [INF, 1.0], [1.0, 2.0]]),
            given([[1.0, 2.0], [1.0, 2.0], [0.5, 1.0]]),
            given([[1.0, 2.0], [1.0, 2.0], [1.0, 2.5]]),
            reduction="none",
        ),
        case("half-precision", [], *TRIPLET, dtypes=("float16", "bfloat16"), upstream={}, margin=3),
        *lines,
        case("refuses-margin-zero", [], *TRIPLET, margin=0, says="expected margin to be greater than 0, got 0 instead"),
        case("refuses-negative-margin", [], *TRIPLET, margin=-1, says="expected margin to be greater than 0, got -1 instead"),
        case("refuses-other-rank", [], x(4, 3), x(4, 3), x(3), says="expected to have the same number of dimensions"),
        case("refuses-other-width", [], x(4, 3), x(4, 3), x(4, 2), says="must match the size of tensor b"),
        case("refuses-unknown-reduction", [], *TRIPLET, reduction="average", says="average is not a valid value for reduction"),
    )


TRIPLET_MARGIN = triplet(
    "nn.TripletMarginLoss",
    case("p-one", [], *TRIPLET, p=1, margin=3),
    case("p-three", [], *TRIPLET, p=3, margin=3, reduction="none"),
    case("p-infinite", [], *TRIPLET, p=INF, margin=3, reduction="none"),
    case("p-half", [], *TRIPLET, p=0.5, margin=20),
    case("eps", [], *TRIPLET, eps=0.25, margin=3),
    case("all-options", [], *TRIPLET, eps=0.1, margin=3, p=3, swap=True, reduction="sum"),
    case("integers", [], *(x(3, 2, kind="integers", low=-3, high=4) for _ in range(3)), margin=9, reduction="none", dtypes=("float32",)),
    *legacy(*TRIPLET, margin=3),
)

TRIPLET_WITH_DISTANCE = triplet(
    "nn.TripletMarginWithDistanceLoss",
    case("distance-function", [], *TRIPLET, distance_function=fn("nn.functional.cosine_similarity"), margin=2),
    case("distance-layer", [], *TRIPLET, distance_function=m("PairwiseDistance", p=1), margin=3, reduction="none"),
    case("distance-layer-swap", [], *TRIPLET, distance_function=m("CosineSimilarity"), margin=2, swap=True, reduction="sum"),
    case("integers", [], *(x(3, 2, kind="integers", low=-3, high=4) for _ in range(3)), margin=9, reduction="none", dtypes=("float32",)),
    case("distance-of-every-element", [], *TRIPLET, distance_function=m("L1Loss", reduction="none"), margin=3),
)

CASES = [*MARGIN_RANKING, *HINGE_EMBEDDING, *COSINE_EMBEDDING, *TRIPLET_MARGIN, *TRIPLET_WITH_DISTANCE]
