"""The examples of the documented Layers page, and twins of them with everything redrawn.

What the page holds is in documented/layers-page.json; an example's case is made of nothing else.
"""

import json
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

from line import given, x
from sketch import PROFILES, Sketch
from value import Draw

PAGE = json.loads((Path(__file__).parents[1] / "documented" / "layers-page.json").read_text())
EXAMPLES = PAGE["examples"]


def counted() -> dict[str, dict[str, Any]]:
    """How many calls each example of the page makes that are cases: one for each entry."""
    cells = [f"layers#{told['cells']}" for told in EXAMPLES.values()]
    return {name: {"calls": cells.count(name)} for name in cells}


def example(name: str) -> Sketch:
    """An example of the page: its input without gradient, and printed what the page prints."""
    told = EXAMPLES[name]
    printed = {k if k.startswith("shape.") else f"print.{k}": v for k, v in told.get("printed", {}).items()}
    state = told.get("state")
    return Sketch(
        id=f"documented/{name}",
        tags=("documented", f"layers#{told['cells']}"),
        layer=told["layer"],
        dtype=told.get("dtype", "float32"),
        args=tuple(tuple(a) if isinstance(a, list) else a for a in told.get("args", [])),
        options=told.get("options", {}),
        seed=told.get("seed"),
        state=None if state is None else {k: given(v) for k, v in state.items()},
        inputs=(_input(told["input"]),),
        prints=tuple(k[6:] for k in printed if k.startswith("print.")),
        page=printed,
    )


def redrawn(name: str) -> list[Sketch]:
    """The twin: the same layer and shapes, with random state, inputs and gradients, in two dtypes."""
    first = example(name)
    source = first.inputs[0]
    inputs = (x(*source.shape, leaf=not first.options.get("inplace", False)),)
    twin = replace(first, id=f"{first.id}-redrawn", state="drawn", seed=None, page={}, inputs=inputs)
    other = "float64" if first.dtype != "float64" else "float32"
    return [twin, replace(twin, id=f"{twin.id}-{other}", dtype=other)]


def seeded_dropout() -> list[Sketch]:
    """As today's PyTorch draws it, and as the page has it."""
    today = replace(example("dropout"), page={"print.input.0": EXAMPLES["dropout"]["printed"]["input.0"]})
    return [today, replace(example("dropout"), id="documented/dropout-mkl", profile=PROFILES[1])]


def _input(told: Any) -> Draw:
    if isinstance(told, list):
        return given(told, grad=False)
    ((how, shape),) = told.items()
    if how == "count":
        return Draw(tuple(shape), "values", values=tuple(range(prod(shape))), dtype="int64")
    span = {"low": 0, "high": 1} if how == "uniform" else {}
    return Draw(tuple(shape), how, grad=False, **span)


EXACT = ("batch-norm1d", "conv1d", "conv-transpose2d", "max-pool1d", "relu", "relu-inplace")
CASES = [
    example("linear"),
    example("rnn"),
    *seeded_dropout(),
    *redrawn("dropout"),
    *(example(name) for name in (*EXACT, "flatten", "unflatten")),
    *(twin for name in (*EXACT, "flatten", "unflatten") for twin in redrawn(name)),
]
