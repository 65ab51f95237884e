"""The words that a line of a case table is written in.

    layer(
        "nn.Conv2d",
        case("stride-per-axis", [3, 4, 3], x(2, 3, 8, 7), stride=(2, 1)),
    )

First the case's name, then the constructor's arguments, then the inputs; keywords that `case` does
not know are the constructor's options. A line makes a case for each of its dtypes. What never
rounds does the same for every dtype: its table is `exact`, not a `layer`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sketch import PROFILES, Forward, Sketch, Step
from value import Draw, Dtype, Function, Generator, Module, Packed, Part, plain

BOTH = ("float32", "float64")
#: Every floating type.
EVERY = (*BOTH, "float16", "bfloat16")

#: The module that the case is about, as an argument.
this = Part("")


def case(
    name: str,
    args: list[Any],
    *inputs: Any,
    keywords: dict[str, Any] | None = None,
    dtypes: tuple[str, ...] | None = None,
    says: str | None = None,
    tags: tuple[str, ...] = (),
    blind: dict[str, str] | None = None,
    training: bool = True,
    grad_mode: bool = True,
    state: Any = "drawn",
    steps: tuple[Step, ...] = (),
    method: str | None = None,
    earlier: tuple[Forward, ...] = (),
    upstream: Any = "drawn",
    prints: tuple[str, ...] = (),
    **options: Any,
) -> list[Sketch]:
    """The sketches of one line. A refusal, which `says` something, is asked in float32 alone."""
    asked = dtypes or (BOTH if says is None else BOTH[:1])
    sketch = Sketch(
        id=name,
        layer="",
        args=tuple(_plain(a) for a in args),
        options={k: _plain(v) for k, v in options.items()},
        state=state,
        steps=steps,
        method=method,
        earlier=earlier,
        training=training,
        grad_mode=grad_mode,
        inputs=tuple(_plain(i) for i in inputs),
        keywords={k: _plain(v) for k, v in (keywords or {}).items()},
        upstream=upstream,
        prints=prints,
        tags=tags,
        says=says,
        blind=blind or {},
        profile=PROFILES[0],
    )
    return _asked(sketch, asked)


def layer(name: str, *lines: list[Sketch], folder: str | None = None) -> list[Sketch]:
    """The sketches of a layer's table; their ids begin with the layer's name, or the folder's."""
    return [
        replace(sketch, id=f"{folder or name}/{sketch.id}", layer=name)
        for line in lines
        for sketch in line
    ]


def exact(name: str, first: list[Sketch], *others: list[Sketch]) -> list[Sketch]:
    """The table of a layer that only moves or compares numbers, so that its forward never rounds.

    The first line is asked in every floating type, the others in float32 or what dtypes they name.
    """
    once = (line[:1] if tuple(s.dtype for s in line) == BOTH else line for line in others)
    return layer(name, _asked(first[0], EVERY), *once)


def x(*shape: int, **how: Any) -> Draw:
    """A tensor of this shape; how its numbers are drawn is told by the fields of Draw."""
    return Draw(shape, **how)


def given(values: Any, **how: Any) -> Draw:
    """A tensor of these very numbers: a number or a nested list."""
    flat, shape = _flatten(values)
    return Draw(shape, kind="values", values=tuple(flat), **how)


def index(*shape: int, below: int, low: int = 0, **how: Any) -> Draw:
    """Whole numbers from low to below, int64 unless told."""
    return Draw(shape, kind="integers", low=low, high=below, **how)


def m(name: str, *args: Any, **options: Any) -> Module:
    """A layer as an argument: m("Linear", 4, 3)."""
    named = {k: _plain(v) for k, v in options.items()}
    return Module(f"nn.{name}", tuple(_plain(a) for a in args), named)


def fn(name: str) -> Function:
    """A function as an argument, by its name below torch."""
    return Function(name)


def gen(seed: int) -> Generator:
    """A random generator of its own, as an argument."""
    return Generator(seed)


def dt(name: str) -> Dtype:
    return Dtype(name)


def part(path: str) -> Part:
    """A part of the module that the case is about, by its dotted name, as an argument."""
    return Part(path)


def do(call: str, *inputs: Any, **keywords: Any) -> Step:
    """Something done to the module before its forward call; see Step."""
    return Step(call, tuple(_plain(i) for i in inputs), {k: _plain(v) for k, v in keywords.items()})


def before(*inputs: Any, training: bool = True, **keywords: Any) -> Forward:
    """A forward call that comes before the one that is answered."""
    return Forward(inputs, keywords, training)


def packed(width: int, lengths: tuple[int, ...], **how: Any) -> Packed:
    """A packed batch of sequences of these lengths, each step of `width` features."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    sizes = tuple(sum(n > step for n in lengths) for step in range(max(lengths)))
    data = Draw((sum(lengths), width), **how)
    if order == list(range(len(lengths))):
        return Packed(data, sizes)
    return Packed(data, sizes, tuple(order), tuple(order.index(i) for i in range(len(lengths))))


def _asked(sketch: Sketch, dtypes: tuple[str, ...]) -> list[Sketch]:
    """The sketch in each dtype; the first keeps the id.

    Of a 16-bit twin no gradient is asked: PyTorch's own is rounded after each of its additions.
    """
    first, *others = dtypes
    twins = [replace(sketch, id=f"{sketch.id}-{d}", dtype=d) for d in others]
    forward = [_without_upstream(t) if first in BOTH and t.dtype not in BOTH else t for t in twins]
    return [replace(sketch, dtype=first), *forward]


def _without_upstream(sketch: Sketch) -> Sketch:
    blind = {k: why for k, why in sketch.blind.items() if not k.startswith("upstream.")}
    return replace(sketch, upstream={}, blind=blind)


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return type(value)(_plain(v) for v in value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return plain(value)


def _flatten(values: Any) -> tuple[list[float], tuple[int, ...]]:
    if not isinstance(values, list):
        return [values], ()
    parts = [_flatten(v) for v in values]
    return [v for flat, _ in parts for v in flat], (len(values), *(parts[0][1] if parts else ()))
