"""nn.MaxUnpool1d to 3d. Indices are given: they count within one plane of the output."""

from line import case, exact, given, index, x

#: Places within a plane of 6, 8 or more, as max pooling of windows of 2 gives them.
LINE = given([[[0.0, 3.0, 5.0], [1.0, 2.0, 4.0]]], dtype="int64")
LINES = given([[[0.0, 3.0, 5.0], [1.0, 2.0, 4.0]], [[1.0, 3.0, 4.0], [0.0, 2.0, 5.0]]], dtype="int64")
PLANES = given([[[0.0, 3.0, 5.0], [19.0, 14.0, 23.0]], [[7.0, 8.0, 4.0], [13.0, 20.0, 17.0]]], dtype="int64")
BATCH = given([[[[1.0, 2.0], [8.0, 11.0]], [[4.0, 7.0], [13.0, 14.0]]]], dtype="int64")
VOLUMES = given([[[[[1.0, 6.0], [8.0, 11.0]], [[20.0, 23.0], [28.0, 31.0]]]]], dtype="int64")
RANGE = "output_size should be a sequence containing"
SHAPE = "Expected shape of indices to be same as that of the input tensor"

MAX_UNPOOL1D = exact(
    "nn.MaxUnpool1d",
    case("defaults", [2], x(2, 2, 3), LINES),
    case("unbatched", [2], x(2, 3), given([[0.0, 3.0, 5.0], [1.0, 2.0, 4.0]], dtype="int64")),
    case("stride", [3], x(1, 2, 3), LINE, stride=2),
    case("stride-as-tuple", [2], x(1, 2, 3), LINE, stride=(3,)),
    case("padding", [3], x(1, 2, 3), index(1, 2, 3, below=5), stride=2, padding=1),
    case("kernel-as-tuple", [(2,)], x(1, 2, 3), LINE),
    case("output-size", [2], x(1, 2, 3), LINE, keywords={"output_size": (7,)}, tags=("S11",)),
    case("output-size-as-list", [2], x(1, 2, 2), index(1, 2, 2, below=3), keywords={"output_size": [3]}, tags=("S11",)),
    case("output-size-whole", [2], x(1, 2, 2), index(1, 2, 2, below=5), keywords={"output_size": (1, 2, 5)}, tags=("S11",)),
    case("equal-places", [2], x(1, 2, 3), given([[[3.0, 3.0, 0.0], [1.0, 1.0, 1.0]]], dtype="int64"), tags=("S11",)),
    case("nan", [2], given([[[float("nan"), float("-inf"), -0.0]]]), given([[[2.0, 0.0, 5.0]]], dtype="int64")),
    case("empty-batch", [2], x(0, 2, 3), index(0, 2, 3, below=2)),
    case("transposed-input", [2], x(1, 2, 3, layout="transposed"), LINE),
    case("stride-of-minus-one", [2], x(1, 2, 3, grad=False), LINE, stride=-1, blind={"input.0": "no place is left", "input.1": "no place is left"}),
    case("refuses-place-beyond", [2], x(1, 1, 2), given([[[0.0, 4.0]]], dtype="int64"), says="Found an invalid max index: 4 (output volumes are of size 4x1)"),
    case("refuses-negative-place", [2], x(1, 1, 2), given([[[-1.0, 2.0]]], dtype="int64"), says="Found an invalid max index: -1"),
    case("refuses-int32-indices", [2], x(1, 2, 3), index(1, 2, 3, below=2, dtype="int32"), says="elements in indices should be type int64 but got: Int"),
    case("refuses-floating-indices", [2], x(1, 2, 3), x(1, 2, 3), says="elements in indices should be type int64 but got: Float"),
    case("refuses-other-shape", [2], x(1, 2, 3), index(1, 2, 4, below=2), says=f"{SHAPE} ([1, 2, 3, 1]) but got indices tensor with shape: [1, 2, 4, 1]"),
    case("refuses-other-rank", [2], x(1, 2, 3), index(2, 3, below=2), says=SHAPE),
    case(
        "refuses-output-size-too-small",
        [2],
        x(1, 2, 3),
        LINE,
        keywords={"output_size": (4,)},
        says='invalid output_size "(4,)" (dim 0 must be between 4 and 8)',
        tags=("S11",),
    ),
    case("refuses-output-size-too-large", [2], x(1, 2, 3), LINE, keywords={"output_size": (8,)}, says="dim 0 must be between 4 and 8", tags=("S11",)),
    case("refuses-output-size-of-two", [2], x(1, 2, 3), LINE, keywords={"output_size": (2, 6)}, says=f"{RANGE} 1 or 3 elements, but it has a length of '2'"),
    case("refuses-output-size-as-number", [2], x(1, 2, 3), LINE, keywords={"output_size": 6}, says="object of type 'int' has no len()"),
    case(
        "refuses-padding-beyond", [2], x(1, 2, 3), LINE, padding=4, says="output_size must contain non-negative spatial dimensions, but got output_size[0]=-2"
    ),
    case("refuses-kernel-of-two", [(2, 2)], x(1, 2, 3), LINE, says="tuple index out of range"),
    case("refuses-rank", [2], x(3), given([0.0, 3.0, 5.0], dtype="int64"), says="should be a 3d or 4d Tensor, but got a tensor with 2 dimensions"),
    case("refuses-no-channels", [2], x(2, 0, 3), index(2, 0, 3, below=2), says="Expected input to have non-zero size for non-batch dimensions"),
    case("refuses-gradient-of-nothing", [2], x(1, 2, 3), LINE, stride=-1, says="out of bounds for dimension 2 with size 0"),
    case("refuses-integers", [2], x(1, 2, 3, kind="integers"), LINE, says="\"max_unpool2d\" not implemented for 'Long'", tags=("S97",)),
)

