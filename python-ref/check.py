"""Whether PyTorch, asked again, gives the committed bytes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pack
from publish import REGRESSIONS

if TYPE_CHECKING:
    from emit import Recorded

#: Written anew with every publication, and not by a case.
OWN = {"manifest.json", "README.md", "surface.json"}


def report(place: Path, done: Iterable[Recorded], surface: str | None) -> int:
    """Prints each difference, and gives 1 if any.

    With the surface, which a check of all cases has, compares whole files, and looks for those
    that no case makes, too.
    """
    found, cases, made = [], 0, set()
    for layer, group in groupby(done, lambda one: one.layer):
        now, there = list(group), pack.load(place / layer)
        cases += len(now)
        told = [part for one in now for part in _case_differences(one, there)]
        if surface is not None:
            files = pack.files_of([(one.header, one.arrays) for one in now if not one.complaint])
            made |= {f"{layer}/{name}" for name in files}
            ids = {one.id for one in now}
            told += [f"{name}: nothing makes this case" for name in there if name not in ids]
            told = told or _file_differences(place / layer, files)
        found += told
    if surface is not None:
        found += _file_differences(place, {"surface.json": surface.encode()})
        files = (p.relative_to(place) for p in place.rglob("*") if p.is_file())
        there = {f.as_posix() for f in files if f.parts[0] != REGRESSIONS}
        found += [f"{name}: no case makes this file" for name in sorted(there - made - OWN)]
    print("\n".join(found), file=sys.stderr if found else sys.stdout, end="\n" if found else "")
    print(f"{cases} cases, {len(found)} differences")
    return 1 if found else 0


def _case_differences(one: Recorded, there: dict[str, pack.Encoded]) -> list[str]:
    if one.complaint:
        return [one.complaint]
    if one.id not in there:
        return [f"{one.id}: is missing"]
    header, arrays = there[one.id]
    found = [f"{one.id}: {part}" for part in _parts(header, json.loads(pack.text_of(one.header)))]
    for dtype, array in one.arrays.items():
        was, now = arrays.get(dtype, array[:0]).tobytes(), array.tobytes()
        if was != now:
            off = sum(a != b for a, b in zip(was, now, strict=False))
            found.append(f"{one.id}: {off} bytes of {dtype} differ")
    return found


def _file_differences(folder: Path, files: dict[str, bytes]) -> list[str]:
    """For what cases do not show: the form of a file, and what belongs to no case."""
    found = []
    for name, content in files.items():
        path = folder / name
        committed = path.read_bytes() if path.is_file() else None
        if committed is None:
            found.append(f"{folder.name}/{name}: is missing")
        elif committed != content:
            texts = (committed, content) if name.endswith(".json") else ("0", "0")
            parts = _parts(*map(json.loads, texts)) or ["the bytes differ"]
            found += [f"{folder.name}/{name}: {part}" for part in parts]
    return found


def _parts(committed: object, now: object, at: str = "") -> list[str]:
    if isinstance(committed, dict) and isinstance(now, dict):
        keys = [*committed, *(k for k in now if k not in committed)]
        return [p for k in keys for p in _parts(committed.get(k), now.get(k), f"{at}.{k}"[-80:])]
    return [] if committed == now else [f"{at.lstrip('.')} was {committed}, is {now}"]
