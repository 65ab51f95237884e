"""A call up to and including its forward pass, in the order that harness/case.ts promises."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

import torch

from case import Call, Threw
from realise import build, find, flatten, realise
from value import Tensor, replace_tensors

torch.set_num_threads(1)

SET = re.compile(r"\{('[^{}:]*')\}")


@dataclass
class Performance:
    """What is left on the stage after a forward call, to look at before backward."""

    module: Any = None
    leaves: dict[str, torch.Tensor] = field(default_factory=dict)
    inputs: dict[str, torch.Tensor] = field(default_factory=dict)
    output: Any = None
    initial: dict[str, torch.Tensor] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def outputs(self) -> dict[str, torch.Tensor]:
        return flatten(self.output if isinstance(self.output, tuple) else (self.output,), "output")

    @property
    def state(self) -> dict[str, torch.Tensor]:
        stateful = isinstance(self.module, torch.nn.Module)
        return (
            {k: v.detach().clone() for k, v in self.module.state_dict().items()} if stateful else {}
        )


def perform(call: Call) -> tuple[Performance, Threw | None]:
    """Everything up to and including the forward call that is answered."""
    stage = Performance()
    phase = "construct"
    try:
        torch.manual_seed(call.seed)
        stage.module = construct(call)
        stage.initial = stage.state
        if call.state:
            stage.module.load_state_dict({k: v.clone() for k, v in call.state.items()})
        phase = "forward"
        torch.manual_seed(call.seed)
        fresh = torch.get_rng_state()
        for earlier in call.earlier:
            forward(stage.module, earlier.training, call.grad_mode, *_earlier_inputs(earlier))
        inputs, keywords = _inputs(call, stage)
        stage.output = forward(stage.module, call.training, call.grad_mode, inputs, keywords)
        stage.facts["generator"] = _generator(fresh)
    except Exception as error:  # noqa: BLE001 - every refusal is an answer
        return stage, threw(phase, error)
    return stage, None


def construct(call: Call) -> Any:
    """The module, built with the case's dtype as the default one; a function is just found."""
    found = find(call.layer)
    if not (isinstance(found, type) and issubclass(found, torch.nn.Module)):
        return found
    before = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, call.dtype))
    try:
        options = {k: realise(v) for k, v in call.options.items()}
        module = found(*(realise(a) for a in call.args), **options)
    finally:
        torch.set_default_dtype(before)
    return module.to(getattr(torch, call.dtype))


def forward(module: Any, training: bool, grad_mode: bool, inputs: Any, keywords: Any) -> Any:
    if isinstance(module, torch.nn.Module):
        module.train(training)
    with torch.set_grad_enabled(grad_mode):
        return module(*inputs, **keywords)


def _inputs(call: Call, stage: Performance) -> tuple[Any, Any]:
    """The arguments of the forward call; leaves, and what the layer is given, go on the stage."""

    def place(tensor: Tensor, path: str) -> torch.Tensor:
        leaf = build(tensor)
        stage.leaves[path] = leaf
        stage.inputs[path] = leaf if tensor.leaf else leaf.clone()
        return stage.inputs[path]

    inputs = realise(replace_tensors(call.inputs, "", place))
    return inputs, {k: realise(replace_tensors(v, k, place)) for k, v in call.keywords.items()}


def _earlier_inputs(earlier: Any) -> tuple[Any, Any]:
    return realise(earlier.inputs), {k: realise(v) for k, v in earlier.keywords.items()}


def _generator(fresh: torch.Tensor) -> str:
    now = torch.get_rng_state()
    return (
        "untouched"
        if torch.equal(now, fresh)
        else hashlib.sha256(now.numpy().tobytes()).hexdigest()
    )


def threw(phase: str, error: Exception) -> Threw:
    """The refusal, without what each process has its own of: addresses, the order of sets."""
    message = str(error).partition("\nException raised from ")[0]
    return Threw(phase, type(error).__name__, SET.sub(_sorted, message))


def _sorted(found: re.Match[str]) -> str:
    return "{" + ", ".join(sorted(found[1].split(", "))) + "}"
