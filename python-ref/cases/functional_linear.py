"""The functions behind nn.Linear and nn.Embedding."""

from __future__ import annotations

from line import case, given, index, layer, x

HALVES = ("float16", "bfloat16")
NAN, INF = float("nan"), float("inf")
WEIGHT, BIAS = x(3, 5), x(3)
NONE = "there is no row to apply it to"

LINEAR = layer(
    "nn.functional.linear",
    case("defaults", [], x(4, 5), WEIGHT),
    case("bias", [], x(4, 5), WEIGHT, BIAS),
    case("bias-by-name", [], x(4, 5), WEIGHT, keywords={"bias": BIAS}),
    case("one-dimension", [], x(5), WEIGHT, BIAS),
    case("one-dimension-without-bias", [], x(5), WEIGHT),
    case("three-dimensions", [], x(2, 4, 5), WEIGHT, BIAS),
    case("three-dimensions-without-bias", [], x(2, 4, 5), WEIGHT, tags=("S107",)),
    case("weight-of-one-axis", [], x(4, 5), x(5)),
    case("weight-of-one-axis-and-bias", [], x(2, 4, 5), x(5), x()),
    case("weight-of-one-axis-and-bias-for-a-vector", [], x(5), x(5), x()),
    case("vector-by-vector", [], x(5), x(5)),
    case("bias-of-one", [], x(4, 5), WEIGHT, x(1)),
    case("bias-of-two-axes", [], x(4, 5), WEIGHT, x(4, 3)),
    case("bias-of-two-axes-for-three-dimensions", [], x(2, 4, 5), WEIGHT, x(4, 3)),
    case("empty-batch", [], x(0, 5), WEIGHT, BIAS, blind={"input.1": NONE, "input.2": NONE}),
    case("transposed-weight", [], x(4, 5), x(3, 5, layout="transposed"), BIAS),
    case("weight-of-every-other-element", [], x(4, 5), x(3, 5, layout="step2"), BIAS),
    case("every-other-element", [], x(2, 4, 5, layout="step2"), WEIGHT, BIAS),
    case("weight-without-gradient", [], x(4, 5), x(3, 5, grad=False), BIAS),
    case("edges", [], given([[NAN, 1, 2], [INF, 0, -1], [-INF, 1, 0]]), x(2, 3)),
    case("integers", [], *(index(*s, low=-4, below=9) for s in ((4, 5), (3, 5), (3,)))),
    case("half-precision", [], x(4, 5), WEIGHT, BIAS, dtypes=HALVES, tags=("S95",)),
    case("refuses-other-width", [], x(4, 6), WEIGHT, BIAS, says="mat1 and mat2 shapes cannot be multiplied (4x6 and 5x3)"),
    case("refuses-one-number", [], x(), WEIGHT, says="both arguments to linear need to be at least 1D"),
    case("refuses-weight-of-one-axis-with-bias", [], x(4, 5), x(5), x(), says="mat2 must be a matrix"),
    case("refuses-weight-of-three-axes", [], x(4, 5), x(2, 3, 5), says="t() expects a tensor with <= 2 dimensions, but self is 3D"),
    case("refuses-weight-of-one-number", [], x(4, 5), x(), says="both arguments to linear need to be at least 1D"),
    case("refuses-other-dtype", [], x(4, 5, dtype="float16"), WEIGHT, says="but got: c10::Half != float", tags=("S94",)),
    case("refuses-other-dtype-with-bias", [], x(4, 5, dtype="float16"), WEIGHT, BIAS, says="but got Half and Float", tags=("S94",)),
    case("refuses-bias-of-other-size", [], x(4, 5), WEIGHT, x(4), says="must match the existing size (4) at non-singleton dimension 1"),
    case("refuses-bias-of-other-dtype", [], x(4, 5), WEIGHT, x(3, dtype="float64"), says="but got Double and Float"),
)

TABLE = x(5, 3)
INDICES = given([[0, 2, 1], [2, 2, 3]], dtype="int64")
SHORT = x(5, 4, grad=False)
EMBEDDING = layer(
    "nn.functional.embedding",
    case("defaults", [], INDICES, TABLE),
    case("one-index", [], index(below=5), TABLE),
    case("int32-index", [], index(2, 4, below=5, dtype="int32"), TABLE, tags=("S63",)),
    case("padding-index", [], INDICES, TABLE, keywords={"padding_idx": 2}, tags=("S62",)),
    case("padding-index-negative", [], INDICES, TABLE, keywords={"padding_idx": -3}, tags=("S62",)),
    case("max-norm", [], INDICES, SHORT, keywords={"max_norm": 0.5}, tags=("S61",)),
    case("norm-type", [], INDICES, SHORT, keywords={"max_norm": 0.5, "norm_type": 1}, tags=("S61",)),
    case("scale-grad-by-freq", [], INDICES, TABLE, keywords={"scale_grad_by_freq": True}, tags=("S64",)),
    case("sparse", [], INDICES, TABLE, keywords={"sparse": True}),
    case("transposed-weight", [], INDICES, x(5, 3, layout="transposed")),
    case("transposed-index", [], index(2, 4, below=5, layout="transposed"), TABLE),
    case("no-indices", [], index(0, 2, below=5), TABLE, blind={"input.1": "no row of it is asked for"}),
    case("integers", [], INDICES, index(5, 3, below=9)),
    case("booleans", [], INDICES, index(5, 3, below=2, dtype="bool")),
    case("half-precision", [], INDICES, TABLE, dtypes=HALVES, upstream={}),
    case("refuses-index-too-great", [], given([0, 5], dtype="int64"), TABLE, says="index out of range in self", tags=("S63",)),
    case("refuses-negative-index", [], given([0, -1], dtype="int64"), TABLE, says="index out of range in self", tags=("S63",)),
    case("refuses-floating-index", [], x(2), TABLE, says="'indices' to have one of the following scalar types: Long, Int", tags=("S63",)),
    case("refuses-padding-index-too-great", [], INDICES, TABLE, keywords={"padding_idx": 5}, says="Padding_idx must be within num_embeddings"),
    case("refuses-padding-index-too-small", [], INDICES, TABLE, keywords={"padding_idx": -6}, says="Padding_idx must be within num_embeddings"),
    case("refuses-weight-of-one-axis", [], INDICES, x(5), says="'weight' must be 2-D"),
    case("max-norm-of-a-weight-that-wants-gradients", [], INDICES, TABLE, keywords={"max_norm": 0.5}),
    case(
        "refuses-sparse-scaled-by-freq",
        [],
        INDICES,
        TABLE,
        keywords={"sparse": True, "scale_grad_by_freq": True},
        says="scale_grad_by_freq not supported with sparse gradients",
    ),
)

CASES = [*LINEAR, *EMBEDDING]
