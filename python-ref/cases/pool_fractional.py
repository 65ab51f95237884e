"""nn.FractionalMaxPool2d and nn.FractionalMaxPool3d."""

from line import case, given, layer, x

INF, NAN = float("inf"), float("nan")
HALVES = ("float16", "bfloat16")


def samples(*shape: int):
    """Where windows begin: a buffer, which is kept as it was given."""
    return {"_random_samples": x(*shape, kind="uniform", grad=False), "state": None}


FRACTIONAL_MAX_POOL2D = layer(
    "nn.FractionalMaxPool2d",
    case("defaults", [2], x(2, 3, 9, 8), output_size=4, tags=("S12",)),
    case("unbatched", [2], x(3, 9, 8), output_size=4),
    case("evaluation", [2], x(2, 3, 9, 8), output_size=4, training=False, blind={"training": "it draws all the same"}, tags=("S12",)),
    case("output-size-per-axis", [2], x(2, 3, 9, 8), output_size=(5, 3)),
    case("output-size-as-large-as-fits", [(3, 2)], x(2, 3, 7, 6), output_size=(4, 5)),
    case("one-window", [3], x(2, 3, 5, 6), output_size=1),
    case("output-ratio", [2], x(2, 3, 9, 8), output_ratio=0.5),
    case("output-ratio-per-axis", [2], x(2, 3, 11, 8), output_ratio=(0.5, 0.3)),
    case("kernel-per-axis", [(3, 1)], x(2, 3, 9, 8), output_size=4),
    case("return-indices", [2], x(2, 3, 9, 8), output_size=4, return_indices=True),
    case("return-indices-unbatched", [2], x(3, 7, 8), output_size=3, return_indices=True),
    case("given-samples", [2], x(2, 3, 9, 8), output_size=(5, 3), return_indices=True, **samples(2, 3, 2), tags=("S12",)),
    case("given-samples-unbatched", [2], x(3, 9, 8), output_size=4, **samples(1, 3, 2), tags=("S12",)),
    case("more-samples-than-batch", [2], x(1, 3, 9, 8), output_size=4, **samples(2, 3, 2)),
    case("ties", [2], x(2, 3, 8, 8, kind="ties"), output_size=5, return_indices=True, tags=("S07",)),
    case(
        "nan",
        [2],
        given([[[1.0, NAN, 3.0, 4.0, 2.0], [NAN, 2.0, 1.0, 5.0, 0.0], [-INF, 0.0, INF, 1.0, INF]]]),
        output_size=2,
        return_indices=True,
        tags=("S06",),
    ),
    case("minus-infinity", [2], given([[[-INF] * 4] * 4]), output_size=2, return_indices=True, tags=("S08",)),
    case("to-nothing", [2], x(2, 3, 5, 5, grad=False), output_size=0, blind={"input.0": "nothing is left of it"}),
    case("empty-batch", [2], x(0, 3, 5, 5), output_size=2),
    case("channels-last-input", [2], x(2, 3, 6, 5, layout="channels-last"), output_size=3, return_indices=True),
    case("transposed-input", [2], x(2, 3, 6, 5, layout="transposed"), output_size=3),
    case("half-precision", [2], x(2, 3, 9, 8), output_size=4, return_indices=True, dtypes=HALVES),
    case("refuses-neither-size-nor-ratio", [2], x(2, 3, 9, 8), says="requires specifying either an output size, or a pooling ratio"),
    case("refuses-both-size-and-ratio", [2], x(2, 3, 9, 8), output_size=4, output_ratio=0.5, says="only one of output_size and output_ratio may be specified"),
    case("refuses-ratio-of-one", [2], x(2, 3, 9, 8), output_ratio=(0.5, 1), says="output_ratio must be between 0 and 1 (got (0.5, 1))"),
    case("refuses-ratio-of-zero", [2], x(2, 3, 9, 8), output_ratio=0, says="output_ratio must be between 0 and 1 (got 0)"),
    case("refuses-ratio-of-one-axis", [2], x(2, 3, 9, 8), output_ratio=(0.5,), says="tuple index out of range"),
    case("refuses-too-many-windows", [2], x(2, 3, 9, 8), output_size=9, says="pool height 2 too large relative to input height 9"),
    case("refuses-too-wide-windows", [(2, 3)], x(2, 3, 9, 8), output_size=7, says="pool width 3 too large relative to input width 8"),
    case("refuses-kernel-of-three", [(2, 2, 2)], x(2, 3, 9, 8), output_size=4, says="kernel_size must either be a single Int or tuple of Ints"),
    case("refuses-size-of-one-axis", [2], x(2, 3, 9, 8), output_size=(4,), says="output_size must either be a single Int or tuple of Ints"),
    case("refuses-negative-size", [2], x(2, 3, 9, 8), output_size=-1, says="Trying to create tensor with negative dimension -1: [2, 3, -1, -1]"),
    case(
        "refuses-samples-of-other-dtype",
        [2],
        x(2, 3, 9, 8, dtype="float64"),
        output_size=4,
        **samples(2, 3, 2),
        says="Expect _random_samples to have the same dtype as input",
    ),
    case("refuses-samples-of-other-rank", [2], x(3, 9, 8), output_size=4, **samples(3, 2), says="Expect _random_samples to have 3 dimensions, got 2"),
    case("refuses-samples-of-less-batch", [2], x(2, 3, 9, 8), output_size=4, **samples(1, 3, 2), says="Expect _random_samples.size(0)"),
    case(
        "refuses-samples-of-other-channels",
        [2],
        x(2, 3, 9, 8),
        output_size=4,
        **samples(2, 2, 2),
        says="Expect _random_samples.size(1) equals to input channel size",
    ),
    case("refuses-samples-of-three", [2], x(2, 3, 9, 8), output_size=4, **samples(2, 3, 3), says="Expect _random_samples.size(2) equals to 2; got 3"),
    case("refuses-rank", [2], x(9, 8), output_size=4, says="Dimension out of range (expected to be in range of [-2, 1], but got -3)"),
    case("refuses-higher-rank", [2], x(1, 2, 3, 9, 8), output_size=4, says="Expected 3D or 4D tensor"),
    case("refuses-no-channels", [2], x(2, 0, 9, 8), output_size=4, says="Expected input to have non-zero size for non-batch dimensions"),
    case("refuses-integers", [2], x(2, 3, 9, 8, kind="integers"), output_size=4, says="\"check_uniform_bounds\" not implemented for 'Long'", tags=("S97",)),
)

