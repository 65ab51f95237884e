"""The amplification of layers that take windows of their input: pools, blocks and padding."""

from __future__ import annotations

import math
from typing import Any

import torch

from case import Call, Returned, Threw
from realise import find
from run import run
from signature import parameters
from transform import absolute
from value import tensors_of
from wobble import spread

Size = float | torch.Tensor

_AXES = ("1d", "2d", "3d")
#: Their outputs are copies: of elements, of the greatest ones, of zeros.
MOVERS = [
    *(f"nn.{kind}{n}" for kind in ("AdaptiveMaxPool", "MaxUnpool", "CircularPad") for n in _AXES),
    *(f"nn.functional.{kind}{n}" for kind in ("max_pool", "max_unpool") for n in _AXES),
    *(f"nn.functional.adaptive_max_pool{n}" for n in _AXES),
    *(f"nn.functional.max_pool{n}_with_indices" for n in _AXES),
    *(f"nn.functional.adaptive_max_pool{n}_with_indices" for n in _AXES),
    *(f"nn.FractionalMaxPool{n}" for n in _AXES[1:]),
    *(f"nn.functional.fractional_max_pool{n}" for n in _AXES[1:]),
    *(f"nn.functional.fractional_max_pool{n}_with_indices" for n in _AXES[1:]),
    "nn.Unfold",
    "nn.functional.unfold",
    "nn.functional.pad",
]
#: Sums of products.
LINEAR = [f"nn.functional.{kind}{n}" for kind in ("conv", "conv_transpose") for n in _AXES]
MEANS = [
    *(f"nn.{kind}Pool{n}" for kind in ("Avg", "AdaptiveAvg") for n in _AXES),
    *(f"nn.functional.{kind}_pool{n}" for kind in ("avg", "adaptive_avg") for n in _AXES),
]
POWERS = [
    *(f"nn.LPPool{n}" for n in _AXES),
    *(f"nn.functional.lp_pool{n}" for n in _AXES),
]


def means(call: Call, lifted: Call, truth: Returned) -> dict[str, tuple[int, Size]]:
    """A is the layer on absolute values, K the widest window, or most windows of an element."""
    answer = run(absolute(lifted))
    if isinstance(answer, Threw):
        raise ValueError(f"{call.layer} refuses absolute values: {answer.message}")
    adaptive = "adaptive" in call.layer.lower()
    terms = _widest_bins(call, truth) if adaptive else _window(call)
    return {slot: (terms, answer.tensors[slot].abs()) for slot in truth.tensors}


def powers(
    call: Call, lifted: Call, truth: Returned, reruns: int
) -> dict[str, tuple[int, float]]:
    """A is what the wobble of each operation brings about, K the window."""
    terms = _window(call)
    sizes = spread(lifted, truth, reruns, call.dtype)
    return {slot: (terms, size) for slot, size in sizes.items()}


def is_infinite(call: Call) -> bool:
    """Whether a power pool is a max pool: its exponent is infinite."""
    return math.isinf(argument(call, "norm_type"))


def argument(call: Call, name: str) -> Any:
    """What was given for a parameter, by place or by name; None for nothing."""
    made = call.layer[3].isupper()
    named = call.options if made else call.keywords
    if name in named:
        return named[name]
    names = [p["name"] for p in parameters(call.layer, find(call.layer))]
    places = call.args if made else call.inputs
    return places[names.index(name)] if names.index(name) < len(places) else None


def _window(call: Call) -> int:
    kernel = argument(call, "kernel_size")
    if isinstance(kernel, (tuple, list)):
        return math.prod(kernel)
    return kernel ** int(call.layer[-2])


def _widest_bins(call: Call, truth: Returned) -> int:
    """The product over the axes of the widest bin, or of the most bins that an element lies in."""
    axes = int(call.layer[-2])
    (x,) = (t.array for t in tensors_of(call.inputs).values())
    sizes, bins = x.shape[-axes:], truth.tensors["output.0"].shape[-axes:]
    return math.prod(_widest(s, n) for s, n in zip(sizes, bins, strict=True))


def _widest(size: int, count: int) -> int:
    edges = [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]
    width = max((end - start for start, end in edges), default=1)
    cover = max((sum(s <= e < t for s, t in edges) for e in range(size)), default=1)
    return max(1, width, cover)
