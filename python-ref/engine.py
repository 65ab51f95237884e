"""PyTorch as an engine: `--engine "stdio:python-ref/.venv/bin/python python-ref/engine.py"`.

It must pass every case that it recorded; another version of it shows what changed. Any PyTorch will
do: it is asked, not believed.
"""

from __future__ import annotations

import sys
import traceback
from typing import Any

PROTOCOL = 1


def main() -> int:
    from oracle import only_ours

    asked, answers = sys.stdin.buffer, only_ours()
    import torch

    import wire

    version = torch.__version__.partition("+")[0]
    wire.write(answers, {"protocol": PROTOCOL, "name": "pytorch", "version": version, "lacks": []})
    while (question := wire.read_with_numbers(asked)) is not None:
        wire.write(answers, *reply(*question))
    return 0


def reply(header: dict[str, Any], arrays: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """An answer; a PyTorch of another time has not each layer, and not all that an old one drew."""
    from decode import decode_call
    from encode import encode_answer
    from excerpt import excerpt
    from mkl import NotDrawn
    from run import run

    layer = header["call"]["layer"]
    if not _is_there(layer):
        return {"unsupported": f"this PyTorch has no {layer}"}, {}
    try:
        call = decode_call(header["call"], arrays)
        return encode_answer(excerpt(call, run(call)))
    except NotDrawn as lack:
        return {"unsupported": str(lack)}, {}
    except Exception:  # noqa: BLE001 - a crash is told, and ends nothing
        return {"crash": traceback.format_exc()}, {}


def _is_there(layer: str) -> bool:
    from realise import find

    try:
        find(layer)
    except (AttributeError, ImportError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
