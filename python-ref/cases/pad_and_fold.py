"""nn.functional.pad, unfold and fold, where they say more than the layers of padding and of blocks do."""

from line import case, exact, given, index, layer, x

INF, NAN = float("inf"), float("nan")
HALVES = ("float16", "bfloat16")
ONCE = {"dtypes": ("float32",)}
MANY = {"kind": "integers", "low": -9, "high": 10}
EDGES = [[[NAN, INF, -INF], [-0.0, 0.0, 1.0]]]
REFLECT, REPLICATE, CIRCULAR = ({"keywords": {"mode": m}} for m in ("reflect", "replicate", "circular"))
NOTHING = {"input.0": "nothing is left of it"}
TUPLES = "type must be tuple of ints,but got float"
BLOCKS = "expected size of input's dimension 2 to match the calculated number of sliding blocks"
NOT_ENOUGH = "with possibly 0 batch size and other non-zero dimensions for input, but got"


def of(value):
    return {"keywords": {"value": value}}


PAD = exact(
    "nn.functional.pad",
    case("defaults", [], x(2, 3, 4), (1, 2)),
    case("last-axis", [], x(2, 1, 2, 3), (1, 2)),
    case("two-axes", [], x(2, 1, 2, 3), (1, 2, 0, 3)),
    case("three-axes", [], x(2, 1, 2, 3), (1, 2, 0, 3, 2, 0)),
    case("all-axes", [], x(2, 1, 2, 3), (1, 2, 0, 1, 1, 0, 0, 1)),
    case("six-axes", [], x(1, 1, 2, 1, 2, 1), (1, 0, 0, 1, 1, 0, 0, 1)),
    case("one-axis", [], x(4), (2, 1)),
    case("no-axes", [], x(), ()),
    case("nothing", [], x(2, 3), ()),
    case("zeros", [], x(2, 3), (0, 0, 0, 0)),
    case("crop", [], x(2, 5, 4), (-1, -2, -2, 0)),
    case("crop-and-fill", [], x(2, 5, 4), (-1, 2, 1, -2)),
    case("crop-to-nothing", [], x(2, 4), (-1, -3), blind=NOTHING),
    case("value", [], x(2, 3, 4), (1, 2), **of(3.5)),
    case("value-nan", [], x(2, 3), (1, 2), **of(NAN)),
    case("value-infinite", [], x(2, 3), (1, 2), **of(-INF)),
    case("value-minus-zero", [], x(2, 3), (1, 2), **of(-0.0)),
    case("value-not-representable", [], x(2, 3), (1, 2), **of(0.1), dtypes=("float32", "float64", *HALVES)),
    case("edges", [], given(EDGES), (1, 2)),
    case("integers", [], x(2, 3, **MANY), (1, 2), **of(7), **ONCE),
    case("integers-cut-the-value", [], x(2, 3, **MANY), (1, 2), **of(-7.75), **ONCE),
    case("bytes", [], index(2, 3, below=256, dtype="uint8"), (1, 2), **of(200), **ONCE),
    case("booleans", [], index(2, 3, below=2, dtype="bool"), (1, 2), **of(1), **ONCE),
    case("empty", [], x(0, 3, grad=False), (1, 2, 1, 0)),
    case("transposed-input", [], x(2, 3, 4, layout="transposed"), (1, 2)),
    case("channels-last-input", [], x(2, 2, 3, 2, layout="channels-last"), (1, 2, 0, 1)),
    case("reflect-1d", [], x(2, 3, 4), (1, 3), **REFLECT),
    case("reflect-2d", [], x(2, 2, 3, 4), (1, 3, 2, 0), **REFLECT),
    case("reflect-3d", [], x(1, 2, 2, 3, 4), (1, 3, 2, 0, 1, 1), **REFLECT),
    case("reflect-unbatched", [], x(2, 4), (1, 3), **REFLECT),
    case("reflect-crops", [], x(2, 3, 5, 4), (-1, 2, 1, -2), **REFLECT, tags=("S86",)),
    case("reflect-edges", [], given(EDGES), (1, 2), **REFLECT),
    case("reflect-integers", [], x(2, 3, 4, **MANY), (1, 3), **REFLECT, **ONCE),
    case("reflect-half-precision", [], x(2, 3, 4, grad=False), (1, 3), **REFLECT, dtypes=HALVES),
    case("replicate-1d", [], x(2, 3, 4), (1, 3), **REPLICATE),
    case("replicate-2d", [], x(2, 2, 3, 4), (1, 3, 2, 0), **REPLICATE),
    case("replicate-3d", [], x(1, 2, 2, 3, 4), (1, 3, 2, 0, 1, 1), **REPLICATE),
    case("replicate-beyond-the-size", [], x(2, 3, 2), (5, 7), **REPLICATE, tags=("S86",)),
    case("replicate-crops", [], x(2, 3, 5, 4), (-1, 2, 1, -2), **REPLICATE, tags=("S86",)),
    case("replicate-half-precision", [], x(2, 3, 4, grad=False), (1, 3), **REPLICATE, dtypes=HALVES),
    case("circular-1d", [], x(2, 3, 4), (1, 4), **CIRCULAR, tags=("S86",)),
    case("circular-2d", [], x(2, 2, 3, 4), (1, 3, 2, 0), **CIRCULAR),
    case("circular-3d", [], x(1, 2, 2, 3, 4), (1, 3, 2, 0, 1, 1), **CIRCULAR),
    case("circular-unbatched", [], x(2, 4), (1, 3), **CIRCULAR, tags=("S108",)),
    case("circular-crops", [], x(2, 3, 5, 4), (-1, 2, 1, -2), **CIRCULAR, tags=("S86",)),
    case("circular-booleans", [], index(1, 2, 3, below=2, dtype="bool"), (1, 2), **CIRCULAR, **ONCE),
    case("refuses-three-numbers", [], x(2, 3, 4), (1, 2, 3), says="Padding length must be divisible by 2"),
    case("refuses-too-many-numbers", [], x(4), (1, 2, 1, 0), says="Padding length should be less than or equal to two times the input dimension"),
    case("refuses-cropping-below-zero", [], x(2, 4), (-2, -3), says="narrow(): length must be non-negative"),
    case("refuses-fraction", [], x(2, 4), (1.5, 1), says="must be tuple of ints, but found element of type float at pos 0"),
    case("refuses-later-fraction", [], x(2, 4), (1, 1.5), says=TUPLES),
    case("refuses-unknown-mode", [], x(2, 4), (1, 1), keywords={"mode": "mirror"}, says="Unrecognised padding mode mirror"),
    case("refuses-value-beside-reflect", [], x(2, 3, 4), (1, 1), keywords={"mode": "reflect", "value": 1.5}, says="mode \"reflect\" doesn't take in value"),
    case("refuses-value-beside-replicate", [], x(2, 3, 4), (1, 1), keywords={"mode": "replicate", "value": 1.5}, says="doesn't take in value", tags=("S86",)),
    case("refuses-value-beside-circular", [], x(2, 3, 4), (1, 1), keywords={"mode": "circular", "value": 1.5}, says="doesn't take in value", tags=("S86",)),
    case("refuses-reflect-of-one-axis", [], x(4), (1, 1), **REFLECT, says="Padding size 2 is not supported for 1D input tensor"),
    case("refuses-replicate-of-four-axes", [], x(1, 1, 2, 2, 2), (1,) * 8, **REPLICATE, says="Padding size 8 is not supported for 5D input tensor"),
    case("refuses-circular-of-no-axes", [], x(2, 3, 4), (), **CIRCULAR, says="Padding size 0 is not supported for 3D input tensor"),
    case("refuses-reflect-beyond-the-size", [], x(2, 3, 4), (4, 1), **REFLECT, says="Padding size should be less than the corresponding", tags=("S86",)),
    case("refuses-circular-beyond-the-size", [], x(2, 3, 4), (5, 1), **CIRCULAR, says="wrapping around more than once", tags=("S86",)),
    case("refuses-reflect-of-nothing", [], x(2, 3, 0), (1, 1), **REFLECT, says=NOT_ENOUGH),
    case("refuses-replicate-of-nothing", [], x(2, 0, 3), (1, 1), **REPLICATE, says=NOT_ENOUGH),
    case("refuses-booleans-reflected", [], index(2, 3, below=2, dtype="bool"), (1, 1), **REFLECT, says="\"reflection_pad1d\" not implemented for 'Bool'"),
    case("refuses-booleans-replicated", [], index(2, 3, below=2, dtype="bool"), (1, 1), **REPLICATE, says="replication_pad1d\" not implemented"),
)

