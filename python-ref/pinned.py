"""Whether the installed packages are those that the fixtures are recorded with."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def trouble(any_torch: bool = False, requirements: Path = REQUIREMENTS) -> str | None:
    """What is missing or wrong here and what to do, or None. `any_torch`: any version will do."""
    for name, wanted in versions(requirements).items():
        try:
            found = metadata.version(name).partition("+")[0]
        except metadata.PackageNotFoundError:
            return f"{name} {wanted} is not installed for {sys.executable}: run `npm run setup`"
        if found != wanted and not any_torch:
            return f"{name} must be {wanted}, and {found} is installed: run `npm run setup`"
    return None


def versions(requirements: Path) -> dict[str, str]:
    """The exact version of each package named in a requirements file."""
    lines = requirements.read_text().split()
    return dict(line.split("==") for line in lines)
