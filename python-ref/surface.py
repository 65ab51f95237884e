"""What the installed PyTorch has for a suite to cover: fixtures/surface.json."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import torch

import cases.documented
import cases.pages
import scope
from case import FORMAT
from documented import OWNERS, Outcome, outcomes
from probe import canonical, probe
from realise import find
from signature import parameters
from sketch import Sketch


def surface(sketches: list[Sketch]) -> dict[str, Any]:
    """Every class and function with its parameters, examples and what PyTorch does with it.

    Each is probed with one of its sketches; without any, nothing is known of it but its parameters.
    """
    by_layer: dict[str, list[Sketch]] = defaultdict(list)
    for sketch in sketches:
        by_layer[sketch.layer].append(sketch)
    found = [("class", *c) for c in scope.classes()] + [("function", *f) for f in scope.functions()]
    known = {name for _, name, _ in found}
    tensors = [("operation", n, find(n)) for n in sorted(by_layer) if n not in known]
    return {
        "format": FORMAT,
        "torch": torch.__version__.partition("+")[0],
        "entries": {
            name: _entry(kind, name, thing, by_layer[name])
            for kind, name, thing in [*found, *tensors]
        },
        "examples": {o.example.id: _example(o) for name in OWNERS for o in outcomes(name)}
        | cases.documented.counted()
        | cases.pages.counted(),
    }


def to_text(found: dict[str, Any]) -> str:
    """A line for each entry and example."""
    parts = []
    for key, value in found.items():
        text = json.dumps(value)
        if isinstance(value, dict):
            lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()]
            text = "{\n" + ",\n".join(lines) + "\n }"
        parts.append(f" {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _entry(kind: str, name: str, thing: Any, sketches: list[Sketch]) -> dict[str, Any]:
    why = scope.why_out(name)
    if why:
        return {"kind": kind, "out": why}
    shown = canonical(sketches)
    module = isinstance(thing, type) and issubclass(thing, torch.nn.Module)
    forward = parameters(f"{name}.forward", thing.forward)[1:] if module else []
    return {
        "kind": kind,
        "parameters": parameters(name, thing),
        "forward": [p for p in forward if "default" in p],
    } | (probe(shown) if shown else {"probed": None})


def _example(outcome: Outcome) -> dict[str, Any]:
    why = list(dict.fromkeys(outcome.why))
    return {"calls": len(outcome.sketches)} | ({"why": "; ".join(why)} if why else {})
