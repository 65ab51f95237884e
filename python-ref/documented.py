"""The documented examples: run under a seed, each call that they make becomes sketches.

`nn.Conv2d/documented-0`: the constructor's arguments as the example gave them, the state as it left
it, the inputs as it drew them; `-redrawn` is the same with state and inputs drawn by us. Where that
is too much to keep, it is a recipe to draw them anew, and `-reduced` comes of the example with
smaller numbers in its text.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any

from torch import nn

import scope
from examples import Example, examples
from play import play, scene_of
from recipe import recipe
from shrink import DIVISORS, FEW, shrunk, size_of
from signature import bind_function
from sketch import Sketch, Step
from told import Untold, module_of, value_of
from twin import redrawn
from value import Tensor, tensors_of
from watch import Seen, Watch, watching


@dataclass
class Outcome:
    """What became of an example: its sketches, and why it or some of it is none."""

    example: Example
    sketches: list[Sketch] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


def of_examples(owned: Callable[[str], bool]) -> list[Sketch]:
    """The examples of those owners, as documented and each with its twin."""
    found = [s for name in OWNERS if owned(name) for o in outcomes(name) for s in o.sketches]
    return [s for one in found for s in ([one, redrawn(one)] if _has_twin(one) else [one])]


def _has_twin(one: Sketch) -> bool:
    return one.method != STATE and one.sample is None


@cache
def outcomes(name: str) -> tuple[Outcome, ...]:
    """What became of the examples of a class or function; none where another has the same text."""
    thing = OWNERS[name]
    first = next(n for n, other in OWNERS.items() if own_text(other) == own_text(thing))
    return tuple(_owned(name, thing, own_text(thing) or "")) if first == name else ()


#: Every class and function that belongs to the suite.
OWNERS = {n: f for n, f in [*scope.classes(), *scope.functions()] if not scope.why_out(n)}


#: What a layer that is never called is asked for.
STATE = ".state_dict"
#: What gives whatever is in memory is no case.
UNINITIALIZED = "nn.utils.skip_init"


def own_text(thing: Any) -> str | None:
    """The docstring of a thing, not one that its class inherits."""
    return vars(thing).get("__doc__") if isinstance(thing, type) else thing.__doc__


def _owned(name: str, thing: Any, text: str) -> list[Outcome]:
    """The examples of one docstring, with smaller numbers where that would be too much."""
    told = examples(name, text)
    whole = _played(told, thing)
    if all(size_of(s) <= FEW for o in whole for s in o.sketches):
        return whole
    small = _reduced(told, thing, whole)
    return [_chosen(*pair) for pair in zip(whole, small, strict=True)]


def _reduced(told: list[Example], thing: Any, whole: list[Outcome]) -> list[Outcome]:
    """The same calls with smaller sizes: the first that are small, else the smallest."""
    least, best = _most(whole), whole
    for divisor, batches in product(DIVISORS, (True, False)):
        smaller = [replace(e, source=shrunk(e.source, divisor, batches)) for e in told]
        found = _played(smaller, thing, divisor)
        same = [len(o.sketches) for o in whole] == [len(o.sketches) for o in found]
        same = same and [o.why for o in whole] == [o.why for o in found]
        if same and _most(found) < least:
            least, best = _most(found), found
        if least <= FEW:
            break
    return best


def _most(found: list[Outcome]) -> int:
    return max(size_of(s) for o in found for s in o.sketches)


def _chosen(whole: Outcome, small: Outcome) -> Outcome:
    chosen = replace(whole, sketches=[])
    for full, reduced in zip(whole.sketches, small.sketches, strict=True):
        if full is reduced or size_of(full) <= FEW:
            chosen.sketches.append(full)
            continue
        try:
            chosen.sketches.append(recipe(full))
        except Untold as what:
            chosen.why.append(f"{full.id} at full size is given {what}")
        chosen.sketches.append(replace(reduced, id=f"{reduced.id}-reduced"))
    return chosen


def _played(told: list[Example], thing: Any, divisor: int = 1) -> list[Outcome]:
    """They share their names, and number their calls together."""
    found, number = [Outcome(e) for e in told], 0
    with watching(divisor) as watch:
        scene = scene_of(thing)
        steps: list[tuple[nn.Module, Seen]] = []
        for one in found:
            stopped = play(one.example, scene, zlib.crc32(one.example.id.encode()))
            watch.depth = 0
            one.why += [stopped] if stopped else []
            for seen in _calls(watch):
                try:
                    one.sketches.append(_sketch(seen, one.example, number, watch, steps))
                    number += 1
                except Untold as what:
                    one.why.append(f"{seen.name} is given {what}")
            if not one.sketches and not one.why:
                one.why.append("calls nothing")
            watch.calls.clear()
            watch.own.clear()
    return found


def _calls(watch: Watch) -> Iterator[Seen]:
    """Each call; layers that are made and never used are asked for their state."""
    yield from watch.calls
    used = {id(part) for c in watch.calls for m in _modules(c) for part in m.modules()}
    used |= {id(given) for made in watch.made.values() for given in made.args}
    inner = {id(p) for m in watch.own for p in m.modules() if p is not m}
    for module in watch.own:
        kind = watch.made[id(module)].kind
        if id(module) not in used | inner and kind.__module__.startswith("torch.nn.modules"):
            yield Seen(STATE, (), {}, True, module, None, module.training)


def _modules(seen: Seen) -> Iterator[nn.Module]:
    given = [seen.module, *seen.inputs, *seen.keywords.values()]
    yield from (thing for thing in given if isinstance(thing, nn.Module))


def _sketch(
    seen: Seen, example: Example, number: int, watch: Watch, steps: list[tuple[nn.Module, Seen]]
) -> Sketch:
    """The call as the example made it; what was done to the module before comes in steps."""
    if seen.name == UNINITIALIZED:
        raise Untold("nothing that it begins with: it gives what is in memory")
    root = next(_modules(seen), None)
    before = [s for m, s in steps if m is root]
    if root is not None and seen.module is None:
        steps.append((root, seen))
    layer = module_of(root, watch) if root is not None else None
    done = tuple(_step(s, root, watch) for s in before)
    called = seen.module is not None and not seen.name.startswith(".")
    inputs, keywords = _given(seen, root, watch)
    state = seen.state and {k: Tensor(v) for k, v in seen.state.items()}
    return Sketch(
        id=f"{example.owner}/documented-{number}",
        tags=("documented", example.id),
        layer=layer.layer if layer else seen.name,
        dtype=_dtype(root, inputs),
        args=layer.args if layer else (),
        options=layer.options if layer else {},
        state=None if done else state or None,
        steps=done,
        training=seen.training,
        grad_mode=seen.grad_mode,
        method=None if called or layer is None else seen.name,
        inputs=inputs,
        keywords=keywords,
    )


def _step(seen: Seen, root: nn.Module, watch: Watch) -> Step:
    return Step(seen.name, *_given(seen, root, watch))


def _given(seen: Seen, root: nn.Module | None, watch: Watch) -> tuple[Any, dict[str, Any]]:
    keywords = {k: value_of(v, watch, root) for k, v in seen.keywords.items()}
    inputs = tuple(value_of(t, watch, root) for t in seen.inputs)
    return bind_function(seen.name, inputs, keywords) if _function(seen) else (inputs, keywords)


def _function(seen: Seen) -> bool:
    return seen.module is None and not seen.name.startswith(".")


def _dtype(root: nn.Module | None, inputs: tuple[Any, ...]) -> str:
    parameters = [] if root is None else list(root.parameters())
    arrays = [t.array for t in tensors_of(inputs).values()]
    floating = [t for t in [*parameters, *arrays] if t.is_floating_point()]
    return str(floating[0].dtype)[6:] if floating else "float32"
