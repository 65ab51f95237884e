"""nn.functional.grid_sample and nn.functional.affine_grid."""

from line import case, given, layer, x

INF, NAN = float("inf"), float("nan")
HALVES = ("float16", "bfloat16")
WIDE = {"kind": "uniform", "low": -1.4, "high": 1.4}
FAR = {"kind": "uniform", "low": -6.0, "high": 6.0}
BORDER, MIRROR = {"padding_mode": "border"}, {"padding_mode": "reflection"}
ALIGNED, NEAREST, CUBIC = {"align_corners": True}, {"mode": "nearest"}, {"mode": "bicubic"}
IMAGE = [[[[float(4 * row + column) for column in range(4)] for row in range(4)]]]
CORNERS = [[[[-1.0, -1.0], [1.0, -1.0]], [[-1.0, 1.0], [1.0, 1.0]]]]
#: Multiples of 1/8: exact in 16 bits, and never half way between two of 4 elements.
EIGHTHS = [[[[-0.875, 0.375], [0.125, -0.625]], [[1.125, 0.875], [-0.375, 0.125]], [[0.625, -1.125], [0.375, 0.625]]]]
HOLES = [[[[NAN, 0.2], [0.3, INF]], [[-INF, -0.4], [0.1, 0.2]]]]
EDGES = [[[[NAN, INF, 1.0, 2.0], [-0.0, -0.0, 3.0, -INF], [1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 5.0, 6.0]]]]
NOTHING = {"input.0": "none of it is seen", "input.1": "it points to zeros still", "upstream.output.0": "zeros take no gradient"}
SIZES = "Expected non-zero, positive output size. Got"

