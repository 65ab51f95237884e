"""(header, arrays) -> Call: the inverse of what encode.py does to one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch

from case import Call
from encode import Arrays
from samplers import drawing
from sketch import Forward, Step
from value import Tensor, value_from_json


def decode_call(json: dict[str, Any], arrays: Arrays) -> Call:
    """The call of a frame; its tensors have memory of their own."""

    def value(part: Any) -> Any:
        return value_from_json(part, lambda tag, ref: _tensor(tag, ref, arrays))

    def named(part: dict[str, Any]) -> dict[str, Any]:
        return {k: value(v) for k, v in part.items()}

    def forward(part: dict[str, Any]) -> Forward:
        return Forward(value(part["inputs"]), named(part["keywords"]), part["training"])

    def step(part: dict[str, Any]) -> Step:
        return Step(part["call"], value(part["inputs"]), named(part["keywords"]))

    state = json["state"]
    return Call(
        layer=json["layer"],
        dtype=json["dtype"],
        args=value(json["args"]),
        options=named(json["options"]),
        seed=json["seed"],
        profile=json["profile"],
        state=None if state is None else {k: numbers(v, arrays) for k, v in state.items()},
        steps=tuple(step(s) for s in json.get("steps", [])),
        earlier=tuple(forward(f) for f in json["earlier"]),
        training=json["training"],
        grad_mode=json["gradMode"],
        method=json.get("method"),
        inputs=value(json["inputs"]),
        keywords=named(json["keywords"]),
        upstream={k: numbers(v, arrays) for k, v in json["upstream"].items()},
        prints=tuple(json.get("prints", [])),
        sample=json.get("sample"),
    )


def numbers(ref: dict[str, Any], arrays: Arrays) -> torch.Tensor:
    """The tensor that a reference names."""
    shape, dtype = ref["shape"], ref["dtype"]
    flat = arrays.get(dtype, np.zeros(0))[ref["at"] : ref["at"] + math.prod(shape)].copy()
    if dtype == "bfloat16":
        return torch.from_numpy(flat.view(np.int16)).view(torch.bfloat16).reshape(shape)
    return torch.from_numpy(flat).to(getattr(torch, dtype)).reshape(shape)


def _tensor(tag: str, ref: dict[str, Any], arrays: Arrays) -> Tensor:
    if tag == "$drawn":
        drawn = (ref["sampler"], ref["seed"])
        array = drawing(*drawn, tuple(ref["shape"]), ref["dtype"])
        return Tensor(array, grad=ref.get("grad", False), drawn=drawn)
    strides, gradient = ref.get("strides"), ref.get("gradient")
    return Tensor(
        numbers(ref, arrays),
        grad=ref.get("grad", False),
        strides=None if strides is None else tuple(strides),
        leaf=ref.get("leaf", True),
        gradient=None if gradient is None else numbers(gradient, arrays),
    )
