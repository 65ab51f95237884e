"""nn.PoissonNLLLoss, nn.GaussianNLLLoss and nn.KLDivLoss."""

from line import case, given, layer, x

from cases.loss_regression import EMPTY, legacy

INF, NAN = float("inf"), float("nan")
RATE = {"kind": "uniform", "low": 0.2, "high": 3.0}
COUNT = {"kind": "uniform", "low": 0.0, "high": 4.0}

POISSON = layer(
    "nn.PoissonNLLLoss",
    case("defaults", [], x(3, 4), x(3, 4, **COUNT)),
    case("none", [], x(3, 4), x(3, 4, **COUNT), reduction="none"),
    case("sum", [], x(3, 4), x(3, 4, **COUNT), reduction="sum"),
    case("mean-of-many", [], x(5, 60), x(5, 60, **COUNT)),
    case("rate", [], x(3, 4, **RATE), x(3, 4, **COUNT), log_input=False),
    case("rate-none", [], x(3, 4, **RATE), x(3, 4, **COUNT), log_input=False, reduction="none"),
    case("rate-eps", [], x(3, 4, **RATE), x(3, 4, **COUNT), log_input=False, eps=0.5),
    case("rate-of-zero", [], given([0.0, 0.0, 1.0]), given([0.0, 2.0, 0.5]), log_input=False, eps=0.01, reduction="none"),
    case("full", [], x(3, 4), given([[0.5, 1.0, 1.5, 2.0], [3.0, 0.25, 4.0, 5.5], [10.0, 1.25, 0.75, 7.0]]), full=True),
    case("full-none", [], x(8), given([0.5, 1.0, 1.5, 2.0, 3.0, 0.25, 40.0, 5.5]), full=True, reduction="none"),
    case("full-sum", [], x(6), x(6, kind="uniform", low=0.2, high=5.0), full=True, reduction="sum"),
    case("full-of-no-count", [], x(3), given([0.0, 1.0, 2.0]), full=True, reduction="none"),
    case("full-rate", [], x(3, 4, **RATE), x(3, 4, kind="uniform", low=0.2, high=5.0), full=True, log_input=False, reduction="none"),
    case("all-options", [], x(3, 4, **RATE), x(3, 4, kind="uniform", low=0.2, high=5.0), full=True, log_input=False, eps=0.1, reduction="sum"),
    case("edges", [], given([NAN, INF, -INF, 0.0, -0.0, -90.0, 1.0, 1.5]), given([1.0, 1.0, 1.0, 0.0, 0.0, 1.0, NAN, 2.5]), reduction="none"),
    case("great-log-rates", [], given([88.0, 60.0]), given([2.0, 1.0]), reduction="none", blind={"input.1": "it is nothing beside exp(60)"}),
    case("edges-of-rates", [], given([NAN, INF, 0.0, 1.0, -2.0]), given([1.0, 1.0, 0.0, INF, 1.0]), log_input=False, reduction="none"),
    case("one-value", [], x(), x(**COUNT)),
    case("broadcast-target", [], x(3, 4), x(4, **COUNT)),
    case("integer-target", [], x(3, 4), x(3, 4, kind="integers", low=0, high=5)),
    case("integers", [], x(4, kind="integers", low=-3, high=3), x(4, kind="integers", low=0, high=5), reduction="none", dtypes=("float32",)),
    case("empty-mean", [], x(0, 4), x(0, 4), tags=("S85",), blind=EMPTY),
    case("empty-sum", [], x(0, 4), x(0, 4), reduction="sum", tags=("S85",), blind=EMPTY),
    case("transposed", [], x(3, 4, layout="transposed"), x(3, 4, layout="step2", **COUNT), reduction="none"),
    case("target-without-gradient", [], x(3, 4), x(3, 4, grad=False, **COUNT)),
    case("half-precision", [], x(3, 4), x(3, 4, **COUNT), dtypes=("float16", "bfloat16"), upstream={}),
    *legacy(x(3, 4), x(3, 4, **COUNT)),
    case("refuses-unknown-reduction", [], x(3, 4), x(3, 4), reduction="batchmean", says="batchmean is not a valid value for reduction"),
    case("refuses-older-name-of-mean", [], x(3, 4), x(3, 4), reduction="elementwise_mean", says="elementwise_mean is not a valid value for reduction"),
    case("refuses-other-shape", [], x(3, 4), x(3), says="must match the size of tensor b"),
)

