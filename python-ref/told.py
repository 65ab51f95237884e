"""From the objects that a piece of code handed to PyTorch to the values that a sketch can hold."""

from __future__ import annotations

import inspect
from typing import Any

import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence

import scope
from bind import bind
from samplers import note, sampler_of
from value import Dtype, Function, Module, Packed, Part, Tensor, plain
from watch import Watch

#: Arguments of a constructor that a sketch says in another way.
ELSEWHERE = ("device", "dtype")


class Untold(Exception):
    """No sketch can hold this; the message says what it is."""


def value_of(thing: Any, watch: Watch, root: nn.Module | None = None) -> Any:
    """The value for a thing; a part of `root` becomes a Part."""

    def down(inner: Any) -> Any:
        return value_of(inner, watch, root)

    if thing is None or isinstance(thing, (bool, int, float, str)):
        return plain(thing)
    if isinstance(thing, torch.Tensor):
        return tensor_of(thing)
    if isinstance(thing, PackedSequence):
        return _packed(thing)
    if isinstance(thing, (tuple, torch.Size)):
        return tuple(down(t) for t in thing)
    if isinstance(thing, list):
        return [down(t) for t in thing]
    if isinstance(thing, dict):
        return {k: down(v) for k, v in thing.items()}
    if isinstance(thing, torch.dtype):
        return Dtype(str(thing)[6:])
    if isinstance(thing, nn.Module):
        return _part(thing, root) or module_of(thing, watch)
    return _function(thing)


def tensor_of(tensor: torch.Tensor) -> Tensor:
    array = tensor.detach().clone(memory_format=torch.contiguous_format)
    strides = None if tensor.is_contiguous() else tuple(tensor.stride())
    return Tensor(note(array, sampler_of(tensor)), tensor.requires_grad, strides)


def module_of(module: nn.Module, watch: Watch) -> Module:
    """The layer as a constructor's call would make it again."""
    made = watch.made.get(id(module))
    name = type(module).__name__ if made is None else made.kind.__name__
    if made is None or not made.kind.__module__.startswith("torch.nn.modules"):
        raise Untold(f"{name}, a class of its own")
    layer = f"nn.{name}"
    options = {k: value_of(v, watch) for k, v in made.options.items() if k not in ELSEWHERE}
    return Module(layer, *bind(layer, tuple(value_of(a, watch) for a in made.args), options))


def _part(module: nn.Module, root: nn.Module | None) -> Part | None:
    """By its name; what a parametrization hangs into the module was no part of it before."""
    named = [] if root is None else root.named_modules()
    parts = {id(m): name for name, m in named if not name.startswith("parametrizations.")}
    return Part(parts[id(module)]) if id(module) in parts else None


def _packed(packed: PackedSequence) -> Packed:
    orders = (packed.sorted_indices, packed.unsorted_indices)
    sizes = tuple(packed.batch_sizes.tolist())
    told = [None if o is None else tuple(o.tolist()) for o in orders]
    return Packed(tensor_of(packed.data), sizes, *told)


def _function(thing: Any) -> Function:
    if isinstance(thing, type) and thing.__module__.startswith("torch.nn.modules"):
        return Function(f"nn.{thing.__name__}")
    if isinstance(thing, type) and thing.__module__.startswith("torch.nn."):
        return Function(f"{thing.__module__[6:]}.{thing.__name__}")
    if inspect.isroutine(thing) or inspect.isfunction(thing):
        for name, found in scope.functions():
            if found is thing or getattr(thing, "__wrapped__", None) is found:
                return Function(name)
        if getattr(torch, getattr(thing, "__name__", ""), None) is thing:
            return Function(f"torch.{thing.__name__}")
    raise Untold(f"{getattr(thing, '__name__', type(thing).__name__)}, which is no value")
