"""PyTorch answers a Call."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator

import torch

from case import Answer, Call
from mkl import mkl_masks
from observe import observe
from perform import Performance, perform, threw
from sketch import PROFILES


def run(call: Call) -> Answer:
    """PyTorch's answer: what it returned, or in which phase it refused and why."""
    with hushed(call.profile):
        stage, refusal = perform(call)
        return refusal or finish(call, stage)


def finish(call: Call, stage: Performance) -> Answer:
    """Goes backward from the outputs of a call that was performed, and looks at what is there."""
    try:
        if call.upstream:
            started = [stage.outputs[slot] for slot in call.upstream]
            torch.autograd.backward(started, [g.clone() for g in call.upstream.values()])
    except Exception as error:  # every refusal is an answer
        return threw("backward", error)
    return observe(call, stage)


@contextlib.contextmanager
def hushed(profile: str = PROFILES[0]) -> Iterator[None]:
    """Without PyTorch's warnings, and with the random numbers of a profile."""
    draws = contextlib.nullcontext() if profile == PROFILES[0] else mkl_masks()
    with warnings.catch_warnings(), draws:
        warnings.simplefilter("ignore")
        yield
