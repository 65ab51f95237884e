"""Pixel and channel shuffles: nn.PixelShuffle, nn.PixelUnshuffle, nn.ChannelShuffle, and their functions."""

from line import case, exact, given, index, x

INF, NAN = float("inf"), float("nan")
ONCE = ("float32",)
EDGES = [[[NAN, INF], [-INF, -0.0]], [[0.0, 1.0], [2.0, NAN]], [[3.0, -0.0], [4.0, 5.0]], [[6.0, 7.0], [8.0, 9.0]]]
SQUARE = "to be divisible by the square of upscale_factor, but input.size(-3)"


def shuffles(name, give):
    """PixelShuffle as a layer or as the function; `give` says how it is given its factor."""
    return exact(
        name,
        case("defaults", *give(2, x(2, 8, 3, 4))),
        case("unbatched", *give(2, x(4, 3, 2))),
        case("factor-three", *give(3, x(1, 18, 2, 1))),
        case("factor-one", *give(1, x(2, 3, 2, 3))),
        case("more-axes", *give(2, x(2, 1, 4, 2, 3))),
        case("edges", *give(2, given(EDGES))),
        case("integers", *give(2, index(1, 4, 2, 3, low=-9, below=10)), dtypes=ONCE),
        case("booleans", *give(2, index(1, 4, 2, 3, below=2, dtype="bool")), dtypes=ONCE),
        case("bytes", *give(2, index(1, 4, 2, 3, below=256, dtype="uint8")), dtypes=ONCE),
        case("channels-last-input", *give(2, x(2, 8, 3, 4, layout="channels-last"))),
        case("transposed-input", *give(2, x(1, 4, 2, 3, layout="transposed"))),
        case("empty-batch", *give(2, x(0, 4, 2, 3, grad=False))),
        case("no-channels", *give(2, x(1, 0, 2, 3, grad=False))),
        case("refuses-empty-batch-at-backward", *give(2, x(0, 4, 2, 3)), says="returned an invalid gradient at index 0"),
        case("refuses-channels-last-volume", *give(2, x(2, 2, 4, 3, 2, layout="channels-last")), says="Unsupported memory format"),
        case("refuses-channels", *give(3, x(1, 8, 2, 2)), says=f"{SQUARE}=8 is not divisible by 9"),
        case("refuses-rank", *give(2, x(4, 2)), says="pixel_shuffle expects input to have at least 3 dimensions, but got input with 2 dimension(s)"),
        case("refuses-factor-of-zero", *give(0, x(1, 4, 2, 2)), says="pixel_shuffle expects a positive upscale_factor, but got 0"),
        case("refuses-negative-factor", *give(-2, x(1, 4, 2, 2)), says="pixel_shuffle expects a positive upscale_factor, but got -2"),
        case("refuses-factor-too-great", *give(2**33, x(1, 4, 2, 2)), says="upscale factor is too large"),
        case("refuses-fraction", *give(2.5, x(1, 4, 2, 2)), says="argument 'upscale_factor' (position 2) must be int, not float"),
    )