FRACTIONAL_MAX_POOL3D = layer(
    "nn.FractionalMaxPool3d",
    case("defaults", [2], x(2, 2, 6, 5, 7), output_size=3, tags=("S12",)),
    case("unbatched", [2], x(2, 6, 5, 7), output_size=3),
    case("output-size-per-axis", [2], x(1, 2, 5, 6, 7), output_size=(3, 2, 4)),
    case("output-ratio", [2], x(1, 2, 5, 6, 7), output_ratio=0.5),
    case("output-ratio-per-axis", [2], x(1, 2, 6, 5, 7), output_ratio=(0.5, 0.4, 0.6)),
    case("kernel-per-axis", [(3, 1, 2)], x(1, 2, 6, 5, 7), output_size=3),
    case("return-indices", [2], x(2, 2, 6, 5, 7), output_size=3, return_indices=True),
    case("given-samples", [2], x(1, 2, 5, 6, 7), output_size=(3, 2, 4), return_indices=True, **samples(1, 2, 3), tags=("S12",)),
    case("ties", [2], x(1, 2, 6, 5, 7, kind="ties"), output_size=3, return_indices=True, tags=("S07",)),
    case("empty-batch", [2], x(0, 2, 4, 4, 4), output_size=2),
    case("channels-last-input", [2], x(1, 2, 5, 6, 5, layout="channels-last"), output_size=3),
    case("half-precision", [2], x(1, 2, 6, 5, 7), output_size=3, return_indices=True, dtypes=HALVES),
    case("refuses-neither-size-nor-ratio", [2], x(1, 2, 5, 6, 7), says="requires specifying either an output size, or a pooling ratio"),
    case(
        "refuses-both-size-and-ratio", [2], x(1, 2, 5, 6, 7), output_size=4, output_ratio=0.5, says="only one of output_size and output_ratio may be specified"
    ),
    case("refuses-ratio-of-one", [2], x(1, 2, 5, 6, 7), output_ratio=1, says="output_ratio must be between 0 and 1 (got 1)"),
    case("refuses-kernel-of-zero", [(2, 0, 2)], x(1, 2, 5, 6, 7), output_size=3, says="kernel_size must be greater than 0, but got (2, 0, 2)"),
    case("refuses-too-many-windows", [2], x(1, 2, 5, 6, 7), output_size=5, says="pool time 2 too large relative to input time 5"),
    case("refuses-size-of-two-axes", [2], x(1, 2, 5, 6, 7), output_size=(3, 3), says="output_size must either be a single Int or tuple of three Ints"),
    case("refuses-samples-of-two", [2], x(1, 2, 5, 6, 7), output_size=3, **samples(1, 2, 2), says="Expect _random_samples.size(2) equals to 3; got 2"),
    case("refuses-rank", [2], x(5, 6, 7), output_size=3, says="Dimension out of range (expected to be in range of [-3, 2], but got -4)"),
    case("refuses-integers", [2], x(1, 2, 5, 6, 7, kind="integers"), output_size=3, says="\"check_uniform_bounds\" not implemented for 'Long'", tags=("S97",)),
    case("refuses-exact-fit", [1], x(2, 4, 5, 2), output_size=2, says="pool width 1 too large"),
)

CASES = [*FRACTIONAL_MAX_POOL2D, *FRACTIONAL_MAX_POOL3D]