MAX_UNPOOL2D = exact(
    "nn.MaxUnpool2d",
    case("defaults", [2], x(1, 2, 2, 2), BATCH),
    case("unbatched", [2], x(2, 2, 3), PLANES),
    case("kernel-per-axis", [(3, 2)], x(2, 2, 3), PLANES),
    case("stride-per-axis", [2], x(2, 2, 3), PLANES, stride=(3, 2)),
    case("padding-per-axis", [(4, 3)], x(2, 2, 2), index(2, 2, 2, below=15), padding=(1, 0), stride=(3, 2)),
    case("output-size", [2], x(1, 2, 2, 2), BATCH, keywords={"output_size": (5, 3)}, tags=("S11",)),
    case("output-size-whole", [2], x(1, 2, 2, 2), BATCH, keywords={"output_size": (1, 2, 3, 5)}, tags=("S11",)),
    case("equal-places", [2], x(2, 2, 3), index(2, 2, 3, below=3), tags=("S11",)),
    case("empty-batch", [2], x(0, 2, 2, 2), index(0, 2, 2, 2, below=2)),
    case("channels-last-input", [2], x(1, 2, 2, 2, layout="channels-last"), BATCH),
    case(
        "refuses-place-beyond",
        [2],
        x(1, 1, 1, 2),
        given([[[[0.0, 8.0]]]], dtype="int64"),
        says="Found an invalid max index: 8 (output volumes are of size 2x4)",
    ),
    case("refuses-int32-indices", [2], x(2, 2, 3), index(2, 2, 3, below=2, dtype="int32"), says="elements in indices should be type int64 but got: Int"),
    case("refuses-other-shape", [2], x(2, 2, 3), index(2, 3, 2, below=2), says=SHAPE),
    case(
        "refuses-output-size-out-of-range",
        [2],
        x(2, 2, 3),
        PLANES,
        keywords={"output_size": (4, 8)},
        says='invalid output_size "(4, 8)" (dim 1 must be between 4 and 8)',
    ),
    case(
        "refuses-output-size-of-three",
        [2],
        x(2, 2, 3),
        PLANES,
        keywords={"output_size": (2, 4, 6)},
        says=f"{RANGE} 2 or 4 elements, but it has a length of '3'",
    ),
    case("refuses-kernel-of-one-axis", [(2,)], x(2, 2, 3), PLANES, says="There should be exactly two elements (height, width) in output_size, but got 1"),
    case("refuses-stride-of-one-axis", [2], x(2, 2, 3), PLANES, stride=(2,), says="tuple index out of range"),
    case("refuses-rank", [2], x(2, 3), index(2, 3, below=2), says="Input to max_unpooling2d should be a 3d or 4d Tensor"),
    case("refuses-no-elements", [2], x(2, 2, 0), index(2, 2, 0, below=2), keywords={"output_size": (4, 1)}, says="with dimension 2 being empty"),
    case("refuses-integers", [2], x(2, 2, 3, kind="integers"), PLANES, says="\"max_unpool2d\" not implemented for 'Long'", tags=("S97",)),
    case("refuses-transposed-places-backward", [2], x(1, 2, 2), index(1, 2, 2, below=16, layout="transposed"), says="view size is not compatible"),
    case("empty-batch-onto-nothing", [2], x(0, 2, 1, 1), x(0, 2, 1, 1, kind="integers"), padding=1),
)

