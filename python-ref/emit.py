"""Writes fixtures/: every case that PyTorch answered, and the manifest that vouches for each byte.

    python emit.py                  records all cases and puts them in the place of the old ones
    python emit.py --check          records all cases and compares them with the committed bytes
    python emit.py --drift          compares the installed PyTorch's numbers with the committed ones
    python emit.py --layer Conv2d   records, prints and writes nothing (also --filter TEXT);
                                    with --to FOLDER these cases alone are written there

Exit codes: 0 well, 1 a case is unfit or differs, 2 cannot run here, 130 interrupted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import interrupt
import pinned

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@dataclass(frozen=True)
class Recorded:
    """What became of a sketch: a case ready to be written, or why it is unfit."""

    id: str
    header: dict[str, Any]
    arrays: dict[str, Any]
    complaint: str

    @property
    def layer(self) -> str:
        """The folder that the case belongs into."""
        return self.id.partition("/")[0]


def main(words: list[str] | None = None) -> int:
    wanted = _arguments(words)
    trouble = pinned.trouble(any_torch=wanted.drift)
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
    from cases import every_sketch

    sketches = [s for s in every_sketch(_folders(wanted)) if _matches(s.id, wanted)]
    if not sketches:
        print("no case matches", file=sys.stderr)
        return 2
    done = _record_all(sorted(sketches, key=lambda s: s.id), wanted.jobs, vetted=not wanted.drift)
    if wanted.drift:
        from drift import report

        return report(wanted.to, done)
    if wanted.check:
        from check import report

        whole = not (wanted.layer or wanted.filter)
        return report(wanted.to, done, _surface(sketches) if whole else None)
    if wanted.layer or wanted.filter:
        return _show(done) if wanted.to == FIXTURES else _write(wanted.to, done, "")
    return _write(wanted.to, done, _surface(sketches))


def _surface(sketches: list[Any]) -> str:
    from surface import surface, to_text

    return to_text(surface(sketches))


def record_one(sketch: Any, vetted: bool) -> Recorded:
    """Records and encodes one sketch; what is wrong with it comes back as text."""
    from encode import encode
    from record import record
    from vet import vet

    try:
        case = record(sketch)
        if vetted:
            vet(sketch, case)
        return Recorded(sketch.id, *encode(case), "")
    except Exception as error:
        return Recorded(sketch.id, {}, {}, f"{sketch.id}: {error or type(error).__name__}")


def _record_all(sketches: list[Any], jobs: int, vetted: bool) -> Iterator[Recorded]:
    """In the order of the sketches, however many processes work on them."""
    start, total = time.monotonic(), len(sketches)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_follow) as pool:
        found = pool.map(record_one, sketches, [vetted] * total, chunksize=8)
        for number, one in enumerate(found, 1):
            yield one
            if number % 100 == 0 or number == total:
                print(f"{number}/{total} cases, {time.monotonic() - start:.0f} s", flush=True)


def _follow() -> None:
    """In a worker: ends it when the process that started it is killed; its queue would not tell."""
    interrupt.ignore()
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()


def _write(place: Path, done: Iterator[Recorded], surface: str) -> int:
    from publish import Publication, Withdrawn

    complaints = []
    try:
        with Publication(place) as publication:
            for one in done:
                if one.complaint:
                    complaints.append(one.complaint)
                else:
                    publication.add(one.header, one.arrays)
            if complaints:
                raise Withdrawn
            if surface:
                publication.add_text("surface.json", surface)
    except Withdrawn:
        print("\n".join(complaints), file=sys.stderr)
        print(f"{len(complaints)} cases are unfit; the fixtures stay as they were", file=sys.stderr)
        return 1
    limited = publication.limited
    print(f"{publication.cases} cases written; {len(limited)} reference-limited")
    print("".join(f"  {name}\n" for name in limited), end="")
    return 0


def _show(done: Iterator[Recorded]) -> int:
    unfit = 0
    for one in done:
        answer = one.header.get("answer", {})
        refusal = f"{answer.get('class')} in {answer.get('phase')}: {answer.get('message')}"
        returned = ", ".join(answer.get("tensors", {}))
        says = returned if answer.get("kind") == "returned" else refusal
        print(one.complaint or f"{one.id}: {says}")
        unfit += bool(one.complaint)
    return 1 if unfit else 0


def _matches(name: str, wanted: argparse.Namespace) -> bool:
    folder = name.partition("/")[0]
    layer = wanted.layer is None or folder in (wanted.layer, f"nn.{wanted.layer}")
    return layer and (wanted.filter is None or wanted.filter in name)


def _folders(wanted: argparse.Namespace) -> Callable[[str], bool]:
    """Whether a folder may have wanted cases among those of the documented examples."""
    text, every = wanted.filter or "", argparse.Namespace(layer=wanted.layer, filter=None)
    anywhere = "documented" in text or text in "documented-redrawn-reduced"
    folder = text.partition("/")[0]
    return lambda name: _matches(f"{name}/", every) and (anywhere or folder in name)


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="emit", description="Record PyTorch's answers.")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="compare with the committed bytes")
    mode.add_argument("--drift", action="store_true", help="compare numbers, for any PyTorch")
    parser.add_argument("--layer", help="only the cases of this layer")
    parser.add_argument("--filter", help="only cases with this text in their id")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--to", type=Path, default=FIXTURES, help="folder of the fixtures")
    return parser.parse_args(words)


def _until_interrupted() -> int:
    interrupt.heed()
    try:
        return main()
    except KeyboardInterrupt:
        print("interrupted; the fixtures stay as they were", file=sys.stderr)
        return interrupt.EXIT


if __name__ == "__main__":
    sys.exit(_until_interrupted())
