"""nn.EmbeddingBag and its function."""

from __future__ import annotations

from line import case, do, given, index, layer, x

HALVES = ("float16", "bfloat16")
NAN, INF = float("nan"), float("inf")
PAIRS = given([[0, 2], [3, 2], [5, 1]], dtype="int64")
FLAT = given([0, 2, 3, 2, 5, 1, 1], dtype="int64")
STARTS = given([0, 2, 2, 3], dtype="int64")
ENDS = given([0, 2, 2, 7], dtype="int64")
EMPTY = {"weight": "no row of it is asked for", "upstream.output.0": "no row of it is asked for"}
ORDER = {"input.0": "a bag has no order"}


def ints(*values, dtype="int64"):
    return given(list(values), dtype=dtype)


def modes(mode, **how):
    """Cases of one mode."""
    tags = ("S65",)
    return [
        case(mode, [6, 3], PAIRS, mode=mode, tags=tags, **how),
        case(f"{mode}-offsets", [6, 3], FLAT, STARTS, mode=mode, tags=tags, **how),
        case(f"{mode}-include-last-offset", [6, 3], FLAT, ENDS, mode=mode, include_last_offset=True, **how),
        case(f"{mode}-padding-index", [6, 3], FLAT, STARTS, mode=mode, padding_idx=2, tags=tags, **how),
        case(f"{mode}-padding-index-negative", [6, 3], PAIRS, mode=mode, padding_idx=-1, **how),
        case(f"{mode}-of-padding-alone", [4, 2], given([[1, 1], [1, 3], [2, 0]], dtype="int64"), mode=mode, padding_idx=1, tags=tags, **how),
        case(f"{mode}-same-index-often", [4, 3], given([[1, 1, 2], [1, 3, 1]], dtype="int64"), mode=mode, **how),
        case(f"{mode}-max-norm", [6, 3], PAIRS, mode=mode, max_norm=0.5, **how),
        case(f"{mode}-half-precision", [6, 3], FLAT, STARTS, mode=mode, dtypes=HALVES, **how),
    ]