def unshuffles(name, give):
    return exact(
        name,
        case("defaults", *give(2, x(2, 3, 4, 6))),
        case("unbatched", *give(2, x(1, 6, 4))),
        case("factor-three", *give(3, x(1, 2, 3, 6))),
        case("factor-one", *give(1, x(2, 3, 2, 3))),
        case("more-axes", *give(2, x(2, 1, 2, 4, 2))),
        case("edges", *give(2, given([EDGES[0], EDGES[2]]))),
        case("integers", *give(2, index(1, 2, 2, 4, low=-9, below=10)), dtypes=ONCE),
        case("booleans", *give(2, index(1, 2, 2, 4, below=2, dtype="bool")), dtypes=ONCE),
        case("channels-last-input", *give(2, x(2, 3, 4, 2, layout="channels-last"))),
        case("transposed-input", *give(2, x(1, 2, 2, 4, layout="transposed"))),
        case("empty-batch-keeps-its-shape", *give(2, x(0, 1, 2, 4, grad=False))),
        case("empty-rows", *give(2, x(1, 1, 0, 4, grad=False))),
        case("refuses-empty-batch-at-backward", *give(2, x(0, 1, 2, 4)), says=f"{SQUARE}=1 is not divisible by 4"),
        case("refuses-no-channels-at-backward", *give(2, x(1, 0, 2, 2)), says="returned an invalid gradient at index 0"),
        case("refuses-channels-last-volume", *give(1, x(2, 2, 2, 2, 2, layout="channels-last")), says="Unsupported memory format"),
        case("refuses-height", *give(2, x(1, 3, 4)), says="pixel_unshuffle expects height to be divisible by downscale_factor, but input.size(-2)=3"),
        case("refuses-width", *give(2, x(1, 4, 3)), says="pixel_unshuffle expects width to be divisible by downscale_factor, but input.size(-1)=3"),
        case("refuses-rank", *give(2, x(4, 2)), says="pixel_unshuffle expects input to have at least 3 dimensions, but got input with 2 dimension(s)"),
        case("refuses-factor-of-zero", *give(0, x(1, 4, 2)), says="pixel_unshuffle expects a positive downscale_factor, but got 0"),
        case("refuses-fraction", *give(0.5, x(1, 4, 2)), says="argument 'downscale_factor' (position 2) must be int, not float"),
    )


def deals(name, give):
    return exact(
        name,
        case("defaults", *give(2, x(2, 6, 3, 4))),
        case("groups-of-one", *give(4, x(2, 4, 3))),
        case("one-group", *give(1, x(2, 4, 3))),
        case("groups-and-channels-differ", *give(3, x(2, 12, 2))),
        case("three-dimensions", *give(3, x(2, 6, 4))),
        case("five-dimensions", *give(2, x(2, 6, 1, 3, 2))),
        case("edges", *give(2, given([EDGES]))),
        case("integers", *give(2, index(1, 6, 2, low=-9, below=10)), dtypes=ONCE),
        case("booleans", *give(2, index(1, 6, 2, below=2, dtype="bool")), dtypes=ONCE),
        case("channels-last-input", *give(2, x(2, 6, 3, 4, layout="channels-last"))),
        case("transposed-input", *give(3, x(2, 6, 4, layout="transposed"))),
        case("empty-batch", *give(2, x(0, 6, 2, 2))),
        case("no-channels", *give(2, x(1, 0, 2, grad=False))),
        case("empty-with-memory", *give(2, x(1, 6, 0, layout="step2"))),
        case("refuses-no-channels-at-backward", *give(2, x(1, 0, 2)), says="Number of groups to divide channels in must be positive. Value of groups:0"),
        case("refuses-channels", *give(4, x(2, 6, 3)), says="Number of channels must be divisible by groups. Got 6 channels and 4 groups."),
        case("refuses-no-groups", *give(0, x(2, 6, 3)), says="Number of groups to divide channels in must be positive. Value of groups:0"),
        case("refuses-negative-groups", *give(-2, x(2, 6, 3)), says="Number of groups to divide channels in must be positive. Value of groups:-2"),
        case("refuses-rank", *give(2, x(2, 6)), says="channel_shuffle expects input with > 2 dims, but got input with sizes [2, 6]"),
        case("refuses-fraction", *give(1.5, x(2, 6, 3)), says="argument 'groups' (position 2) must be int, not float"),
    )


def made(number, source):
    """The number is the constructor's."""
    return [number], source


def called(number, source):
    """The number is an input."""
    return [], source, number


CASES = [
    *shuffles("nn.PixelShuffle", made),
    *shuffles("nn.functional.pixel_shuffle", called),
    *unshuffles("nn.PixelUnshuffle", made),
    *unshuffles("nn.functional.pixel_unshuffle", called),
    *deals("nn.ChannelShuffle", made),
    *deals("nn.functional.channel_shuffle", called),
]
