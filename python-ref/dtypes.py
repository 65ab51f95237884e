"""Sketches for the types of numbers that the case tables leave out, one an entry and type."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from case import Threw
from fill import fill
from probe import FLOATING, INTEGRAL, canonical, place_for, with_integers
from record import Unfit, record
from run import hushed
from sketch import Sketch
from value import Tensor, tensors_of
from vet import vet


def in_other_types(sketches: list[Sketch]) -> list[Sketch]:
    """For each entry and each type that none of its sketches has: its canonical one in that type.

    Where PyTorch refuses a floating type, the sketch says how; integers are asked only where taken.
    """
    by_layer: dict[str, list[Sketch]] = defaultdict(list)
    for sketch in sketches:
        by_layer[sketch.layer].append(sketch)
    with hushed():
        return [s for own in by_layer.values() for s in _missing(own)]


def _missing(own: list[Sketch]) -> list[Sketch]:
    shown = canonical(own)
    if shown is None:
        return []
    floating, integral = place_for(shown)
    given = {_first(s) for s in own if not s.says}
    there = {s.dtype for s in own} | given.intersection(INTEGRAL)
    found = [_asked(shown, dtype) for dtype in FLOATING if floating and dtype not in there]
    for dtype in INTEGRAL:
        if integral and dtype not in there:
            whole = with_integers(shown.inputs, dtype)
            asked = _settled(replace(shown, id=f"{shown.id}-{dtype}", inputs=whole))
            found += [asked] if asked and not asked.says and _fits(asked) else []
    return [s for s in found if s]


def _fits(sketch: Sketch) -> bool:
    """Whether whole numbers of this type make a case that sees what it is about."""
    try:
        vet(sketch, record(sketch))
    except (Unfit, ValueError, TypeError, RuntimeError):
        return False
    return True


def _asked(shown: Sketch, dtype: str) -> Sketch | None:
    return _settled(replace(shown, id=f"{shown.id}-{dtype}", dtype=dtype))


def _settled(sketch: Sketch) -> Sketch | None:
    """The sketch with what PyTorch says where it refuses; none where it cannot even be drawn."""
    try:
        answer = fill(sketch)[1]
    except (RuntimeError, ValueError, TypeError):
        return None
    if isinstance(answer, Threw):
        return replace(sketch, says=_telling(answer.message), blind={})
    return sketch


def _telling(message: str) -> str:
    """The type's name where the message has it, or else its first line."""
    named = [n for n in ("'Half'", "'BFloat16'", "'Double'", "'Long'", "'Bool'") if n in message]
    return named[0] if named else message.splitlines()[0]


def _first(sketch: Sketch) -> str | None:
    drawn = next(iter(tensors_of(sketch.inputs).values()), None)
    if drawn is None:
        return None
    if isinstance(drawn, Tensor):
        return str(drawn.array.dtype)[6:]
    return drawn.dtype or ("int64" if drawn.kind == "integers" else None)
