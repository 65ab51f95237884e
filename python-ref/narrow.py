"""What a float64 run takes from the case's dtype: its random numbers and its default eps."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

FILLED = ("aten::normal_", "aten::uniform_")
MADE = ("aten::rand", "aten::randn", "aten::rand_like", "aten::randn_like")


@contextlib.contextmanager
def drawing_in(dtype: str) -> Iterator[None]:
    """Within, float64 tensors are filled with random numbers of `dtype`."""
    wide = dtype not in ("float32", "float16", "bfloat16")
    with contextlib.nullcontext() if wide else _Narrow(getattr(torch, dtype)):
        yield


class _Narrow(TorchDispatchMode):
    def __init__(self, dtype: torch.dtype) -> None:
        super().__init__()
        self.dtype = dtype

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        named, name = kwargs or {}, func._schema.name
        if name in FILLED and args[0].dtype == torch.float64:
            wide = args[0]
            drawn = torch.empty_strided(wide.size(), wide.stride(), dtype=self.dtype)
            return wide.copy_(func(drawn, *args[1:], **named))
        if name in MADE:
            like = args[0].dtype if isinstance(args[0], torch.Tensor) else torch.get_default_dtype()
            if (named.get("dtype") or like) == torch.float64:
                return func(*args, **{**named, "dtype": self.dtype}).double()
        return func(*args, **named)


@contextlib.contextmanager
def with_eps_of(dtype: str) -> Iterator[None]:
    """Within, what rms_norm adds where no eps is given is what it adds to numbers of `dtype`.

    It is the eps of the type that they are computed in, which for 16 bits is float32.
    """
    eps = torch.finfo(torch.float64 if dtype == "float64" else torch.float32).eps
    given = torch.rms_norm

    def rms_norm(x: Any, shape: Any, weight: Any = None, own: float | None = None) -> torch.Tensor:
        return given(x, shape, weight, eps if own is None else own)

    torch.rms_norm = rms_norm
    try:
        yield
    finally:
        torch.rms_norm = given
