"""The functions behind the pooling layers, and those that give indices."""

from __future__ import annotations

from math import prod

from line import case, index, layer, x

HALVES = ("float16", "bfloat16")
AXES = {"1d": (10,), "2d": (7, 8), "3d": (5, 6, 7)}
NAN, INF = float("nan"), float("inf")
#: The first few that tensors of edges hold, over and over; whole numbers lie between.
EDGES = (NAN, INF, -INF, -0.0)
SMALL = dict.fromkeys((1, 2), "Output size is too small") | {3: "smaller than kernel size"}
RANK = {1: "Expected 2 to 3 dimensions", 2: "non-empty 3D or 4D (batch mode) tensor expected", 3: "non-empty 4D or 5D (batch mode) tensor expected"}
KEPT = "it gives the indices either way"


def pair(first, second, rank):
    """Another number for each axis; of one axis the first alone."""
    return first if rank == 1 else (first, second, first)[:rank]


def edges(*shape):
    """Mostly whole numbers; here and there one of EDGES."""
    rare = [EDGES[i // 23 % len(EDGES)] if i % 23 == 5 else float(i % 7 - 3) for i in range(prod(shape))]
    return x(*shape, kind="values", values=tuple(rare))


def max_pool(n, sizes, ending=""):
    rank, shape = len(sizes), (2, 3, *sizes)
    always = {"blind": {"return_indices": KEPT}} if ending else {}
    plain1 = rank == 1 and not ending
    small = "Invalid computed output size: 0" if plain1 else "Output size is too small"
    return layer(
        f"nn.functional.max_pool{n}{ending}",
        case("defaults", [], x(*shape), 3, tags=("S08",)),
        case("kernel-per-axis", [], x(*shape), pair(3, 2, rank)),
        case("stride", [], x(*shape), 3, keywords={"stride": pair(1, 2, rank)}),
        case("stride-positional", [], x(*shape), 2, keywords={"stride": 1}),
        case("padding", [], x(*shape), 3, keywords={"padding": pair(1, 0, rank)}),
        case("dilation", [], x(*shape), 2, keywords={"dilation": pair(2, 3, rank), "stride": 1}),
        case("ceil-mode", [], x(*shape), 2, keywords={"stride": 3, "ceil_mode": True}, tags=("S01",)),
        case("return-indices", [], x(*shape), 2, keywords={"return_indices": True}, **always),
        case("all-options", [], x(*shape), 3, keywords={"stride": 2, "padding": pair(1, 0, rank), "dilation": pair(2, 1, rank), "ceil_mode": True}),
        case("unbatched", [], x(3, *sizes), 2),
        case("ties", [], x(*shape, kind="ties"), 3, keywords={"return_indices": True}, tags=("S07",), **always),
        case("edges", [], edges(*shape), 3, keywords={"return_indices": True}, tags=("S06",), **always),
        case("every-other-element", [], x(*shape, layout="step2"), 2),
        case("empty-batch", [], x(0, 3, *sizes), 2),
        case("half-precision", [], x(*shape), 2, dtypes=HALVES, upstream={}),
        case("refuses-padding-of-more-than-half", [], x(*shape), 2, keywords={"padding": 2}, says="pad", tags=("S09",)),
        case("refuses-no-stride", [], x(*shape), 2, keywords={"stride": 0}, says="stride"),
        case("refuses-no-kernel", [], x(*shape), 0, says="kernel" if plain1 else "stride should not be zero"),
        case("refuses-no-dilation", [], x(*shape), 2, keywords={"dilation": 0}, says="dilation"),
        case("refuses-kernel-beyond-the-input", [], x(*shape), 12, says=small),
        case("refuses-rank", [], x(2, 2, *shape), 2, says=RANK[rank] if not plain1 else "Expected 2D or 3D (batch mode) tensor"),
        case("refuses-booleans", [], x(*shape, kind="integers", high=2, dtype="bool"), 2, says="not implemented for 'Bool'"),
    )


def avg_pool(n, sizes):
    rank, shape = len(sizes), (2, 3, *sizes)
    override = (
        []
        if rank == 1
        else [
            case("divisor-override", [], x(*shape), 2, keywords={"divisor_override": 3}, tags=("S03",)),
            case("refuses-divisor-of-nothing", [], x(*shape), 2, keywords={"divisor_override": 0}, says="divisor must be not zero", tags=("S03",)),
        ]
    )
    return layer(
        f"nn.functional.avg_pool{n}",
        case("defaults", [], x(*shape), 3),
        case("kernel-per-axis", [], x(*shape), pair(3, 2, rank)),
        case("stride", [], x(*shape), 3, keywords={"stride": pair(1, 2, rank)}),
        case("padding", [], x(*shape), 3, keywords={"padding": pair(1, 0, rank)}),
        case("ceil-mode", [], x(*shape), 2, keywords={"stride": 3, "ceil_mode": True}, tags=("S02",)),
        case("padding-not-counted", [], x(*shape), 3, keywords={"padding": 1, "count_include_pad": False}, tags=("S02",)),
        case("all-options", [], x(*shape), 3, keywords={"stride": 2, "padding": pair(1, 0, rank), "ceil_mode": True, "count_include_pad": False}),
        *override,
        case("unbatched", [], x(3, *sizes), 2),
        case("edges", [], edges(*shape), 3, upstream={}),
        case("every-other-element", [], x(*shape, layout="step2"), 2),
        case("empty-batch", [], x(0, 3, *sizes), 2),
        case("integers", [], index(*shape, low=-9, below=9), 2),
        case("half-precision", [], x(*shape), 2, dtypes=HALVES, upstream={})
        if rank < 3
        else case("refuses-half-precision", [], x(*shape), 2, dtypes=HALVES, says="not implemented for", tags=("S95",)),
        case("refuses-padding-of-more-than-half", [], x(*shape), 2, keywords={"padding": 2}, says="pad"),
        case("refuses-no-stride", [], x(*shape), 2, keywords={"stride": 0}, says="stride"),
        case("refuses-no-kernel", [], x(*shape), 0, says="stride should not be zero"),
        case("refuses-kernel-beyond-the-input", [], x(*shape), 12, says=SMALL[rank]),
        case("refuses-rank", [], x(2, 2, *shape), 2, says="Expected 3D or 4D (batch mode) tensor" if rank == 2 else RANK[rank]),
    )


def lp_pool(n, sizes):
    rank, shape = len(sizes), (2, 3, *sizes)
    return layer(
        f"nn.functional.lp_pool{n}",
        case("defaults", [], x(*shape), 2, 3),
        case("norm-of-one", [], x(*shape), 1, 2),
        case("norm-of-three", [], x(*shape, kind="uniform", low=0.1), 3, 2, tags=("S05",)),
        case("kernel-per-axis", [], x(*shape), 2, pair(3, 2, rank)),
        case("stride", [], x(*shape), 2, 3, keywords={"stride": pair(1, 2, rank)}),
        case("ceil-mode", [], x(*shape), 2, 2, keywords={"stride": 3, "ceil_mode": True}, tags=("S04",)),
        case("unbatched", [], x(3, *sizes), 2, 2),
        case("booleans", [], index(*shape, below=2, dtype="bool"), 2, 1, dtypes=("float32",)),
        case("half-precision", [], x(*shape), 2, 2, dtypes=HALVES, upstream={})
        if rank < 3
        else case("refuses-half-precision", [], x(*shape), 2, 2, dtypes=HALVES, says="not implemented for"),
        case("refuses-kernel-beyond-the-input", [], x(*shape), 2, 12, says=SMALL[rank]),
        case("refuses-no-stride", [], x(*shape), 2, 2, keywords={"stride": 0}, says="stride"),
        case("refuses-no-kernel", [], x(*shape), 2, 0, says="stride should not be zero"),
    )


def adaptive_avg(n, sizes):
    rank, shape = len(sizes), (2, 3, *sizes)
    some = [case("size-kept", [], x(*shape), (None, 3, None)[:rank])] if rank > 1 else []
    return layer(
        f"nn.functional.adaptive_avg_pool{n}",
        case("defaults", [], x(*shape), 3, tags=("S10",)),
        case("more-than-there-are", [], x(*shape), 12, tags=("S10",)),
        case("size-per-axis", [], x(*shape), pair(3, 2, rank)),
        *some,
        case("one", [], x(*shape), 1),
        case("unbatched", [], x(3, *sizes), 2),
        case("edges", [], edges(*shape), 3, upstream={}),
        case("every-other-element", [], x(*shape, layout="step2"), 3),
        case("half-precision", [], x(*shape), 3, dtypes=HALVES, upstream={}),
        case("refuses-negative-size", [], x(*shape), -1, says="elements of output_size must be greater than or equal to 0"),
        case("refuses-rank", [], x(2, 2, *shape), 2, says=f"Expected {rank + 1}" + (" to 3 dimensions" if rank == 1 else f"D or {rank + 2}D tensor")),
        case("refuses-no-elements", [], x(2, 3, *(0 for _ in sizes)), 2, says="to have non-zero size for non-batch dimensions"),
    )


def adaptive_max(n, sizes, ending=""):
    rank, shape = len(sizes), (2, 3, *sizes)
    always = {"blind": {"return_indices": KEPT}} if ending else {}
    some = [case("size-kept", [], x(*shape), (None, 3, None)[:rank])] if rank > 1 else []
    return layer(
        f"nn.functional.adaptive_max_pool{n}{ending}",
        case("defaults", [], x(*shape), 3, tags=("S10",)),
        case("more-than-there-are", [], x(*shape), 12, tags=("S10",)),
        case("size-per-axis", [], x(*shape), pair(3, 2, rank)),
        *some,
        case("return-indices", [], x(*shape), 2, keywords={"return_indices": True}, **always),
        case("ties", [], x(*shape, kind="ties"), 3, keywords={"return_indices": True}, **always),
        case("edges", [], edges(*shape), 3, keywords={"return_indices": True}, **always),
        case("unbatched", [], x(3, *sizes), 2),
        case("every-other-element", [], x(*shape, layout="step2"), 3),
        case("half-precision", [], x(*shape), 3, dtypes=HALVES, upstream={}),
        case("refuses-negative-size", [], x(*shape), -1, says="negative dimension -1"),
        case("refuses-rank", [], x(2, 2, *shape), 2, says=f"Expected {rank + 1}" + (" to 3 dimensions" if rank == 1 else f"D or {rank + 2}D tensor")),
        case("refuses-no-elements", [], x(2, 3, *(0 for _ in sizes)), 2, says="to have non-zero size for non-batch dimensions"),
        case("refuses-integers", [], index(*shape, below=9), 2, says="not implemented for 'Long'"),
    )


def fractional(n, sizes, ending=""):
    rank, shape = len(sizes), (2, 3, *sizes)
    always = {"blind": {"return_indices": KEPT}} if ending else {}
    samples = x(2, 3, rank, kind="uniform", grad=False)
    uneven = (0.5, 0.7, 0.6)[:rank]
    return layer(
        f"nn.functional.fractional_max_pool{n}{ending}",
        case("defaults", [], x(*shape), 2, keywords={"output_size": 3}, tags=("S12",)),
        case("kernel-per-axis", [], x(*shape), (2, 3, 2)[:rank], keywords={"output_size": 2}),
        case("size-per-axis", [], x(*shape), 2, keywords={"output_size": (3, 4, 2)[:rank]}),
        case("ratio-for-all", [], x(*shape), 2, keywords={"output_ratio": 0.5})
        if rank == 3
        else case("refuses-ratio-for-all", [], x(*shape), 2, keywords={"output_ratio": 0.5}, says="has no len()"),
        case("ratio-per-axis", [], x(*shape), 2, keywords={"output_ratio": uneven}),
        case("return-indices", [], x(*shape), 2, keywords={"output_size": 3, "return_indices": True}, **always),
        case("given-samples", [], x(*shape), 2, keywords={"output_size": 3, "_random_samples": samples}, tags=("S12",)),
        case("unbatched", [], x(3, *sizes), 2, keywords={"output_size": 3}),
        case("half-precision", [], x(*shape), 2, keywords={"output_size": 3}, dtypes=("bfloat16", "float16"), upstream={}),
        case("refuses-neither-size-nor-ratio", [], x(*shape), 2, says="requires specifying either an output_size or an output_ratio"),
        case("refuses-kernel-beyond-the-input", [], x(*shape), 12, keywords={"output_size": 2}, says="12 too large relative to input"),
        case("refuses-rank", [], x(2, 2, *shape), 2, keywords={"output_size": 2}, says=f"Expected {rank + 1}D or {rank + 2}D tensor"),
    )


def unpool(n, sizes):
    rank = len(sizes)
    small = (2, 3, *(3 for _ in sizes))
    count = 2 * 3 * 3**rank
    plane, wide = 3**rank, 6**rank
    values = tuple(float((i % plane) * (wide // plane) + (i % 2)) for i in range(count))
    places = x(*small, kind="values", values=values, dtype="int64")
    alone = x(*small[1:], kind="values", values=values[: count // 2], dtype="int64")
    size = (6, 7, 6)[:rank]
    return layer(
        f"nn.functional.max_unpool{n}",
        case("defaults", [], x(*small), places, 2),
        case("kernel-per-axis", [], x(*small), places, pair(2, 3, rank)),
        case("stride", [], x(*small), places, 2, keywords={"stride": pair(3, 2, rank)}),
        case("padding", [], x(*small), places, 4, keywords={"padding": pair(1, 2, rank)}),
        case("output-size", [], x(*small), places, 2, keywords={"output_size": size if rank > 1 else (7,)}, tags=("S11",)),
        case("output-size-with-batch", [], x(*small), places, 2, keywords={"output_size": (2, 3, *(size if rank > 1 else (7,)))}, tags=("S11",)),
        case("unbatched", [], x(*small[1:]), alone, 2),
        case("half-precision", [], x(*small), places, 2, dtypes=HALVES, upstream={}),
        case("refuses-output-size-too-great", [], x(*small), places, 2, keywords={"output_size": tuple(9 for _ in sizes)}, says="invalid output_size"),
        case("refuses-output-size-of-other-length", [], x(*small), places, 2, keywords={"output_size": (6,) * 6}, says="output_size should be a sequence"),
        case("refuses-places-beyond", [], x(*small), x(*small, kind="values", values=(999.0,) * count, dtype="int64"), 2, says="invalid max index: 999"),
        case("refuses-places-of-other-shape", [], x(*small), alone, 2, says="Expected shape of indices to be same as that of the input tensor"),
        case("refuses-floating-places", [], x(*small), x(*small, grad=False), 2, says="elements in indices should be type int64"),
    )


CASES = [
    *(one for n, s in AXES.items() for ending in ("", "_with_indices") for one in max_pool(n, s, ending)),
    *(one for n, s in AXES.items() for make in (avg_pool, lp_pool, adaptive_avg, unpool) for one in make(n, s)),
    *(one for n, s in AXES.items() for ending in ("", "_with_indices") for one in adaptive_max(n, s, ending)),
    *(one for n, s in list(AXES.items())[1:] for ending in ("", "_with_indices") for one in fractional(n, s, ending)),
]
