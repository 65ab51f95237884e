"""What can be an argument, and its JSON form.

The same values make up a sketch and a call; in a sketch a tensor is a Draw, in a call a Tensor.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from bind import bind


@dataclass(frozen=True)
class Tensor:
    """A tensor argument: contiguous numbers, and how the tensor made of them is to be built."""

    array: torch.Tensor
    grad: bool = False
    strides: tuple[int, ...] | None = None
    leaf: bool = True
    #: What its .grad holds before the call.
    gradient: torch.Tensor | None = None
    #: The sampler and the seed that its numbers are drawn with, where a call says that, not them.
    drawn: tuple[str, int] | None = None


@dataclass(frozen=True)
class Draw:
    """A tensor argument of a sketch: a shape, and how its numbers are to be drawn.

    kind: "normal"; "uniform" and "integers" between low and high (high itself excluded);
    "ties", few distinct values; "band", both signs, magnitudes from high / 4 to high;
    "values", those given; "randn" and "rand", as PyTorch's samplers draw them, where the call says
    how, not what. grad None asks for a gradient of what is floating.
    layout: None or "contiguous", "transposed" (last two axes), "step2" (every other element),
    "channels-last", "expanded" (first axis repeats one row).
    gradient: how the numbers of its .grad are to be drawn, if it has one before the call.
    """

    shape: tuple[int, ...]
    kind: str = "normal"
    low: float | None = None
    high: float | None = None
    values: tuple[float, ...] | None = None
    dtype: str | None = None
    grad: bool | None = None
    leaf: bool = True
    layout: str | None = None
    gradient: Draw | None = None


@dataclass(frozen=True)
class Part:
    """The module that the case is about (""), or a part of it by its dotted name."""

    path: str


@dataclass(frozen=True)
class Module:
    """A layer given as an argument."""

    layer: str
    args: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Function:
    """A function given as an argument, by its name below torch."""

    name: str


@dataclass(frozen=True)
class Dtype:
    """An element type given as an argument."""

    name: str


@dataclass(frozen=True)
class Generator:
    """A random generator of its own, given as an argument, by its seed."""

    seed: int


@dataclass(frozen=True)
class Packed:
    """A torch.nn.utils.rnn.PackedSequence."""

    data: Any
    batch_sizes: tuple[int, ...]
    sorted_indices: tuple[int, ...] | None = None
    unsorted_indices: tuple[int, ...] | None = None


def join(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def replace_tensors(value: Any, path: str, change: Callable[[Any, str], Any]) -> Any:
    """The value with `change(tensor, path)` in the place of each Tensor or Draw."""
    if isinstance(value, tuple):
        return tuple(replace_tensors(v, join(path, i), change) for i, v in enumerate(value))
    if isinstance(value, list):
        return [replace_tensors(v, join(path, i), change) for i, v in enumerate(value)]
    if isinstance(value, dict):
        return {k: replace_tensors(v, join(path, k), change) for k, v in value.items()}
    if isinstance(value, Module):
        args = replace_tensors(value.args, path, change)
        return replace(value, args=args, options=replace_tensors(value.options, path, change))
    if isinstance(value, Packed):
        return replace(value, data=replace_tensors(value.data, join(path, 0), change))
    return change(value, path) if _is_tensor(value) else value


def tensors_of(value: Any, path: str = "") -> dict[str, Any]:
    """Each Tensor or Draw in the value, by path."""
    found: dict[str, Any] = {}

    def note(tensor: Any, at: str) -> Any:
        found[at] = tensor
        return tensor

    replace_tensors(value, path, note)
    return found


def holds_generator(value: Any) -> bool:
    """Whether a random generator of its own is anywhere in the value."""
    if isinstance(value, dict):
        return any(map(holds_generator, value.values()))
    if isinstance(value, (tuple, list)):
        return any(map(holds_generator, value))
    if isinstance(value, Module):
        return holds_generator((value.args, value.options))
    return isinstance(value, Generator)


def value_to_json(value: Any, tensor_json: Callable[[Any], Any]) -> Any:
    """The JSON form; what JSON cannot say is an object with one key that begins with `$`."""

    def down(inner: Any) -> Any:
        return value_to_json(inner, tensor_json)

    if isinstance(value, tuple):
        return [down(v) for v in value]
    if isinstance(value, list):
        return {"$list": [down(v) for v in value]}
    if isinstance(value, dict):
        return {"$dict": {k: down(v) for k, v in value.items()}}
    if isinstance(value, Module):
        args, options = bind(value.layer, value.args, value.options)
        options = {k: down(v) for k, v in options.items()}
        return {"$module": {"layer": value.layer, "args": down(args), "options": options}}
    if isinstance(value, Function):
        return {"$function": value.name}
    if isinstance(value, Dtype):
        return {"$dtype": value.name}
    if isinstance(value, Part):
        return {"$part": value.path}
    if isinstance(value, Generator):
        return {"$generator": value.seed}
    if isinstance(value, Packed):
        return {"$packed": _packed_json(value, tensor_json)}
    return tensor_json(value) if _is_tensor(value) else scalar_to_json(value)


def scalar_to_json(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return {"$int": str(value)}
    return value


def value_from_json(json: Any, tensor_from: Callable[[str, Any], Any]) -> Any:
    """The value whose JSON form this is; `tensor_from(tag, body)` reads `$draw` and `$tensor`."""

    def down(inner: Any) -> Any:
        return value_from_json(inner, tensor_from)

    if isinstance(json, list):
        return tuple(down(v) for v in json)
    if not isinstance(json, dict):
        return plain(json)
    ((tag, body),) = json.items()
    if tag == "$float":
        return float(body)
    if tag == "$int":
        return int(body)
    if tag == "$list":
        return [down(v) for v in body]
    if tag == "$dict":
        return {k: down(v) for k, v in body.items()}
    if tag == "$module":
        options = {k: down(v) for k, v in body["options"].items()}
        return Module(body["layer"], down(body["args"]), options)
    if tag == "$function":
        return Function(body)
    if tag == "$dtype":
        return Dtype(body)
    if tag == "$part":
        return Part(body)
    if tag == "$generator":
        return Generator(body)
    if tag == "$packed":
        return _packed_from(body, tensor_from)
    return tensor_from(tag, body)


def plain(number: Any) -> Any:
    """A whole float as an int: JSON cannot tell 1.0 from 1, so PyTorch is not told either."""
    whole = isinstance(number, float) and number.is_integer() and abs(number) < 2**53
    return int(number) if whole and str(number) != "-0.0" else number


def _is_tensor(value: Any) -> bool:
    return isinstance(value, (Tensor, Draw))


def _packed_json(packed: Packed, tensor_json: Callable[[Any], Any]) -> dict[str, Any]:
    ref = tensor_json(packed.data)
    return {
        "data": ref.get("$tensor", ref),
        "batchSizes": list(packed.batch_sizes),
        "sortedIndices": packed.sorted_indices and list(packed.sorted_indices),
        "unsortedIndices": packed.unsorted_indices and list(packed.unsorted_indices),
    }


def _packed_from(body: Any, tensor_from: Callable[[str, Any], Any]) -> Packed:
    data = body["data"]
    tag, ref = next(iter(data.items())) if "$draw" in data else ("$tensor", data)
    order = [body[k] and tuple(body[k]) for k in ("sortedIndices", "unsortedIndices")]
    return Packed(tensor_from(tag, ref), tuple(body["batchSizes"]), *order)
