"""PyTorch, live: answers the sketches that come in, one after the other, until there are no more.

Frames come from standard input and go to standard output; nothing else is printed there.
The first frame says the versions. Each other one answers one sketch, in the order they came:
{"number", "seconds", "case"} with the numbers of the case, or {"number", "seconds", "unfit"} with
the reason why it cannot become one. A question with fewer `reruns` gets limits that are too narrow,
if anything, in much less time. `seconds` are this process's own since its last answer.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from typing import Any, BinaryIO

import pinned

#: PyTorch takes seconds for its first answer; this one is for nobody.
WARM_UP = {
    "id": "nn.Linear/warm-up",
    "call": {"layer": "nn.Linear", "args": [2, 3], "inputs": [{"$draw": {"shape": [1, 2]}}]},
}


def main() -> int:
    # an interrupt from the keyboard reaches both processes; the other one decides what it means
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, only_ours()
    trouble = pinned.trouble(any_torch=True)
    if trouble:
        print(trouble, file=sys.stderr)
        return 2
    import wire

    wire.write(answers, _versions(), {})
    # PyTorch's many objects stay; there is no need to look through them again and again
    gc.freeze()
    start = time.process_time()
    while (question := wire.read(asked)) is not None:
        header, arrays = answer(question["sketch"], question["reruns"])
        start, before = time.process_time(), start
        header |= {"number": question["number"], "seconds": start - before}
        wire.write(answers, header, arrays)
    return 0


def answer(json: dict[str, Any], reruns: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The case that a sketch becomes, or why it does not."""
    from encode import encode
    from record import record
    from sketch import from_json

    try:
        case, arrays = encode(record(from_json(json), reruns))
    except Exception as error:  # noqa: BLE001 - a sketch that is no case must not end the rest
        return {"unfit": str(error) or type(error).__name__}, {}
    return {"case": case}, arrays


def only_ours() -> BinaryIO:
    """Standard output, and from now on prints go to standard error instead."""
    ours = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return ours


def _versions() -> dict[str, Any]:
    import platform

    import numpy as np
    import torch

    from case import FORMAT

    answer(WARM_UP, 1)

    return {
        "format": FORMAT,
        "torch": torch.__version__.partition("+")[0],
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main())
