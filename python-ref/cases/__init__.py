"""Every case there is: each family's CASES by the families' names, and the documented examples."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable

from dtypes import in_other_types
from sketch import Sketch

from documented import of_examples

ID = re.compile(r"\w+(\.\w+)*/[a-z0-9][a-z0-9.-]*", re.ASCII)


def every_sketch(folder: Callable[[str], bool] = lambda _: True) -> list[Sketch]:
    """All sketches; an id that comes twice or is ill-formed stops the collection.

    Documented examples and other types take their time: they are run for those folders only.
    """
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    sketches = [s for n in names for s in importlib.import_module(f"cases.{n}").CASES]
    sketches += of_examples(folder)
    sketches += in_other_types([s for s in sketches if folder(s.layer)])
    check_ids([s.id for s in sketches])
    return sketches


def check_ids(ids: list[str]) -> None:
    seen: dict[str, str] = {}
    for one in ids:
        if not ID.fullmatch(one):
            raise ValueError(f'{one}: a case\'s id must look like "nn.Conv2d/stride-per-axis"')
        if one.lower() in seen:
            raise ValueError(f"{one}: there is already a case {seen[one.lower()]}")
        seen[one.lower()] = one
