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

    A is the interpolation of absolute values with absolute weights, and what each axis adds to it
    when a rounding of its places moves weight between neighbours. K is the most terms of a sum.
    """
    (x,) = (t.array for t in tensors_of(lifted.inputs).values())
    axes = [_weights(lifted, truth, axis) for axis in range(x.dim() - 2)]
    area = _mode(call) == "area"
    coarser = 1.0 if area else COARSER.get(call.dtype, 1.0)
    found: Rules = {}
    for slot in truth.tensors:
        back = slot.startswith("grad.")
        used = [w.T for w in axes] if back else axes
        source = (lifted.upstream["output.0"] if back else x).abs().nan_to_num(0, 0)
        size = coarser * _along(used, source)
        for axis, w in enumerate(axes if not area else []):
            moved = _unsteady(w).T if back else _unsteady(w)
            size = size + _along([*used[:axis], moved, *used[axis + 1 :]], source)
        found[slot] = (math.prod(int((w != 0).sum(1).max()) for w in used), size)
    return found


def sampled(call: Call, lifted: Call, truth: Returned) -> Rules:
    """A is what the wobble of inputs and grid brings about, and what a rounding of a place does.

    A place has as many units as it has elements; a sample is off by that part of the greatest
    element, and a gradient by that part of its greatest term, though the terms may cancel.
    """
    x, grid = (t.array for t in tensors_of(lifted.inputs).values())
    size = max(x.shape[2:]) / 2
    place = (1 + _most(grid)) * size
    dy = lifted.upstream.get("output.0", torch.zeros(())).abs()
    terms = {
        "output.0": _most(x),
        "grad.input.0": _most(dy),
        "grad.input.1": size * _most(x) * _most(dy.sum(1) if dy.dim() else dy),
    }
    coarser = COARSER.get(call.dtype, 1.0)
    longest = max(x.shape[1], grid.shape[1:-1].numel())
    return {
        slot: (longest, coarser * (wobble + place * terms[slot]))
        for slot, wobble in spread(lifted, truth).items()
    }


def transformed(call: Call, lifted: Call, truth: Returned) -> Rules:
    """Products with places from -1 to 1, which 16 bits round too."""
    coarser = COARSER.get(call.dtype, 1.0)
    points = truth.tensors["output.0"].shape[1:-1].numel()
    return {s: (points, coarser * size) for s, size in spread(lifted, truth).items()}


def _most(tensor: torch.Tensor) -> float:
    finite = tensor[tensor.isfinite()].abs()
    return float(finite.max()) if finite.numel() else 0.0


def _mode(call: Call) -> str:
    return _FIXED.get(call.layer) or argument(call, "mode") or "nearest"


def _weights(lifted: Call, truth: Returned, axis: int) -> torch.Tensor:
    """How much each new place of an axis takes of each old one, without sign.

    Images of one line each show it; so do gradients of one element each, which now and then show
    more: PyTorch has places of its own there.
    """
    (x,) = (t.array for t in tensors_of(lifted.inputs).values())
    shape, made = x.shape[2:], truth.tensors["output.0"].shape[2:]
    lines = _lines(shape[axis], len(shape), axis).expand(-1, 1, *shape)
    forth = _answer(lifted, lines, {})["output.0"].movedim(axis + 2, 1).flatten(2)[:, :, 0]
    first = torch.zeros(made[axis], 1, *made, dtype=torch.float64)
    for i in range(made[axis]):
        first[(i, 0, *(i if a == axis else 0 for a in range(len(made))))] = 1
    images = torch.zeros(made[axis], 1, *shape, dtype=torch.float64)
    back = _answer(lifted, images, {"output.0": first})["grad.input.0"].movedim(axis + 2, 1)
    return torch.maximum(forth.T.abs(), back.flatten(2).sum(2).abs())


def _lines(size: int, axes: int, axis: int) -> torch.Tensor:
    """Images of one channel that are 1 at one place of an axis and 0 elsewhere, for each place."""
    eye = torch.eye(size, dtype=torch.float64)
    return eye.view(size, 1, *[1] * (axes - 1), size).movedim(-1, axis + 2)


def _answer(
    lifted: Call, images: torch.Tensor, upstream: dict[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    given = Tensor(images.contiguous(), grad=bool(upstream))
    inputs = replace_tensors(lifted.inputs, "", lambda *_: given)
    grad_mode = lifted.grad_mode or bool(upstream)
    answer = run(replace(lifted, inputs=inputs, upstream=upstream, grad_mode=grad_mode))
    if isinstance(answer, Threw):
        raise ValueError(f"{lifted.layer} refuses lines: {answer.message}")
    return answer.tensors


def _along(matrices: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """x with each of its axes but the first two multiplied by a matrix."""
    for axis, matrix in enumerate(matrices, 2):
        x = (x.movedim(axis, -1) @ matrix.T).movedim(-1, axis)
    return x


def _unsteady(weights: torch.Tensor) -> torch.Tensor:
    """How far a rounding of a place may move a weight: as many units as the place has elements."""
    near = (weights != 0).double().unsqueeze(1)
    near = torch.nn.functional.max_pool1d(near, 3, 1, 1).squeeze(1)
    places = weights @ torch.arange(1.0, weights.shape[1] + 1, dtype=torch.float64)
    return near * (places * weights.amax(1)).unsqueeze(1)
