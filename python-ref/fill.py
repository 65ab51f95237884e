"""From a Sketch to a Call and its Answer."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from case import Answer, Call
from draw import draw, generator
from perform import Performance, prepare, proceed
from run import finish, hushed
from sketch import Forward, Sketch, Step
from value import Draw, replace_tensors


def fill(sketch: Sketch) -> tuple[Call, Answer]:
    """The call of a sketch, every number drawn, and PyTorch's answer to it.

    They come together: state and upstream gradients take their shapes from PyTorch itself.
    """
    call = _arguments(sketch)
    with hushed(sketch.profile):
        stage, refusal = prepare(call)
        if refusal:
            return replace(call, state={}), refusal
        call = replace(call, state=_state(sketch, stage))
        refusal = proceed(call, stage)
        if refusal:
            return call, refusal
        call = replace(call, upstream=_upstream(sketch, stage))
        return call, finish(call, stage)


def _arguments(sketch: Sketch) -> Call:
    def value(part: Any, path: str) -> Any:
        return replace_tensors(part, path, lambda d, at: draw(d, sketch.dtype, sketch.start, at))

    def named(part: dict[str, Any], path: str) -> dict[str, Any]:
        return {k: value(v, f"{path}.{k}") for k, v in part.items()}

    earlier = tuple(
        Forward(value(f.inputs, f"earlier.{i}"), named(f.keywords, f"earlier.{i}"), f.training)
        for i, f in enumerate(sketch.earlier)
    )
    steps = tuple(
        Step(s.call, value(s.inputs, f"step.{i}"), named(s.keywords, f"step.{i}"))
        for i, s in enumerate(sketch.steps)
    )
    return Call(
        layer=sketch.layer,
        dtype=sketch.dtype,
        args=value(sketch.args, "arg"),
        options=named(sketch.options, "option"),
        seed=sketch.start,
        profile=sketch.profile,
        state=None,
        steps=steps,
        earlier=earlier,
        training=sketch.training,
        grad_mode=sketch.grad_mode,
        method=sketch.method,
        inputs=value(sketch.inputs, "input"),
        keywords=named(sketch.keywords, "input"),
        upstream={},
        prints=sketch.prints,
        sample=sketch.sample,
    )


def _state(sketch: Sketch, stage: Performance) -> dict[str, torch.Tensor] | None:
    if not isinstance(stage.module, torch.nn.Module):
        return {}
    if sketch.state is None:
        return None
    given: dict[str, Draw] = {} if sketch.state == "drawn" else sketch.state
    unknown = set(given) - set(stage.initial)
    if unknown:
        raise ValueError(f"{sketch.id}: the state has no {', '.join(sorted(unknown))}")
    return {
        key: draw(given[key], sketch.dtype, sketch.start, f"state.{key}").array
        if key in given
        else _part_of_state(key, like, generator(sketch.start, f"state.{key}"))
        for key, like in stage.initial.items()
    }


def _part_of_state(key: str, like: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Random numbers as no layer starts with: gamma is not 1, beta not 0, no two agree."""
    shape, name = tuple(like.shape), key.rpartition(".")[2]
    if not like.is_floating_point():
        numbers = rng.integers(2, 9, shape)
    elif name == "running_var":
        numbers = rng.uniform(0.5, 2.0, shape)
    elif len(shape) > 1:
        numbers = rng.standard_normal(shape) / math.sqrt(max(1, math.prod(shape[1:])))
    elif name.endswith("weight"):
        numbers = rng.uniform(0.5, 1.5, shape) * rng.choice([-1.0, 1.0], shape)
    else:
        numbers = rng.standard_normal(shape) / 2
    return torch.from_numpy(np.asarray(numbers)).reshape(shape).to(like.dtype)


def _upstream(sketch: Sketch, stage: Performance) -> dict[str, torch.Tensor]:
    given: dict[str, Draw] | None = None if sketch.upstream == "drawn" else sketch.upstream
    upstream = {}
    for slot, output in stage.outputs.items():
        if output.requires_grad if given is None else slot in given:
            wanted = given[slot] if given else Draw(tuple(output.shape))
            dtype = str(output.dtype)[6:]
            upstream[slot] = draw(wanted, dtype, sketch.start, f"upstream.{slot}").array
    return upstream
