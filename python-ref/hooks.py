"""Hooks that a call may hang into a module, by names that every engine knows.

No call holds code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def _doubled(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value * 2
    return tuple(_doubled(v) for v in value) if isinstance(value, tuple) else value


#: Each is called with the module, and then with what a hook of its kind is given.
HOOKS: dict[str, Callable[..., Any]] = {
    "hook.nothing": lambda _module, *_given: None,
    "hook.double_first": lambda _module, *given: _doubled(given[0]),
    "hook.double_last": lambda _module, *given: _doubled(given[-1]),
}