VARIANCE = {"kind": "uniform", "low": 0.3, "high": 2.0}

GAUSSIAN = layer(
    "nn.GaussianNLLLoss",
    case("defaults", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE)),
    case("none", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE), reduction="none"),
    case("sum", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE), reduction="sum"),
    case("full", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE), full=True),
    case("full-none", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE), full=True, reduction="none"),
    case("full-sum", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE), full=True, reduction="sum"),
    case("eps", [], x(3, 4), x(3, 4), x(3, 4, kind="uniform", low=0.05, high=1.0), eps=0.5),
    case("eps-stays-out-of-the-gradient", [], given([1.0, 2.0, 3.0]), given([0.5, 0.0, 1.0]), given([0.1, 0.5, 2.0]), eps=0.4, reduction="none"),
    case("variance-of-zero", [], given([1.0, 2.0]), given([0.5, 2.0]), given([0.0, 0.0]), eps=0.25, reduction="none"),
    case("one-variance-a-row", [], x(3, 4), x(3, 4), x(3, **VARIANCE)),
    case("one-variance-a-row-none", [], x(3, 4), x(3, 4), x(3, **VARIANCE), reduction="none"),
    case("narrow-last-axis", [], x(3, 4), x(3, 4), x(3, 1, **VARIANCE)),
    case("narrow-first-axis", [], x(3, 4), x(3, 4), x(1, 4, **VARIANCE), reduction="sum"),
    case("narrow-middle-axis", [], x(2, 3, 4), x(2, 3, 4), x(2, 1, 4, **VARIANCE), reduction="none"),
    case("variance-as-a-number", [], x(3, 4), x(3, 4), 0.7),
    case("variance-as-a-number-none", [], x(3, 4), x(3, 4), 1.3, reduction="none"),
    case("target-broadcast", [], x(3, 4), x(4), x(3, 4, **VARIANCE)),
    case("one-value", [], x(), x(), x(**VARIANCE)),
    case(
        "edges",
        [],
        given([NAN, INF, -INF, 1.0, 1.0, 0.0, 1.5]),
        given([0.0, 0.0, 0.0, NAN, 0.0, 0.0, 0.5]),
        given([1.0, 1.0, 2.0, 1.0, INF, NAN, 0.7]),
        reduction="none",
    ),
    case("empty-mean", [], x(0, 4), x(0, 4), x(0, 4), tags=("S85",), blind=EMPTY),
    case("empty-sum", [], x(0, 4), x(0, 4), x(0, 4), reduction="sum", tags=("S85",), blind=EMPTY),
    case("variance-without-gradient", [], x(3, 4), x(3, 4), x(3, 4, grad=False, **VARIANCE)),
    case("transposed", [], x(3, 4, layout="transposed"), x(3, 4), x(3, 4, layout="step2", **VARIANCE), reduction="none"),
    case("half-precision", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE), dtypes=("float16", "bfloat16"), upstream={}),
    case("refuses-negative-variance", [], x(3), x(3), given([1.0, -0.5, 1.0]), says="var has negative entry/entries"),
    case("refuses-negative-number", [], x(3), x(3), -0.5, says="var has negative entry/entries"),
    case("refuses-variance-of-other-size", [], x(3, 4), x(3, 4), x(3, 2, **VARIANCE), says="var is of incorrect size"),
    case("refuses-variance-of-last-axis", [], x(3, 4), x(3, 4), x(4, **VARIANCE), says="var is of incorrect size"),
    case("refuses-two-narrow-axes", [], x(3, 4), x(3, 4), x(1, 1, **VARIANCE), says="var is of incorrect size"),
    case("refuses-unknown-reduction", [], x(3, 4), x(3, 4), x(3, 4, **VARIANCE), reduction="batchmean", says="batchmean is not valid"),
    case("refuses-other-shape", [], x(3, 4), x(3), x(3, 4, **VARIANCE), says="must match the size of tensor b"),
    case("refuses-integer-variance", [], x(3), x(3), given([1, 2, 3], dtype="int64"), says="result type Float can't be cast"),
)

