"""PyTorch's samplers: what they draw under a seed, and which tensors an example had from them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from unittest import mock

import torch
from torch.utils.weak import WeakIdKeyDictionary

SAMPLERS = ("randn", "rand")

#: By tensor, the sampler that filled it, and the version that it had then.
_known: WeakIdKeyDictionary = WeakIdKeyDictionary()


def drawing(sampler: str, seed: int, shape: tuple[int, ...], dtype: str) -> torch.Tensor:
    """What the sampler gives from a generator of its own."""
    own = torch.Generator().manual_seed(seed)
    kind = getattr(torch, dtype)
    return getattr(torch, sampler)(shape, generator=own, dtype=kind, requires_grad=False)


def sampler_of(tensor: torch.Tensor) -> str | None:
    """Which sampler the numbers of a tensor came from, unless they were changed since."""
    name, version = _known.get(tensor, (None, 0))
    return name if tensor._version == version else None


def note(tensor: torch.Tensor, sampler: str | None) -> torch.Tensor:
    """Remembers where the numbers of a tensor came from."""
    if sampler is not None:
        _known[tensor] = (sampler, tensor._version)
    return tensor


@contextlib.contextmanager
def noting() -> Iterator[None]:
    """Within, what samplers draw is remembered as theirs."""
    with contextlib.ExitStack() as stack:
        for name in SAMPLERS:
            wrapped = _noted(name, getattr(torch, name))
            stack.enter_context(mock.patch.object(torch, name, wrapped))
        yield


def _noted(name: str, sampler: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    return lambda *args, **kwargs: note(sampler(*args, **kwargs), name)
