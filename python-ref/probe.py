"""What an entry of the surface accepts, gives and depends on, asked of PyTorch with one sketch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from case import Threw
from fill import fill
from perform import construct, perform
from realise import realise
from run import hushed
from sketch import Sketch
from value import Draw, Tensor, replace_tensors, tensors_of

FLOATING = ("float32", "float64", "float16", "bfloat16")
INTEGRAL = ("int64", "bool")
#: Layers whose batch is the second axis of their inputs.
SECOND = ("RNN", "LSTM", "GRU", "MultiheadAttention", "Transformer")

Facts = dict[str, Any]


def canonical(sketches: list[Sketch]) -> Sketch | None:
    """Of an entry's sketches the one that shows it plainly: no refusal, nothing special."""
    plain = [s for s in sketches if not (s.says or s.steps or s.method or s.earlier)]
    plain = [s for s in plain if s.dtype == "float32" and s.grad_mode and s.training]
    plain = [s for s in plain if not (s.as_documented or s.id.startswith("pages/"))]
    named = [s for s in plain if s.id.endswith("/defaults")]
    return next(iter(named + plain), None)


def probe(sketch: Sketch) -> Facts:
    """The facts of the surface, as fixtures/surface.json has them."""
    with hushed():
        return _facts(sketch)


def _facts(sketch: Sketch) -> Facts:
    _, answer = fill(sketch)
    if isinstance(answer, Threw):
        raise ValueError(f"{sketch.id}: refuses what it is to be probed with: {answer.message}")
    gradients = [slot[5:] for slot in answer.tensors if slot.startswith("grad.")]
    return {
        "probed": sketch.id,
        "rank": _rank(sketch),
        "dtypes": _dtypes(sketch),
        "gradients": sorted(gradients),
        "random": answer.facts["generator"] != "untouched",
        "draws": _draws(sketch),
        "training": _reads_training(sketch),
        "unbatched": _unbatched(sketch),
    }


def _rank(sketch: Sketch) -> int | None:
    first = next(iter(tensors_of(sketch.inputs).values()), None)
    return None if first is None else len(_shape(first))


def _shape(one: Draw | Tensor) -> tuple[int, ...]:
    return one.shape if isinstance(one, Draw) else tuple(one.array.shape)


def place_for(sketch: Sketch) -> tuple[bool, bool]:
    """Whether floating types, and whether integers, can take the place of a sketch's numbers.

    Integers are asked of layers and their functions only.
    """
    call = fill(sketch)[0]
    state = call.state is None or bool(call.state)
    drawn = list(tensors_of(sketch.inputs).values())
    floating = state or any(
        isinstance(d, Draw) and d.dtype is None and d.kind != "integers" for d in drawn
    )
    layer = sketch.layer.startswith("nn.functional.") or sketch.layer[3:4].isupper()
    return floating, floating and layer and not state


def _dtypes(sketch: Sketch) -> dict[str, str]:
    """For each type "yes" or the class of the refusal; types without a place are left out."""
    shown: dict[str, str] = {}
    floating, integral = place_for(sketch)
    for dtype in FLOATING if floating else ():
        shown[dtype] = _accepted(replace(sketch, dtype=dtype))
    for dtype in INTEGRAL if integral else ():
        accepted = _accepted(replace(sketch, inputs=with_integers(sketch.inputs, dtype)))
        if accepted == "yes":
            shown[dtype] = accepted
    return shown


def with_integers(inputs: Any, dtype: str) -> Any:
    """The inputs with numbers of a whole type in the place of what has no type of its own."""
    low, high = (0, 2) if dtype == "bool" else (-4, 9)

    def change(one: Draw | Tensor, _path: str) -> Draw | Tensor:
        if isinstance(one, Tensor):
            return one
        return one if one.dtype else Draw(one.shape, "integers", low=low, high=high, dtype=dtype)

    return replace_tensors(inputs, "", change)


def _accepted(sketch: Sketch) -> str:
    try:
        answer = fill(sketch)[1]
    except Exception as error:  # noqa: BLE001 - a draw that the type has no place for
        return type(error).__name__
    return answer.name if isinstance(answer, Threw) else "yes"


def _draws(sketch: Sketch) -> bool:
    """Whether the constructor draws random numbers."""
    call = fill(sketch)[0]
    torch.manual_seed(0)
    fresh = torch.get_rng_state()
    construct(call)
    return not torch.equal(fresh, torch.get_rng_state())


def _reads_training(sketch: Sketch) -> bool:
    """Whether forward, its own or that of a part, looks at the training flag."""
    call = fill(sketch)[0]
    stage, _ = perform(call)
    if not isinstance(stage.module, torch.nn.Module):
        return False
    read: list[str] = []
    for name, part in stage.module.named_modules():
        _watch(part, name, read)
    keywords = {name: realise(value) for name, value in call.keywords.items()}
    stage.module(*realise(call.inputs), **keywords)
    return bool(read)


def _watch(part: torch.nn.Module, name: str, read: list[str]) -> None:
    kind = type(part)

    def note(self: Any) -> bool:
        read.append(name)
        return bool(self.__dict__["training"])

    watched = type(kind.__name__, (kind,), {"training": property(note, lambda *_: None)})
    part.__class__ = watched


def _unbatched(sketch: Sketch) -> bool:
    """Whether the same inputs less the axis of the batch give outputs with one axis less."""
    drawn = list(tensors_of(sketch.inputs).values())
    kind = sketch.layer.removeprefix("nn.")
    if not kind[0].isupper() or not drawn or len(_shape(drawn[0])) < 2:
        return False
    axis = 1 if kind.startswith(SECOND) and not kind.endswith("Cell") else 0

    def less(one: Draw | Tensor, _path: str) -> Draw | Tensor:
        if isinstance(one, Tensor):
            return replace(one, array=one.array.select(axis, 0), strides=None)
        return replace(
            one,
            shape=one.shape[:axis] + one.shape[axis + 1 :],
            values=None,
            gradient=None,
            layout=None,
        )

    whole = fill(sketch)[1]
    try:
        single = fill(replace(sketch, inputs=replace_tensors(sketch.inputs, "", less)))[1]
    except (ValueError, TypeError, IndexError):
        return False
    if isinstance(single, Threw) or isinstance(whole, Threw):
        return False
    pairs = [
        (t, whole.tensors[slot])
        for slot, t in single.tensors.items()
        if slot.startswith("output.") and slot in whole.tensors
    ]
    return bool(pairs) and all(one.dim() in (all_.dim() - 1, 0) for one, all_ in pairs)
