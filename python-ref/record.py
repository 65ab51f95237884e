"""The one function from a Sketch to a Case: emit writes what it returns, the oracle sends it."""

from __future__ import annotations

import math
from contextlib import nullcontext
from dataclasses import replace

import torch

from amplify import Rule, Study, initial_rule, rules
from case import Call, Case, Limit, Returned, Threw, Tolerance
from excerpt import excerpt, excerpt_limits
from fill import fill
from mkl import NotDrawn
from narrow import drawing_in, with_eps_of
from observe import same_bits
from run import run
from sketch import Sketch
from transform import lift
from value import holds_generator
from wobble import RUNS

UNIT = {"float64": 2.0**-53, "float32": 2.0**-24, "float16": 2.0**-11, "bfloat16": 2.0**-8}


class Unfit(Exception):
    """A sketch that cannot become a case; the message says why."""


def record(sketch: Sketch, reruns: int = RUNS) -> Case:
    """PyTorch's answer to a sketch, with the limit that each of its numbers sets to others.

    Limits found with fewer reruns are never wider, and take less time.
    """
    try:
        call, answer = fill(sketch)
    except NotDrawn as lack:
        raise Unfit(str(lack)) from None
    _check_nothing(answer)
    limits = {} if isinstance(answer, Threw) else _limits(call, answer, reruns)
    limits, answer = excerpt_limits(call, answer, limits), excerpt(call, answer)
    return Case(sketch.id, sketch.tags, call, answer, limits, sketch.says or "")


def _check_nothing(answer: Returned | Threw) -> None:
    """Of nothing a gradient is 0; some of PyTorch's kernels leave in it what its memory held."""
    tensors = {} if isinstance(answer, Threw) else answer.tensors
    outputs = [t for slot, t in tensors.items() if slot.startswith("output.")]
    gradients = [t for slot, t in tensors.items() if slot.startswith("grad.input.")]
    if outputs and not any(t.numel() for t in outputs) and any(t.any() for t in gradients):
        raise Unfit("PyTorch leaves the gradient of an empty output uninitialized")


def tolerated(limit: Tolerance, exact: torch.Tensor, dtype: str) -> torch.Tensor:
    """The rule: (4 + 2 sqrt(K)) u_acc A + u_out |exact|, an element each."""
    unit = UNIT[dtype]
    accumulated = min(unit, UNIT["float32"])
    size = torch.as_tensor(limit.amplification, dtype=torch.float64)
    return (4 + 2 * math.sqrt(limit.terms)) * accumulated * size + unit * exact.abs()


def _limits(call: Call, answer: Returned, reruns: int) -> dict[str, Limit]:
    initial = {k[8:]: v for k, v in answer.tensors.items() if k.startswith("initial.")}
    lifted = lift(call, initial)
    drawing = drawing_in(call.dtype) if _may_draw(call, answer) else nullcontext()
    with drawing, with_eps_of(call.dtype):
        truth = run(lifted)
        if isinstance(truth, Threw):
            raise Unfit(f"float64 refuses what {call.dtype} accepts: {truth.message}")
        if truth.facts["generator"] != answer.facts["generator"]:
            raise Unfit(f"float64 draws other random numbers than {call.dtype}")
        missing = set(truth.tensors) ^ {s for s in answer.tensors if not s.startswith("initial.")}
        if missing:
            raise Unfit(f"float64 and {call.dtype} differ in having {', '.join(sorted(missing))}")
        found = rules(Study(call, lifted, truth, reruns))
    made = {s: _as_made(found[s], s, answer) for s in truth.tensors}
    limits = {s: _limit(made[s], answer.tensors[s], t) for s, t in truth.tensors.items()}
    drawn = {f"initial.{k}": (initial_rule(call, k, t), t) for k, t in initial.items()}
    return limits | {slot: _limit(rule, t, t) for slot, (rule, t) in drawn.items()}


def _may_draw(call: Call, answer: Returned) -> bool:
    """Whether random numbers may be in it; those of a step or a generator leave no trace."""
    own = holds_generator((call.args, call.options, call.inputs, call.keywords))
    return own or bool(call.steps) or answer.facts["generator"] != "untouched"


def _as_made(rule: Rule, slot: str, answer: Returned) -> Rule:
    """A scalar does not widen the type: its gradient is added up in the output's, and cast at last.

    Its limit has the units of the slot's type, so A is as many times greater as the output's are.
    """
    outputs = [t for s, t in answer.tensors.items() if s.startswith("output.")]
    made = max((UNIT.get(str(t.dtype)[6:], 0.0) for t in outputs), default=0.0)
    tensor = answer.tensors[slot]
    if isinstance(rule, str) or not slot.startswith("grad.") or tensor.dim():
        return rule
    # 16 bits are added up in float32
    coarser = min(made, UNIT["float32"]) / min(UNIT[str(tensor.dtype)[6:]], UNIT["float32"])
    return (rule[0], rule[1] * max(coarser, 1.0))


def _limit(rule: Rule, answer: torch.Tensor, truth: torch.Tensor) -> Limit:
    if isinstance(rule, str):
        return "bits"
    terms, size = rule
    dtype, finite = str(answer.dtype)[6:], answer.isfinite()
    if isinstance(size, torch.Tensor):
        size = size.expand(answer.shape).where(finite, torch.zeros(())).float()
    if dtype == "float64" and same_bits(answer, truth):
        return Tolerance(terms, size, None)
    # where only one of the two is a number, others are held to PyTorch's own
    both = finite & truth.isfinite()
    error = (truth.double() - answer.double()).where(both, torch.zeros((), dtype=torch.float64))
    limit = Tolerance(terms, size, error.float())
    return replace(limit, reference_limited=_uses_half(limit, error, truth.double(), dtype))


def _uses_half(limit: Tolerance, error: torch.Tensor, truth: torch.Tensor, dtype: str) -> bool:
    """Whether PyTorch's own error is above half of what it allows to others."""
    allowed = 0.5 * tolerated(limit, truth, dtype)
    if UNIT[dtype] > UNIT["float32"]:
        # rounding the right sum to 16 bits takes all of the second term by itself
        allowed = allowed + 0.5 * UNIT[dtype] * truth.abs()
    return bool((error.abs() > allowed).any())
