"""nn.CrossEntropyLoss, nn.NLLLoss, nn.MultiMarginLoss and nn.MultiLabelMarginLoss."""

from line import case, given, index, layer, x

from cases.loss_regression import EMPTY, legacy

INF, NAN = float("inf"), float("nan")
SHARE = {"kind": "uniform", "low": 0.05, "high": 1.0}
WEIGHT = {"kind": "uniform", "low": 0.3, "high": 2.0, "grad": False}
LOG = {"kind": "uniform", "low": -4.0, "high": -0.05}
FLAT = {"upstream.output.0": "all gradients are 0"}
ALONE = {"reduction": "one loss is its own mean"}
NOTHING = FLAT | {"input.0": "no target counts"}


def targets(values, dtype="int64"):
    return given(values, dtype=dtype)


THREE = targets([2, 0, 3])
SOME = targets([2, -100, 3, 0])
NONE = targets([-100, -100, -100])
PLANE = targets([[1, 3, 0], [2, 2, 1]])


def by_class(**how):
    """The cases of a loss that picks one score of each row by its class."""
    return [
        case("defaults", [], x(3, 4, **how), THREE),
        case("none", [], x(3, 4, **how), THREE, reduction="none"),
        case("sum", [], x(3, 4, **how), THREE, reduction="sum"),
        case("many-rows", [], x(40, 5, **how), index(40, below=5)),
        case("many-classes", [], x(2, 70, **how), index(2, below=70), reduction="none"),
        case("weight", [], x(3, 4, **how), THREE, weight=x(4, **WEIGHT), state=None, tags=("S74", "S76")),
        case("weight-none", [], x(3, 4, **how), THREE, weight=x(4, **WEIGHT), state=None, reduction="none", tags=("S76",)),
        case("weight-sum", [], x(3, 4, **how), THREE, weight=x(4, **WEIGHT), state=None, reduction="sum", tags=("S76",)),
        case("loaded-weight", [], x(3, 4, **how), THREE, weight=x(4, **WEIGHT), reduction="sum", tags=("S76",)),
        case("weight-with-zeros", [], x(3, 4, **how), targets([0, 1, 3]), weight=given([0.0, 1.5, 2.0, 0.5], grad=False), state=None, reduction="none"),
        case("ignored-by-default", [], x(4, 4, **how), SOME, tags=("S74",)),
        case("ignore-index", [], x(3, 4, **how), targets([2, 1, 3]), ignore_index=1, tags=("S74",)),
        case("ignore-index-none", [], x(3, 4, **how), targets([2, 1, 3]), ignore_index=1, reduction="none"),
        case("ignore-index-sum", [], x(4, 4, **how), SOME, reduction="sum"),
        case("ignore-index-beyond-classes", [], x(3, 4, **how), targets([2, 9, 3]), ignore_index=9),
        case("ignore-index-and-weight", [], x(4, 4, **how), targets([2, 1, 3, 0]), ignore_index=1, weight=x(4, **WEIGHT), state=None, tags=("S74",)),
        case("all-ignored", [], x(3, 4, **how), NONE, tags=("S74",), blind=NOTHING),
        case("all-ignored-sum", [], x(3, 4, **how), NONE, reduction="sum", tags=("S74",), blind=NOTHING),
        case("all-ignored-none", [], x(3, 4, **how), NONE, reduction="none", tags=("S74",), blind=NOTHING),
        case("unbatched", [], x(5, **how), targets(3)),
        case("unbatched-none", [], x(5, **how), targets(3), reduction="none", blind=ALONE),
        case("unbatched-target-of-one-axis", [], x(5, grad=False, **how), targets([3])),
        case("refuses-unbatched-target-of-one-axis-at-backward", [], x(5, **how), targets([3]), says="size mismatch (got input: [5], target: [1])"),
        case("unbatched-weight", [], x(4, **how), targets(1), weight=x(4, **WEIGHT), state=None, reduction="sum"),
        case("three-dimensions", [], x(2, 4, 3, **how), PLANE),
        case("three-dimensions-none", [], x(2, 4, 3, **how), PLANE, reduction="none"),
        case("three-dimensions-sum", [], x(2, 4, 3, **how), PLANE, reduction="sum"),
        case("three-dimensions-weight", [], x(2, 4, 3, **how), PLANE, weight=x(4, **WEIGHT), state=None, tags=("S74",)),
        case("three-dimensions-ignored", [], x(2, 4, 3, **how), targets([[1, -100, 0], [2, 2, -100]]), reduction="none"),
        case("four-dimensions", [], x(2, 4, 3, 2, **how), index(2, 3, 2, below=4)),
        case("four-dimensions-none", [], x(2, 4, 3, 2, **how), index(2, 3, 2, below=4), reduction="none"),
        case("four-dimensions-all-options", [], x(2, 4, 3, 2, **how), index(2, 3, 2, below=4), weight=x(4, **WEIGHT), ignore_index=2, state=None),
        case("five-dimensions", [], x(2, 3, 2, 2, 3, **how), index(2, 2, 2, 3, below=3)),
        case("five-dimensions-none", [], x(2, 3, 2, 2, 3, **how), index(2, 2, 2, 3, below=3), reduction="none"),
        case("bytes-as-targets", [], x(3, 4, **how), targets([2, 0, 3], dtype="uint8")),
        case("transposed", [], x(3, 4, layout="transposed", **how), THREE),
        case("every-other-element", [], x(2, 4, 3, layout="step2", **how), PLANE, reduction="none"),
        case("input-without-gradient", [], x(3, 4, grad=False, **how), THREE),
        case("under-no-grad", [], x(3, 4, **how), THREE, grad_mode=False),
        case("empty-mean", [], x(0, 4), index(0, below=4), tags=("S85",), blind=EMPTY),
        case("empty-sum", [], x(0, 4), index(0, below=4), reduction="sum", tags=("S85",), blind=EMPTY),
        case("empty-plane", [], x(0, 4, 2), index(0, 2, below=4), tags=("S85",), blind=EMPTY),
        case("half-precision", [], x(3, 4, **how), THREE, dtypes=("float16", "bfloat16"), upstream={}),
        case("half-precision-plane", [], x(2, 4, 3, **how), PLANE, dtypes=("float16", "bfloat16"), upstream={}, reduction="sum"),
        *legacy(x(3, 4, **how), THREE),
        case("refuses-class-out-of-range", [], x(3, 4), targets([2, 4, 0]), says="Target 4 is out of bounds"),
        case("refuses-negative-class", [], x(3, 4), targets([2, -1, 0]), says="Target -1 is out of bounds"),
        case("refuses-class-out-of-range-in-a-plane", [], x(2, 4, 2), targets([[0, 7], [1, 1]]), says="Target 7 is out of bounds"),
        case("refuses-int32-targets", [], x(3, 4), targets([2, 1, 0], dtype="int32"), says="expected target dtype to be Long or Byte, but got Int"),
        case("refuses-boolean-targets", [], x(2, 4), given([1.0, 0.0], dtype="bool"), says="but got Bool"),
        case("refuses-floating-classes", [], x(3, 4), given([2.0, 1.0, 0.0], grad=False), says="but got Float"),
        case("refuses-bytes-in-a-plane", [], x(2, 4, 3), targets([[1, 3, 0], [2, 2, 1]], dtype="uint8"), says="expected scalar type Long but found Byte"),
        case(
            "refuses-weight-of-other-length",
            [],
            x(3, 4),
            THREE,
            weight=x(3, **WEIGHT),
            state=None,
            says="weight tensor should be defined either for all 4 classes or no classes",
        ),
        case(
            "refuses-weight-of-two-axes",
            [],
            x(3, 4),
            THREE,
            weight=x(2, 2, **WEIGHT),
            state=None,
            says="weight tensor should be defined either for all 4 classes",
        ),
        case(
            "refuses-weight-of-other-length-in-a-plane",
            [],
            x(2, 4, 3),
            PLANE,
            weight=x(3, **WEIGHT),
            state=None,
            says="weight tensor should be defined either for all",
        ),
        case("refuses-other-batch", [], x(3, 4), targets([1, 2]), says="Expected input batch_size (3) to match target batch_size (2)"),
        case("refuses-two-targets-for-one-row", [], x(4), targets([1, 2]), says="must have size 1, but got target size: 2"),
        case("refuses-targets-of-no-classes", [], x(2, 0, 3), index(2, 3, below=1), says="size mismatch (got input: [2, 0, 0, 0] , target: [2, 1, 3]"),
        case("refuses-other-length", [], x(2, 4, 3), targets([[1, 2], [0, 0]]), says="Expected target size [2, 3], got [2, 2]"),
        case("refuses-targets-of-one-axis-for-a-plane", [], x(2, 4, 3), targets([1, 2]), says="Expected target size [2, 3], got [2]"),
        case("refuses-other-plane", [], x(2, 4, 3, 2), index(2, 2, 3, below=4), says="size mismatch"),
        case("refuses-targets-of-two-axes-for-a-volume", [], x(2, 4, 3, 2), index(2, 3, below=4), says="only batches of spatial targets supported"),
        case("refuses-other-volume", [], x(2, 3, 2, 2, 2), index(2, 2, 2, 3, below=3), says="Expected target size"),
        case("refuses-unknown-reduction", [], x(3, 4), THREE, reduction="average", says="average is not a valid value for reduction"),
    ]