NO_MODE = {"mode": "it is the default"}
LAYER = layer(
    "nn.EmbeddingBag",
    case("defaults", [6, 3], PAIRS, tags=("S65",)),
    case("offsets", [6, 3], FLAT, STARTS, tags=("S65",)),
    case("offsets-by-name", [6, 3], FLAT, keywords={"offsets": STARTS}),
    *modes("sum"),
    *modes("mean", blind=NO_MODE),
    *modes("max"),
    case("bags-of-one", [6, 3], index(4, 1, below=6)),
    case("one-bag", [6, 3], ints(0, 3, 1), ints(0), blind=ORDER),
    case("wide", [5, 40], index(3, 6, below=5), mode="sum"),
    case("long-bags", [9, 2], index(2, 30, below=9), mode="sum"),
    case("int32-index", [6, 3], index(2, 4, below=6, dtype="int32")),
    case("int32-index-and-offsets", [6, 3], ints(0, 2, 5, dtype="int32"), ints(0, 1, dtype="int32"), mode="sum"),
    case("int32-index-int64-offsets", [6, 3], ints(0, 2, 5, dtype="int32"), ints(0, 1), mode="sum"),
    case("int64-index-int32-offsets", [6, 3], ints(0, 2, 5), ints(0, 1, dtype="int32"), mode="max"),
    case("int16-index-int64-offsets", [6, 3], ints(0, 2, 5, dtype="int16"), ints(0, 1)),
    case("transposed-index", [6, 3], index(2, 4, below=6, layout="transposed")),
    case("index-of-every-other-element", [6, 3], index(2, 4, below=6, layout="step2"), mode="sum"),
    case("per-sample-weights", [6, 3], PAIRS, keywords={"per_sample_weights": x(3, 2)}, mode="sum", tags=("S65",)),
    case("per-sample-weights-positional", [6, 3], FLAT, STARTS, x(7), mode="sum"),
    case("per-sample-weights-padding-index", [6, 3], FLAT, STARTS, x(7), mode="sum", padding_idx=2),
    case("per-sample-weights-same-index", [4, 3], given([[1, 1, 2], [1, 3, 1]], dtype="int64"), keywords={"per_sample_weights": x(2, 3)}, mode="sum"),
    case("per-sample-weights-transposed", [6, 3], PAIRS, keywords={"per_sample_weights": x(3, 2, layout="transposed")}, mode="sum"),
    case("per-sample-weights-without-gradient", [6, 3], PAIRS, keywords={"per_sample_weights": x(3, 2, grad=False)}, mode="sum"),
    case("per-sample-weights-half-precision", [6, 3], FLAT, STARTS, x(7), mode="sum", dtypes=HALVES),
    case("per-sample-weights-scale-grad-by-freq", [6, 3], FLAT, STARTS, x(7), mode="sum", scale_grad_by_freq=True),
    case("per-sample-weights-max-norm", [6, 3], FLAT, STARTS, x(7), mode="sum", max_norm=0.5),
    case("scale-grad-by-freq", [4, 3], given([[1, 1, 2], [1, 3, 2]], dtype="int64"), scale_grad_by_freq=True, tags=("S64",)),
    case("scale-grad-by-freq-sum", [4, 3], given([[1, 1, 2], [1, 3, 2]], dtype="int64"), scale_grad_by_freq=True, mode="sum"),
    case("scale-grad-by-freq-padding-index", [4, 3], given([[1, 1, 2], [1, 3, 2]], dtype="int64"), scale_grad_by_freq=True, padding_idx=2),
    case("sparse", [6, 3], PAIRS, sparse=True),
    case("sparse-sum-per-sample-weights", [6, 3], FLAT, STARTS, x(7), sparse=True, mode="sum"),
    case("sparse-padding-index", [6, 3], PAIRS, sparse=True, padding_idx=2),
    case("max-norm", [5, 3], given([[0, 2, 2], [3, 0, 2]], dtype="int64"), max_norm=0.5, tags=("S61",)),
    case("max-norm-not-reached", [5, 3], index(2, 3, below=5), max_norm=100, blind={"max_norm": "no row is that long"}),
    case("norm-type", [5, 4], given([[0, 2, 2], [3, 0, 2]], dtype="int64"), max_norm=0.5, norm_type=1),
    case("norm-type-infinite", [5, 4], given([[0, 2, 4], [3, 0, 2]], dtype="int64"), max_norm=0.25, norm_type=INF),
    case("max-ties", [4, 2], given([[0, 1, 2], [2, 1, 3]], dtype="int64"), mode="max", state={"weight": given([[1, 2], [1, 3], [0, 3], [1, -1]])}),
    case("empty-bags", [6, 3], FLAT, ints(0, 0, 3, 7, 7)),
    case("given-weight", [6, 3], PAIRS, state=None, _weight=x(6, 3, grad=False)),
    case("all-options", [6, 3, 0.5, 1, True, "sum"], PAIRS),
    case("no-indices", [6, 3], ints(), ints(0, 0), blind=EMPTY),
    case("no-indices-max", [6, 3], ints(), ints(0, 0), mode="max", blind=EMPTY | {"mode": "there is nothing in the bags"}),
    case("no-bags", [6, 3], index(0, 2, below=6), blind={"weight": "no row of it is asked for"}),
    case("no-width", [4, 0], index(2, 3, below=4), blind={"input.0": "there is nothing in a row"}),
    case(
        "edges",
        [5, 2],
        given([[0, 1], [1, 0], [2, 3], [4, 3]], dtype="int64"),
        state={"weight": given([[NAN, 1], [2, NAN], [INF, 3], [-INF, 0], [-0.0, -1]])},
    ),
    case(
        "edges-max",
        [5, 2],
        given([[0, 1], [1, 0], [2, 3], [4, 3]], dtype="int64"),
        mode="max",
        tags=("S65",),
        state={"weight": given([[NAN, 1], [2, NAN], [INF, 3], [-INF, 0], [-0.0, -1]])},
    ),
    case("under-no-grad", [6, 3], PAIRS, grad_mode=False),
    case("in-eval", [6, 3], PAIRS, training=False, blind={"training": "it does the same in both"}),
    case("seeded-parameters", [6, 3], PAIRS, state=None),
    case("seeded-parameters-few", [3, 2], index(2, 4, below=3), state=None, mode="sum"),
    case("seeded-parameters-padding-index", [5, 4], given([[0, 2, 1]], dtype="int64"), padding_idx=2, state=None, blind=ORDER),
    case("refuses-offsets-with-two-axes-of-indices", [6, 3], PAIRS, STARTS, says="if input is 2D, then offsets has to be None"),
    case("refuses-one-axis-without-offsets", [6, 3], FLAT, says="offsets has to be a 1D Tensor but got None"),
    case("refuses-offsets-of-two-axes", [6, 3], FLAT, given([[0, 2]], dtype="int64"), says="offsets has to be a 1D Tensor"),
    case("refuses-three-axes", [6, 3], index(1, 2, 2, below=6), says="input has to be 1D or 2D Tensor, but got Tensor of dimension 3"),
    case("refuses-one-index", [6, 3], index(below=6), says="input has to be 1D or 2D Tensor, but got Tensor of dimension 0"),
    case("refuses-first-offset-of-one", [6, 3], FLAT, ints(1, 3), says="offsets[0] has to be 0"),
    case("refuses-last-offset-beyond", [6, 3], FLAT, ints(0, 8), says="offsets[-1] can not be greater than input's length 7 but got offsets[-1] of 8"),
    case("refuses-offset-beyond-in-between", [6, 3], FLAT, ints(0, 9, 3), says="index out of range in self"),
    case("refuses-negative-offset", [6, 3], FLAT, ints(0, -1), says="index out of range in self"),
    case("refuses-no-offset-with-last", [6, 3], FLAT, ints(), include_last_offset=True, says="number of offset should be at least 1"),
    case("refuses-bags-of-none", [6, 3], index(2, 0, below=6), says="step must be nonzero"),
    case("refuses-bags-of-none-before-scaling", [6, 3], index(2, 0, below=6), mode="max", scale_grad_by_freq=True, says="step must be nonzero"),
    case("refuses-index-too-great", [6, 3], ints(0, 6), ints(0), says="takes value 6 which is not in the valid range [0, 6)"),
    case("refuses-index-too-great-for-the-greatest", [6, 3], ints(0, 6), ints(0), mode="max", says="found idx to be 6"),
    case("refuses-index-too-great-beside-padding", [6, 3], ints(0, 6), ints(0), padding_idx=1, says="found idx to be 6"),
    case("refuses-negative-index", [6, 3], ints(0, -1), ints(0), says="takes value -1 which is not in the valid range [0, 6)"),
    case("refuses-index-too-great-with-max-norm", [6, 3], ints(0, 9), ints(0), max_norm=1, says="index 9 out of range"),
    case("refuses-floating-index", [6, 3], given([[0.0, 1.0]], grad=False), says="'indices' to have one of the following scalar types: Long, Int"),
    case("refuses-int16-index", [6, 3], index(2, 2, below=6, dtype="int16"), says="but got torch.ShortTensor"),
    case("refuses-floating-offsets", [6, 3], FLAT, given([0.0, 2.0], grad=False), says="'indices' to have one of the following scalar types: Long, Int"),
    case("refuses-unknown-mode", [6, 3], PAIRS, mode="prod", says="mode has to be one of sum, mean or max"),
    case("refuses-max-scaled-by-freq", [6, 3], PAIRS, mode="max", scale_grad_by_freq=True, says="max mode does not support scaling the gradient"),
    case("refuses-max-sparse", [6, 3], PAIRS, mode="max", sparse=True, says="max mode does not support sparse weights"),
    case("refuses-sparse-scaled-by-freq", [6, 3], PAIRS, sparse=True, scale_grad_by_freq=True, says="not supported with sparse gradients"),
    case("refuses-weighted-mean", [6, 3], PAIRS, keywords={"per_sample_weights": x(3, 2)}, says="only supported for mode='sum' (got mode='mean')"),
    case("refuses-weighted-max", [6, 3], PAIRS, keywords={"per_sample_weights": x(3, 2)}, mode="max", says="(got mode='max')"),
    case("refuses-weights-of-other-shape", [6, 3], PAIRS, keywords={"per_sample_weights": x(6)}, mode="sum", says="must have the same shape as the input"),
    case("refuses-weights-of-other-dtype", [6, 3], PAIRS, keywords={"per_sample_weights": x(3, 2, dtype="float64")}, mode="sum", says="have the same type as"),
    case("refuses-padding-index-too-great", [4, 3], PAIRS, padding_idx=4, says="padding_idx must be within num_embeddings"),
    case("refuses-padding-index-too-small", [4, 3], PAIRS, padding_idx=-5, says="padding_idx must be within num_embeddings"),
    case("refuses-weight-of-other-shape", [4, 3], PAIRS, _weight=x(4, 2, grad=False), says="Shape of weight does not match"),
    case("refuses-negative-width", [4, -3], PAIRS, says="negative dimension -3"),
)

