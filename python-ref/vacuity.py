"""Finds what a case cannot see: things that may change while every number and fact stays."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import torch

from case import Answer, Call, Case, Limit, Returned, Threw
from fill import fill
from observe import same_bits
from realise import find
from record import tolerated
from run import run
from sketch import Sketch
from value import Tensor, replace_tensors, tensors_of


def unseen(sketch: Sketch, case: Case) -> list[str]:
    """Names of parameters, buffers, inputs and options whose change leaves the answer alone."""
    numbers = ((name, run(call)) for name, call in _numbers(case.call))
    sketches = ((name, fill(other)[1]) for name, other in _sketches(sketch))
    return [name for name, answer in chain(numbers, sketches) if not moves(case, answer)]


def moves(case: Case, other: Answer) -> bool:
    """Whether an answer is outside of what the case allows; repr is not looked at."""
    want = case.answer
    if isinstance(want, Threw) or isinstance(other, Threw):
        return type(want) is not type(other)
    if set(want.tensors) != set(other.tensors) or _facts(want) != _facts(other):
        return True
    return any(_beyond(case.limits[s], t, other.tensors[s]) for s, t in want.tensors.items())


def _beyond(limit: Limit, want: torch.Tensor, got: torch.Tensor) -> bool:
    if want.shape != got.shape or want.dtype != got.dtype:
        return True
    if isinstance(limit, str):
        return not same_bits(want, got)
    exact = want.double() if limit.residual is None else want.double() + limit.residual.double()
    finite = want.isfinite()
    if not torch.equal(finite, got.isfinite()) or not same_bits(want[~finite], got[~finite]):
        return True
    off = (got.double() - exact).abs() > tolerated(limit, exact, str(want.dtype)[6:])
    return bool((off & finite).any())


def _facts(answer: Returned) -> dict[str, str]:
    return {k: v for k, v in answer.facts.items() if k != "repr"}


def _numbers(call: Call) -> Iterator[tuple[str, Call]]:
    """The call with one parameter, buffer, input or upstream gradient changed."""
    for key, tensor in (call.state or {}).items():
        # a counter is only read where momentum is None; that it moved, or did not, is a slot
        if tensor.numel() and not key.endswith("num_batches_tracked"):
            yield key, replace(call, state={**call.state, key: _nudge(tensor)})
    for slot, tensor in call.upstream.items():
        if tensor.numel():
            yield (
                f"upstream.{slot}",
                replace(call, upstream={**call.upstream, slot: _nudge(tensor)}),
            )
    for path, tensor in tensors_of(call.inputs).items():
        if tensor.gradient is not None or not same_bits(_nudge(tensor.array), tensor.array):
            yield f"input.{path}", replace(call, inputs=_nudged(call.inputs, path))
    for i, step in enumerate(call.steps):
        for path, tensor in tensors_of(step.inputs).items():
            moved = replace(step, inputs=_nudged(step.inputs, path))
            if not same_bits(_nudge(tensor.array), tensor.array):
                yield f"step.{i}.{path}", replace(call, steps=_put(call.steps, i, moved))


def _nudged(inputs: Any, path: str) -> Any:
    def change(tensor: Tensor, at: str) -> Tensor:
        if at != path:
            return tensor
        gradient = None if tensor.gradient is None else _nudge(tensor.gradient)
        return replace(tensor, array=_nudge(tensor.array), gradient=gradient)

    return replace_tensors(inputs, "", change)


def _nudge(tensor: torch.Tensor) -> torch.Tensor:
    """Every element moved, each by another factor; whole numbers change places."""
    if tensor.dtype == torch.bool:
        return ~tensor
    if not tensor.is_floating_point():
        return tensor.flip(tuple(range(tensor.dim()))) if tensor.numel() > 1 else tensor + 1
    steps = torch.arange(tensor.numel(), dtype=torch.float64).reshape(tensor.shape)
    factor = 1.25 + 0.5 * (steps * 0.618).frac()
    return (tensor.double() * factor + (tensor == 0) * 0.5).to(tensor.dtype)


def _sketches(sketch: Sketch) -> Iterator[tuple[str, Sketch]]:
    """The sketch with one option left out, one pair turned round, or one circumstance dropped."""
    for field in ("options", "keywords"):
        named = getattr(sketch, field)
        for name, value in named.items():
            yield name, replace(sketch, **{field: {k: v for k, v in named.items() if k != name}})
            if _turns(value):
                yield f"{name}'s axes", replace(sketch, **{field: {**named, name: value[::-1]}})
    for place, value in enumerate(sketch.args):
        name, default = _parameter(sketch.layer, place)
        if default not in (inspect.Parameter.empty, value):
            yield name, replace(sketch, args=_put(sketch.args, place, default))
        if _turns(value):
            yield f"{name}'s axes", replace(sketch, args=_put(sketch.args, place, value[::-1]))
    if not sketch.training:
        yield "training", replace(sketch, training=True)
    if sketch.earlier:
        yield "earlier", replace(sketch, earlier=())
    for i, step in enumerate(sketch.steps):
        for name in step.keywords:
            left = {k: v for k, v in step.keywords.items() if k != name}
            without = replace(step, keywords=left)
            yield f"step.{i}.{name}", replace(sketch, steps=_put(sketch.steps, i, without))


def _turns(value: Any) -> bool:
    whole = isinstance(value, tuple) and all(isinstance(v, (int, float)) for v in value)
    return whole and value != value[::-1]


def _put(args: tuple[Any, ...], place: int, value: Any) -> tuple[Any, ...]:
    return (*args[:place], value, *args[place + 1 :])


def _parameter(layer: str, place: int) -> tuple[str, Any]:
    """Name and default of a positional argument; none where PyTorch's signature does not tell."""
    found = find(layer)
    named = [
        p
        for p in inspect.signature(found).parameters.values()
        if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    if place >= len(named):
        return f"argument {place}", inspect.Parameter.empty
    return named[place].name, named[place].default