GRID_SAMPLE = layer(
    "nn.functional.grid_sample",
    case("defaults", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE)),
    case("defaults-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE)),
    case("align-corners", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=ALIGNED),
    case("align-corners-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=ALIGNED),
    case("border", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=BORDER),
    case("border-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=BORDER),
    case("border-align-corners", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=BORDER | ALIGNED),
    case("border-align-corners-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=BORDER | ALIGNED),
    case("reflection", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=MIRROR),
    case("reflection-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=MIRROR),
    case("reflection-align-corners", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=MIRROR | ALIGNED),
    case("reflection-align-corners-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=MIRROR | ALIGNED),
    case("nearest", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=NEAREST),
    case("nearest-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=NEAREST),
    case("nearest-align-corners", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=NEAREST | ALIGNED),
    case("nearest-align-corners-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=NEAREST | ALIGNED),
    case("nearest-border", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=NEAREST | BORDER),
    case("nearest-border-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=NEAREST | BORDER),
    case("nearest-reflection", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=NEAREST | MIRROR),
    case("nearest-reflection-3d", [], x(2, 2, 3, 4, 5), x(2, 2, 2, 3, 3, **WIDE), keywords=NEAREST | MIRROR),
    case("bicubic", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=CUBIC),
    case("bicubic-align-corners", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=CUBIC | ALIGNED),
    case("bicubic-border", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=CUBIC | BORDER),
    case("bicubic-border-align-corners", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=CUBIC | BORDER | ALIGNED),
    case("bicubic-reflection", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=CUBIC | MIRROR),
    case("bicubic-reflection-align-corners", [], x(2, 3, 4, 5), x(2, 3, 2, 2, **WIDE), keywords=CUBIC | MIRROR | ALIGNED),
    case("corners-average-with-zeros", [], given(IMAGE), given(CORNERS), tags=("S90",)),
    case("corners-are-centres", [], given(IMAGE), given(CORNERS), keywords=ALIGNED, tags=("S90",)),
    case("far-beyond", [], x(1, 2, 4, 5), x(1, 3, 2, 2, **FAR), keywords=MIRROR),
    case("far-beyond-3d", [], x(1, 2, 3, 4, 5), x(1, 2, 1, 2, 3, **FAR), keywords=MIRROR),
    case("far-beyond-bicubic", [], x(1, 2, 4, 5), x(1, 3, 2, 2, **FAR), keywords=CUBIC | MIRROR),
    case("all-outside", [], x(1, 2, 4, 5), given([[[[3.0, 0.2], [0.1, -4.0]]]]), blind=NOTHING),
    case("one-element", [], x(1, 2, 1, 1), x(1, 3, 2, 2, **WIDE)),
    case("one-element-mirrored", [], x(1, 2, 1, 3), x(1, 3, 2, 2, **WIDE), keywords=MIRROR | ALIGNED),
    case("edges", [], given(EDGES), given(EIGHTHS)),
    case("edges-nearest", [], given(EDGES), given(EIGHTHS), keywords=NEAREST),
    case("holes", [], x(1, 2, 3, 4), given(HOLES)),
    case("holes-nearest", [], x(1, 2, 3, 4), given(HOLES), keywords=NEAREST, blind={"input.1": "the nearest element stays the nearest"}),
    case("holes-bicubic", [], x(1, 2, 3, 4), given(HOLES), keywords=CUBIC),
    case("grid-without-gradient", [], x(1, 2, 4, 5), x(1, 3, 2, 2, **WIDE, grad=False)),
    case("image-without-gradient", [], x(1, 2, 4, 5, grad=False), x(1, 3, 2, 2, **WIDE)),
    case("channels-last-input", [], x(2, 3, 4, 5, layout="channels-last"), x(2, 3, 2, 2, **WIDE)),
    case("transposed-input", [], x(1, 2, 4, 5, layout="transposed"), x(1, 3, 2, 2, layout="transposed", **WIDE)),
    case("empty-batch", [], x(0, 2, 4, 5), x(0, 3, 2, 2)),
    case("empty-grid", [], x(1, 2, 4, 5), x(1, 0, 2, 2), blind={"input.0": "nothing is asked of it"}),
    case("no-channels", [], x(1, 0, 4, 5), x(1, 3, 2, 2), blind={"input.1": "there is nothing to point to"}),
    case("half-precision", [], x(1, 2, 4, 4), given(EIGHTHS), dtypes=HALVES),
    case("half-precision-nearest", [], x(1, 2, 4, 4), given(EIGHTHS), keywords=NEAREST, dtypes=HALVES),
    case("half-precision-bicubic", [], x(1, 2, 4, 4), given(EIGHTHS), keywords=CUBIC, dtypes=HALVES),
    case("half-precision-3d", [], x(1, 2, 4, 4, 4), given([[[[[-0.875, 0.375, 0.625], [0.125, -0.625, -0.125]]]]]), dtypes=HALVES),
    case("refuses-unknown-mode", [], x(1, 2, 4, 5), x(1, 3, 2, 2), keywords={"mode": "cubic"}, says="'bilinear', 'nearest' or 'bicubic', but got: 'cubic'"),
    case("refuses-unknown-padding", [], x(1, 2, 4, 5), x(1, 3, 2, 2), keywords={"padding_mode": "zero"}, says="or 'reflection', but got: 'zero'"),
    case("refuses-bicubic-3d", [], x(1, 2, 3, 4, 5), x(1, 2, 1, 2, 3), keywords=CUBIC, says="bicubic interpolation only supports 4D input"),
    case("refuses-other-batch", [], x(1, 2, 4, 5), x(2, 3, 2, 2), says="expected grid and input to have same batch size"),
    case("refuses-other-axes-in-grid", [], x(1, 2, 4, 5), x(1, 3, 2, 3), says="to have size 2 in last dimension, but got grid with sizes [1, 3, 2, 3]"),
    case("refuses-other-axes-in-grid-3d", [], x(1, 2, 3, 4, 5), x(1, 2, 3, 2, 2), says="expected grid to have size 3 in last dimension"),
    case("refuses-grid-of-other-rank", [], x(1, 2, 4, 5), x(1, 3, 2), says="expected 4D input and grid with same number of dimensions"),
    case("refuses-rank", [], x(1, 1, 1, 1, 1, 1), x(1, 1, 1, 1, 1, 4), says="expected 5D input and grid with same number of dimensions"),
    case("refuses-empty-image", [], x(1, 2, 0, 5), x(1, 3, 2, 2), says="but input has sizes [1, 2, 0, 5] with dimension 2 being empty"),
    case("refuses-no-axes", [], x(), x(), says="Dimension specified as 0 but tensor has no dimensions"),
    case("refuses-other-dtype", [], x(1, 2, 4, 5), x(1, 3, 2, 2, dtype="float64"), says="expected scalar type Float but found Double"),
    case("refuses-integers", [], x(1, 2, 4, 5, kind="integers"), x(1, 3, 2, 2), says="\"grid_sampler_2d_cpu_kernel_impl\" not implemented for 'Long'"),
    case("refuses-integers-3d", [], x(1, 2, 3, 4, 5, kind="integers"), x(1, 2, 1, 2, 3), says="\"grid_sampler3d_cpu\" not implemented for 'Long'"),
)

AFFINE_GRID = layer(
    "nn.functional.affine_grid",
    case("defaults", [], x(2, 2, 3), (2, 1, 3, 4)),
    case("align-corners", [], x(2, 2, 3), (2, 1, 3, 4), keywords=ALIGNED),
    case("defaults-3d", [], x(2, 3, 4), (2, 1, 2, 3, 4)),
    case("align-corners-3d", [], x(2, 3, 4), (2, 1, 2, 3, 4), keywords=ALIGNED),
    case("one-element", [], x(2, 2, 3), (2, 3, 1, 1)),
    case("one-row", [], x(2, 2, 3), (2, 3, 1, 4), keywords=ALIGNED),
    case("one-slice", [], x(1, 3, 4), (1, 2, 1, 3, 2), keywords=ALIGNED),
    case("edges", [], given([[[1.0, 0.5, -0.0], [0.0, 2.0, 1.0]], [[1.0, NAN, 0.0], [INF, 1.0, -0.0]]]), (2, 1, 2, 2)),
    case("transposed-input", [], x(2, 2, 3, layout="transposed"), (2, 1, 3, 4)),
    case("nothing-beside-one-row", [], x(0, 2, 3), (0, 1, 1, 4), keywords=ALIGNED),
    case("half-precision", [], x(2, 2, 3), (2, 1, 3, 4), dtypes=HALVES),
    case("half-precision-3d", [], x(1, 3, 4), (1, 1, 2, 3, 4), keywords=ALIGNED, dtypes=HALVES),
    case("refuses-integers", [], x(2, 2, 3, kind="integers"), (2, 1, 3, 4), says="Expected theta to have floating point type, but got torch.int64"),
    case("refuses-volume-for-image", [], x(2, 3, 4), (2, 1, 3, 4), says="of shape Nx2x3 for size (2, 1, 3, 4). Got torch.Size([2, 3, 4])."),
    case("refuses-image-for-volume", [], x(2, 2, 3), (2, 1, 2, 3, 4), says="Expected a batch of 3D affine matrices of shape Nx3x4 for size (2, 1, 2, 3, 4)"),
    case("refuses-unbatched", [], x(2, 3), (1, 1, 3, 4), says="Expected a batch of 2D affine matrices"),
    case("refuses-size-of-three", [], x(2, 2, 3), (2, 3, 4), says="affine_grid only supports 4D and 5D sizes"),
    case("refuses-size-of-zero", [], x(2, 2, 3), (2, 1, 0, 4), says=f"{SIZES} (2, 1, 0, 4)"),
    case("refuses-negative-size", [], x(2, 2, 3), (2, 1, -1, 3), keywords=ALIGNED, says=f"{SIZES} (2, 1, -1, 3)"),
    case("refuses-no-channels", [], x(2, 2, 3), (2, 0, 2, 3), says=f"{SIZES} (2, 0, 2, 3)"),
    case("refuses-other-batch", [], x(2, 2, 3), (3, 1, 2, 3), says="Expected size for first two dimensions of batch2 tensor to be: [3, 3] but got: [2, 3]."),
    case("refuses-fraction", [], x(2, 2, 3), (2, 1, 2.5, 3), says="type must be tuple of ints,but got float"),
)

CASES = [*GRID_SAMPLE, *AFFINE_GRID]
