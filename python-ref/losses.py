"""The amplification of losses: of a reduced one, at least the sum of its terms' magnitudes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from case import Call, Returned, Threw
from run import run
from value import tensors_of
from wobble import spread

LAYERS = [
    *(f"nn.{n}" for n in dir(torch.nn) if n.endswith("Loss") and not n.startswith("Adaptive")),
    *(f"nn.functional.{n}" for n in dir(torch.nn.functional) if n.endswith("_loss")),
    *(f"nn.functional.{n}" for n in dir(torch.nn.functional) if "cross_entropy" in n),
    "nn.functional.kl_div",
]
#: Those that take probabilities, which may not wobble out of [0, 1].
BOUNDED = ("nn.BCELoss", "nn.functional.binary_cross_entropy")
LEGACY = ("size_average", "reduce")

Size = float | torch.Tensor


def rules(call: Call, truth: Returned, reruns: int, dtype: str) -> dict[str, tuple[int, Size]]:
    """K is all of the greatest input; A what the wobble of each operation brings about."""
    found: dict[str, Size] = {}
    bounded = call.layer in BOUNDED
    found |= _binary(call, truth) if bounded else spread(_in_steps(call), truth, reruns, dtype)
    given = [*call.inputs, *call.keywords.values()]
    sizes = [t.array.numel() for part in given for t in tensors_of(part).values()]
    if reruns and truth.tensors["output.0"].dim() == 0:
        found["output.0"] = max(float(found["output.0"]), _magnitudes(call, truth))
    return {slot: (max([1, *sizes]), size) for slot, size in found.items()}


def _binary(call: Call, truth: Returned) -> dict[str, Size]:
    """Of a probability a and a target b: gradients (a - b) / (a - a a) and log(1 - a) - log(a)."""
    a, b = (t.array for t in tensors_of(call.inputs).values())
    lost = {
        "grad.input.0": (a + b) / (a - b).abs(),
        "grad.input.1": ((-a).log1p().abs() + a.log().abs()) / ((-a).log1p() - a.log()).abs(),
    }
    return {s: (t.abs() * lost.get(s, 1)).nan_to_num(0, 0) for s, t in truth.tensors.items()}


def _magnitudes(call: Call, truth: Returned) -> float:
    """The sum of the terms' magnitudes, divided as the loss divides the terms' sum."""
    answer = run(_unreduced(call))
    if isinstance(answer, Threw):
        return 0.0
    terms = answer.tensors["output.0"]
    terms = terms[terms.isfinite()]
    total, whole = float(terms.sum()), float(truth.tensors["output.0"])
    size = float(terms.abs().sum())
    return abs(whole / total) * size if total and abs(whole) < float("inf") else 0.0


def _unreduced(call: Call) -> Call:
    return replace(_with(call, LEGACY, reduction="none"), upstream={})


def _in_steps(call: Call) -> Call:
    """The chunked path is one operation, within which 1 is taken from a probability."""
    chunked = call.layer in ("nn.LinearCrossEntropyLoss", "nn.functional.linear_cross_entropy")
    return _with(call, ("options",)) if chunked else call


def _with(call: Call, without: tuple[str, ...], **named: Any) -> Call:
    """The call with other arguments, and without some."""
    part = "options" if call.layer[3].isupper() else "keywords"
    kept = {k: v for k, v in getattr(call, part).items() if k not in without}
    return replace(call, **{part: kept | named})
