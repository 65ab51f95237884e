"""From an argument to the Python object that PyTorch is given."""

from __future__ import annotations

import importlib
from collections import OrderedDict
from functools import reduce
from types import ModuleType
from typing import Any

import torch
from torch.nn.utils.rnn import PackedSequence

from hooks import HOOKS
from value import Dtype, Function, Generator, Module, Packed, Part, Tensor


def find(name: str) -> Any:
    """The thing that PyTorch calls `name`, such as nn.Conv2d or torch.tanh."""
    found: Any = torch
    for part in name.removeprefix("torch.").split("."):
        if isinstance(found, ModuleType) and not hasattr(found, part):
            importlib.import_module(f"{found.__name__}.{part}")
        found = getattr(found, part)
    return found


def part_of(whole: Any, path: str) -> Any:
    """What the dotted name leads to; the whole for the empty name."""
    return reduce(getattr, path.split(".") if path else [], whole)


def called(name: str, whole: Any) -> Any:
    """What a step calls: a method of the whole or of a part of it, or a function of PyTorch."""
    return part_of(whole, name[1:]) if name.startswith(".") else find(name)


def realise(value: Any, whole: Any = None) -> Any:
    """The Python object that an argument stands for; a Tensor not yet built is built here.

    A Part is a part of `whole`.
    """
    if isinstance(value, tuple):
        return tuple(realise(v, whole) for v in value)
    if isinstance(value, list):
        return [realise(v, whole) for v in value]
    if isinstance(value, dict):
        return OrderedDict((k, realise(v, whole)) for k, v in value.items())
    if isinstance(value, Part):
        return part_of(whole, value.path)
    if isinstance(value, Generator):
        return torch.Generator().manual_seed(value.seed)
    if isinstance(value, Module):
        options = {k: realise(v, whole) for k, v in value.options.items()}
        return find(value.layer)(*realise(value.args, whole), **options)
    if isinstance(value, Function):
        return HOOKS.get(value.name) or find(value.name)
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
        built = room.as_strided(tuple(array.shape), tensor.strides)
        once = tuple(slice(1) if s == 0 else slice(None) for s in tensor.strides)
        built[once].copy_(array[once])
    if tensor.gradient is not None:
        built.grad = tensor.gradient.clone()
    return built.requires_grad_(tensor.grad)
