"""Sees what a piece of code asks of PyTorch: calls of layers and functions that it makes itself."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy

import scope
from realise import find
from samplers import note, sampler_of
from shrink import SMALL, smaller


@dataclass
class Seen:
    """A call, with everything that it was given as it was before it."""

    name: str
    inputs: tuple[Any, ...]
    keywords: dict[str, Any]
    grad_mode: bool
    module: nn.Module | None = None
    state: dict[str, torch.Tensor] | None = None
    training: bool = True


@dataclass
class Made:
    """A module, with the class that it had at first: nn.utils.parametrize gives it another."""

    module: nn.Module
    kind: type[nn.Module]
    args: tuple[Any, ...]
    options: dict[str, Any]


@dataclass
class Watch:
    """What was seen so far."""

    calls: list[Seen] = field(default_factory=list)
    #: By id, each module that was made, of which class, and what its constructor was given.
    made: dict[int, Made] = field(default_factory=dict)
    #: Made by the code itself, in order.
    own: list[nn.Module] = field(default_factory=list)
    depth: int = 0
    divisor: int = 1


@contextlib.contextmanager
def watching(divisor: int = 1) -> Iterator[Watch]:
    """Within, calls made from outside of PyTorch are noted.

    With a divisor, sizes that a constructor has by default are divided like those in the code.
    """
    watch, undo = Watch(divisor=divisor), []
    for name, found in scope.functions():
        if not scope.why_out(name) and not inspect.isclass(found):
            wrapped = _function(watch, name, found)
            undo += [_replace(*home, wrapped) for home in _homes(name, found)]
    for owner in {kind for kind in _kinds() if "__init__" in vars(kind)}:
        undo.append(_replace(owner, "__init__", _constructor(watch, owner.__init__)))
    undo.append(_replace(nn.Module, "__call__", _call(watch, nn.Module.__call__)))
    try:
        yield watch
    finally:
        for one in undo:
            one()


def _kinds() -> Iterator[type]:
    """Every class of layers that PyTorch brings, nn.Module included."""
    waiting = [nn.Module]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.startswith("torch.nn."):
            yield kind
            waiting += kind.__subclasses__()


def _homes(name: str, found: Any) -> list[tuple[Any, str]]:
    """Where code finds a function: under its public name, and in the module that defines it."""
    place, _, last = name.rpartition(".")
    own = sys.modules.get(found.__module__ or "")
    homes = [find(place)] + ([own] if own is not None and own is not find(place) else [])
    return [(home, last) for home in homes if vars(home).get(last) is found]


def _replace(owner: Any, name: str, wrapped: Any) -> Callable[[], None]:
    before = vars(owner)[name]
    setattr(owner, name, wrapped)
    return lambda: setattr(owner, name, before)


def _function(watch: Watch, name: str, found: Callable[..., Any]) -> Callable[..., Any]:
    with contextlib.suppress(AttributeError, TypeError):

        @functools.wraps(found)
        def wrapped(*inputs: Any, **keywords: Any) -> Any:
            if watch.depth == 0:
                watch.calls.append(_noted(name, inputs, keywords))
            with _deeper(watch):
                return found(*inputs, **keywords)

    return wrapped


def _call(watch: Watch, found: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(self: nn.Module, *inputs: Any, **keywords: Any) -> Any:
        made = watch.made.get(id(self))
        if made is None or not made.kind.__module__.startswith("torch.nn.modules"):
            return found(self, *inputs, **keywords)
        if watch.depth == 0:
            seen = _noted(f"nn.{made.kind.__name__}", inputs, keywords)
            seen.module, seen.training = self, self.training
            if not any(is_lazy(p) for p in self.parameters()):
                seen.state = {k: v.detach().clone() for k, v in self.state_dict().items()}
            watch.calls.append(seen)
        with _deeper(watch):
            output = found(self, *inputs, **keywords)
        if watch.divisor > 1 and isinstance(output, torch.Tensor) and not output.numel():
            raise ValueError("nothing is left of the output")
        return output

    return wrapped


def _constructor(watch: Watch, found: Callable[..., None]) -> Callable[..., None]:
    sizes = _default_sizes(found)

    @functools.wraps(found)
    def wrapped(self: nn.Module, *args: Any, **options: Any) -> None:
        if watch.divisor > 1 and watch.depth == 0:
            left = {n: size for n, (place, size) in sizes.items() if place > len(args)}
            options = {n: smaller(size, watch.divisor) for n, size in left.items()} | options
        if id(self) not in watch.made:
            watch.made[id(self)] = Made(self, type(self), args, options)
            if watch.depth == 0:
                watch.own.append(self)
        with _deeper(watch):
            found(self, *args, **options)

    return wrapped


def _default_sizes(found: Callable[..., None]) -> dict[str, tuple[int, int]]:
    """Place and default of each parameter whose default is a large whole number."""
    named = enumerate(inspect.signature(found).parameters.values())
    return {
        p.name: (place, p.default)
        for place, p in named
        if type(p.default) is int and p.default > SMALL
    }


def _noted(name: str, inputs: Any, keywords: Any) -> Seen:
    given = (_copied(inputs), {k: _copied(v) for k, v in keywords.items()})
    return Seen(name, *given, torch.is_grad_enabled())


def _copied(value: Any) -> Any:
    """Tensors as they are now, since the call may change them."""
    if isinstance(value, torch.Tensor) and not is_lazy(value):
        copy = torch.empty_strided(value.size(), value.stride(), dtype=value.dtype)
        copy.copy_(value.detach())
        return note(copy.requires_grad_(value.requires_grad), sampler_of(value))
    if type(value) in (tuple, list):
        return type(value)(_copied(v) for v in value)
    return value


@contextlib.contextmanager
def _deeper(watch: Watch) -> Iterator[None]:
    watch.depth += 1
    try:
        yield
    finally:
        watch.depth -= 1
