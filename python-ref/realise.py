"""From an argument to the Python object that PyTorch is given."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch
from torch.nn.utils.rnn import PackedSequence

from value import Dtype, Function, Module, Packed, Tensor, join


def find(name: str) -> Any:
    """The thing that PyTorch calls `name`, such as nn.Conv2d or torch.tanh."""
    found: Any = torch
    for part in name.removeprefix("torch.").split("."):
        found = getattr(found, part)
    return found


def realise(value: Any) -> Any:
    """The Python object that an argument stands for; a Tensor not yet built is built here."""
    if isinstance(value, tuple):
        return tuple(realise(v) for v in value)
    if isinstance(value, list):
        return [realise(v) for v in value]
    if isinstance(value, dict):
        return OrderedDict((k, realise(v)) for k, v in value.items())
    if isinstance(value, Module):
        options = {k: realise(v) for k, v in value.options.items()}
        return find(value.layer)(*realise(value.args), **options)
    if isinstance(value, Function):
        return find(value.name)
    if isinstance(value, Dtype):
        return getattr(torch, value.name)
    if isinstance(value, Packed):
        order = [
            None if o is None else torch.tensor(o)
            for o in (value.sorted_indices, value.unsorted_indices)
        ]
        return PackedSequence(realise(value.data), torch.tensor(value.batch_sizes), *order)
    return build(value) if isinstance(value, Tensor) else value


def build(tensor: Tensor) -> torch.Tensor:
    """A fresh tensor with the numbers and the memory layout asked for; a leaf."""
    array = tensor.array
    if tensor.strides is None:
        built = array.clone()
    else:
        reach = sum((n - 1) * s for n, s in zip(array.shape, tensor.strides, strict=True))
        room = torch.zeros(max(reach, 0) + 1, dtype=array.dtype)
        built = room.as_strided(tuple(array.shape), tensor.strides).copy_(array)
    return built.requires_grad_(tensor.grad)


def flatten(value: Any, path: str) -> dict[str, torch.Tensor]:
    """Each tensor of a nested tuple, by its path."""
    if isinstance(value, torch.Tensor):
        return {path: value}
    if not isinstance(value, (tuple, list)):
        return {}
    return {k: v for i, part in enumerate(value) for k, v in flatten(part, join(path, i)).items()}
