"""The dropout masks of PyTorch builds with Intel MKL (up to 2.6), for a PyTorch that draws others.

MKL's generator is x -> 1132489760 x mod 2^31 - 1 (Intel oneMKL Vector Statistics Notes, MCG31m1),
started with one draw of 32 bits from PyTorch's own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode

MODULUS = 2**31 - 1


class NotDrawn(BaseException):
    """Random numbers that such a build drew in another way, which is not known here.

    No Exception, since those of a call are PyTorch's refusals, and this is none.
    """


@contextlib.contextmanager
def mkl_masks() -> Iterator[None]:
    """Within, dropouts draw as those builds did; whatever else is random ends in NotDrawn."""
    with _Mkl():
        yield


def bernoulli(p: float, count: int) -> np.ndarray:
    """`count` times whether MKL's next uniform, its stream started by PyTorch's, lies below p."""
    x = _draw() % MODULUS or 1
    uniforms = np.empty(count, np.float32)
    for i in range(count):
        uniforms[i] = np.float32(x) * np.float32(2**-31)
        x = 1132489760 * x % MODULUS
    return uniforms < np.float32(p)


class _Mkl(TorchDispatchMode):
    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is torch.ops.aten.bernoulli_.float:
            mask = args[0]
            drawn = torch.from_numpy(bernoulli(args[1], mask.numel()))
            return mask.copy_(drawn.reshape(mask.shape))
        if torch.Tag.nondeterministic_seeded in func.tags:
            raise NotDrawn(f"{func} of a build with MKL")
        return func(*args, **(kwargs or {}))


def _draw() -> int:
    """PyTorch's next 32 bits, which no method gives: a copy of its generator tells 64 of them."""
    ahead = torch.Generator()
    ahead.set_state(torch.get_rng_state())
    torch.empty(1, dtype=torch.int32).random_()
    (whole,) = torch.empty(1, dtype=torch.int64).random_(-(2**63), None, generator=ahead).tolist()
    return whole >> 32 & 0xFFFFFFFF