SHARE = {"kind": "uniform", "low": 0.05, "high": 1.0}
LOG = {"kind": "uniform", "low": -3.0, "high": -0.05}

KL_DIV = layer(
    "nn.KLDivLoss",
    case("defaults", [], x(3, 4, **LOG), x(3, 4, **SHARE), tags=("S78",)),
    case("none", [], x(3, 4, **LOG), x(3, 4, **SHARE), reduction="none", tags=("S78",)),
    case("sum", [], x(3, 4, **LOG), x(3, 4, **SHARE), reduction="sum", tags=("S78",)),
    case("batchmean", [], x(3, 4, **LOG), x(3, 4, **SHARE), reduction="batchmean", tags=("S78",)),
    case("batchmean-of-three-dimensions", [], x(3, 4, 2, **LOG), x(3, 4, 2, **SHARE), reduction="batchmean", tags=("S78",)),
    case("batchmean-of-one-value", [], x(**LOG), x(**SHARE), reduction="batchmean"),
    case("log-target", [], x(3, 4, **LOG), x(3, 4, **LOG), log_target=True),
    case("log-target-none", [], x(3, 4, **LOG), x(3, 4, **LOG), log_target=True, reduction="none"),
    case("log-target-sum", [], x(3, 4, **LOG), x(3, 4, **LOG), log_target=True, reduction="sum"),
    case("log-target-batchmean", [], x(3, 4, **LOG), x(3, 4, **LOG), log_target=True, reduction="batchmean", tags=("S78",)),
    case("target-of-zero", [], given([-1.0, -2.0, -0.5]), given([0.0, 0.5, 1.0], grad=False), reduction="none", tags=("S78",)),
    case("gradient-of-a-target-of-zero", [], given([-1.0, -2.0, -0.5]), given([0.0, 0.5, 1.0]), reduction="none", tags=("S78",)),
    case("negative-target", [], given([-1.0, -2.0]), given([-0.5, 0.5]), reduction="none", tags=("S78",)),
    case("edges", [], given([NAN, -INF, INF, -1.0, -INF, 0.0, -1.5]), given([0.5, 0.5, 0.5, NAN, 0.0, INF, 0.5]), reduction="none"),
    case("edges-of-log-targets", [], given([NAN, -INF, INF, -1.0, -1.0, -1.5]), given([-0.5, -0.5, -0.5, NAN, -INF, -0.5]), log_target=True, reduction="none"),
    case("broadcast-target", [], x(3, 4, **LOG), x(4, **SHARE)),
    case("empty-mean", [], x(0, 4), x(0, 4), tags=("S85",), blind=EMPTY),
    case("empty-sum", [], x(0, 4), x(0, 4), reduction="sum", tags=("S85",), blind=EMPTY),
    case("empty-batchmean", [], x(0, 4), x(0, 4), reduction="batchmean", tags=("S85",), blind=EMPTY),
    case("target-without-gradient", [], x(3, 4, **LOG), x(3, 4, grad=False, **SHARE)),
    case("transposed", [], x(3, 4, layout="transposed", **LOG), x(3, 4, layout="step2", **SHARE), reduction="none"),
    case("half-precision", [], x(3, 4, **LOG), x(3, 4, **SHARE), dtypes=("float16", "bfloat16"), upstream={}),
    case("older-name-of-mean", [], x(3, 4, **LOG), x(3, 4, **SHARE), reduction="elementwise_mean", blind={"reduction": "it is another name of the default"}),
    *legacy(x(3, 4, **LOG), x(3, 4, **SHARE)),
    case("refuses-unknown-reduction", [], x(3, 4), x(3, 4), reduction="average", says="average is not a valid value for reduction"),
    case("refuses-integers", [], x(3, 4), x(3, 4, kind="integers"), says="Integral inputs not supported"),
    case("refuses-other-shape", [], x(3, 4), x(3), says="must match the size of tensor b"),
)

CASES = [*POISSON, *GAUSSIAN, *KL_DIV]
