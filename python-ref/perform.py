"""A call up to and including its forward pass, in the order that harness/case.ts promises."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.nn.parameter import is_lazy

from case import Call, Threw
from choosing import choosing
from realise import build, called, find, realise
from sketch import Step
from structure import copied, flatten, listed, structure
from value import Tensor, replace_tensors, tensors_of

torch.set_num_threads(1)

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
SET = re.compile(r"\{('[^{}:]*')\}")


@dataclass
class Performance:
    """What is left on the stage after a forward call, to look at before backward."""

    module: Any = None
    leaves: dict[str, torch.Tensor] = field(default_factory=dict)
    inputs: dict[str, torch.Tensor] = field(default_factory=dict)
    output: Any = None
    initial: dict[str, torch.Tensor] = field(default_factory=dict)
    #: What each step gave back: its structure and its tensors by path.
    steps: list[tuple[str, dict[str, torch.Tensor]]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def outputs(self) -> dict[str, torch.Tensor]:
        return flatten(self.output if isinstance(self.output, tuple) else (self.output,), "output")

    @property
    def state(self) -> dict[str, torch.Tensor]:
        if not isinstance(self.module, torch.nn.Module):
            return {}
        state = {k: v for k, v in self.module.state_dict().items() if not is_lazy(v)}
        return {k: v.detach().clone() for k, v in state.items()}


def perform(call: Call) -> tuple[Performance, Threw | None]:
    """Everything up to and including the forward call that is answered."""
    stage, refusal = prepare(call)
    return stage, refusal or proceed(call, stage)


def prepare(call: Call) -> tuple[Performance, Threw | None]:
    """Up to and including the constructor. Of the call's state and upstream nothing is read."""
    stage = Performance()
    build_inputs(call, stage)
    try:
        torch.default_generator.manual_seed(call.seed)
        stage.module = construct(call)
        stage.initial = stage.state
    except Exception as error:  # noqa: BLE001 - every refusal is an answer
        return stage, threw("construct", error)
    return stage, None


def proceed(call: Call, stage: Performance) -> Threw | None:
    """From loading the state up to and including the forward call that is answered."""
    phase = "construct"
    try:
        if call.state:
            # a lifted call gives a lazy module only what its constructor drew
            whole = not any(is_lazy(v) for v in stage.module.state_dict().values())
            given = {k: v.clone() for k, v in call.state.items()}
            stage.module.load_state_dict(given, strict=whole)
        torch.default_generator.manual_seed(call.seed)
        for step in call.steps:
            with default_dtype(call.dtype):
                stage.steps.append(take(step, stage.module))
        phase = "forward"
        torch.default_generator.manual_seed(call.seed)
        fresh = torch.get_rng_state()
        for earlier in call.earlier:
            forward(stage.module, earlier.training, call.grad_mode, *_earlier_inputs(earlier))
        inputs, keywords = _inputs(call, stage)
        method = called(call.method, stage.module) if call.method else None
        stage.output = forward(
            stage.module, call.training, call.grad_mode, inputs, keywords, method
        )
        stage.facts["generator"] = _generator(fresh)
    except Exception as error:  # noqa: BLE001 - every refusal is an answer
        return threw(phase, error)
    return None


def build_inputs(call: Call, stage: Performance) -> None:
    """Puts the leaves and what the layer is given on the stage; an error here is no refusal."""
    given = tensors_of(call.inputs)
    for key, value in call.keywords.items():
        given |= tensors_of(value, key)
    for path, tensor in given.items():
        stage.leaves[path] = build(tensor)
        stage.inputs[path] = stage.leaves[path] if tensor.leaf else stage.leaves[path].clone()


def construct(call: Call) -> Any:
    """The module, built with the case's dtype as the default one; a function is just found."""
    found = find(call.layer)
    if not (isinstance(found, type) and issubclass(found, torch.nn.Module)):
        return found
    with default_dtype(call.dtype):
        options = {k: realise(v) for k, v in call.options.items()}
        module = found(*(realise(a) for a in call.args), **options)
    return module.to(getattr(torch, call.dtype))


@contextlib.contextmanager
def default_dtype(name: str) -> Iterator[None]:
    """Within, layers are built and numbers drawn in this type unless told otherwise."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, name))
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def take(step: Step, module: Any) -> tuple[str, dict[str, torch.Tensor]]:
    """Takes a step; tells what comes back, as it is at that time."""
    keywords = {k: realise(v, module) for k, v in step.keywords.items()}
    with choosing(step.call):
        given = listed(called(step.call, module)(*realise(step.inputs, module), **keywords))
    if given is module:
        return "self", {}
    parts = given if isinstance(given, tuple) else (given,)
    return structure(given), {k: copied(t) for k, t in flatten(parts, "").items()}


def forward(
    module: Any,
    training: bool,
    grad_mode: bool,
    inputs: Any,
    keywords: Any,
    method: Any = None,
) -> Any:
    """The output of the module, or of `method`."""
    if isinstance(module, torch.nn.Module):
        module.train(training)
    with torch.set_grad_enabled(grad_mode):
        return listed((method or module)(*inputs, **keywords))


def _inputs(call: Call, stage: Performance) -> tuple[Any, Any]:
    """The arguments of the forward call."""

    def place(_tensor: Tensor, path: str) -> torch.Tensor:
        return stage.inputs[path]

    def value(part: Any, path: str) -> Any:
        return realise(replace_tensors(part, path, place), stage.module)

    return value(call.inputs, ""), {k: value(v, k) for k, v in call.keywords.items()}


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
    return Threw(phase, type(error).__name__, SET.sub(_sorted, ADDRESS.sub("", message)))


def _sorted(found: re.Match[str]) -> str:
    return "{" + ", ".join(sorted(found[1].split(", "))) + "}"
