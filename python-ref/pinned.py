"""Whether the installed packages are the pinned ones. As a program: exits with 1 if not."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"


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
    words = requirements.read_text().split()
    return dict(word.split("==") for word in words if "==" in word)


if __name__ == "__main__":
    files = (REQUIREMENTS, HERE / "requirements-dev.txt")
    checked = (*files, HERE / "requirements-locked.txt")
    found = next((t for t in (trouble(requirements=f) for f in checked) if t), None)
    named = [f"{name} {version}" for f in files for name, version in versions(f).items()]
    print(found or f"Python {sys.version.split()[0]} with {', '.join(named)}")
    sys.exit(1 if found else 0)
