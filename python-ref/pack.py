"""A pack: the cases of one folder, their headers in one file, their numbers in one file a dtype."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from encode import Arrays

#: The file with the headers of a pack's cases.
HEADERS = "cases.json"
#: A case's header and its numbers.
Encoded = tuple[dict[str, Any], Arrays]


def files_of(cases: list[Encoded]) -> dict[str, bytes]:
    """The files of a pack, by name. The parts of its cases lie end to end, in the cases' order."""
    texts = [text_of(header) for header, _ in cases]
    rows: dict[str, list[np.ndarray]] = defaultdict(list)
    for _, arrays in cases:
        for dtype, array in arrays.items():
            rows[dtype].append(array)
    files = {HEADERS: ("[\n" + ",\n".join(texts) + "\n]\n").encode()}
    return files | {f"{dtype}.npy": _npy(np.concatenate(rows[dtype])) for dtype in sorted(rows)}


def load(folder: Path) -> dict[str, Encoded]:
    """The cases of a pack by their ids; none where there is no pack."""
    if not (folder / HEADERS).is_file():
        return {}
    whole = {file.stem: np.load(file) for file in folder.glob("*.npy")}
    at: dict[str, int] = defaultdict(int)
    cases: dict[str, Encoded] = {}
    for header in json.loads((folder / HEADERS).read_text()):
        arrays = {}
        for dtype, count in header["arrays"].items():
            arrays[dtype] = whole[dtype][at[dtype] : at[dtype] + count]
            at[dtype] += count
        cases[header["id"]] = header, arrays
    return cases


def text_of(header: dict[str, Any]) -> str:
    """A line for each thing a reader looks for: each key, and each key of call and answer."""

    def dump(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)

    lines = []
    for key, value in header.items():
        if key in ("call", "answer", "limits") and value:
            inner = ",\n".join(f"  {dump(k)}: {dump(v)}" for k, v in value.items())
            lines.append(f" {dump(key)}: {{\n{inner}\n }}")
        else:
            lines.append(f" {dump(key)}: {dump(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def _npy(array: np.ndarray) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=(1, 0), allow_pickle=False)
    return out.getvalue()
