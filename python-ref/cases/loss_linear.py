"""nn.LinearCrossEntropyLoss and nn.AdaptiveLogSoftmaxWithLoss: losses with weights of their own."""

from line import case, dt, given, index, layer, m, x

INF = float("inf")
SHARE = {"kind": "uniform", "low": 0.05, "high": 1.0}
WEIGHT = {"kind": "uniform", "low": 0.3, "high": 2.0, "grad": False}
CLASSES = given([0, 2, 1, 0, 1], dtype="int64")
LOST = dict.fromkeys(("input.0", "linear.weight", "upstream.output.0"), "all of it is NaN")
ALONE = {"reduction": "one loss is its own mean"}
OPTIONS = m("LinearCrossEntropyOptions")


def options(**fields):
    return m("LinearCrossEntropyOptions", **fields)


LINEAR_CROSS_ENTROPY = layer(
    "nn.LinearCrossEntropyLoss",
    case("defaults", [4, 3], x(5, 4), CLASSES, tags=("S105",)),
    case("none", [4, 3], x(5, 4), CLASSES, reduction="none"),
    case("sum", [4, 3], x(5, 4), CLASSES, reduction="sum"),
    case("bias", [4, 3], x(5, 4), CLASSES, bias=True, tags=("S105",)),
    case("bias-none", [4, 3], x(5, 4), CLASSES, bias=True, reduction="none"),
    case("weight", [4, 3], x(5, 4), CLASSES, weight=x(3, **WEIGHT), state=None, tags=("S76", "S105")),
    case("weight-none", [4, 3], x(5, 4), CLASSES, weight=x(3, **WEIGHT), state=None, reduction="none"),
    case("ignore-index", [4, 3], x(5, 4), CLASSES, ignore_index=1),
    case("ignored-by-default", [4, 3], x(4, 4), given([0, -100, 2, 1], dtype="int64")),
    case(
        "all-ignored",
        [4, 3],
        x(2, 4),
        given([1, 1], dtype="int64"),
        ignore_index=1,
        blind={"input.0": "no target counts", "linear.weight": "no target counts", "upstream.output.0": "all gradients are 0"},
    ),
    case("label-smoothing", [4, 3], x(5, 4), CLASSES, label_smoothing=0.2),
    case("label-smoothing-weight", [4, 3], x(5, 4), CLASSES, label_smoothing=0.2, weight=x(3, **WEIGHT), state=None),
    case("all-options", [4, 3], x(5, 4), CLASSES, bias=True, label_smoothing=0.2, weight=x(3, **WEIGHT), ignore_index=1, reduction="sum", state=None),
    case("shares", [4, 3], x(5, 4), x(5, 3, **SHARE)),
    case("shares-none", [4, 3], x(5, 4), x(5, 3, **SHARE), reduction="none", bias=True),
    case("shares-weight", [4, 3], x(5, 4), x(5, 3, **SHARE), weight=x(3, **WEIGHT), state=None),
    case("out-features", [4, 3], x(2, 4), index(2, 2, below=3), out_features=(2,)),
    case("out-features-none", [4, 3], x(2, 4), index(2, 2, below=3), out_features=(2,), reduction="none", bias=True),
    case("out-features-of-two-axes", [4, 3], x(2, 4), index(2, 2, 3, below=3), out_features=(2, 3), bias=True),
    case("out-features-shares", [4, 3], x(2, 4), x(2, 3, 2, **SHARE), out_features=(2,), reduction="sum"),
    case("out-features-weight", [4, 3], x(2, 4), index(2, 2, below=3), out_features=(2,), weight=x(3, **WEIGHT), state=None),
    case("unbatched", [4, 3], x(4), given(2, dtype="int64")),
    case("unbatched-bias", [4, 3], x(4), given(1, dtype="int64"), bias=True, reduction="none", blind=ALONE),
    case("bytes-as-targets", [4, 3], x(3, 4), given([0, 2, 1], dtype="uint8")),
    case(
        "empty",
        [4, 3],
        x(0, 4),
        index(0, below=3),
        tags=("S85",),
        blind={"linear.weight": "there is nothing to apply it to", "upstream.output.0": "there is nothing to give it to"},
    ),
    case("input-without-gradient", [4, 3], x(5, 4, grad=False), CLASSES),
    case("transposed", [4, 3], x(5, 4, layout="transposed"), CLASSES),
    case("seeded-parameters", [4, 3], x(5, 4), CLASSES, state=None, bias=True),
    case("seeded-parameters-out-features", [4, 3], x(2, 4), index(2, 2, below=3), state=None, out_features=(2,), weight=x(3, **WEIGHT)),
    case("chunked", [4, 3], x(5, 4), CLASSES, options=OPTIONS, tags=("S105",)),
    case("chunked-none", [4, 3], x(5, 4), CLASSES, options=OPTIONS, reduction="none", tags=("S105",)),
    case("chunked-sum", [4, 3], x(5, 4), CLASSES, options=OPTIONS, reduction="sum", bias=True),
    case("chunked-weight", [4, 3], x(5, 4), CLASSES, options=OPTIONS, weight=x(3, **WEIGHT), state=None, bias=True),
    case("chunked-ignore-index", [4, 3], x(5, 4), CLASSES, options=OPTIONS, ignore_index=1),
    case("chunked-ignored-none", [4, 3], x(4, 4), given([0, -100, 2, 1], dtype="int64"), options=OPTIONS, reduction="none"),
    case("chunked-all-ignored", [4, 3], x(2, 4), given([1, 1], dtype="int64"), options=OPTIONS, ignore_index=1, blind=LOST),
    case("chunked-unbatched", [4, 3], x(4), given(2, dtype="int64"), options=OPTIONS, bias=True),
    case("chunked-unbatched-none", [4, 3], x(4), given(2, dtype="int64"), options=OPTIONS, reduction="none", blind=ALONE),
    case("chunks-of-two", [4, 3], x(5, 4), CLASSES, options=options(batch_chunk_size=2), bias=True),
    case("chunks-of-two-none", [4, 3], x(5, 4), CLASSES, options=options(batch_chunk_size=2), reduction="none", bias=True),
    case("chunks-by-aspect", [2, 9], x(7, 2), index(7, below=9), options=options(chunking_method="aspect_ratio")),
    case("chunks-by-half-the-aspect", [2, 9], x(7, 2), index(7, below=9), options=options(chunking_method="aspect_ratio:2"), reduction="sum"),
    case("chunks-of-all", [4, 3], x(5, 4), CLASSES, options=options(chunking_method=None)),
    case("chunked-accurate", [4, 3], x(5, 4), CLASSES, options=options(acc_policy="accurate"), bias=True),
    case("chunked-balanced", [4, 3], x(5, 4), CLASSES, options=options(acc_policy="balanced"), bias=True),
    case("chunked-compact", [4, 3], x(5, 4), CLASSES, options=options(acc_policy="compact"), bias=True),
    case("chunked-keeping-the-graph", [4, 3], x(5, 4), CLASSES, options=options(allow_retain_graph=True)),
    case("chunked-type", [4, 3], x(5, 4), CLASSES, options=options(acc_dtype=dt("float64")), dtypes=("float64",)),
    case(
        "chunked-empty",
        [4, 3],
        x(0, 4),
        index(0, below=3),
        options=OPTIONS,
        tags=("S85",),
        blind={"linear.weight": "there is nothing to apply it to", "upstream.output.0": "there is nothing to give it to"},
    ),
    case("options-without-effect", [4, 3], x(5, 4), CLASSES, options=OPTIONS, label_smoothing=0.2, blind={"options": "smoothing has no chunked path"}),
    case("options-without-effect-on-shares", [4, 3], x(5, 4), x(5, 3, **SHARE), options=OPTIONS, blind={"options": "shares have no chunked path"}),
    case("half-precision", [4, 3], x(5, 4), CLASSES, dtypes=("float16", "bfloat16"), upstream={}),
    case("chunked-half-precision", [4, 3], x(5, 4), CLASSES, options=OPTIONS, dtypes=("float16", "bfloat16"), upstream={}),
    case("refuses-no-classes-in-chunks", [1, 0], x(1, 1), given([0], dtype="int64"), options=OPTIONS, says="integer division or modulo by zero"),
    case("refuses-list-of-one-target-in-chunks", [1, 2], x(1), given([0], dtype="int64"), options=OPTIONS, says="must have the same number of dimensions"),
    case(
        "refuses-list-of-one-target-weighted-in-chunks", [1, 2], x(1), given([0], dtype="int64"),
        weight=x(2, **WEIGHT), state=None, options=OPTIONS, says="supposed to be a vector",
    ),
    case("refuses-integers-in-chunks", [1, 2], x(1, 1, kind="integers"), given([0], dtype="int64"), options=OPTIONS, says="acc_dtype must be one of"),
    case("refuses-weight-of-other-shape", [4, 3], x(5, 4), CLASSES, weight=x(2, **WEIGHT), says="expected weight shape to be (3,), got (2,)"),
    case("refuses-smoothing-above-one", [4, 3], x(5, 4), CLASSES, label_smoothing=1.5, says="expected label_smoothing to be in range [0, 1], got 1.5"),
    case("refuses-negative-smoothing", [4, 3], x(5, 4), CLASSES, label_smoothing=-0.5, says="expected label_smoothing to be in range [0, 1], got -0.5"),
    case("refuses-unknown-reduction", [4, 3], x(5, 4), CLASSES, reduction="average", says="average is not a valid value for reduction"),
    case(
        "refuses-unknown-reduction-chunked", [4, 3], x(5, 4), CLASSES, reduction="average", options=OPTIONS, says="average is not a valid value for reduction"
    ),
    case("refuses-three-dimensions", [4, 3], x(5, 4, 2), CLASSES, says="expected input with dimensionality 1 or 2, got 3"),
    case("refuses-scalar", [4, 3], x(), CLASSES, says="expected input with dimensionality 1 or 2, got 0"),
    case("refuses-other-features", [4, 3], x(5, 3), CLASSES, says="expected equal input and linear_weight last dimensions (in_features), got 3 and 4"),
    case(
        "refuses-out-features-unbatched",
        [4, 3],
        x(4),
        given([0, 1], dtype="int64"),
        out_features=(2,),
        says="requires batched input, (N, 4), got unbatched input with shape (4,)",
    ),
    case(
        "refuses-ignore-index-with-shares",
        [4, 3],
        x(5, 4),
        x(5, 3, **SHARE),
        ignore_index=1,
        says="ignore_index cannot be specified when target contains probabilities",
    ),
    case("refuses-class-out-of-range", [4, 3], x(2, 4), given([0, 3], dtype="int64"), says="Target 3 is out of bounds"),
    case(
        "refuses-class-out-of-range-chunked",
        [4, 3],
        x(2, 4),
        given([0, 3], dtype="int64"),
        options=OPTIONS,
        says="index 3 is out of bounds for dimension 1 with size 3",
    ),
    case("refuses-other-batch", [4, 3], x(5, 4), given([0, 1], dtype="int64"), says="Expected input batch_size (5) to match target batch_size (2)"),
    case("refuses-other-batch-chunked", [4, 3], x(5, 4), given([0, 1, 2, 0], dtype="int64"), options=OPTIONS, says="exceeds dimension size (4)"),
    case("refuses-int32-targets", [4, 3], x(2, 4), given([0, 1], dtype="int32"), says="expected target dtype to be Long or Byte, but got Int"),
    case(
        "refuses-two-chunk-sizes",
        [4, 3],
        x(5, 4),
        CLASSES,
        options=options(batch_chunk_size=3, chunking_method="aspect_ratio"),
        says="give different chunk sizes",
    ),
    case(
        "refuses-wider-accumulation",
        [4, 3],
        x(5, 4),
        CLASSES,
        options=options(acc_dtype=dt("float64")),
        says="supports float32 acc_dtype with float16/bfloat16 inputs",
    ),
    case("refuses-unknown-policy", [4, 3], x(5, 4), CLASSES, options=options(acc_policy="loose"), says="invalid acc_policy: 'loose'"),
    case("refuses-unknown-method", [4, 3], x(5, 4), CLASSES, options=options(chunking_method="rows"), says="invalid chunking_method: 'rows'"),
    case(
        "refuses-factor-of-zero", [4, 3], x(5, 4), CLASSES, options=options(chunking_method="aspect_ratio:0"), says="invalid chunking_method: 'aspect_ratio:0'"
    ),
    case(
        "refuses-chunks-of-nothing", [4, 3], x(5, 4), CLASSES, options=options(batch_chunk_size=0), says="batch_chunk_size must be positive int or None, got 0"
    ),
    case(
        "refuses-broken-chunks", [4, 3], x(5, 4), CLASSES, options=options(batch_chunk_size=1.5), says="batch_chunk_size must be positive int or None, got 1.5"
    ),
    case("refuses-integer-accumulation", [4, 3], x(5, 4), CLASSES, options=options(acc_dtype=dt("int64")), says="acc_dtype must be one of"),
)

