"""nn.Unfold and nn.Fold."""

from line import case, given, index, layer, x

INF, NAN = float("inf"), float("nan")
HALVES = ("float16", "bfloat16")
WHOLE = {"dtypes": ("float32",)}
BLOCKS = "expected size of input's dimension 2 to match the calculated number of sliding blocks"

UNFOLD = layer(
    "nn.Unfold",
    case("defaults", [2], x(2, 3, 4, 5)),
    case("unbatched", [2], x(3, 4, 5)),
    case("kernel-per-axis", [(3, 2)], x(2, 3, 5, 4)),
    case("kernel-one", [1], x(2, 3, 2, 3)),
    case("kernel-as-large-as-input", [(4, 3)], x(2, 2, 4, 3)),
    case("dilation", [2], x(2, 3, 5, 6), dilation=2),
    case("dilation-per-axis", [2], x(2, 3, 5, 6), dilation=(3, 1)),
    case("padding", [2], x(2, 3, 3, 4), padding=1),
    case("padding-per-axis", [2], x(2, 3, 3, 4), padding=(2, 1)),
    case("padding-beyond-kernel", [2], x(1, 2, 2, 3), padding=3),
    case("stride", [2], x(2, 3, 6, 5), stride=2),
    case("stride-per-axis", [2], x(2, 3, 6, 5), stride=(1, 3)),
    case("all-options", [(2, 3)], x(2, 3, 7, 8), dilation=(2, 1), padding=(1, 2), stride=(3, 2)),
    case("options-by-place", [(2, 3), 1, (1, 0), 2], x(1, 2, 4, 6)),
    case("edges", [2], given([[[[NAN, INF, -INF], [-0.0, 0.0, 1.0]]]]), padding=1),
    case("booleans", [2], index(2, 1, 3, 4, below=2, dtype="bool"), padding=1, **WHOLE),
    case("empty-batch", [2], x(0, 3, 4, 5)),
    case("channels-last-input", [2], x(2, 3, 4, 5, layout="channels-last")),
    case("transposed-input", [(2, 1)], x(2, 3, 4, 5, layout="transposed")),
    case("half-precision", [(2, 1)], x(2, 3, 4, 5), dtypes=HALVES),
    case("refuses-kernel-of-zero", [(2, 0)], x(2, 3, 4, 5), says="kernel size should be greater than zero, but got kernel_height: 2 kernel_width: 0"),
    case("refuses-negative-kernel", [-1], x(2, 3, 4, 5), says="kernel size should be greater than zero"),
    case("refuses-stride-of-zero", [2], x(2, 3, 4, 5), stride=0, says="stride should be greater than zero, but got stride_height: 0 stride_width: 0"),
    case("refuses-dilation-of-zero", [2], x(2, 3, 4, 5), dilation=0, says="dilation should be greater than zero, but got dilation_height: 0 dilation_width: 0"),
    case("refuses-negative-padding", [2], x(2, 3, 4, 5), padding=-1, says="padding should be non-negative, but got pad_height: -1 pad_width: -1"),
    case("refuses-kernel-of-three", [(2, 2, 2)], x(2, 3, 4, 5), says="It is expected kernel_size equals to 2, but got size 3"),
    case("refuses-kernel-of-one", [(2,)], x(2, 3, 4, 5), says="It is expected kernel_size equals to 2, but got size 1"),
    case("refuses-stride-of-three", [2], x(2, 3, 4, 5), stride=(1, 1, 1), says="It is expected stride equals to 2, but got size 3"),
    case("refuses-fraction", [2.5], x(2, 3, 4, 5), says="must be tuple of ints, but found element of type float at pos 0"),
    case("refuses-rank", [2], x(4, 5), says="Dimension out of range (expected to be in range of [-2, 1], but got 2)"),
    case("refuses-higher-rank", [2], x(1, 2, 3, 4, 5), says="Expected 3D or 4D (batch mode) tensor with possibly 0 batch size"),
    case("refuses-no-channels", [2], x(2, 0, 4, 5), says="other non-zero dimensions for input, but got: [2, 0, 4, 5]"),
    case(
        "refuses-small-input",
        [(2, 6)],
        x(2, 3, 4, 5),
        says="calculated shape of the array of sliding blocks as (3, 0), but its components must be at least one",
    ),
    case(
        "refuses-small-input-for-dilation",
        [2],
        x(2, 3, 4, 5),
        dilation=4,
        says="Given input with spatial size (4, 5), kernel_size=(2, 2), dilation=(4, 4), padding=(0, 0)",
    ),
    case("refuses-integers", [2], x(2, 3, 4, 5, kind="integers"), says="\"im2col_out_cpu\" not implemented for 'Long'", tags=("S97",)),
)

