"""Of a large answer a sample that can be kept, and hashes that prove what it was computed from."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace

import torch

from case import Answer, Call, Limit, Threw
from encode import to_numpy
from value import tensors_of

#: The golden ratio's part below one: its multiples lie as evenly as can be, however many there are.
STRIDE = 0.6180339887498949


def excerpt(call: Call, answer: Answer) -> Answer:
    """What is kept of an answer, as harness/case.ts says of `sample`."""
    if call.sample is None or isinstance(answer, Threw):
        return answer
    tensors, facts = {}, dict(answer.facts)
    given = tensors_of(call.inputs) | tensors_of(dict(call.keywords))
    for path, tensor in given.items():
        if tensor.drawn is not None:
            facts[f"sha256.input.{path}"] = digest(tensor.array)
    for slot, tensor in answer.tensors.items():
        if slot.startswith("initial."):
            facts[f"sha256.{slot}"] = digest(tensor)
        else:
            tensors[slot] = sampled(tensor, call.sample)
            if tensor.numel() > call.sample:
                facts[f"whole.{slot}"] = str(tuple(tensor.shape))
    return replace(answer, tensors=tensors, facts=facts)


def excerpt_limits(call: Call, answer: Answer, limits: dict[str, Limit]) -> dict[str, Limit]:
    """The limits of what is kept."""
    if call.sample is None or isinstance(answer, Threw):
        return limits
    kept = {s: limit for s, limit in limits.items() if not s.startswith("initial.")}
    return {slot: _limit(limit, call.sample) for slot, limit in kept.items()}


def sampled(tensor: torch.Tensor, most: int) -> torch.Tensor:
    """`most` of the elements, in one axis, where there are more."""
    if tensor.numel() <= most:
        return tensor
    return tensor.flatten()[torch.tensor(places(tensor.numel(), most))]


def places(n: int, count: int) -> list[int]:
    """0, step, 2 step, ... modulo n, where step and n have no divisor in common."""
    step = max(math.floor(n * STRIDE), 1)
    while math.gcd(step, n) != 1:
        step += 1
    return [i * step % n for i in range(count)]


def digest(tensor: torch.Tensor) -> str:
    """SHA-256 of the elements' bytes, little-endian, in C order."""
    return hashlib.sha256(to_numpy(tensor).tobytes()).hexdigest()


def _limit(limit: Limit, most: int) -> Limit:
    if isinstance(limit, str):
        return limit
    size, residual = limit.amplification, limit.residual
    return replace(
        limit,
        amplification=sampled(size, most) if isinstance(size, torch.Tensor) else size,
        residual=None if residual is None else sampled(residual, most),
    )
