"""torch.linalg, as far as parametrizations need it: solving, exponentials, reflections, norms."""

from line import case, given, layer, x

INF = float("inf")
WHOLE = {"dtypes": ("float32",)}
ROWS = {"left": False}
SINGULAR = "The solver failed because the input matrix is singular"
BAD_SIZES = "linalg.solve: Incompatible shapes of A and B for the equation"
HALF = {"dtypes": ("float16", "bfloat16"), "upstream": {}}
DUPLICATE = "duplicate dims are not allowed"

CASES = [
    *layer(
        "torch.linalg.solve",
        case("matrix", [], x(3, 3), x(3, 2)),
        case("vector", [], x(3, 3), x(3)),
        case("from-the-right", [], x(3, 3), x(2, 3), keywords=ROWS),
        case("batch", [], x(2, 3, 3), x(2, 3, 2)),
        case("batch-of-vectors", [], x(2, 3, 3), x(2, 3)),
        case("batch-and-one-vector", [], x(2, 3, 3), x(3)),
        case("batch-and-one-matrix", [], x(2, 3, 3), x(3, 1)),
        case("one-and-a-batch", [], x(3, 3), x(2, 3, 4)),
        case("batch-from-the-right", [], x(2, 3, 3), x(2, 2, 3), keywords=ROWS),
        case("only-the-matrix-wants-a-gradient", [], x(3, 3), x(3, 2, grad=False)),
        case("only-the-side-wants-a-gradient", [], x(3, 3, grad=False), x(3, 2)),
        case("needs-its-rows-changed", [], given([[0, 2, 1], [3, 0, 1], [1, 1, 0]]), x(3, 2)),
        case("transposed", [], x(3, 3, layout="transposed"), x(3, 2, layout="transposed")),
        case("nothing", [], x(0, 0), x(0, 2)),
        case("refuses-singular", [], given([[1, 2], [2, 4]]), x(2, 1), says=SINGULAR),
        case("refuses-singular-in-a-batch", [], given([[[1, 0], [0, 1]], [[0, 0], [0, 1]]]), x(2, 1), says="(Batch element 1): " + SINGULAR),
        case("refuses-sizes", [], x(3, 3), x(2, 4), says=f"{BAD_SIZES} AX = B (3x3 and 2x4)"),
        case("refuses-sizes-from-the-right", [], x(3, 3), x(2, 4), keywords=ROWS, says=f"{BAD_SIZES} XA = B (3x3 and 2x4)"),
        case("refuses-vector-from-the-right", [], x(3, 3), x(3), keywords=ROWS, says=f"{BAD_SIZES} XA = B (3x3 and 3x1)"),
        case("refuses-not-square", [], x(2, 4), x(2, 4), says="A must be batches of square matrices, but they are 2 by 4 matrices"),
        case("refuses-vectors", [], x(3), x(3), says="The input tensor A must have at least 2 dimensions"),
        case("refuses-two-types", [], x(3, 3), x(3, dtype="float64"), says="to have the same dtype, but found A of type Float and B of type Double"),
        case("refuses-integers", [], x(3, 3, kind="integers", low=-4, high=4), x(3, 2), says="Expected a floating point or complex tensor as input"),
        case("refuses-half-precision", [], x(3, 3), x(3, 2), dtypes=("float16",), says="\"lu_cpu\" not implemented for 'Half'"),
        case("refuses-bfloat16", [], x(3, 3), x(3, 2), dtypes=("bfloat16",), says="\"lu_cpu\" not implemented for 'BFloat16'"),
    ),
    *layer(
        "torch.linalg.matrix_exp",
        case("matrix", [], x(3, 3)),
        case("batch", [], x(2, 3, 3)),
        case("one-number", [], x(1, 1)),
        case("two-by-two", [], x(2, 2)),
        case("large", [], x(4, 4, kind="band", high=9.0)),
        # between these sizes PyTorch's own float64 is off by 1e-11
        case("small", [], x(4, 4, kind="band", high=0.00005)),
        case("nilpotent", [], given([[0, 1, 2], [0, 0, 3], [0, 0, 0]])),
        case("transposed", [], x(3, 3, layout="transposed")),
        # of anything but nothing PyTorch makes NaN and the like in 16 bits
        case("half-precision-of-nothing", [], x(0, 0), **HALF),
        case("nothing", [], x(0, 0)),
        case("refuses-not-square", [], x(2, 3), says="A must be batches of square matrices, but they are 2 by 3 matrices"),
        case("refuses-vector", [], x(3), says="The input tensor A must have at least 2 dimensions"),
        case("refuses-integers", [], x(2, 2, kind="integers", low=-4, high=4), says="Expected a floating point or complex tensor as input"),
    ),
    *layer(
        "torch.linalg.householder_product",
        case("tall", [], x(4, 3), x(3)),
        case("square", [], x(3, 3), x(3)),
        case("fewer-reflections", [], x(4, 3), x(2)),
        case("batch", [], x(2, 4, 3), x(2, 3)),
        case("no-reflection", [], x(4, 3), x(0), blind={"input.0": "there is nothing to reflect by", "upstream.output.0": "nothing hangs on it"}),
        case("refuses-wide", [], x(3, 4), x(4), says="input.shape[-2] must be greater than or equal to input.shape[-1]"),
        case("refuses-more-reflections", [], x(4, 3), x(4), says="input.shape[-1] must be greater than or equal to tau.shape[-1]"),
        case("refuses-vector", [], x(3), x(3), says="input must have at least 2 dimensions"),
        case("refuses-other-batch", [], x(2, 4, 3), x(3, 3), says="batch dimensions of tau to be equal to input.shape[:-2]"),
        case("refuses-two-types", [], x(4, 3), x(3, dtype="float64"), says="tau dtype"),
    ),
    *layer(
        "torch.linalg.vector_norm",
        case("defaults", [], x(3, 4)),
        case("ord", [], x(3, 4), 3),
        case("infinite", [], x(3, 4), INF),
        case("axis", [], x(3, 4), keywords={"dim": 1}),
        case("axes-kept", [], x(3, 4, 2), keywords={"dim": (0, 2), "keepdim": True}, blind={"dim's axes": "their order is of no matter"}),
        case("zero", [], x(3, 4), 0, **WHOLE, upstream={}, blind={"input.0": "only what is not 0 is counted"}),
        case("refuses-integers", [], x(3, kind="integers", low=-4, high=4), says="Expected a floating point or complex tensor"),
    ),
    *layer(
        "torch.permute",
        case("from-the-end", [], x(2, 3, 4), (-1, 0, 1), **WHOLE),
        case("refuses-too-few", [], x(2, 3, 4), (0, 0), says="number of dimensions in the tensor input does not match"),
        case("refuses-too-few-out-of-range", [], x(2, 3, 4), (0, 5), says="number of dimensions in the tensor input does not match"),
        case("refuses-twice", [], x(2, 3, 4), (0, 0, 5), says=DUPLICATE),
        case("refuses-twice-from-the-end", [], x(2, 3, 4), (0, 2, -1), says=DUPLICATE),
        case("refuses-out-of-range", [], x(2, 3, 4), (5, 5, 0), says="Dimension out of range (expected to be in range of [-3, 2], but got 5)"),
    ),
]
