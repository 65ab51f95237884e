"""The one function from a Sketch to a Case: emit writes what it returns, the oracle sends it."""

from __future__ import annotations

import math

import torch

from amplify import Rule, Study, initial_rule, rules
from case import Call, Case, Limit, Returned, Threw, Tolerance
from fill import fill
from narrow import drawing_in
from run import Masks, run
from sketch import Sketch
from transform import lift

UNIT = {"float64": 2.0**-53, "float32": 2.0**-24, "float16": 2.0**-11, "bfloat16": 2.0**-8}


class Unfit(Exception):
    """A sketch that cannot become a case; the message says why."""


def record(sketch: Sketch) -> Case:
    """PyTorch's answer to a sketch, with the limit that each of its numbers sets to others."""
    call = fill(sketch)
    answer = run(call, sketch.masks)
    with drawing_in(call.dtype):
        limits = {} if isinstance(answer, Threw) else _limits(call, answer, sketch.masks)
    return Case(sketch.id, sketch.tags, call, answer, limits, sketch.says or "")


def tolerated(limit: Tolerance, exact: torch.Tensor, dtype: str) -> torch.Tensor:
    """The rule: (4 + 2 sqrt(K)) u_acc A + u_out |exact|, an element each."""
    unit = UNIT[dtype]
    accumulated = min(unit, UNIT["float32"])
    size = torch.as_tensor(limit.amplification, dtype=torch.float64)
    return (4 + 2 * math.sqrt(limit.terms)) * accumulated * size + unit * exact.abs()


def _limits(call: Call, answer: Returned, masks: Masks) -> dict[str, Limit]:
    initial = {k[8:]: v for k, v in answer.tensors.items() if k.startswith("initial.")}
    lifted = lift(call, initial)
    truth = run(lifted, masks)
    if isinstance(truth, Threw):
        raise Unfit(f"float64 refuses what {call.dtype} accepts: {truth.message}")
    if truth.facts["generator"] != answer.facts["generator"]:
        raise Unfit(f"float64 draws other random numbers than {call.dtype}")
    missing = set(truth.tensors) ^ {s for s in answer.tensors if not s.startswith("initial.")}
    if missing:
        raise Unfit(f"float64 and {call.dtype} differ in having {', '.join(sorted(missing))}")
    found = rules(Study(call, lifted, truth))
    return {
        **{s: _limit(found[s], answer.tensors[s], t) for s, t in truth.tensors.items()},
        **{f"initial.{k}": _limit(initial_rule(call, k, t), t, t) for k, t in initial.items()},
    }


def _limit(rule: Rule, answer: torch.Tensor, truth: torch.Tensor) -> Limit:
    if isinstance(rule, str):
        return "bits"
    terms, size = rule
    dtype, finite = str(answer.dtype)[6:], answer.isfinite()
    if isinstance(size, torch.Tensor):
        size = size.expand(answer.shape).where(finite, torch.zeros(())).float()
    if dtype == "float64":
        return Tolerance(terms, size, None)
    error = (truth.double() - answer.double()).where(finite, torch.zeros((), dtype=torch.float64))
    limit = Tolerance(terms, size, error.float())
    allowed = 0.5 * tolerated(limit, truth.double(), dtype)
    if UNIT[dtype] > UNIT["float32"]:
        # rounding the right sum to 16 bits takes all of the second term by itself
        allowed = allowed + 0.5 * UNIT[dtype] * truth.double().abs()
    return Tolerance(terms, size, error.float(), bool(((error.abs() > allowed) & finite).any()))