UNFOLD = exact(
    "nn.functional.unfold",
    case("defaults", [], x(2, 3, 4, 5), 2),
    case("unbatched", [], x(3, 4, 5), 2),
    case("kernel-per-axis", [], x(2, 3, 5, 4), (3, 2)),
    case("dilation", [], x(2, 3, 5, 6), 2, keywords={"dilation": (3, 1)}),
    case("padding", [], x(2, 3, 3, 4), 2, keywords={"padding": (2, 1)}),
    case("stride", [], x(2, 3, 6, 5), 2, keywords={"stride": (1, 3)}),
    case("all-options", [], x(1, 2, 7, 8), (2, 3), keywords={"dilation": (2, 1), "padding": (1, 2), "stride": (3, 2)}),
    case("edges", [], given([EDGES]), 2, keywords={"padding": 1}),
    case("booleans", [], index(2, 1, 3, 4, below=2, dtype="bool"), 2, **ONCE),
    case("empty-batch", [], x(0, 3, 4, 5), 2),
    case("channels-last-input", [], x(2, 3, 4, 5, layout="channels-last"), 2),
    case("refuses-kernel-of-zero", [], x(2, 3, 4, 5), (2, 0), says="kernel size should be greater than zero, but got kernel_height: 2 kernel_width: 0"),
    case("refuses-stride-of-zero", [], x(2, 3, 4, 5), 2, keywords={"stride": 0}, says="stride should be greater than zero"),
    case("refuses-dilation-of-zero", [], x(2, 3, 4, 5), 2, keywords={"dilation": (1, 0)}, says="dilation should be greater than zero"),
    case("refuses-negative-padding", [], x(2, 3, 4, 5), 2, keywords={"padding": -1}, says="padding should be non-negative"),
    case("refuses-kernel-of-three", [], x(2, 3, 4, 5), (2, 2, 2), says="It is expected kernel_size equals to 2, but got size 3"),
    case("refuses-rank", [], x(4, 5), 2, says="Dimension out of range"),
    case("refuses-higher-rank", [], x(1, 2, 3, 4, 5), 2, says="Expected 3D or 4D (batch mode) tensor with possibly 0 batch size"),
    case("refuses-no-channels", [], x(2, 0, 4, 5), 2, says="other non-zero dimensions for input, but got: [2, 0, 4, 5]"),
    case("refuses-small-input", [], x(2, 3, 4, 5), (2, 6), says="but its components must be at least one"),
    case("refuses-integers", [], x(2, 3, 4, 5, **MANY), 2, says="\"im2col_out_cpu\" not implemented for 'Long'"),
)

