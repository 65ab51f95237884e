"""Call, Answer and Case as harness/case.ts has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import torch

from sketch import Forward, Step

FORMAT = 2


@dataclass(frozen=True)
class Call:
    """All that an engine is told."""

    layer: str
    dtype: str
    args: tuple[Any, ...]
    options: dict[str, Any]
    seed: int
    profile: str
    state: dict[str, torch.Tensor] | None
    steps: tuple[Step, ...]
    earlier: tuple[Forward, ...]
    training: bool
    grad_mode: bool
    method: str | None
    inputs: tuple[Any, ...]
    keywords: dict[str, Any]
    upstream: dict[str, torch.Tensor]
    prints: tuple[str, ...]
    #: Of a tensor with more elements than this, so many are answered.
    sample: int | None = None


@dataclass(frozen=True)
class Returned:
    """A layer did its work: numbers by slot, text by fact."""

    tensors: dict[str, torch.Tensor]
    facts: dict[str, str]


@dataclass(frozen=True)
class Threw:
    """A layer refused: `name` is the class of the exception."""

    phase: str
    name: str
    message: str


Answer = Returned | Threw


@dataclass(frozen=True)
class Tolerance:
    """|got - exact| <= (4 + 2 sqrt(terms)) u_acc amplification + u_out |exact|."""

    terms: int
    amplification: float | torch.Tensor
    residual: torch.Tensor | None
    reference_limited: bool = False


Limit = Literal["bits"] | Tolerance


@dataclass(frozen=True)
class Case:
    """A question with PyTorch's answer."""

    id: str
    tags: tuple[str, ...]
    call: Call
    answer: Answer
    limits: dict[str, Limit]
    fragment: str
