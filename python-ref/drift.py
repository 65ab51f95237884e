"""How far another PyTorch's answers lie from the committed ones."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

import pack
from record import UNIT

if TYPE_CHECKING:
    from emit import Recorded


@dataclass
class Drift:
    """What moved in the cases of one layer."""

    cases: int = 0
    answers: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    bits: int = 0
    worst: float = 0.0


def report(place: Path, done: Iterable[Recorded]) -> int:
    """Prints a table, a line a layer. 1 if any number is beyond its limit or any text moved."""
    committed = json.loads((place / "manifest.json").read_text())
    table: dict[str, Drift] = {}
    for layer, group in groupby(done, lambda one: one.layer):
        row, there = table.setdefault(layer, Drift()), pack.load(place / layer)
        for one in group:
            row.cases += 1
            if one.complaint or one.id not in there:
                row.answers.append(one.complaint or f"{one.id}: is not committed")
            else:
                compare(row, *there[one.id], one.header, one.arrays)
    print(f"committed: PyTorch {committed['torch']}; installed: {torch.__version__}")
    print(f"{'layer':<30}{'cases':>7}{'answers':>9}{'facts':>7}{'bits':>6}{'error/limit':>13}")
    for layer, row in sorted(table.items()):
        counts = f"{row.cases:>7}{len(row.answers):>9}{len(row.facts):>7}{row.bits:>6}"
        print(f"{layer:<30}{counts}{row.worst:>13.3g}")
    moved = [line for row in table.values() for line in (*row.answers, *row.facts)]
    print("\n".join(moved), file=sys.stderr)
    beyond = any(row.worst > 1 or row.bits for row in table.values())
    return 1 if moved or beyond else 0


def compare(
    row: Drift,
    header: dict[str, Any],
    arrays: dict[str, np.ndarray],
    now: dict[str, Any],
    arrays_now: dict[str, np.ndarray],
) -> None:
    """Notes in the row what moved between a committed case and the same one recorded now."""
    name, was, is_now = header["id"], header["answer"], now["answer"]
    refusal = [
        (a.get("kind"), a.get("phase"), a.get("class"), a.get("message")) for a in (was, is_now)
    ]
    slots = [{k: v["shape"] for k, v in a.get("tensors", {}).items()} for a in (was, is_now)]
    if refusal[0] != refusal[1] or slots[0] != slots[1]:
        row.answers.append(f"{name}: another answer")
        return
    for fact, text in was.get("facts", {}).items():
        if is_now["facts"].get(fact) != text:
            row.facts.append(f"{name}: {fact} was {text!r}, is {is_now['facts'].get(fact)!r}")
    for slot, ref in was.get("tensors", {}).items():
        want, got = _numbers(ref, arrays), _numbers(is_now["tensors"][slot], arrays_now)
        limit = header["limits"][slot]
        if limit == "bits":
            row.bits += want.tobytes() != got.tobytes()
        else:
            row.worst = max(row.worst, _used(limit, ref, arrays, want, got))


def _numbers(ref: dict[str, Any], arrays: dict[str, np.ndarray]) -> np.ndarray:
    return arrays[ref["dtype"]][ref["at"] : ref["at"] + math.prod(ref["shape"])]


def _used(limit: Any, ref: Any, arrays: dict[str, np.ndarray], want: Any, got: Any) -> float:
    """The greatest error in units of its limit; infinite where a NaN or an infinity moved."""
    count, unit = len(want), UNIT[ref["dtype"]]
    want, got = (_real(ref["dtype"], a) for a in (want, got))
    size, residual = limit["amplification"], limit["residual"]
    if isinstance(size, dict):
        size = arrays["float32"][size["at"] : size["at"] + count] if "at" in size else float("inf")
    exact = want + (arrays["float32"][residual["at"] : residual["at"] + count] if residual else 0.0)
    bound = (4 + 2 * math.sqrt(limit["terms"])) * min(unit, UNIT["float32"]) * size
    finite = np.isfinite(want)
    if not np.array_equal(want[~finite], got[~finite], equal_nan=True):
        return math.inf
    off, bound = np.abs(got - exact)[finite], (bound + unit * np.abs(exact))[finite]
    return float(np.max(off / np.maximum(bound, 1e-300), initial=0.0))


def _real(dtype: str, numbers: np.ndarray) -> np.ndarray:
    if dtype == "bfloat16":
        return (numbers.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return numbers.astype(np.float64)
