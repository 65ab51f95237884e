"""A constructor's arguments as a Call gives them: named if they have defaults, else in place."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import torch

#: nn.RNN, LSTM and GRU take *args; these are the names behind it, and how many have no default.
SIZES = ["input_size", "hidden_size", "num_layers"]
OPTIONS = ["bias", "batch_first", "dropout", "bidirectional"]
BEHIND_ARGS = {
    "nn.RNN": [*SIZES, "nonlinearity", *OPTIONS],
    "nn.LSTM": [*SIZES, *OPTIONS, "proj_size"],
    "nn.GRU": [*SIZES, *OPTIONS],
}

#: What these hold stays in its place, as nn.Sequential's layers do.
HOLDERS = ("nn.ModuleList", "nn.ModuleDict", "nn.ParameterList", "nn.ParameterDict")

Args = tuple[Any, ...]
Options = dict[str, Any]


def bind(layer: str, args: Args, options: Options) -> tuple[Args, Options]:
    """The same arguments; what has no default in its place, the rest by name; misfits stay."""
    return placed(*_signature(layer), args, options)


def placed(names: list[str], required: int, args: Args, options: Options) -> tuple[Args, Options]:
    """The same for parameters of these names, the first of which have no default."""
    given = dict(zip(names, args, strict=False))
    if len(args) > len(names) or given.keys() & options.keys():
        return args, options
    named = given | options
    if any(name not in named for name in names[:required]):
        return args, options
    places = tuple(named.pop(name) for name in names[:required])
    return places, named


@cache
def _signature(layer: str) -> tuple[list[str], int]:
    """The names of the positional parameters, and how many of them have no default."""
    if layer in BEHIND_ARGS:
        return BEHIND_ARGS[layer], 2
    found = getattr(torch.nn, layer.removeprefix("nn."), None)
    if not inspect.isclass(found) or layer in HOLDERS:
        return [], 0
    parameters = list(inspect.signature(found).parameters.values())
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return [], 0
    names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    return names, sum(p.default is p.empty for p in parameters if p.name in names)