FOLD = layer(
    "nn.Fold",
    case("defaults", [(4, 5), 2], x(2, 12, 12), tags=("S91",)),
    case("unbatched", [(4, 5), 2], x(12, 12)),
    case("output-size-as-number", [4, 2], x(2, 8, 9)),
    case("kernel-per-axis", [(4, 5), (2, 3)], x(2, 6, 9), tags=("S91",)),
    case("kernel-one", [(2, 3), 1], x(2, 3, 6)),
    case("dilation", [(5, 4), 2], x(2, 4, 6), dilation=2),
    case("dilation-per-axis", [(5, 4), 2], x(2, 4, 6), dilation=(3, 1)),
    case("padding", [(4, 3), 2], x(2, 4, 20), padding=1),
    case("padding-per-axis", [(4, 3), 2], x(2, 4, 28), padding=(2, 1)),
    case("stride", [(5, 6), 2], x(2, 4, 6), stride=2),
    case("stride-per-axis", [(5, 4), 2], x(2, 8, 6), stride=(2, 1)),
    case("stride-beyond-kernel", [(5, 6), 2], x(1, 4, 4), stride=3),
    case("all-options", [(6, 7), (2, 3)], x(2, 6, 9), dilation=(2, 1), padding=(1, 2), stride=(2, 3)),
    case("overlap-of-ones", [3, 2], given([[[1.0] * 4] * 4]), tags=("S91",)),
    case("edges", [(2, 3), (2, 2)], given([[[NAN, 1.0], [INF, 2.0], [-INF, INF], [-0.0, -0.0]]])),
    case("booleans", [(3, 2), 2], given([[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0], [1.0, 1.0]]], dtype="bool"), **WHOLE),
    case("empty-batch", [(4, 5), 2], x(0, 12, 12)),
    case("transposed-input", [(4, 5), 2], x(2, 8, 12, layout="transposed")),
    case("half-precision", [(4, 5), (2, 1)], x(2, 6, 15), dtypes=HALVES),
    case("refuses-channels", [(4, 5), 2], x(2, 13, 12), says="to be divisible by the product of kernel_size, but got input.size(1)=13 and kernel_size=(2, 2)"),
    case("refuses-blocks", [(4, 5), 2], x(2, 12, 11), says=f"{BLOCKS} 3 * 4 = 12, but got input.size(2)=11"),
    case("refuses-blocks-unbatched", [(4, 5), 2], x(12, 11), says=f"{BLOCKS} 3 * 4 = 12"),
    case("refuses-output-too-small", [(1, 5), 2], x(2, 12, 12), says=f"{BLOCKS} 0 * 4 = 0"),
    case("refuses-kernel-of-zero", [(4, 5), 0], x(2, 12, 12), says="kernel size should be greater than zero, but got kernel_height: 0 kernel_width: 0"),
    case("refuses-dilation-of-zero", [(4, 5), 2], x(2, 12, 12), dilation=0, says="dilation should be greater than zero"),
    case(
        "refuses-stride-of-zero", [(4, 5), 2], x(2, 12, 12), stride=(1, 0), says="stride should be greater than zero, but got stride_height: 1 stride_width: 0"
    ),
    case("refuses-negative-padding", [(4, 5), 2], x(2, 12, 12), padding=-1, says="padding should be non-negative"),
    case("refuses-output-of-three", [(4, 5, 1), 2], x(2, 12, 12), says="It is expected output_size equals to 2, but got size 3"),
    case("refuses-kernel-of-three", [(4, 5), (2, 2, 2)], x(2, 12, 12), says="It is expected kernel_size equals to 2, but got size 3"),
    case("refuses-rank", [(4, 5), 2], x(12), says="Expected 2D or 3D (batch mode) tensor for input"),
    case("refuses-higher-rank", [(4, 5), 2], x(1, 2, 12, 12), says="Expected 2D or 3D (batch mode) tensor for input"),
    case("refuses-no-blocks", [(4, 5), 2], x(2, 12, 0), says="non-zero dimensions for input, but got: [2, 12, 0]"),
    case("refuses-integers", [(4, 5), 2], x(2, 12, 12, kind="integers"), says="\"col2im_out_cpu\" not implemented for 'Long'", tags=("S97",)),
)

CASES = [*UNFOLD, *FOLD]
