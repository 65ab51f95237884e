"""Writes fixtures/: each case that PyTorch answered, and the manifest that vouches for every byte."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from cases import every_sketch
from encode import encode
from publish import Publication
from record import record
from vet import vet

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def main() -> int:
    start = time.time()
    sketches = every_sketch()
    with Publication(FIXTURES) as publication:
        for number, sketch in enumerate(sketches, 1):
            try:
                case = record(sketch)
                vet(sketch, case)
                publication.add(*encode(case))
            except Exception as error:
                raise SystemExit(f"{sketch.id}: {error}") from error
            if number % 100 == 0 or number == len(sketches):
                print(f"{number}/{len(sketches)} cases, {time.time() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
