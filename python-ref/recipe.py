"""A documented example at its full size, which is too much to keep: how it is drawn, not what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from samplers import sampler_of
from sketch import Sketch
from told import Untold
from value import Draw, Tensor, replace_tensors

#: Bytes of an input that no sampler gave which a recipe still holds.
LITERAL = 2**17
#: Elements that are kept of each tensor of the answer.
SAMPLE = 1024


def recipe(sketch: Sketch) -> Sketch:
    """The same call forward, on a state that the constructor draws and inputs that samplers do."""

    def drawn(part: Any) -> Any:
        return replace_tensors(part, "", lambda tensor, _path: _drawn(tensor, sketch.dtype))

    return replace(
        sketch,
        state=None,
        inputs=drawn(sketch.inputs),
        keywords={k: drawn(v) for k, v in sketch.keywords.items()},
        upstream={},
        sample=SAMPLE,
    )


def _drawn(tensor: Tensor, usual: str) -> Draw | Tensor:
    """Few numbers stand as they are; many must have come from a sampler."""
    array, sampler = tensor.array, sampler_of(tensor.array)
    if sampler is None or tensor.strides is not None:
        if array.numel() * array.element_size() > LITERAL:
            raise Untold(f"{_size(array)} that no sampler gave it")
        return tensor
    own = str(array.dtype)[6:]
    dtype = None if own == usual else own
    return Draw(tuple(array.shape), sampler, dtype=dtype, grad=tensor.grad)


def _size(array: torch.Tensor) -> str:
    return f"{array.numel() * array.element_size() / 2**20:.2g} MiB of {str(array.dtype)[6:]}"
