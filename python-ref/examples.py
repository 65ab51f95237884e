"""The examples in the installed docstrings, cut out at run time; none of their text is kept."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

PROMPT = re.compile(r"\s*>>>( |$)")
MORE = re.compile(r"\s*\.\.\.( |$)")


@dataclass(frozen=True)
class Example:
    """A piece of code in a docstring; `id` is its owner's name and its number there."""

    id: str
    owner: str
    source: str


def examples(owner: str, doc: str | None) -> list[Example]:
    """Each run of prompts without prose between, and each indented block of code after `::`."""
    lines = inspect.cleandoc(doc or "").splitlines()
    sources = [*_prompted(lines), *_literal(lines)]
    found = [source for _, source in sorted(sources)]
    return [Example(f"{owner}#{i}", owner, source) for i, source in enumerate(found)]


def _prompted(lines: list[str]) -> Iterator[tuple[int, str]]:
    start, code, apart = 0, [], False
    for number, line in enumerate([*lines, "", "end"]):
        if PROMPT.match(line) or (code and not apart and MORE.match(line)):
            start, apart = (start if code else number), False
            code.append(line.strip()[4:])
        elif code and _open(code):
            code.append(line)
        elif not line.strip():
            apart = True
        elif code and apart:
            yield start, "\n".join(code)
            code = []


def _open(code: list[str]) -> bool:
    """Whether a bracket is yet to be closed: some go on without a prompt."""
    text = re.sub(r"#.*|'[^']*'|\"[^\"]*\"", "", "\n".join(code))
    return sum(text.count(c) for c in "([{") > sum(text.count(c) for c in ")]}")


def _literal(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Blocks without prompts that are Python about torch.nn."""
    for number, line in enumerate(lines):
        if not line.rstrip().endswith("::") and ".. code-block:: python" not in line:
            continue
        block = list(_indented(lines[number + 1 :], len(line) - len(line.lstrip())))
        source = inspect.cleandoc("\n" + "\n".join(block))
        if ">>>" not in source and "nn." in source and _parses(source):
            yield number, source


def _indented(lines: list[str], depth: int) -> Iterator[str]:
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            return
        yield line


def _parses(source: str) -> bool:
    try:
        return bool(ast.parse(source).body)
    except SyntaxError:
        return False