WEIGHT = x(6, 3)
FUNCTION = layer(
    "nn.functional.embedding_bag",
    case("defaults", [], PAIRS, WEIGHT),
    case("offsets", [], FLAT, WEIGHT, STARTS),
    case("offsets-by-name", [], FLAT, WEIGHT, keywords={"offsets": STARTS}),
    case("sum", [], PAIRS, WEIGHT, keywords={"mode": "sum"}),
    case("max", [], FLAT, WEIGHT, STARTS, keywords={"mode": "max"}),
    case("max-norm", [], PAIRS, x(6, 3, grad=False), keywords={"max_norm": 0.5}),
    case("norm-type", [], PAIRS, x(6, 3, grad=False), keywords={"max_norm": 0.5, "norm_type": 1}),
    case("scale-grad-by-freq", [], given([[1, 1, 2], [1, 3, 2]], dtype="int64"), WEIGHT, keywords={"scale_grad_by_freq": True}),
    case("sparse", [], PAIRS, WEIGHT, keywords={"sparse": True}),
    case("per-sample-weights", [], PAIRS, WEIGHT, keywords={"per_sample_weights": x(3, 2), "mode": "sum"}),
    case("include-last-offset", [], FLAT, WEIGHT, ENDS, keywords={"include_last_offset": True}),
    case("padding-index", [], FLAT, WEIGHT, STARTS, keywords={"padding_idx": 2}),
    case("padding-index-negative", [], FLAT, WEIGHT, STARTS, keywords={"padding_idx": -4}),
    case("transposed-weight", [], FLAT, x(6, 3, layout="transposed"), STARTS, keywords={"mode": "sum"}),
    case("weight-of-every-other-element", [], FLAT, x(6, 3, layout="step2"), STARTS),
    case("half-precision", [], PAIRS, WEIGHT, dtypes=HALVES),
    case("arguments-turned-round", [], x(6, 3), PAIRS),
    case("refuses-weight-of-one-axis", [], PAIRS, x(6), says="weight has to be a 2D Tensor, but got Tensor of dimension 1"),
    case("refuses-weight-of-integers", [], PAIRS, index(6, 3, below=9), says="'weight' to have one of the following scalar types"),
    case("refuses-padding-index-too-great", [], PAIRS, WEIGHT, keywords={"padding_idx": 6}, says="within the number of embeddings, -6 through 5, but got 6"),
    case("refuses-padding-index-too-small", [], PAIRS, WEIGHT, keywords={"padding_idx": -7}, says="within the number of embeddings, -6 through 5, but got -7"),
    case("refuses-unknown-mode", [], PAIRS, WEIGHT, keywords={"mode": "prod"}, says="mode has to be one of sum, mean or max"),
)

def pretrained(*given, **options):
    return (do("nn.EmbeddingBag.from_pretrained", *given, **options),)


TABLE = x(4, 3, grad=False)
PRETRAINED = layer(
    "nn.EmbeddingBag",
    case("from-pretrained", [6, 3], PAIRS, steps=pretrained(TABLE)),
    case("from-pretrained-options", [6, 3], PAIRS, steps=pretrained(TABLE, mode="sum", padding_idx=-1, max_norm=2)),
    case("refuses-pretrained-of-one-axis", [6, 3], PAIRS, steps=pretrained(x(4, grad=False)), says="expected to be 2-dimensional"),
    case("refuses-negative-rows", [-1, 3], index(2, 3, below=4), padding_idx=0, says="negative dimension -1"),
)

CASES = [*LAYER, *FUNCTION, *PRETRAINED]
