"""The amplification of interpolation, and of samples at a grid's places."""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from case import Call, Returned, Threw
from run import run
from value import Tensor, replace_tensors, tensors_of
from windows import argument
from wobble import spread

Rules = dict[str, tuple[int, torch.Tensor | float]]

#: The modes of those that have no choice.
_FIXED = {
    "nn.UpsamplingNearest2d": "nearest",
    "nn.UpsamplingBilinear2d": "bilinear",
    "nn.functional.upsample_nearest": "nearest",
    "nn.functional.upsample_bilinear": "bilinear",
}
INTERPOLATIONS = [*_FIXED, "nn.Upsample", "nn.functional.interpolate", "nn.functional.upsample"]
MOVERS = [
    *(f"nn.{name}" for name in ("PixelShuffle", "PixelUnshuffle", "ChannelShuffle")),
    *(f"nn.functional.pixel_{name}" for name in ("shuffle", "unshuffle")),
    *(f"nn.functional.{name}channel_shuffle" for name in ("", "native_")),
]
#: Weights, or places, are themselves rounded to 16 bits: once for four roundings of the sum.
COARSER = {"float16": 2.0**13 / 4, "bfloat16": 2.0**16 / 4}


def moves(call: Call) -> bool:
    """Whether elements are copied as they are."""
    return _mode(call).startswith("nearest")


def interpolated(call: Call, lifted: Call, truth: Returned) -> Rules:
    """Sums with weights that hang on places, which are rounded numbers too.

    A is the interpolation of absolute values with absolute weights, each of which takes from its
    neighbours what a rounding of its place moves. K is the most terms of a sum.
    """
    (x,) = (t.array for t in tensors_of(lifted.inputs).values())
    mode = _mode(call)
    axes = [_weights(lifted, axis) for axis in range(x.dim() - 2)]
    coarser = 1.0 if mode == "area" else COARSER.get(call.dtype, 1.0)
    widened = [w.abs() if mode == "area" else w.abs() + _unsteady(w) for w in axes]
    found: Rules = {}
    for slot in truth.tensors:
        back = slot.startswith("grad.")
        used = [w.T for w in widened] if back else widened
        size = lifted.upstream["output.0"] if back else x
        for axis, matrix in enumerate(used, 2):
            size = (size.abs().nan_to_num(0, 0).movedim(axis, -1) @ matrix.T).movedim(-1, axis)
        terms = math.prod(int((w != 0).sum(0 if back else 1).max()) for w in axes)
        found[slot] = (terms, coarser * size)
    return found


def sampled(call: Call, lifted: Call, truth: Returned) -> Rules:
    """A is what the wobble of inputs and grid brings about; 16 bits round each place on the way."""
    terms = max(t.array.shape[1:].numel() for t in tensors_of(lifted.inputs).values())
    coarser = COARSER.get(call.dtype, 1.0)
    return {s: (terms, coarser * size) for s, size in spread(lifted, truth).items()}


def _mode(call: Call) -> str:
    return _FIXED.get(call.layer) or argument(call, "mode") or "nearest"


def _weights(lifted: Call, axis: int) -> torch.Tensor:
    """What each new place of an axis takes of each old one, as images of one line each show it."""
    (x,) = (t.array for t in tensors_of(lifted.inputs).values())
    size, rest = x.shape[axis + 2], [1] * (x.dim() - 3)
    lines = torch.eye(size, dtype=torch.float64).view(size, 1, *rest, size).movedim(-1, axis + 2)
    image = Tensor(lines.expand(size, 1, *x.shape[2:]).contiguous())
    inputs = replace_tensors(lifted.inputs, "", lambda *_: image)
    answer = run(replace(lifted, inputs=inputs, upstream={}))
    if isinstance(answer, Threw):
        raise ValueError(f"{lifted.layer} refuses lines: {answer.message}")
    shown = answer.tensors["output.0"].movedim(axis + 2, 1)
    return shown.flatten(2)[:, :, 0].T


def _unsteady(weights: torch.Tensor) -> torch.Tensor:
    """How far a rounding of a place may move a weight: as many units as the place has elements."""
    near = (weights != 0).double().unsqueeze(1)
    near = torch.nn.functional.max_pool1d(near, 3, 1, 1).squeeze(1)
    places = weights.abs() @ torch.arange(1.0, weights.shape[1] + 1, dtype=torch.float64)
    return near * (places * weights.abs().amax(1)).unsqueeze(1)
