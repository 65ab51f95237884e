"""Gathering, scattering, indexing and masks."""

from line import EVERY, case, exact, given, index, layer, x

NAN = float("nan")
WHOLE = {"dtypes": ("float32",)}


def ints(values, dtype="int64"):
    return given(values, dtype=dtype)


MASK = given([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]], dtype="bool")
ROW = given([1.0, 0.0, 0.0, 1.0], dtype="bool")
PLACES = ints([[0, 1, 2], [2, 0, 0]])

CASES = [
    *exact(
        "torch.gather",
        case("last-axis", [], x(2, 4), 1, PLACES),
        case("first-axis", [], x(4, 3), 0, PLACES),
        case("middle-axis", [], x(2, 4, 3), 1, index(2, 3, 3, below=4)),
        case("smaller-index", [], x(3, 2, 3), 2, index(2, 1, 5, below=3)),
        case("transposed", [], x(4, 4, layout="transposed"), -1, index(4, 2, below=4)),
        case("integers", [], index(2, 4, low=-50, below=50), 1, PLACES, **WHOLE),
        case("booleans", [], MASK, 1, ints([[0, 1], [1, 2], [3, 0]]), **WHOLE),
        case("sparse-gradient", [], x(2, 4), 1, PLACES, keywords={"sparse_grad": True}),
        case("empty-index", [], x(2, 4), 1, index(2, 0, below=1), blind={"input.0": "none of it is taken"}),
        case("refuses-out-of-range", [], x(2, 4), 1, ints([[4, 0], [0, 0]]), says="is out of bounds for dimension 1 with size 4"),
        case("refuses-negative", [], x(2, 4), 1, ints([[-1, 0], [0, 0]]), says="is out of bounds for dimension 1 with size 4"),
        case("refuses-rank", [], x(2, 4), 1, ints([0, 1]), says="Index tensor must have the same number of dimensions as input tensor"),
        case("refuses-shape", [], x(2, 4), 1, index(3, 2, below=4), says="Size does not match at dimension 0"),
        case("refuses-float-index", [], x(2, 4), 1, x(2, 2), says="for index"),
    ),
    *exact(
        "torch.scatter",
        case("values", [], x(3, 4), 1, ints([[0, 1], [3, 2], [1, 0]]), x(3, 2)),
        case("first-axis", [], x(3, 4), 0, ints([[0, 1, 2, 0]]), x(2, 5, grad=False)),
        case(
            "refuses-backward-to-more-than-the-index",
            [],
            x(3, 4),
            0,
            ints([[0, 1, 2, 0]]),
            x(2, 5),
            says="returned an invalid gradient at index 1 - got [1, 4] but expected shape compatible with [2, 5]",
        ),
        case("number", [], x(3, 4), 1, ints([[0, 1], [3, 2], [1, 3]]), 2.5),
        case("integers", [], index(3, 4, below=9), 1, ints([[0, 1], [3, 2], [1, 0]]), index(3, 2, low=10, below=99), **WHOLE),
        case("refuses-out-of-range", [], x(3, 4), 1, ints([[4]]), x(1, 1), says="is out of bounds for dimension 1 with size 4"),
        case("refuses-two-types", [], x(3, 4), 1, ints([[0]]), index(1, 1, below=3), says="Expected self.dtype to be equal to src.dtype"),
        case("refuses-shape", [], x(3, 4), 1, ints([[0, 1]]), x(1, 1), says="to be no larger than"),
    ),
    *layer(
        "torch.scatter_add",
        case("values", [], x(3, 4), 1, ints([[0, 0], [3, 2], [1, 1]]), x(3, 2)),
        case("first-axis", [], x(3, 4), 0, ints([[0, 1, 2, 0], [0, 1, 1, 2]]), x(3, 5, grad=False)),
        case("integers", [], index(3, 4, below=9), 1, ints([[0, 0], [3, 2], [1, 0]]), index(3, 2, low=10, below=99), **WHOLE),
        case("half-precision", [], x(3, 4), 1, ints([[0, 1], [3, 2], [1, 0]]), x(3, 2), dtypes=("float16", "bfloat16"), upstream={}),
        case("refuses-out-of-range", [], x(3, 4), 1, ints([[4]]), x(1, 1), says="is out of bounds for dimension 1 with size 4"),
    ),
    *exact(
        "torch.index_select",
        case("first-axis", [], x(4, 3), 0, ints([2, 0, 2])),
        case("middle-axis", [], x(2, 4, 3), 1, ints([3, 1])),
        case("int32", [], x(4, 3), -1, ints([2, 0], "int32")),
        case("integers", [], index(4, 3, below=50), 0, ints([2, 0, 2, 1]), **WHOLE),
        case("empty-index", [], x(4, 3), 0, index(0, below=1), blind={"input.0": "none of it is taken"}),
        case("refuses-out-of-range", [], x(4, 3), 0, ints([4]), says="index out of range in self"),
        case("refuses-matrix", [], x(4, 3), 0, ints([[1]]), says="Index is supposed to be a vector"),
    ),
    *layer(
        "torch.index_add",
        case("first-axis", [], x(4, 3), 0, ints([2, 0, 2]), x(3, 3), dtypes=EVERY),
        case("alpha", [], x(2, 4), 1, ints([3, 1]), x(2, 2), keywords={"alpha": -1.5}),
        case("integers", [], index(4, 3, below=50), 0, ints([2, 0, 2]), index(3, 3, below=50), **WHOLE),
        case("refuses-count", [], x(4, 3), 0, ints([0, 1]), x(3, 3), says="Number of indices (2) should be equal to source.size(dim): (3)"),
    ),
    *exact("torch.index_copy", case("first-axis", [], x(4, 3), 0, ints([2, 0]), x(2, 3)), case("last-axis", [], x(2, 4), 1, ints([3, 1, 0]), x(2, 3))),
    *exact(
        "torch.index_fill",
        case("first-axis", [], x(4, 3), 0, ints([2, 0]), 1.5, blind={"input.2": "a set has no order"}),
        case("last-axis", [], x(2, 4), 1, ints([3, 2]), -1.5, blind={"input.2": "a set has no order"}),
        case("value-tensor", [], x(4, 3), 0, ints([2, 0]), x(), blind={"input.2": "a set has no order"}),
    ),
    *exact(
        "torch.take",
        case("values", [], x(3, 4), ints([[0, 11], [5, 5]])),
        case("negative", [], x(3, 4), ints([-1, -12, 3])),
        case("transposed", [], x(4, 4, layout="transposed"), ints([1, 2, 7])),
        case("refuses-out-of-range", [], x(3, 4), ints([12]), says="out of range"),
    ),
    *exact(
        "torch.masked_select",
        case("same-shape", [], x(3, 4), MASK),
        case("mask-row", [], x(3, 4), given([1.0, 0.0, 0.0, 0.0], dtype="bool")),
        case("input-row", [], x(4), MASK),
        case("none", [], x(3), given([0.0, 0.0, 0.0], dtype="bool"), blind={"input.0": "none of it is taken"}),
        case("integers", [], index(3, 4, below=50), MASK, **WHOLE),
        case("refuses-integers-as-mask", [], x(3), ints([1, 0, 1]), says="expected BoolTensor for mask"),
    ),
    *exact(
        "torch.masked_fill",
        case("number", [], x(3, 4), MASK, 2.5),
        case("minus-infinity", [], x(3, 4), MASK, float("-inf")),
        case("mask-row", [], x(3, 4), given([1.0, 0.0, 0.0, 0.0], dtype="bool"), 0.5),
        case("integers", [], index(3, 4, below=50), MASK, -7, **WHOLE),
        case("refuses-integers-as-mask", [], x(3), ints([1, 0, 1]), 0.5, says="only supports boolean masks"),
    ),
    *exact(
        "torch.where",
        case("values", [], MASK, x(3, 4), x(3, 4)),
        case("broadcast", [], given([[1.0], [0.0], [1.0]], dtype="bool"), x(4), x(3, 1)),
        case("number", [], MASK, x(3, 4), 0.5),
        case("number-first", [], MASK, -0.5, x(3, 4)),
        case("promoted", [], MASK, index(3, 4, below=9), x(3, 4)),
        case("nan-on-the-other-side", [], given([1.0, 0.0], dtype="bool"), given([1.0, NAN]), given([NAN, 2.0])),
        case("refuses-integers-as-condition", [], ints([1, 0]), x(2), x(2), says="where expected condition to be a boolean tensor"),
        case("refuses-shapes", [], given([1.0, 0.0], dtype="bool"), x(3), x(2), says="must match the size of tensor"),
    ),
    *layer(
        "torch.nonzero",
        case("matrix", [], MASK, **WHOLE),
        case("numbers", [], given([[0.0, 1.0, 0.0], [NAN, -0.0, 2.0]], grad=False)),
        case("one-number", [], ints(3), **WHOLE, blind={"input.0": "not 0"}),
        case("as-tuple", [], MASK, keywords={"as_tuple": True}, **WHOLE),
    ),
    *exact(
        "torch.index_put",
        case("list", [], x(4, 3), (ints([2, 0]),), x(2, 3)),
        case("one-row", [], x(4, 3), (ints([2, 0, 3]),), x(3), blind={"input.1.0": "a set has no order"}),
        case("two-lists", [], x(4, 3), (ints([2, 0]), ints([1, 2])), x(2)),
        case("broadcast-lists", [], x(4, 3), (ints([[2], [0]]), ints([1, 2, 0])), x(2, 3)),
        case("accumulate", [], x(4, 3), (ints([2, 0, 2]),), x(3, 3), keywords={"accumulate": True}),
        case("mask", [], x(3, 4), (MASK,), x()),
        case("one-value", [], x(4, 3), (ints([2, 0]),), x(), blind={"input.1.0": "a set has no order"}),
        case("negative", [], x(4, 3), (ints([-1, 0]),), x(2, 3)),
        case("integers", [], index(4, 3, below=9), (ints([2, 0]),), index(2, 3, low=10, below=99), **WHOLE),
        case("refuses-out-of-range", [], x(4, 3), (ints([4]),), x(3), says="index 4 is out of bounds for dimension 0 with size 4"),
        case("refuses-two-types", [], x(4, 3), (ints([1]),), index(3, below=4), says="Index put requires the source and destination dtypes match"),
        case(
            "refuses-values",
            [],
            x(4, 3),
            (ints([1, 2]),),
            x(4),
            says="shape mismatch: value tensor of shape [4] cannot be broadcast to indexing result of shape [2, 3]",
        ),
    ),
]
