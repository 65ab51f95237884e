"""Outputs taken apart: their tensors by path, and in words what they are made of."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any

import torch
from torch.nn.modules.module import _IncompatibleKeys
from torch.nn.parameter import is_lazy
from torch.nn.utils.rnn import PackedSequence
from torch.utils.hooks import RemovableHandle

from value import join


def listed(output: Any) -> Any:
    """The output with lists and everything that can only be walked through as tuples."""
    walked = (list, Iterator, KeysView, ValuesView, ItemsView)
    return tuple(listed(v) for v in output) if isinstance(output, walked) else output


def flatten(value: Any, path: str) -> dict[str, torch.Tensor]:
    """Each tensor of nested tuples, dicts and modules' states, by its path."""
    if isinstance(value, torch.Tensor):
        return {} if is_lazy(value) else {path: value}
    if isinstance(value, torch.nn.Module):
        value = value.state_dict()
    if not isinstance(value, (tuple, list, Mapping)):
        return {}
    parts = value.items() if isinstance(value, Mapping) else enumerate(value)
    return {k: v for i, part in parts for k, v in flatten(part, join(path, i)).items()}


def structure(output: Any) -> str:
    """What an output is made of: "(tensor, None)", "{weight: tensor}", "class Linear"; or text."""
    if isinstance(output, torch.Tensor):
        return str(output) if is_lazy(output) else "tensor"
    if isinstance(output, Mapping):
        return f"{{{', '.join(f'{k}: {structure(part)}' for k, part in output.items())}}}"
    if isinstance(output, (tuple, list)) and not isinstance(output, _IncompatibleKeys):
        name = "PackedSequence" if isinstance(output, PackedSequence) else ""
        return f"{name}({', '.join(structure(part) for part in output)})"
    if isinstance(output, RemovableHandle):
        return "handle"
    return f"class {output.__name__}" if isinstance(output, type) else str(output)


def copied(tensor: torch.Tensor) -> torch.Tensor:
    """Its values alone, dense and in C order."""
    return tensor.detach().to_dense().clone(memory_format=torch.contiguous_format)
