"""Whether a step is choosing elements, as pruning does.

Another choice is another answer, not a less exact one: the amplification is measured without
disturbing it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

CHOOSES = "nn.utils.prune."
_depth = 0


@contextlib.contextmanager
def choosing(call: str) -> Iterator[None]:
    """Within, if the step `call` chooses, `now()` holds."""
    global _depth
    chooses = call.startswith(CHOOSES)
    _depth += chooses
    try:
        yield
    finally:
        _depth -= chooses


def now() -> bool:
    return _depth > 0
