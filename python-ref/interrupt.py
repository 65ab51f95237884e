"""How a recording is ended early: by the keyboard, or by the program around it."""

from __future__ import annotations

import signal
from types import FrameType

#: As shells and `touchstone` say it.
EXIT = 130
_KINDS = (signal.SIGINT, signal.SIGTERM)


def heed() -> None:
    """The first interrupt drops what is under way; others, which may come with it, are too late."""
    for kind in _KINDS:
        signal.signal(kind, _stop)


def ignore() -> None:
    """In a worker: the one who started it says when it ends."""
    for kind in _KINDS:
        signal.signal(kind, signal.SIG_IGN)


def _stop(_kind: int, _frame: FrameType | None) -> None:
    ignore()
    raise KeyboardInterrupt