CROSS_ENTROPY = layer(
    "nn.CrossEntropyLoss",
    *by_class(),
    case("one-class", [], x(3, 1), targets([0, 0, 0]), reduction="none", blind=FLAT | {"input.0": "the only class has all of it"}),
    case("far-from-zero", [], x(3, 4, kind="uniform", low=99, high=101), THREE),
    case("large-scores", [], x(3, 4, kind="band", high=60.0), THREE, reduction="none"),
    case(
        "edges", [], given([[1.0, -INF, 2.0], [NAN, 1.0, 2.0], [-INF, 1.0, 2.0], [1.0, INF, 2.0], [0.5, -0.5, 2.0]]), targets([0, 1, 0, 2, 1]), reduction="none"
    ),
    case("label-smoothing", [], x(3, 4), THREE, label_smoothing=0.3),
    case("label-smoothing-none", [], x(3, 4), THREE, label_smoothing=0.3, reduction="none"),
    case("label-smoothing-sum", [], x(3, 4), THREE, label_smoothing=0.3, reduction="sum"),
    case("label-smoothing-of-one", [], x(3, 4), THREE, label_smoothing=1, blind={"input.1": "all classes count alike"}),
    case("label-smoothing-and-weight", [], x(3, 4), THREE, label_smoothing=0.3, weight=x(4, **WEIGHT), state=None, tags=("S74",)),
    case("label-smoothing-and-weight-none", [], x(3, 4), THREE, label_smoothing=0.3, weight=x(4, **WEIGHT), state=None, reduction="none"),
    case("label-smoothing-and-ignore-index", [], x(4, 4), SOME, label_smoothing=0.3, tags=("S74",)),
    case("label-smoothing-weight-and-ignore-index", [], x(4, 4), targets([2, 1, 3, 0]), label_smoothing=0.3, ignore_index=1, weight=x(4, **WEIGHT), state=None),
    case("label-smoothing-all-ignored", [], x(3, 4), NONE, label_smoothing=0.3, blind=NOTHING),
    case("label-smoothing-in-a-plane", [], x(2, 4, 3), PLANE, label_smoothing=0.2),
    case("label-smoothing-in-a-plane-weight", [], x(2, 4, 3), PLANE, label_smoothing=0.2, weight=x(4, **WEIGHT), state=None, reduction="none"),
    case("label-smoothing-unbatched", [], x(5), targets(3), label_smoothing=0.2),
    case("label-smoothing-negative", [], x(3, 4), THREE, label_smoothing=-0.5, blind={"label_smoothing": "below 0 it counts as 0"}),
    case("label-smoothing-bytes", [], x(3, 4), targets([2, 0, 3], dtype="uint8"), label_smoothing=0.3),
    case("shares", [], x(3, 4), x(3, 4, **SHARE), tags=("S75",)),
    case("shares-none", [], x(3, 4), x(3, 4, **SHARE), reduction="none", tags=("S75",)),
    case("shares-sum", [], x(3, 4), x(3, 4, **SHARE), reduction="sum"),
    case("shares-that-add-up-to-one", [], x(2, 2), given([[0.25, 0.75], [1.0, 0.0]])),
    case("negative-shares", [], x(3, 4), x(3, 4), reduction="none", tags=("S75",)),
    case("shares-weight", [], x(3, 4), x(3, 4, **SHARE), weight=x(4, **WEIGHT), state=None, tags=("S74", "S76")),
    case("shares-weight-none", [], x(3, 4), x(3, 4, **SHARE), weight=x(4, **WEIGHT), state=None, reduction="none"),
    case("shares-label-smoothing", [], x(3, 4), x(3, 4, **SHARE), label_smoothing=0.3),
    case("shares-label-smoothing-weight", [], x(3, 4), x(3, 4, **SHARE), label_smoothing=0.3, weight=x(4, **WEIGHT), state=None, reduction="none"),
    case("shares-in-a-plane", [], x(2, 4, 3), x(2, 4, 3, **SHARE)),
    case("shares-in-a-plane-none", [], x(2, 4, 3), x(2, 4, 3, **SHARE), reduction="none"),
    case("shares-in-a-plane-weight", [], x(2, 4, 3), x(2, 4, 3, **SHARE), weight=x(4, **WEIGHT), state=None, reduction="sum"),
    case("shares-in-a-volume", [], x(2, 3, 2, 2), x(2, 3, 2, 2, **SHARE), reduction="none"),
    case("shares-unbatched", [], x(4), x(4, **SHARE)),
    case("shares-unbatched-none", [], x(4), x(4, **SHARE), reduction="none"),
    case("shares-without-gradient", [], x(3, 4), x(3, 4, grad=False, **SHARE)),
    case("scores-without-gradient", [], x(3, 4, grad=False), x(3, 4, **SHARE)),
    case("shares-of-nothing", [], given([[1.0, -INF, 2.0], [1.0, 2.0, 3.0]]), given([[0.5, 0.0, 0.5], [0.0, 0.0, 0.0]]), reduction="none"),
    case("shares-ignore-index-negative", [], x(3, 4), x(3, 4, **SHARE), ignore_index=-1, blind={"ignore_index": "shares are never ignored"}, tags=("S75",)),
    case("shares-empty", [], x(0, 4), x(0, 4), tags=("S85",), blind=EMPTY),
    case("shares-transposed", [], x(3, 4, layout="transposed"), x(3, 4, layout="step2", **SHARE)),
    case("shares-half-precision", [], x(3, 4), x(3, 4, **SHARE), dtypes=("float16", "bfloat16"), upstream={}),
    case(
        "refuses-integer-shares",
        [],
        x(3, 4),
        index(3, 4, below=2),
        says="Expected floating point type for target with class probabilities, got Long",
        tags=("S75",),
    ),
    case(
        "refuses-ignore-index-with-shares",
        [],
        x(3, 4),
        x(3, 4, **SHARE),
        ignore_index=1,
        says="ignore_index is not supported for floating point target",
        tags=("S75",),
    ),
    case(
        "refuses-weight-of-other-length-with-shares",
        [],
        x(3, 4),
        x(3, 4, **SHARE),
        weight=x(3, **WEIGHT),
        state=None,
        says="weight tensor should be defined either for all 4 classes",
    ),
    case("refuses-smoothing-above-one", [], x(3, 4), THREE, label_smoothing=1.5, says="label_smoothing must be between 0.0 and 1.0"),
    case("refuses-integers", [], x(3, 4, kind="integers"), THREE, says="not implemented for 'Long'"),
    case("refuses-scalar", [], x(), targets(0), says="Expected floating point type"),
    case("refuses-other-share-count", [], x(5), x(4, **SHARE), says="Long or Byte"),
    case("refuses-axis-in-smoothed-row", [], x(4), given([1], dtype="int64"), label_smoothing=0.5, says="match the broadcast shape [1]"),
    case("refuses-lone-score", [], x(), x(4, **SHARE), says="Dimension out of range"),
)

