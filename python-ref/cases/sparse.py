"""nn.Embedding."""

from line import case, given, index, layer, x

EMPTY = {"weight": "no row of it is asked for"}

CASES = layer(
    "nn.Embedding",
    case("defaults", [6, 3], index(2, 4, below=6)),
    case("one-index", [6, 3], index(below=6)),
    case("three-dimensions", [6, 3], index(2, 2, 3, below=6)),
    case("same-index-often", [4, 3], given([1, 1, 2, 1, 1], dtype="int64")),
    case("int32-index", [6, 3], index(2, 4, below=6, dtype="int32"), tags=("S63",)),
    case("transposed-index", [6, 3], index(2, 4, below=6, layout="transposed")),
    case("padding-index", [4, 3], given([[0, 2, 1], [2, 2, 3]], dtype="int64"), padding_idx=2, tags=("S62",)),
    case("padding-index-negative", [4, 3], given([[0, 3, 1], [3, 2, 3]], dtype="int64"), padding_idx=-1, tags=("S62",)),
    case("seeded-parameters-padding-index", [5, 4], given([[0, 2, 1]], dtype="int64"), padding_idx=2, state=None, tags=("S62",)),
    case("max-norm", [5, 3], given([[0, 2, 2], [3, 0, 2]], dtype="int64"), max_norm=0.5, tags=("S61",)),
    case("max-norm-not-reached", [5, 3], index(2, 3, below=5), max_norm=100, tags=("S61",), blind={"max_norm": "no row is that long"}),
    case("norm-type", [5, 4], given([[0, 2, 2], [3, 0, 2]], dtype="int64"), max_norm=0.5, norm_type=1, tags=("S61",)),
    case("norm-type-three", [5, 4], given([[0, 2, 4], [3, 0, 2]], dtype="int64"), max_norm=0.5, norm_type=3),
    case("norm-type-infinite", [5, 4], given([[0, 2, 4], [3, 0, 2]], dtype="int64"), max_norm=0.25, norm_type=float("inf")),
    case("scale-grad-by-freq", [4, 3], given([[1, 1, 2], [1, 3, 2]], dtype="int64"), scale_grad_by_freq=True, tags=("S64",)),
    case("sparse", [6, 3], given([[0, 5, 1], [5, 2, 5]], dtype="int64"), sparse=True),
    case("given-weight", [4, 3], index(2, 3, below=4), state=None, _weight=x(4, 3, grad=False)),
    case("given-weight-frozen", [4, 3], index(2, 3, below=4), state=None, _weight=x(4, 3, grad=False), _freeze=True),
    case("all-options", [6, 3, 1, 0.5, 1, True], given([[1, 5, 4], [4, 0, 4]], dtype="int64")),
    case("empty", [6, 3], index(0, 2, below=6), blind=EMPTY),
    case("no-width", [4, 0], index(2, 3, below=4), blind={"input.0": "there is nothing in a row"}),
    case(
        "edges",
        [3, 3],
        given([0, 2, 1], dtype="int64"),
        state={"weight": given([[float("nan"), float("inf"), 0.0], [-0.0, 1.0, 2.0], [-float("inf"), 3.0, -1.0]])},
    ),
    case("half-precision", [6, 3], index(2, 4, below=6), dtypes=("float16", "bfloat16"), upstream={}),
    case("seeded-parameters", [6, 3], index(2, 4, below=6), state=None),
    case("seeded-parameters-few", [3, 2], index(4, below=3), state=None),
    case("refuses-empty-table", [0, 2], given([0], dtype="int64"), says="self indexing axis dim should be positive"),
    case("refuses-sparse-padding-of-one-index", [3, 2], given(1, dtype="int64"), padding_idx=0, sparse=True, says="too many indices for tensor of dimension 0"),
    case("refuses-sparse-scaled-by-freq", [4, 3], index(2, 3, below=4), scale_grad_by_freq=True, sparse=True, says="not supported with sparse gradients"),
    case("refuses-index-too-great", [4, 3], given([0, 4], dtype="int64"), says="index out of range", tags=("S63",)),
    case("refuses-negative-index", [4, 3], given([0, -1], dtype="int64"), says="index out of range", tags=("S63",)),
    case("refuses-floating-index", [4, 3], given([0.0, 1.0]), says="indices", tags=("S63",)),
    case("refuses-padding-index-too-great", [4, 3], given([0], dtype="int64"), padding_idx=4, says="Padding_idx must be within num_embeddings"),
    case("refuses-padding-index-too-small", [4, 3], given([0], dtype="int64"), padding_idx=-5, says="Padding_idx must be within num_embeddings"),
    case("refuses-weight-of-other-shape", [4, 3], given([0], dtype="int64"), _weight=x(4, 2, grad=False), says="Shape of weight does not match"),
    case("refuses-negative-width", [4, -3], given([0], dtype="int64"), says="negative dimension -3"),
)
