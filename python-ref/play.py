"""Runs a piece of code from a docstring, and says what stopped it."""

from __future__ import annotations

import builtins
import contextlib
import io
import sys
from typing import Any
from unittest import mock

import torch
from torch import nn

import scope
from examples import Example
from run import hushed
from samplers import noting

#: Names that Python knows and that an example means otherwise.
SHADOWED = ("input", "max", "min")


def scene_of(thing: Any) -> dict[str, Any]:
    """The names that a docstring's code may use: torch, nn, F, and those around its owner."""
    module = sys.modules[thing.__module__ or "torch.nn.functional"]
    around = {k: v for k, v in vars(module).items() if not k.startswith("_")}
    known = {k: v for k, v in vars(builtins).items() if k not in SHADOWED}
    own = {module.__name__.rpartition(".")[2]: module, "__name__": "example", "__builtins__": known}
    return own | around | {"nn": nn, "F": nn.functional, "torch": torch}


def play(example: Example, scene: dict[str, Any], seed: int) -> str | None:
    """Runs it under a seed. None, or in a few words why it came to no end."""
    torch.manual_seed(seed)
    try:
        blank = mock.patch.object(torch, "empty", _zeroed)
        with hushed(), contextlib.redirect_stdout(io.StringIO()), blank, noting():
            exec(compile(example.source, example.id, "exec"), scene)
    except Exception as error:
        return _reason(error)
    return None


_empty = torch.empty


def _zeroed(*args: Any, **kwargs: Any) -> torch.Tensor:
    """torch.empty, cleared: what the memory happens to hold would be recorded otherwise."""
    made = _empty(*args, **kwargs)
    with torch.no_grad():
        return made.zero_()


def _reason(error: Exception) -> str:
    """What is told of the machine is left out: it would differ from one to the next."""
    text = str(error)
    if isinstance(error, NameError):
        return f"uses {error.name}, which it does not define"
    if isinstance(error, SyntaxError):
        return "is no code"
    if any(word in text for word in ("CUDA", "NVIDIA", "accelerator")):
        return "needs an accelerator"
    if "process group" in text:
        return scope.GROUP
    return f"stops with {type(error).__name__}: {text.splitlines()[0].partition(' (')[0]}"
