"""The examples of the pages beside the documented Layers page, and twins of them with everything redrawn.

What the pages hold is in documented/sibling-pages.json; an example's cases are made of nothing else.
"""

import json
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

from line import given, index
from sketch import Sketch, Step
from value import Draw, replace_tensors, tensors_of, value_from_json

PAGES = json.loads((Path(__file__).parents[1] / "documented" / "sibling-pages.json").read_text())
EXAMPLES: dict[str, Any] = PAGES["examples"]


def counted() -> dict[str, dict[str, Any]]:
    """Of each example of these pages how many of its calls are cases, and why one is none."""
    return {
        name: {"calls": len(told.get("cases", []))} | ({"why": told["why"]} if "why" in told else {})
        for name, told in EXAMPLES.items()
    }


def sketches(name: str) -> list[Sketch]:
    """The cases of an example, and the twins of those that compute with floating numbers."""
    told = EXAMPLES[name].get("cases", [])
    base = "pages/" + name.replace("#", "-").replace("_", "-")
    found = [_sketch(name, base if len(told) == 1 else f"{base}-{i}", one) for i, one in enumerate(told)]
    return [s for one in found for s in ([one, redrawn(one)] if _has_twin(one) else [one])]


def _sketch(name: str, id: str, told: dict[str, Any]) -> Sketch:
    printed = {k: " ".join(v.split()) for k, v in told.get("printed", {}).items()}
    upstream, state = told.get("upstream", "drawn"), told.get("state", "drawn")
    return Sketch(
        id=id,
        tags=("documented", name),
        layer=told["layer"],
        dtype=told.get("dtype", "float32"),
        args=_value(told.get("args", [])),
        options=_named(told.get("options", {})),
        seed=told.get("seed"),
        state=_named(state) if isinstance(state, dict) else state,
        steps=tuple(
            Step(s["call"], _value(s["inputs"]), _named(s["keywords"])) for s in told.get("steps", [])
        ),
        grad_mode=told.get("gradMode", True),
        method=told.get("method"),
        inputs=_value(told.get("inputs", [])),
        keywords=_named(told.get("keywords", {})),
        upstream=_named(upstream) if isinstance(upstream, dict) else upstream,
        prints=tuple(k[6:] for k in printed if k.startswith("print.")),
        sample=told.get("sample"),
        says=told.get("says"),
        page=printed,
    )


def redrawn(one: Sketch) -> Sketch:
    """The same call with random state and inputs, of which each floating one asks for a gradient."""
    inputs = replace_tensors(one.inputs, "", lambda draw, _path: _other(draw))
    state = None if one.steps else "drawn"
    again = replace(one, id=f"{one.id}-redrawn", seed=None, state=state, upstream="drawn")
    return replace(again, inputs=inputs, page={}, prints=())


def _has_twin(one: Sketch) -> bool:
    """A refusal, a sample, and what no number goes into have none."""
    if one.says or one.sample or (one.method and not one.inputs):
        return False
    return any(d.dtype is None for d in tensors_of(one.inputs).values())


def _other(draw: Draw) -> Draw:
    """Numbers of the same range; labels stay."""
    if draw.dtype is not None:
        return draw
    numbers = draw.values or ()
    within = draw.kind == "uniform" or (numbers and min(numbers) >= 0 and max(numbers) <= 1)
    gradient = draw.gradient and Draw(draw.shape)
    if within:
        return Draw(draw.shape, "uniform", low=0.05, high=0.95, gradient=gradient)
    return Draw(draw.shape, gradient=gradient)


def _value(told: Any) -> Any:
    return value_from_json(told, _draw)


def _named(told: dict[str, Any]) -> dict[str, Any]:
    return {k: _value(v) for k, v in told.items()}


def _draw(tag: str, body: Any) -> Draw:
    """How an example's tensor is drawn, or what is in it; a gradient is asked where the page does."""
    if tag in ("$normal", "$randn", "$rand"):
        return Draw(tuple(body), tag[1:], grad=False)
    if tag == "$uniform":
        return Draw(tuple(body), "uniform", low=0, high=1, grad=False)
    if tag == "$half":
        return Draw(tuple(body), grad=False, dtype="float16")
    if tag == "$count":
        return Draw(tuple(body), "values", values=tuple(range(prod(body))), dtype="int64")
    if tag == "$below":
        return index(*body[1:], below=body[0])
    if tag == "$labels":
        return given(body, dtype="int64")
    if tag == "$grad":
        return given(body, grad=True)
    if tag == "$grown":
        return given(body, grad=True, gradient=given(body))
    if tag == "$values":
        return given(body, grad=False)
    raise ValueError(f"sibling-pages.json: {tag} is no tensor")


CASES = [sketch for name in EXAMPLES for sketch in sketches(name)]
