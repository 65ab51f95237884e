"""A constructor's arguments as a Call gives them: named if they have defaults, else in place."""

from __future__ import annotations

import inspect
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

Args = tuple[Any, ...]
Options = dict[str, Any]


def bind(layer: str, args: Args, options: Options) -> tuple[Args, Options]:
    """Positional arguments that have a default, given by name; what does not fit stays as it is."""
    names, required = _signature(layer)
    extra = args[required:]
    if not extra or len(args) > len(names):
        return args, options
    named = dict(zip(names[required:], extra, strict=False))
    return (args, options) if named.keys() & options.keys() else (args[:required], named | options)


def _signature(layer: str) -> tuple[list[str], int]:
    """The names of the positional parameters, and how many of them have no default."""
    if layer in BEHIND_ARGS:
        return BEHIND_ARGS[layer], 2
    found = getattr(torch.nn, layer.removeprefix("nn."), None)
    if not inspect.isclass(found):
        return [], 0
    parameters = list(inspect.signature(found).parameters.values())
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return [], 0
    names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    return names, sum(p.default is p.empty for p in parameters if p.name in names)
