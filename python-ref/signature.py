"""What can be given to a class or function of PyTorch: names, and defaults as a Call has them."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

import torch

from bind import BEHIND_ARGS, Args, Options, placed
from realise import find
from value import Dtype, Function, plain, value_to_json

Parameter = dict[str, Any]

#: Where and in what type numbers lie, which a Call says in another way.
ELSEWHERE = ("device", "dtype", "out", "layout", "requires_grad", "pin_memory", "memory_format")
#: How the work is done or warned of, which no number shows.
INNER = ("foreach", "_stacklevel", "allow_retain_graph")
#: What takes nothing but its default.
FIXED = [
    (f"nn.{kind}{n}d", "padding_mode")
    for kind in ("ConvTranspose", "LazyConvTranspose")
    for n in (1, 2, 3)
]
#: By what a layer's name ends with, these take a number or one number an axis.
PER_AXIS = [
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "output_padding",
    "output_size",
    "output_ratio",
    "size",
    "scale_factor",
]
MISSING = inspect.Parameter.empty


def parameters(name: str, found: Any) -> list[Parameter]:
    """Each parameter with its default, if it has one, and over how many axes it may differ."""
    wide = [
        (n, d)
        for n, d in _named(name, found)
        if n not in ELSEWHERE + INNER and (name, n) not in FIXED
    ]
    axes = _axes(name)
    return [
        {"name": parameter}
        | ({} if default is MISSING else {"default": value_to_json(default, _no_tensor)})
        | ({"axes": axes} if axes > 1 and parameter in PER_AXIS else {})
        for parameter, default in wide
    ]


def bind_function(name: str, inputs: Args, keywords: Options) -> tuple[Args, Options]:
    """A function's arguments: what has no default in its place, the rest by name."""
    known = _named(name, find(name))
    return placed([n for n, _ in known], sum(d is MISSING for _, d in known), inputs, keywords)


def _named(name: str, found: Any) -> list[tuple[str, Any]]:
    if name in BEHIND_ARGS:
        defaults = dict(_from_python(torch.nn.RNNBase)) | {"nonlinearity": "tanh"}
        return [(n, defaults[n]) for n in BEHIND_ARGS[name]]
    try:
        named = _from_python(found)
    except (TypeError, ValueError):
        named = []
    return named or _from_text(name, found.__doc__ or "")


def _from_python(found: Any) -> list[tuple[str, Any]]:
    named = inspect.signature(found).parameters.values()
    spread = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [(p.name, _value(p.default)) for p in named if p.kind not in spread]


def _from_text(name: str, doc: str) -> list[tuple[str, Any]]:
    """From the head of a docstring, as functions made in C have one."""
    head = re.match(rf"\s*{name.rpartition('.')[2]}\((.*?)\)( ->|\n)", doc, re.DOTALL)
    if not head:
        return []
    try:
        (made,) = ast.parse(f"def made({_python(head[1])}): pass").body
    except SyntaxError:
        return []
    assert isinstance(made, ast.FunctionDef)
    given = made.args
    defaults = [MISSING] * (len(given.args) - len(given.defaults)) + [
        _literal(d) for d in given.defaults
    ]
    named = [(a.arg, d) for a, d in zip(given.args, defaults, strict=True)]
    return named + [
        (a.arg, MISSING if d is None else _literal(d))
        for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    ]


def _python(text: str) -> str:
    """A head without its types: "Tensor input, int dim=-1" becomes "input, dim=-1"."""
    return re.sub(r"\b(Tensor|int|float|bool|str|Number|tuple of ints)\s+(?=\w)", "", text)


def _literal(node: ast.expr) -> Any:
    try:
        return plain(ast.literal_eval(node))
    except ValueError:
        return None


def _value(default: Any) -> Any:
    if isinstance(default, torch.dtype):
        return Dtype(str(default)[6:])
    if inspect.isroutine(default):
        return Function(f"nn.functional.{default.__name__}")
    simple = default is MISSING or isinstance(default, (bool, int, float, str, tuple, type(None)))
    return plain(default) if simple else None


def _axes(name: str) -> int:
    """2 for what ends in 2d; both axes of a block for Fold and Unfold; two a side for padding."""
    kind = name.rpartition(".")[2].lower()
    if kind in ("fold", "unfold"):
        return 2
    spatial = re.search(r"([123])d$", kind)
    if not spatial:
        return 1
    return int(spatial[1]) * (2 if re.search(r"pad\dd$", kind) else 1)


def _no_tensor(tensor: Any) -> Any:
    raise TypeError(f"a default is no tensor: {tensor}")
