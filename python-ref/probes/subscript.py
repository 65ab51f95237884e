"""Records what PyTorch's x[...] reads and writes: test/engine/recorded/subscript.json.

Run with the pinned PyTorch: python python-ref/probes/subscript.py
A subscript is written as JSON: a number, a slice as text, "...", null, true, a list of numbers,
{"tensor": nested numbers} or {"mask": nested numbers}.
"""

import json
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "test/engine/recorded/subscript.json"

READS = [
    ((4, 3), [1]),
    ((4, 3), [-1, 2]),
    ((4, 3), ["1:3"]),
    ((4, 3), [":", "::2"]),
    ((4, 3), ["-3:", "1:"]),
    ((4, 3), ["3:1"]),
    ((4, 3), ["..."]),
    ((4, 3), [":"]),
    ((2, 3, 4), ["...", 1]),
    ((2, 3, 4), [0, "...", "1:3"]),
    ((2, 3, 4), [None, 1, ":", None]),
    ((4, 3), [True]),
    ((4, 3), [False]),
    ((4, 3), [[2, 0, 2]]),
    ((4, 3), [{"tensor": [[0, 1], [3, -1]]}]),
    ((4, 3), [{"tensor": 2}]),
    ((4, 3), [{"tensor": [3, 0]}, {"tensor": [1, 2]}]),
    ((4, 3), [{"tensor": [[3], [0]]}, {"tensor": [1, 2]}]),
    ((2, 3, 4), [":", {"tensor": [2, 0]}]),
    ((2, 3, 4), [{"tensor": [1, 0]}, ":", {"tensor": [3, 2]}]),
    ((2, 3, 4), [":", {"tensor": [2, 0]}, {"tensor": [3, 1]}]),
    ((2, 3, 4), ["...", {"tensor": [3, 1]}]),
    ((2, 3, 4), [0, {"tensor": [2, 0]}]),
    ((2, 3, 4), [{"tensor": [1, 0]}, None, {"tensor": [2, 1]}]),
    ((2, 3, 4), [1, ":", {"tensor": [3, 1, 0]}]),
    ((2, 3), [{"mask": [[1, 0, 1], [0, 1, 0]]}]),
    ((2, 3, 4), [{"mask": [[1, 0, 1], [0, 1, 0]]}]),
    ((2, 3, 4), [":", {"mask": [1, 0, 1]}]),
    ((2, 3, 4), [":", {"mask": [1, 0, 1]}, "1:3"]),
    ((2, 3, 4), [{"tensor": [0, 1]}, {"mask": [1, 0, 1]}]),
    ((2, 3), [{"mask": [0, 0]}]),
    ((), [None]),
    ((), [{"mask": 1}]),
    ((3, 4), [5]),
    ((3, 4), [0, 0, 0]),
    ((3, 4), [{"tensor": [3]}]),
    ((3, 4), [{"mask": [1, 0]}]),
    ((3, 4), [{"tensor": [0, 1]}, {"tensor": [0, 1, 2]}]),
]

WRITES = [
    ((4, 3), [1], (3,)),
    ((4, 3), [":", 1], ()),
    ((4, 3), ["1:3"], (2, 1)),
    ((4, 3), ["1:3"], (1, 2, 3)),
    ((4, 3), ["..."], (3,)),
    ((4, 3), [[2, 0]], (2, 3)),
    ((4, 3), [[2, 0]], ()),
    ((2, 3, 4), [1, {"tensor": [2, 0]}], (2, 4)),
    ((2, 3, 4), [":", {"tensor": [2, 0]}, "1:3"], (2,)),
    ((2, 3), [{"mask": [[1, 0, 1], [0, 1, 0]]}], (3,)),
    ((2, 3), [{"mask": [[1, 0, 1], [0, 1, 0]]}], ()),
    ((4, 3), [1], (4,)),
    ((4, 3), [[2, 0]], (3, 3)),
]


def main():
    answer = {"reads": [read(*case) for case in READS], "writes": [write(*case) for case in WRITES]}
    text = json.dumps(answer, separators=(",", ":")).replace('},{"shape"', '},\n{"shape"')
    OUT.write_text(text + "\n")


def read(shape, subscripts):
    x = numbered(shape)
    case = {"shape": shape, "subscripts": subscripts}
    try:
        y = x[tuple(map(spoken, subscripts))]
    except Exception as error:  # every refusal is an answer
        return case | {"class": type(error).__name__}
    y.backward(numbered(tuple(y.shape)).detach() + 1)
    return case | seen(y) | {"node": type(y.grad_fn).__name__, "gradient": listed(x.grad)}


def write(shape, subscripts, values):
    x, v = numbered(shape), numbered(values)
    case = {"shape": shape, "subscripts": subscripts, "values": values}
    y = x.clone()
    try:
        y[tuple(map(spoken, subscripts))] = v
    except Exception as error:
        return case | {"class": type(error).__name__}
    y.backward(numbered(shape).detach() + 1)
    return case | seen(y) | {"gradients": [listed(x.grad), listed(v.grad)]}


def numbered(shape):
    count = torch.Size(shape).numel()
    return torch.arange(count, dtype=torch.float32).reshape(shape).requires_grad_()


def seen(y):
    return {"result": list(y.shape), "elements": listed(y)}


def listed(x):
    return x.detach().flatten().tolist()


def spoken(subscript):
    if isinstance(subscript, dict):
        ((kind, numbers),) = subscript.items()
        return torch.tensor(numbers, dtype=torch.bool if kind == "mask" else torch.int64)
    if not isinstance(subscript, str):
        return subscript
    if subscript == "...":
        return ...
    return slice(*(int(part) if part else None for part in subscript.split(":")))


if __name__ == "__main__":
    main()