MAX_UNPOOL3D = exact(
    "nn.MaxUnpool3d",
    case("defaults", [2], x(1, 1, 2, 2, 2), VOLUMES),
    case("unbatched", [2], x(1, 2, 2, 2), given([[[[1.0, 6.0], [8.0, 11.0]], [[20.0, 23.0], [28.0, 63.0]]]], dtype="int64")),
    case("kernel-per-axis", [(3, 1, 2)], x(1, 1, 2, 2, 2), index(1, 1, 2, 2, 2, below=48)),
    case("stride-per-axis", [2], x(1, 1, 2, 2, 2), VOLUMES, stride=(3, 1, 2)),
    case("padding-per-axis", [4], x(1, 1, 2, 2, 2), index(1, 1, 2, 2, 2, below=48), stride=2, padding=(1, 0, 2)),
    case("output-size", [2], x(1, 1, 2, 2, 2), index(1, 1, 2, 2, 2, below=60), keywords={"output_size": (5, 4, 3)}, tags=("S11",)),
    case("output-size-whole", [2], x(1, 1, 2, 2, 2), VOLUMES, keywords={"output_size": (1, 1, 4, 5, 4)}, tags=("S11",)),
    case("equal-places", [2], x(1, 1, 2, 2, 2), index(1, 1, 2, 2, 2, below=3), tags=("S11",)),
    case("empty-batch", [2], x(0, 1, 2, 2, 2), index(0, 1, 2, 2, 2, below=2)),
    case(
        "refuses-place-beyond",
        [1],
        x(1, 1, 1, 1, 2),
        given([[[[[0.0, 2.0]]]]], dtype="int64"),
        says="Found an invalid max index: 2 (output volumes are of size 1x1x2)",
    ),
    case("refuses-int32-indices", [2], x(1, 1, 2, 2, 2), index(1, 1, 2, 2, 2, below=2, dtype="int32"), says="elements in indices should be type int64"),
    case("refuses-other-shape", [2], x(1, 1, 2, 2, 2), index(1, 1, 2, 2, 1, below=2), says=SHAPE),
    case("refuses-output-size-out-of-range", [2], x(1, 1, 2, 2, 2), VOLUMES, keywords={"output_size": (4, 4, 6)}, says="(dim 2 must be between 2 and 6)"),
    case(
        "refuses-output-size-of-two",
        [2],
        x(1, 1, 2, 2, 2),
        VOLUMES,
        keywords={"output_size": (4, 4)},
        says=f"{RANGE} 3 or 5 elements, but it has a length of '2'",
    ),
    case("refuses-stride-of-zero", [2], x(1, 1, 2, 2, 2), VOLUMES, stride=0, says="strides should be greater than zero, but got stride: [0, 0, 0]"),
    case("refuses-rank", [2], x(2, 2, 2), index(2, 2, 2, below=2), says="Input to max_unpooling3d should be a 4d or 5d Tensor"),
    case("refuses-integers", [2], x(1, 1, 2, 2, 2, kind="integers"), VOLUMES, says="\"max_unpool3d\" not implemented for 'Long'", tags=("S97",)),
    case("integers-onto-nothing", [2], x(1, 2, 1, 1, kind="integers", dtype="int64"), index(1, 2, 1, 1, below=1), padding=(1, 0, 1), grad_mode=False),
)

CASES = [*MAX_UNPOOL1D, *MAX_UNPOOL2D, *MAX_UNPOOL3D]