NLL = layer(
    "nn.NLLLoss",
    *by_class(**LOG),
    case("one-class", [], x(3, 1, **LOG), targets([0, 0, 0]), reduction="none"),
    case("unbatched-one-class-target-of-one-axis", [], x(1, **LOG), targets([0])),
    case("edges", [], given([[NAN, 1.0], [INF, 1.0], [-INF, 1.0], [0.0, -0.0], [1.0, NAN]]), targets([0, 0, 0, 1, 0]), reduction="none"),
    case("refuses-integers", [], x(3, 4, kind="integers"), THREE, says="nll_loss_out_frame"),
    case("refuses-integers-in-a-volume", [], x(2, 4, 3, 2, kind="integers"), index(2, 3, 2, below=4), says="nll_loss2d_forward_out_frame"),
    case("refuses-scalar", [], x(), targets(0), says="Expected 1 or more dimensions"),
    case("refuses-targets-of-two-axes", [], x(3, 4), index(3, 4, below=4), says="multi-target not supported"),
    case("refuses-channels-last-backward", [], x(2, 3, 2, 2, layout="channels-last"), index(2, 2, 2, below=3), says="grad_input must be contiguous"),
)

MULTI_MARGIN = layer(
    "nn.MultiMarginLoss",
    case("defaults", [], x(3, 4), THREE),
    case("none", [], x(3, 4), THREE, reduction="none"),
    case("sum", [], x(3, 4), THREE, reduction="sum"),
    case("many-classes", [], x(2, 70), index(2, below=70), reduction="none"),
    case("squared", [], x(3, 4), THREE, p=2),
    case("squared-none", [], x(3, 4), THREE, p=2, reduction="none"),
    case("margin", [], x(3, 4), THREE, margin=0.3),
    case("margin-squared", [], x(3, 4), THREE, margin=2.5, p=2, reduction="sum"),
    case("margin-negative", [], x(3, 4), THREE, margin=-0.2, reduction="none"),
    case("weight", [], x(3, 4), THREE, weight=x(4, **WEIGHT), state=None, tags=("S76",)),
    case("weight-none", [], x(3, 4), THREE, weight=x(4, **WEIGHT), state=None, reduction="none", tags=("S76",)),
    case("all-options", [], x(3, 4), THREE, weight=x(4, **WEIGHT), p=2, margin=0.5, state=None, reduction="sum", tags=("S76",)),
    case("at-the-margin", [], given([[1.0, 0.0, 2.0], [0.5, 1.0, -0.5]]), targets([0, 1]), reduction="none", dtypes=("float64",)),
    case("unbatched", [], x(5), targets(3)),
    case("unbatched-none", [], x(5), targets(3), reduction="none", blind=ALONE),
    case("unbatched-target-of-one-axis", [], x(5), targets([3]), reduction="none"),
    case(
        "edges", [], given([[NAN, 1.0, 2.0], [1.0, INF, 2.0], [1.0, 2.0, -INF], [0.0, 1.0, 2.0]]), targets([1, 0, 2, 2]), reduction="none", dtypes=("float64",)
    ),
    case("transposed", [], x(3, 4, layout="transposed"), THREE),
    case("input-without-gradient", [], x(3, 4, grad=False), THREE),
    *legacy(x(3, 4), THREE),
    case("refuses-p", [], x(3, 4), THREE, p=3, says="only p == 1 and p == 2 supported"),
    case(
        "refuses-weight-of-two-axes", [], x(3, 4), THREE, weight=x(4, 1, **WEIGHT), state=None, says="expected weight to be None or 1D tensor, got 2D instead"
    ),
    case("refuses-weight-of-other-length", [], x(3, 4), THREE, weight=x(3, **WEIGHT), state=None, says="inconsistent weight size, expected 4 but got [3]"),
    case("refuses-class-out-of-range", [], x(3, 4), targets([0, 4, 1]), says="target out of range"),
    case("refuses-negative-class", [], x(3, 4), targets([0, -1, 1]), says="target out of range"),
    case("refuses-other-batch", [], x(3, 4), targets([0, 1]), says="target tensor should be 1-D with size equal to the number of input samples"),
    case("refuses-targets-of-two-axes", [], x(3, 4), targets([[0], [1], [2]]), says="target tensor should be 1-D"),
    case("refuses-three-dimensions", [], x(2, 3, 4), targets([0, 1]), says="Expected non-empty vector or matrix"),
    case("refuses-no-classes", [], x(2, 0), targets([0, 0]), says="Expected non-empty vector or matrix"),
    case("refuses-floating-targets", [], x(3, 4), given([0.0, 1.0, 2.0], grad=False), says="expected scalar type Long but found Float"),
    case("refuses-int32-targets", [], x(3, 4), targets([0, 1, 2], dtype="int32"), says="expected scalar type Long but found Int"),
    case("refuses-half-precision", [], x(3, 4), THREE, dtypes=("float16", "bfloat16"), says="multi_margin_loss_cpu_kernel"),
    case("refuses-integers", [], x(3, 4, kind="integers"), THREE, says="multi_margin_loss_cpu_kernel"),
    case("refuses-unknown-reduction", [], x(3, 4), THREE, reduction="average", says="average is not a valid value for reduction"),
)

