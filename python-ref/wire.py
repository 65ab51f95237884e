"""Frames: what goes between this process and the harness, as harness/wire.ts has them."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

from encode import Arrays

#: The lengths in bytes of header and numbers, little-endian.
LENGTHS = struct.Struct("<II")


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """The header of the next frame, or None at the end. What is asked carries no numbers."""
    lengths = stream.read(LENGTHS.size)
    if not lengths:
        return None
    header, numbers = LENGTHS.unpack(lengths)
    text = stream.read(header)
    stream.read(numbers)
    return json.loads(text)


def write(stream: BinaryIO, header: dict[str, Any], arrays: Arrays) -> None:
    """A header and the arrays of its case, in the order in which it counts them."""
    counts = header["case"]["arrays"] if "case" in header else {}
    text = json.dumps(header, allow_nan=False, ensure_ascii=False).encode()
    rows = [arrays[dtype].tobytes() for dtype in counts]
    lengths = LENGTHS.pack(len(text), sum(map(len, rows)))
    stream.write(b"".join([lengths, text, *rows]))
    stream.flush()