EVERYWHERE = given([1, 9, 5, 0, 7, 4, 3], dtype="int64")
UNUSED = "no target is in its cluster"
TAILS = ("tail.0.0.weight", "tail.0.1.weight", "tail.1.0.weight", "tail.1.1.weight")
SHORT = {"head.weight": given([[1.0, 0.5], [0.5, 1.0], [0.25, 0.25], [0.75, 0.25], [-1.0, -1.0]])}
STEEP = {"tail.0.1.weight": x(2, 3, kind="band", high=5.0), "tail.1.1.weight": x(2, 1)}
TAILED = SHORT | {"tail.0.1.weight": given([[2.0], [-1.5]])}
ORDER = {"tail.0.1.weight": "its order stays", "head.weight": "its order stays"}
NOT_ASKED = dict.fromkeys(("tail.0.0.weight", "tail.0.1.weight", "div_value"), "no row is likeliest in the tail")
HEAD_ONLY = dict.fromkeys((*TAILS, "div_value"), UNUSED)

ADAPTIVE = layer(
    "nn.AdaptiveLogSoftmaxWithLoss",
    case("defaults", [8, 10, [4, 7]], x(7, 8), EVERYWHERE, tags=("S103",)),
    case("div-value", [8, 10, [4, 7]], x(7, 8), EVERYWHERE, div_value=2),
    case("div-value-broken", [9, 10, [4, 7]], x(7, 9), EVERYWHERE, div_value=1.5),
    case("head-bias", [8, 10, [4, 7]], x(7, 8), EVERYWHERE, div_value=2, head_bias=True),
    case("one-cutoff", [8, 10, [3]], x(7, 8), EVERYWHERE, div_value=2),
    case("three-cutoffs", [8, 10, [2, 5, 8]], x(7, 8), EVERYWHERE, div_value=2, head_bias=True),
    case("cutoffs-as-a-tuple", [8, 10, (4, 7)], x(7, 8), EVERYWHERE, div_value=2),
    case("only-the-shortlist", [6, 8, [4, 6]], x(3, 6), given([1, 0, 3], dtype="int64"), div_value=2, blind=HEAD_ONLY),
    case("only-the-tail", [6, 8, [4, 6]], x(3, 6), given([7, 6, 7], dtype="int64"), div_value=2, blind=dict.fromkeys(TAILS[:2], UNUSED)),
    case("one-row", [6, 8, [4, 6]], x(1, 6), given([5], dtype="int64"), div_value=2, blind=dict.fromkeys(TAILS[2:], UNUSED)),
    case("unbatched", [6, 8, [4, 6]], x(6), given(7, dtype="int64"), div_value=2, blind=dict.fromkeys(TAILS[:2], UNUSED)),
    case("unbatched-shortlist", [6, 8, [4, 6]], x(6), given(2, dtype="int64"), div_value=2, head_bias=True, blind=HEAD_ONLY),
    case("int32-targets", [6, 8, [4, 6]], x(3, 6), given([1, 7, 5], dtype="int32"), div_value=2),
    case(
        "empty",
        [6, 8, [4, 6]],
        x(0, 6),
        index(0, below=8),
        div_value=2,
        tags=("S85",),
        blind=dict.fromkeys((*TAILS, "head.weight", "div_value", "upstream.output.1"), "there is nothing to apply it to"),
    ),
    case("eval", [6, 8, [4, 6]], x(3, 6), given([1, 7, 5], dtype="int64"), div_value=2, training=False, blind={"training": "it is the same in both"}),
    case("input-without-gradient", [6, 8, [4, 6]], x(3, 6, grad=False), given([1, 7, 5], dtype="int64"), div_value=2),
    case("loss-alone", [6, 8, [4, 6]], x(3, 6), given([1, 7, 5], dtype="int64"), div_value=2, upstream={"output.1": x()}),
    case("transposed", [6, 8, [4, 6]], x(3, 6, layout="transposed"), given([1, 7, 5], dtype="int64"), div_value=2),
    case("seeded-parameters", [6, 8, [4, 6]], x(3, 6), given([1, 7, 5], dtype="int64"), div_value=2, head_bias=True, state=None),
    case(
        "half-precision",
        [6, 8, [4, 6]],
        x(1, 6),
        given([2], dtype="int64"),
        dtypes=("float16", "bfloat16"),
        upstream={},
        blind=dict.fromkeys(TAILS[:2], UNUSED),
    ),
    case("log-prob", [6, 8, [4, 6]], x(3, 6), div_value=2, method=".log_prob"),
    case("log-prob-head-bias", [8, 10, [2, 5, 8]], x(3, 8), div_value=2, head_bias=True, method=".log_prob"),
    case("log-prob-without-features", [8, 10, [4, 7]], x(3, 8), method=".log_prob", tags=("S103",)),
    case("predict", [6, 8, [4, 6]], x(150, 6), div_value=2, state=STEEP, method=".predict"),
    case(
        "predict-all-in-the-shortlist", [2, 6, [4]], x(40, 2, kind="uniform", low=0.1, high=1.0), div_value=2, state=SHORT, method=".predict", blind=NOT_ASKED
    ),
    case(
        "predict-all-in-the-tail",
        [2, 6, [4]],
        x(40, 2, kind="uniform", low=-3.0, high=-0.1),
        div_value=2,
        state=TAILED,
        method=".predict",
        dtypes=("float32",),
        blind=ORDER,
    ),
    case("refuses-log-prob-unbatched", [8, 10, [4, 7]], x(8), method=".log_prob", says="Dimension out of range"),
    case("refuses-predict-unbatched", [8, 10, [4, 7]], x(8), method=".predict", says="Dimension out of range"),
    case("refuses-no-cutoffs", [8, 10, []], x(3, 8), index(3, below=10), says="cutoffs should be a sequence of length larger than 0"),
    case("refuses-falling-cutoffs", [8, 10, [7, 4]], x(3, 8), index(3, below=10), says="cutoffs should be a sequence of unique, positive integers sorted"),
    case("refuses-equal-cutoffs", [8, 10, [4, 4]], x(3, 8), index(3, below=10), says="cutoffs should be a sequence of unique, positive integers sorted"),
    case("refuses-cutoff-zero", [8, 10, [0, 4]], x(3, 8), index(3, below=10), says="cutoffs should be a sequence of unique, positive integers sorted"),
    case("refuses-cutoff-beyond-classes", [8, 10, [4, 10]], x(3, 8), index(3, below=10), says="where each value is between 1 and n_classes-1"),
    case("refuses-broken-cutoff", [8, 10, [4.5]], x(3, 8), index(3, below=10), says="cutoffs should be a sequence of unique, positive integers sorted"),
    case("refuses-other-batch", [8, 10, [4, 7]], x(3, 8), index(2, below=10), says="Input and target should have the same size in the batch dimension"),
    case("refuses-input-of-one-axis", [8, 10, [4, 7]], x(3), index(3, below=10), says="1D target tensor expects 2D input tensors"),
    case("refuses-input-of-three-axes", [8, 10, [4, 7]], x(3, 8, 1), index(3, below=10), says="1D target tensor expects 2D input tensors"),
    case("refuses-a-batch-for-one-target", [8, 10, [4, 7]], x(3, 8), given(1, dtype="int64"), says="0D target tensor expects 1D input tensors"),
    case("refuses-targets-of-two-axes", [8, 10, [4, 7]], x(3, 8), index(3, 1, below=10), says="0D or 1D target tensor expected, multi-target not supported"),
    case(
        "refuses-class-out-of-range",
        [8, 10, [4, 7]],
        x(3, 8),
        given([1, 2, 10], dtype="int64"),
        says="Target values should be in [0, 9], but values in range [1, 10] were found",
    ),
    case(
        "refuses-negative-class",
        [8, 10, [4, 7]],
        x(3, 8),
        given([1, 2, -1], dtype="int64"),
        says="Target values should be in [0, 9], but values in range [-1, 2] were found",
    ),
    case("refuses-other-features", [8, 10, [4, 7]], x(3, 7), given([1, 2, 3], dtype="int64"), says="mat1 and mat2 shapes cannot be multiplied (3x7 and 8x6)"),
    case("refuses-floating-targets", [8, 10, [4, 7]], x(3, 8), given([1.0, 2.0, 3.0], grad=False), says="Expected dtype int32/int64 for index"),
)

CASES = [*LINEAR_CROSS_ENTROPY, *ADAPTIVE]
