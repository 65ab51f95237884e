"""Frames: what goes between this process and the harness, as harness/wire.ts has them."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

import numpy as np

from encode import Arrays

#: The lengths in bytes of header and numbers, little-endian.
LENGTHS = struct.Struct("<II")


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """The header of the next frame, or None at the end; its numbers are dropped."""
    frame = read_with_numbers(stream)
    return None if frame is None else frame[0]


def read_with_numbers(stream: BinaryIO) -> tuple[dict[str, Any], Arrays] | None:
    """The next frame, or None at the end."""
    lengths = stream.read(LENGTHS.size)
    if not lengths:
        return None
    header, numbers = LENGTHS.unpack(lengths)
    parsed = json.loads(stream.read(header))
    return parsed, _rows(stream.read(numbers), parsed.get("arrays", {}))


def write(stream: BinaryIO, header: dict[str, Any], arrays: Arrays | None = None) -> None:
    """A header and its arrays, in the order in which it, or the case in it, counts them."""
    counts = header.get("case", header).get("arrays", {})
    text = json.dumps(header, allow_nan=False, ensure_ascii=False).encode()
    rows = [(arrays or {})[dtype].tobytes() for dtype in counts]
    lengths = LENGTHS.pack(len(text), sum(map(len, rows)))
    stream.write(b"".join([lengths, text, *rows]))
    stream.flush()


def _rows(numbers: bytes, counts: dict[str, int]) -> Arrays:
    rows, at = {}, 0
    for name, count in counts.items():
        dtype = np.dtype("<u2" if name == "bfloat16" else name)
        rows[name] = np.frombuffer(numbers, dtype, count, at)
        at += count * dtype.itemsize
    return rows
