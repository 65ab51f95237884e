"""The functions behind the convolutions."""

from __future__ import annotations

from math import prod

from line import case, index, layer, x

HALVES = ("float16", "bfloat16")
AXES = {"1d": (9,), "2d": (7, 6), "3d": (5, 4, 4)}
NAN, INF = float("nan"), float("inf")


def ints(*shape):
    return index(*shape, low=-4, below=9)


def conv(n, sizes):
    rank = len(sizes)
    kernel, pairs, more = (3, 2, 2)[:rank], (2, 3, 1)[:rank], (1, 2, 0)[:rank]
    given, weight, bias = x(2, 3, *sizes), x(4, 3, *kernel), x(4)
    two, grouped = x(2, 4, *sizes), x(6, 2, *kernel)
    short = x(2, 3, *(1 for _ in sizes))
    return layer(
        f"nn.functional.conv{n}",
        case("defaults", [], given, weight),
        case("bias", [], given, weight, keywords={"bias": bias}),
        case("stride", [], given, weight, keywords={"stride": pairs if rank > 1 else 2}),
        case("padding", [], given, weight, keywords={"padding": more if rank > 1 else 2}),
        case("padding-one-for-all", [], given, weight, keywords={"padding": 1}),
        case("dilation", [], given, weight, keywords={"dilation": pairs if rank > 1 else 2}),
        case("groups", [], two, grouped, keywords={"groups": 2, "bias": x(6)}),
        case("depthwise", [], given, x(6, 1, *kernel), keywords={"groups": 3}),
        case("same-padding", [], given, weight, keywords={"padding": "same"}, tags=("S13",)),
        case("same-padding-dilation", [], given, weight, keywords={"padding": "same", "dilation": 2}),
        case("valid-padding", [], given, weight, keywords={"padding": "valid"}, blind={"padding": "it is what the default does"}),
        case("all-options", [], two, grouped, keywords={"bias": x(6), "stride": pairs, "padding": more, "dilation": (2, 1, 1)[:rank], "groups": 2}),
        case("unbatched", [], x(3, *sizes), weight, keywords={"bias": bias}, tags=("S20",)),
        case("one-element-kernel", [], given, x(4, 3, *(1 for _ in sizes))),
        case("empty-batch", [], x(0, 3, *sizes), weight, blind={"input.1": "there is nothing to apply it to"}, tags=("S17",)),
        case("integers", [], ints(2, 3, *sizes), ints(4, 3, *kernel), keywords={"bias": ints(4)}, tags=("S16",)),
        case("integers-padded", [], ints(3, *sizes), ints(4, 3, *kernel), keywords={"padding": 1, "stride": 2}, tags=("S16",)),
        case("channels-last" if rank > 1 else "transposed-input", [], x(2, 3, *sizes, layout="channels-last" if rank > 1 else "transposed"), weight),
        case("every-other-element", [], x(2, 3, *sizes, layout="step2"), x(4, 3, *kernel, layout="step2")),
        case("weight-without-gradient", [], given, x(4, 3, *kernel, grad=False), keywords={"bias": bias}),
        case("half-precision", [], x(2, 3, *sizes, grad=False), x(4, 3, *kernel, grad=False), upstream={}, dtypes=HALVES),
        case("refuses-other-channels", [], two, weight, says="to have 3 channels, but got 4 channels instead"),
        case("refuses-groups", [], two, weight, keywords={"groups": 2}, says="to have 6 channels, but got 4 channels instead"),
        case("refuses-filters-not-divisible", [], two, x(3, 2, *kernel), keywords={"groups": 2}, says="expected weight to be divisible by 2 at dimension 0"),
        case("refuses-groups-of-none", [], given, weight, keywords={"groups": 0}, says="non-positive groups is not supported"),
        case("refuses-bias-of-other-size", [], given, weight, keywords={"bias": x(3)}, says="expected bias to be 1-dimensional with 4 elements"),
        case("refuses-rank", [], x(*sizes), weight, says=f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input to conv{n}"),
        case("refuses-kernel-beyond-the-input", [], short, weight, says="Kernel size can't be greater than actual input size"),
        case("refuses-no-stride", [], given, weight, keywords={"stride": 0}, says="non-positive stride is not supported"),
        case("refuses-no-dilation", [], given, weight, keywords={"dilation": 0}, says="non-positive dilation is not supported"),
        case("refuses-negative-padding", [], given, weight, keywords={"padding": -1}, says="negative padding is not supported"),
        case("refuses-same-padding-with-stride", [], given, weight, keywords={"padding": "same", "stride": 2}, says="not supported for strided"),
        case("refuses-unknown-padding", [], given, weight, keywords={"padding": "full"}, says="Invalid padding string"),
        case("refuses-other-dtype", [], x(2, 3, *sizes, dtype="float64"), weight, says="expected scalar type Double but found Float"),
        case("refuses-bias-of-other-dtype", [], given, weight, keywords={"bias": x(4, dtype="float64")}, says="should be the same"),
    )


def edges(n, sizes):
    """NaN and infinity stay where the windows see them."""
    flat = [float(i % 5 - 2) for i in range(2 * 3 * prod(sizes))]
    flat[4], flat[11] = NAN, INF
    return layer(
        f"nn.functional.conv{n}",
        case("edges", [], x(2, 3, *sizes, kind="values", values=tuple(flat)), x(2, 3, *(2 for _ in sizes)), keywords={"padding": 1}),
    )


def transposed(n, sizes):
    rank = len(sizes)
    kernel, pairs, more = (3, 2, 2)[:rank], (2, 3, 1)[:rank], (1, 0, 1)[:rank]
    given, weight, bias = x(2, 3, *sizes), x(3, 4, *kernel), x(4)
    two, grouped = x(2, 4, *sizes), x(4, 3, *kernel)
    return layer(
        f"nn.functional.conv_transpose{n}",
        case("defaults", [], given, weight),
        case("bias", [], given, weight, keywords={"bias": bias}),
        case("stride", [], given, weight, keywords={"stride": pairs if rank > 1 else 2}),
        case("padding", [], given, weight, keywords={"padding": more if rank > 1 else 1}),
        case("output-padding", [], given, weight, keywords={"stride": 2, "output_padding": more if rank > 1 else 1}, tags=("S19",)),
        case("dilation", [], given, weight, keywords={"dilation": pairs if rank > 1 else 2}),
        case("groups", [], two, grouped, keywords={"groups": 2, "bias": x(6)}),
        case(
            "all-options",
            [],
            two,
            grouped,
            keywords={"bias": x(6), "stride": 3, "padding": 1, "output_padding": more, "dilation": pairs, "groups": 2},
        ),
        case("unbatched", [], x(3, *sizes), weight, keywords={"bias": bias}),
        case("one-element-kernel", [], given, x(3, 4, *(1 for _ in sizes))),
        case("empty-batch", [], x(0, 3, *sizes), weight, blind={"input.1": "there is nothing to apply it to"}),
        case("integers", [], ints(2, 3, *sizes), ints(3, 4, *kernel), keywords={"bias": ints(4)}),
        case("every-other-element", [], x(2, 3, *sizes, layout="step2"), x(3, 4, *kernel, layout="step2")),
        case("weight-without-gradient", [], given, x(3, 4, *kernel, grad=False), keywords={"bias": bias}),
        case("half-precision", [], x(2, 3, *sizes, grad=False), x(3, 4, *kernel, grad=False), upstream={}, dtypes=HALVES),
        case("refuses-other-channels", [], two, weight, says="to have 3 channels, but got 4 channels instead"),
        case("refuses-bias-of-other-size", [], given, weight, keywords={"bias": x(3)}, says="expected bias to be 1-dimensional with 4 elements"),
        case("refuses-rank", [], x(*sizes), weight, says=f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input to conv_transpose{n}"),
        case("refuses-output-padding-of-stride", [], given, weight, keywords={"output_padding": 1}, says="output padding must be smaller"),
        case("refuses-no-stride", [], given, weight, keywords={"stride": 0}, says="non-positive stride is not supported"),
        case("refuses-negative-padding", [], given, weight, keywords={"padding": -1}, says="negative padding is not supported"),
        case("refuses-negative-output-padding", [], given, weight, keywords={"output_padding": -1}, says="negative output_padding is not supported"),
        case("refuses-padding-of-all", [], given, weight, keywords={"padding": 9}, dtypes=("float64",), says="Output size is too small"),
        case("refuses-groups-not-dividing", [], given, weight, keywords={"groups": 2}, says="expected weight to be divisible by 2 at dimension 0"),
        case("refuses-other-dtype", [], x(2, 3, *sizes, dtype="float64"), weight, says="expected scalar type Double but found Float"),
    )


CASES = [one for n, sizes in AXES.items() for one in (*conv(n, sizes), *edges(n, sizes), *transposed(n, sizes))]
