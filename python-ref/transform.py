"""Calls made of other calls: in float64, with absolute values, with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch

from case import Call
from value import Tensor, replace_tensors

Change = Callable[[torch.Tensor], torch.Tensor]


def lift(call: Call, initial: dict[str, torch.Tensor]) -> Call:
    """The same question in float64 on the same, already rounded, numbers.

    `initial` is what the constructor drew; the lifted call loads it, as its own draws would differ.
    """
    state = initial if call.state is None else call.state
    lifted = change_floats(replace(call, state=state), lambda t: t.double())
    return replace(lifted, dtype="float64")


def absolute(call: Call) -> Call:
    return change_floats(call, torch.abs)


def ones(call: Call) -> Call:
    return change_floats(call, torch.ones_like)


def change_floats(call: Call, change: Change) -> Call:
    """The call with each floating tensor of inputs, state, options and upstream changed."""

    def one(tensor: torch.Tensor) -> torch.Tensor:
        return change(tensor) if tensor.is_floating_point() else tensor

    def value(part: Any) -> Any:
        def argument(tensor: Tensor, _path: str) -> Tensor:
            gradient = None if tensor.gradient is None else one(tensor.gradient)
            return replace(tensor, array=one(tensor.array), gradient=gradient)

        return replace_tensors(part, "", argument)

    earlier = tuple(
        replace(f, inputs=value(f.inputs), keywords=value(f.keywords)) for f in call.earlier
    )
    steps = tuple(
        replace(s, inputs=value(s.inputs), keywords=value(s.keywords)) for s in call.steps
    )
    return replace(
        change_upstream(call, one),
        steps=steps,
        args=value(call.args),
        options=value(call.options),
        inputs=value(call.inputs),
        keywords=value(call.keywords),
        earlier=earlier,
        state=None if call.state is None else {k: one(v) for k, v in call.state.items()},
    )


def change_upstream(call: Call, change: Change) -> Call:
    return replace(call, upstream={k: change(v) for k, v in call.upstream.items()})
