"""The losses of classes as functions, and one_hot."""

from line import BOTH, case, given, index, layer, m, x

from cases.functional_loss import FIXED_WEIGHT, LOG, SHARE, STILL, WEIGHT, loss

THREE = given([2, 0, 3], dtype="int64")
LISTS = given([[3, 0, -1, 1], [1, -1, 0, 2]], dtype="int64")
HALVES = ("float16", "bfloat16")
OTHER_TYPE = "expected scalar type Float but found Double"
LINEAR = (x(3, 5), x(4, 5), THREE)
SPEECH = (x(6, 2, 4, **LOG), given([[1, 2, 1], [3, 1, 2]], dtype="int64"), (6, 6), (3, 3))

LOGITS = (x(3, 4), THREE)
CLASSES = [
    *loss(
        "cross_entropy",
        LOGITS,
        case("all-options", [], *LOGITS, keywords={"weight": x(4, **STILL), "ignore_index": 0, "label_smoothing": 0.2, "reduction": "sum"}),
        case("shares-weight-with-gradient", [], x(3, 4), x(3, 4, **SHARE), keywords={"weight": x(4, **WEIGHT)}),
        case(
            "shares-weight-with-gradient-smoothed",
            [],
            x(2, 4, 3),
            x(2, 4, 3, **SHARE),
            keywords={"weight": x(4, **WEIGHT), "label_smoothing": 0.2, "reduction": "none"},
        ),
        case("refuses-weight-with-gradient", [], *LOGITS, keywords={"weight": x(4, **WEIGHT)}, says=FIXED_WEIGHT),
        case("refuses-weight-of-other-type", [], *LOGITS, keywords={"weight": x(4, dtype="float64", **STILL)}, says=OTHER_TYPE),
        case("refuses-weight-of-other-size", [], *LOGITS, keywords={"weight": x(3, **STILL)}, says="weight tensor should be defined either for all 4 classes"),
        case("refuses-class-out-of-range", [], x(3, 4), given([2, 0, 4], dtype="int64"), says="Target 4 is out of bounds"),
        case("refuses-floats-of-other-shape", [], x(3, 4), x(3), says="expected target dtype to be Long or Byte, but got Float"),
        case(
            "refuses-ignoring-with-shares",
            [],
            x(3, 4),
            x(3, 4, **SHARE),
            keywords={"ignore_index": 1},
            says="ignore_index is not supported for floating point target",
            tags=("S75",),
        ),
    ),
    *loss(
        "nll_loss",
        (x(3, 4, **LOG), THREE),
        case("all-options", [], x(3, 4, **LOG), THREE, keywords={"weight": x(4, **STILL), "ignore_index": 0, "reduction": "none"}),
        case("refuses-weight-with-gradient", [], *LOGITS, keywords={"weight": x(4, **WEIGHT)}, says=FIXED_WEIGHT),
        case("refuses-weight-of-other-type", [], *LOGITS, keywords={"weight": x(4, dtype="float64", **STILL)}, says=OTHER_TYPE),
        case("refuses-weight-of-other-size", [], *LOGITS, keywords={"weight": x(3, **STILL)}, says="weight tensor should be defined either for all 4 classes"),
        case("refuses-class-out-of-range", [], x(3, 4), given([2, 0, 4], dtype="int64"), says="Target 4 is out of bounds"),
        case("refuses-floating-targets", [], x(3, 4), x(3, grad=False), says="expected target dtype to be Long or Byte, but got Float"),
    ),
    *loss(
        "linear_cross_entropy",
        LINEAR,
        case("bias", [], *LINEAR, keywords={"linear_bias": x(4), "weight": x(4, **STILL), "reduction": "sum"}),
        case("ignored-and-smoothed", [], *LINEAR, keywords={"ignore_index": 0, "label_smoothing": 0.2}),
        case("chunked", [], *LINEAR, keywords={"linear_bias": x(4), "options": m("LinearCrossEntropyOptions", batch_chunk_size=2)}),
        case("chunked-weight-without-gradient", [], x(3, 5), x(4, 5, grad=False), THREE, keywords={"options": m("LinearCrossEntropyOptions")}),
        case("out-features", [], x(2, 3), x(4, 2, 3), given([[0, 3], [2, 1]], dtype="int64"), keywords={"linear_bias": x(4, 2)}),
        case("refuses-weight-of-one-axis", [], x(3, 5), x(5), THREE, says="expected linear_weight with dimensionality at least 2, got 1"),
        case("refuses-bias-of-other-shape", [], *LINEAR, keywords={"linear_bias": x(3)}, says="expected linear_bias shape (4,), got (3,)"),
        older=False,
    ),
    *loss(
        "multi_margin_loss",
        LOGITS,
        case("all-options", [], *LOGITS, keywords={"p": 2, "margin": 0.5, "weight": x(4, **STILL), "reduction": "none"}),
        case("refuses-half-precision", [], *LOGITS, dtypes=HALVES, says="multi_margin_loss_cpu_kernel"),
        case("refuses-weight-with-gradient", [], *LOGITS, keywords={"weight": x(4, **WEIGHT)}, says=FIXED_WEIGHT),
        case("refuses-weight-of-two-axes", [], *LOGITS, keywords={"weight": x(4, 1, **STILL)}, says="weight must be one-dimensional"),
        case("refuses-weight-of-other-type", [], *LOGITS, keywords={"weight": x(4, dtype="float64", **STILL)}, says=OTHER_TYPE),
        case("refuses-p", [], *LOGITS, keywords={"p": 3}, says="only p == 1 and p == 2 supported"),
        case("refuses-class-out-of-range", [], x(3, 4), given([2, 0, 4], dtype="int64"), says="target out of range"),
        dtypes=BOTH,
    ),
    *loss(
        "multilabel_margin_loss",
        (x(2, 4), LISTS),
        case("refuses-half-precision", [], x(2, 4), LISTS, dtypes=HALVES, says="multilabel_margin_loss_forward_out_frame"),
        case("refuses-class-out-of-range", [], x(2, 4), given([[4, 0, -1, 1], [1, -1, 0, 2]], dtype="int64"), says="'target' is out of range"),
        case("refuses-other-shape", [], x(2, 4), given([[0, -1, 1], [1, -1, 0]], dtype="int64"), says="inconsistent target size"),
        dtypes=BOTH,
    ),
    *loss(
        "ctc_loss",
        SPEECH,
        case(
            "all-options",
            [],
            x(5, 2, 4, **LOG),
            given([[1, 1, 2], [1, 2, 1]], dtype="int64"),
            (3, 5),
            (3, 3),
            keywords={"blank": 3, "zero_infinity": True, "reduction": "none"},
        ),
        case("refuses-half-precision", [], *SPEECH, dtypes=HALVES, says="ctc_loss_cpu"),
        older=False,
        dtypes=BOTH,
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

CASES = [*CLASSES, *ONE_HOT]