FOLD = layer(
    "nn.functional.fold",
    case("defaults", [], x(2, 12, 12), (4, 5), 2, tags=("S91",)),
    case("unbatched", [], x(12, 12), (4, 5), 2),
    case("kernel-per-axis", [], x(2, 6, 9), (4, 5), (2, 3), tags=("S91",)),
    case("dilation", [], x(2, 4, 6), (5, 4), 2, keywords={"dilation": (3, 1)}),
    case("padding", [], x(2, 4, 28), (4, 3), 2, keywords={"padding": (2, 1)}),
    case("stride", [], x(2, 8, 6), (5, 4), 2, keywords={"stride": (2, 1)}),
    case("all-options", [], x(1, 6, 9), (6, 7), (2, 3), keywords={"dilation": (2, 1), "padding": (1, 2), "stride": (2, 3)}),
    case("edges", [], given([[[NAN, 1.0], [INF, 2.0], [-INF, INF], [-0.0, -0.0]]]), (2, 3), 2),
    case("booleans", [], given([[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0], [1.0, 1.0]]], dtype="bool"), (3, 2), 2, **ONCE),
    case("empty-batch", [], x(0, 12, 12), (4, 5), 2),
    case("transposed-input", [], x(2, 8, 12, layout="transposed"), (4, 5), 2),
    case("half-precision", [], x(2, 6, 15), (4, 5), (2, 1), dtypes=HALVES),
    case("refuses-channels", [], x(2, 13, 12), (4, 5), 2, says="but got input.size(1)=13 and kernel_size=(2, 2)"),
    case("refuses-blocks", [], x(2, 12, 11), (4, 5), 2, says=f"{BLOCKS} 3 * 4 = 12, but got input.size(2)=11"),
    case("refuses-kernel-of-zero", [], x(2, 12, 12), (4, 5), 0, says="kernel size should be greater than zero"),
    case("refuses-stride-of-zero", [], x(2, 12, 12), (4, 5), 2, keywords={"stride": (1, 0)}, says="stride should be greater than zero"),
    case("refuses-dilation-of-zero", [], x(2, 12, 12), (4, 5), 2, keywords={"dilation": 0}, says="dilation should be greater than zero"),
    case("refuses-negative-padding", [], x(2, 12, 12), (4, 5), 2, keywords={"padding": -1}, says="padding should be non-negative"),
    case("refuses-output-of-three", [], x(2, 12, 12), (4, 5, 1), 2, says="It is expected output_size equals to 2, but got size 3"),
    case("refuses-rank", [], x(12), (4, 5), 2, says="Expected 2D or 3D (batch mode) tensor for input"),
    case("refuses-no-blocks", [], x(2, 12, 0), (4, 5), 2, says="non-zero dimensions for input, but got: [2, 12, 0]"),
    case("refuses-integers", [], x(2, 12, 12, **MANY), (4, 5), 2, says="\"col2im_out_cpu\" not implemented for 'Long'"),
)

CASES = [*PAD, *UNFOLD, *FOLD]