LISTS = targets([[3, 0, -1, 1], [1, -1, -1, -1], [2, 0, 1, 3]])

MULTI_LABEL_MARGIN = layer(
    "nn.MultiLabelMarginLoss",
    case("defaults", [], x(3, 4), LISTS, tags=("S84",)),
    case("none", [], x(3, 4), LISTS, reduction="none", tags=("S84",)),
    case("sum", [], x(3, 4), LISTS, reduction="sum"),
    case("entries-after-the-end", [], x(1, 4), targets([[3, -1, 0, 2]]), tags=("S84",)),
    case("nothing-listed", [], x(2, 3), targets([[-1, 0, 1], [2, -1, 0]]), reduction="none", tags=("S84",)),
    case("everything-listed", [], x(2, 3), targets([[2, 0, 1], [2, 1, -1]]), reduction="none"),
    case("listed-twice", [], given([[0.25, -0.5, 1.0, 0.75]]), targets([[1, 1, 3, -1]]), reduction="none"),
    case("many-classes", [], x(2, 70), index(2, 70, below=70), reduction="none"),
    case("at-the-margin", [], given([[1.0, 0.0, 2.0, 0.5]]), targets([[0, 3, -1, -1]]), reduction="none"),
    case("unbatched", [], x(4), targets([3, 0, -1, 1])),
    case("unbatched-none", [], x(4), targets([3, 0, -1, 1]), reduction="none", blind=ALONE),
    case(
        "edges",
        [],
        given([[NAN, 1.0, 2.0], [1.0, INF, 2.0], [1.0, 2.0, -INF], [0.5, 1.0, 2.0]]),
        targets([[1, -1, -1], [0, -1, -1], [2, -1, -1], [0, -1, -1]]),
        reduction="none",
    ),
    case("transposed", [], x(3, 4, layout="transposed"), LISTS),
    case("input-without-gradient", [], x(3, 4, grad=False), LISTS),
    *legacy(x(3, 4), LISTS),
    case("refuses-class-out-of-range", [], x(1, 4), targets([[4, -1, 0, 0]]), says="is out of range"),
    case("refuses-class-below-minus-one", [], x(1, 4), targets([[-2, -1, 0, 0]]), says="is out of range"),
    case("refuses-class-out-of-range-after-the-end", [], x(1, 4), targets([[0, -1, 9, 0]]), says="is out of range"),
    case("refuses-other-shape", [], x(2, 4), targets([[0, 1, -1], [0, -1, -1]]), says="inconsistent target size: [2, 3] for input of size: [2, 4]"),
    case("refuses-other-shape-unbatched", [], x(4), targets([0, 1, -1]), says="inconsistent target size: [3] for input of size: [4]"),
    case("refuses-other-rank", [], x(4), targets([[0, 1, -1, -1]]), says="inconsistent target size"),
    case("refuses-three-dimensions", [], x(2, 4, 1), index(2, 4, 1, below=4), says="Expected non-empty vector or matrix"),
    case("refuses-no-classes", [], x(2, 0), index(2, 0, below=4), says="Expected non-empty vector or matrix"),
    case("refuses-floating-targets", [], x(2, 3), x(2, 3, grad=False), says="expected scalar type Long but found Float"),
    case("refuses-half-precision", [], x(3, 4), LISTS, dtypes=("float16", "bfloat16"), says="multilabel_margin_loss_forward_out_frame"),
    case("refuses-integers", [], x(3, 4, kind="integers"), LISTS, says="multilabel_margin_loss_forward_out_frame"),
    case("refuses-unknown-reduction", [], x(3, 4), LISTS, reduction="average", says="average is not a valid value for reduction"),
)

CASES = [*CROSS_ENTROPY, *NLL, *MULTI_MARGIN, *MULTI_LABEL_MARGIN]
