"""From a Draw to numbers. What is drawn depends on the seed, the tensor's path and nothing else."""

from __future__ import annotations

import zlib
from dataclasses import fields
from typing import Any

import numpy as np
import torch

from samplers import SAMPLERS, drawing
from value import Draw, Tensor, plain, scalar_to_json

INTEGRAL = ("int64", "int32", "int16", "int8", "uint8", "bool")


def draw(wanted: Draw | Tensor, dtype: str, seed: int, path: str) -> Tensor:
    """The tensor argument that a Draw asks for, in its own dtype or else in the case's.

    A Tensor, whose numbers somebody else has drawn, is itself.
    """
    if isinstance(wanted, Tensor):
        return wanted
    name = wanted.dtype or ("int64" if wanted.kind == "integers" else dtype)
    if wanted.kind in SAMPLERS:
        drawn = (wanted.kind, zlib.crc32(f"{seed}.{path}".encode()))
        return Tensor(drawing(*drawn, wanted.shape, name), bool(wanted.grad), drawn=drawn)
    numbers = torch.from_numpy(_numbers(wanted, generator(seed, path))).reshape(wanted.shape)
    array = numbers.to(getattr(torch, name)).contiguous()
    if wanted.layout == "expanded":
        array = array[:1].expand(wanted.shape).contiguous()
    grad = name not in INTEGRAL if wanted.grad is None else wanted.grad
    gradient = wanted.gradient and draw(wanted.gradient, dtype, seed, f"{path}.gradient").array
    return Tensor(array, grad, _strides(wanted), wanted.leaf, gradient)


def generator(seed: int, path: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(path.encode())]))


def draw_to_json(wanted: Draw) -> dict[str, Any]:
    body: dict[str, Any] = {"shape": list(wanted.shape)}
    for name in (f.name for f in fields(Draw) if f.name != "shape"):
        value = getattr(wanted, name)
        if isinstance(value, Draw):
            body[name] = draw_to_json(value)
        elif value != getattr(Draw(()), name):
            many = isinstance(value, tuple)
            body[name] = [scalar_to_json(v) for v in value] if many else scalar_to_json(value)
    return {"$draw": body}


def draw_from_json(tag: str, body: dict[str, Any]) -> Draw:
    if tag != "$draw":
        raise ValueError(f"a sketch holds $draw, where {tag} came")
    read = {**body, "shape": tuple(body["shape"])}
    if "values" in body:
        read["values"] = tuple(_scalar(v) for v in body["values"])
    if "gradient" in body:
        read["gradient"] = draw_from_json(*next(iter(body["gradient"].items())))
    return Draw(**{k: plain(v) for k, v in read.items()})


def _numbers(wanted: Draw, rng: np.random.Generator) -> np.ndarray:
    shape, low, high = wanted.shape, wanted.low, wanted.high
    if wanted.kind == "normal":
        return np.asarray(rng.standard_normal(shape))
    if wanted.kind == "uniform":
        return np.asarray(rng.uniform(low or 0.0, 1.0 if high is None else high, shape))
    if wanted.kind == "integers":
        return np.asarray(rng.integers(int(low or 0), int(high or 10), shape))
    if wanted.kind == "ties":
        return np.asarray(rng.integers(-2, 3, shape), dtype=np.float64)
    if wanted.kind == "band":
        top = 1.0 if high is None else high
        return np.asarray(rng.uniform(top / 4, top, shape) * rng.choice([-1.0, 1.0], shape))
    if wanted.kind == "values":
        return np.asarray(wanted.values).reshape(shape)
    raise ValueError(f'a draw\'s kind is none of those that sketch.py names: "{wanted.kind}"')


def _strides(wanted: Draw) -> tuple[int, ...] | None:
    """Element strides of the layout asked for; None for C order."""
    if wanted.layout is None:
        return None
    base = torch.empty(wanted.shape, device="meta")
    if wanted.layout == "transposed":
        swapped = torch.empty_like(base.transpose(-1, -2).contiguous(), device="meta")
        return tuple(swapped.transpose(-1, -2).stride())
    if wanted.layout == "step2":
        return tuple(2 * s for s in base.stride())
    if wanted.layout == "channels-last":
        last = base.movedim(1, -1).contiguous().movedim(-1, 1)
        return tuple(last.stride())
    if wanted.layout == "expanded":
        return (0, *base.stride()[1:])
    return None


def _scalar(json: Any) -> float:
    return float(json["$float"]) if isinstance(json, dict) else json
