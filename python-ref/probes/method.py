"""Records tensor methods that are no functions: test/engine/recorded/method.json.

Run with the pinned PyTorch: python python-ref/probes/method.py
Each line: a method, its arguments, x before and after, the result and the gradients.
"""

import json
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "test/engine/recorded/method.json"
X = [[1.5, -2.0, 0.5], [-0.25, 3.0, 1.0]]
MASK = {"tensor": [[1, 0, 1], [0, 1, 0]], "dtype": "bool"}
PLACES = {"tensor": [[0, 2, 1], [1, 0, 2]], "dtype": "int64"}
ROW = {"tensor": [2.0, -0.5, 4.0], "dtype": "float32"}
ROWS = {"tensor": [[2.0, -0.5, 4.0], [0.25, 1.0, -3.0]], "dtype": "float32"}
LIST = {"tensor": [1, 0], "dtype": "int64"}

CALLS = [
    ("add_", [ROW]),
    ("add_", [1.5]),
    ("sub_", [ROW]),
    ("mul_", [ROWS]),
    ("mul_", [ROW]),
    ("div_", [ROW]),
    ("pow_", [2]),
    ("pow_", [{"tensor": [[2, 3, 1], [1, 2, 3]], "dtype": "int64"}]),
    ("remainder_", [ROW]),
    ("lerp_", [ROWS, 0.25]),
    ("addcmul_", [ROW, ROWS]),
    ("addcdiv_", [ROW, ROWS]),
    ("fill_", [2.5]),
    ("zero_", []),
    ("clamp_", [-1, 1]),
    ("masked_fill_", [MASK, 7]),
    ("scatter_", [1, PLACES, ROWS]),
    ("scatter_", [1, PLACES, 9]),
    ("scatter_add_", [1, PLACES, ROWS]),
    ("index_add_", [0, LIST, ROWS]),
    ("index_copy_", [0, LIST, ROWS]),
    ("index_fill_", [0, LIST, 2.5]),
    ("copy_", [ROW]),
    ("add_", [{"tensor": [[[1.0]], [[2.0]]], "dtype": "float32"}]),
    ("copy_", [{"tensor": [1.0, 2.0], "dtype": "float32"}]),
    ("double", []),
    ("float", []),
    ("half", []),
    ("bfloat16", []),
    ("long", []),
    ("int", []),
    ("short", []),
    ("char", []),
    ("bool", []),
    ("repeat", [2, 1, 2]),
    ("unfold", [1, 2, 1]),
    ("view_as", [{"tensor": [[1, 2], [3, 4], [5, 6]], "dtype": "int64"}]),
    ("reshape_as", [{"tensor": [1, 2, 3, 4, 5, 6], "dtype": "int64"}]),
    ("expand_as", [{"tensor": [[[1] * 3] * 2] * 2, "dtype": "int64"}]),
    ("type_as", [{"tensor": 1.0, "dtype": "float64"}]),
]


def main():
    rows = [record(*call, part) for call in CALLS for part in ("whole", "rows turned round")]
    text = json.dumps(rows, separators=(",", ":")).replace('},{"method"', '},\n{"method"')
    OUT.write_text(text + "\n")


def record(name, arguments, part):
    """The method on a copy of X, or in the second part on a view of one."""
    leaf = torch.tensor(X).requires_grad_()
    given = [spoken(a) for a in arguments]
    leaves = [leaf, *(a for a in given if isinstance(a, torch.Tensor) and a.is_floating_point())]
    for one in leaves:
        one.requires_grad_()
    whole = leaf.clone()
    x = whole if part == "whole" else whole.t().t()
    row = {"method": name, "arguments": arguments, "part": part}
    try:
        y = getattr(x, name)(*given)
    except Exception as error:  # every refusal is an answer
        return row | {"class": type(error).__name__}
    total = (y * numbered(y)).sum() + (whole * numbered(whole)).sum() * 2
    if total.requires_grad:
        total.double().backward()
    return row | {
        "dtype": str(y.dtype)[6:],
        "result": y.double().tolist(),
        "whole": whole.tolist(),
        "gradients": [None if one.grad is None else one.grad.tolist() for one in leaves],
        "node": None if y.grad_fn is None else type(y.grad_fn).__name__,
    }


def numbered(x):
    return (torch.arange(x.numel()) + 1).reshape(x.shape).to(x.dtype)


def spoken(argument):
    if not isinstance(argument, dict):
        return argument
    return torch.tensor(argument["tensor"], dtype=getattr(torch, argument["dtype"]))


if __name__ == "__main__":
    main()
