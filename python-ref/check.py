"""Whether PyTorch, asked again, gives the committed bytes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from publish import REGRESSIONS, files_of

if TYPE_CHECKING:
    from emit import Recorded

#: Written anew with every publication, and not by a case.
OWN = {"manifest.json", "README.md", "surface.json"}


def report(place: Path, done: Iterable[Recorded], surface: str | None) -> int:
    """Prints each difference, and gives 1 if any.

    With the surface, which a check of all cases has, looks for files that no case makes, too.
    """
    found, made = [], set()
    for one in done:
        if one.complaint:
            found.append(one.complaint)
            continue
        for name, content in files_of(one.header, one.arrays).items():
            path = place / one.id / name
            made.add(f"{one.id}/{name}")
            found += _difference(f"{one.id}/{name}", path, content)
    if surface is not None:
        found += _difference("surface.json", place / "surface.json", surface.encode())
        files = (p.relative_to(place) for p in place.rglob("*") if p.is_file())
        there = {f.as_posix() for f in files if f.parts[0] != REGRESSIONS}
        found += [f"{name}: no case makes this file" for name in sorted(there - made - OWN)]
    print("\n".join(found), file=sys.stderr if found else sys.stdout, end="\n" if found else "")
    print(f"{len(made)} files, {len(found)} differences")
    return 1 if found else 0


def _difference(name: str, path: Path, content: bytes) -> list[str]:
    if not path.is_file():
        return [f"{name}: is missing"]
    committed = path.read_bytes()
    if committed == content:
        return []
    if name.endswith(".json"):
        return [f"{name}: {part}" for part in _parts(json.loads(committed), json.loads(content))]
    return [f"{name}: {sum(a != b for a, b in zip(committed, content, strict=False))} bytes differ"]


def _parts(committed: object, now: object, at: str = "") -> list[str]:
    if isinstance(committed, dict) and isinstance(now, dict):
        keys = [*committed, *(k for k in now if k not in committed)]
        return [p for k in keys for p in _parts(committed.get(k), now.get(k), f"{at}.{k}"[-80:])]
    return [] if committed == now else [f"{at.lstrip('.')} was {committed}, is {now}"]
