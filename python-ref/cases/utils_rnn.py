"""torch.nn.utils.rnn: sequences of different lengths, packed and padded."""

from line import case, given, index, layer, packed, x


def lengths(*values):
    return given(list(values), dtype="int64")


def indices(*values):
    return given(list(values), dtype="int64")


LATE = {"keywords": {"batch_first": True}}
UNSORTED = {"enforce_sorted": False}

CASES = [
    *layer(
        "nn.utils.rnn.pack_padded_sequence",
        case("sorted", [], x(4, 3, 2), [4, 2, 1], tags=("S47",)),
        case("lengths-in-a-tensor", [], x(4, 3, 2), lengths(4, 2, 1)),
        case("batch-first", [], x(3, 4, 2), [4, 3, 1], **LATE),
        case("unsorted", [], x(3, 3, 2), [1, 3, 2], keywords=UNSORTED, tags=("S48",)),
        case("unsorted-batch-first", [], x(3, 5, 2), lengths(2, 5, 2), keywords={"batch_first": True, "enforce_sorted": False}, tags=("S48",)),
        case("sorted-but-not-enforced", [], x(3, 2, 2), [3, 2], keywords=UNSORTED),
        case("equal-lengths", [], x(3, 4, 2), [3, 3, 3, 3]),
        case("equal-lengths-not-enforced", [], x(3, 4, 2), [2, 3, 2, 3], keywords=UNSORTED),
        case("one-sequence", [], x(5, 1, 2), [3]),
        case("longer-than-needed", [], x(6, 2, 2), [4, 2]),
        case("two-axes", [], x(4, 2), [4, 2]),
        case("four-axes", [], x(3, 2, 2, 3), [3, 2]),
        case("refuses-no-features", [], x(3, 2, 0), [3, 2], says="Cannot pack empty tensors"),
        case("integers", [], index(4, 2, 3, below=9), [4, 1], dtypes=("float32",)),
        case("int32-lengths", [], x(3, 2, 2), given([3, 2], dtype="int32")),
        case("half-precision", [], x(3, 2, 2), [3, 1], dtypes=("bfloat16", "float16")),
        case("without-gradient", [], x(3, 2, 2, grad=False), [3, 1]),
        case("transposed-input", [], x(4, 3, 2, layout="transposed"), [4, 2, 1]),
        case("refuses-lengths-that-grow", [], x(3, 2, 2), [2, 3], says="must be sorted in decreasing order", tags=("S48",)),
        case("refuses-a-length-of-zero", [], x(3, 2, 2), [3, 0], says="Length of all samples has to be greater than 0", tags=("S48",)),
        case(
            "refuses-a-length-of-zero-not-enforced",
            [],
            x(3, 2, 2),
            [0, 3],
            keywords=UNSORTED,
            says="Length of all samples has to be greater than 0",
            tags=("S48",),
        ),
        case("refuses-too-few-lengths", [], x(3, 2, 2), [3], says="Expected `len(lengths)` to be equal to batch_size"),
        case("refuses-too-many-lengths", [], x(3, 2, 2), [3, 2, 1], says="Expected `len(lengths)` to be equal to batch_size"),
        case("refuses-an-empty-input", [], x(3, 0, 2), [], says="Cannot pack empty tensors"),
    ),
    *layer(
        "nn.utils.rnn.pad_packed_sequence",
        case("sorted", [], packed(2, (4, 2, 1)), tags=("S47",)),
        case("batch-first", [], packed(2, (4, 3, 1)), **LATE),
        case("unsorted", [], packed(2, (1, 3, 2)), tags=("S48",)),
        case("unsorted-batch-first", [], packed(3, (2, 5, 2)), **LATE),
        case("padding-value", [], packed(2, (3, 1)), keywords={"padding_value": -1.5}),
        case("padding-with-infinity", [], packed(2, (3, 1)), keywords={"padding_value": float("-inf")}),
        case("total-length", [], packed(2, (3, 1)), keywords={"total_length": 5}),
        case("total-length-that-is-the-longest", [], packed(2, (3, 1)), keywords={"total_length": 3}, blind={"total_length": "is what it is anyway"}),
        case("all-options", [], packed(2, (2, 3)), keywords={"batch_first": True, "padding_value": 7, "total_length": 4}),
        case("one-sequence", [], packed(2, (3,))),
        case("one-step", [], packed(2, (1, 1, 1))),
        case("half-precision", [], packed(2, (3, 1)), dtypes=("bfloat16", "float16")),
        case("without-gradient", [], packed(2, (3, 1), grad=False)),
        case(
            "refuses-a-short-total-length",
            [],
            packed(2, (3, 1)),
            keywords={"total_length": 2},
            says="Expected total_length to be at least the length of the longest sequence in input",
        ),
    ),
    *layer(
        "nn.utils.rnn.pad_sequence",
        case("three", [], [x(4, 2), x(2, 2), x(1, 2)]),
        case("growing", [], [x(1, 2), x(3, 2)]),
        case("batch-first", [], [x(4, 2), x(2, 2)], **LATE),
        case("padding-value", [], [x(3, 2), x(1, 2)], keywords={"padding_value": 0.5}),
        case("left", [], [x(3, 2), x(1, 2)], keywords={"padding_side": "left"}),
        case("left-batch-first", [], [x(1, 2), x(4, 2), x(2, 2)], keywords={"batch_first": True, "padding_side": "left", "padding_value": -2}),
        case("vectors", [], [x(4), x(2), x(3)]),
        case("matrices", [], [x(2, 3, 2), x(3, 3, 2)]),
        case("one", [], [x(3, 2)]),
        case("an-empty-one", [], [x(3, 2), x(0, 2)]),
        case("rows-of-a-tensor", [], x(3, 2, 4)),
        case("integers", [], [index(3, below=9), index(1, below=9)], dtypes=("float32",)),
        case("half-precision", [], [x(3, 2), x(1, 2)], dtypes=("bfloat16", "float16")),
        case("without-gradient", [], [x(3, 2, grad=False), x(1, 2, grad=False)]),
        case("refuses-no-sequences", [], [], says="received an empty list of sequences"),
        case("refuses-other-features", [], [x(3, 2), x(2, 3)], says="The size of tensor a (2) must match the size of tensor b (3)"),
        case(
            "refuses-another-side", [], [x(3, 2)], keywords={"padding_side": "middle"}, says="Expected padding_side to be one of left or right, but got middle"
        ),
        case("refuses-a-number", [], 3, says="Expected iterable for input sequences, but got arg of type"),
    ),
    *layer(
        "nn.utils.rnn.unpad_sequence",
        case("three", [], x(4, 3, 2, leaf=False), lengths(4, 2, 1)),
        case("batch-first", [], x(3, 4, 2), lengths(4, 2, 1), **LATE),
        case("unsorted", [], x(2, 3, 2), lengths(1, 3), **LATE),
        case("a-length-of-zero", [], x(2, 3, 2), lengths(0, 3), **LATE),
        case("turns-its-input", [], x(4, 3, 2, grad=False), lengths(4, 2, 1)),
        case("batch-first-without-gradient", [], x(2, 3, grad=False), lengths(2, 3), **LATE),
        case("refuses-too-few-lengths", [], x(3, 4, 2), lengths(4, 2), **LATE, says="zip() argument 2 is shorter than argument 1"),
        case("refuses-to-turn-a-leaf", [], x(4, 3, 2), lengths(4, 2, 1), says="a leaf Variable that requires grad is being used in an in-place operation"),
    ),
    *layer(
        "nn.utils.rnn.pack_sequence",
        case("sorted", [], [x(4, 2), x(2, 2), x(1, 2)]),
        case("unsorted", [], [x(1, 2), x(3, 2), x(2, 2)], keywords=UNSORTED, tags=("S48",)),
        case("vectors", [], [x(3), x(2)]),
        case("one", [], [x(3, 2)]),
        case("without-gradient", [], [x(3, 2, grad=False), x(1, 2, grad=False)]),
        case("refuses-lengths-that-grow", [], [x(1, 2), x(3, 2)], says="must be sorted in decreasing order", tags=("S48",)),
        case("refuses-an-empty-one", [], [x(2, 2), x(0, 2)], says="Length of all samples has to be greater than 0"),
    ),
    *layer(
        "nn.utils.rnn.unpack_sequence",
        case("sorted", [], packed(2, (4, 2, 1))),
        case("unsorted", [], packed(2, (1, 3, 2)), tags=("S48",)),
        case("one", [], packed(3, (2,))),
        case("without-gradient", [], packed(2, (3, 1), grad=False)),
    ),
    *layer(
        "nn.utils.rnn.invert_permutation",
        case("four", [], indices(2, 0, 3, 1), dtypes=("float32",)),
        case("its-own-inverse", [], indices(1, 0, 2), dtypes=("float32",)),
        case("none", [], None, dtypes=("float32",)),
    ),
]
