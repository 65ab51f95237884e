"""The amplification of elementwise functions whose every element PyTorch computes to a few units.

They need no number for the whole tensor: what is near zero is as exact as what is not. So is a
gradient beside the upstream gradient that it is made of.
"""

from __future__ import annotations

import torch

from case import Call, Returned
from value import tensors_of

_NAMES = {
    "LogSigmoid": "logsigmoid",
    "SiLU": "silu",
    "Mish": "mish",
    "Hardsigmoid": "hardsigmoid",
    "Hardswish": "hardswish",
    "Softsign": "softsign",
    "Tanhshrink": "tanhshrink",
    "GELU": "gelu",
    "GLU": "glu",
}
#: Their slopes have the rounding of a number near 1 times x.
_STEEP = ("silu", "mish", "gelu")
LAYERS = {f"nn.{n}": f for n, f in _NAMES.items()}
LAYERS |= {f"nn.functional.{f}": f for f in _NAMES.values()}


def rules(call: Call, truth: Returned) -> dict[str, tuple[int, float | torch.Tensor]]:
    (x,) = (t.array for t in tensors_of(call.inputs).values())
    kind, found = LAYERS[call.layer], {}
    for slot, tensor in truth.tensors.items():
        if slot == "grad.input.0":
            size = _slope(kind, x, call)
        elif kind == "tanhshrink":
            size = x.abs() + x.tanh().abs()
        else:
            size = x.abs() if kind == "gelu" else tensor.abs()
        found[slot] = (1, size.nan_to_num(0, 0))
    return found


def _slope(kind: str, x: torch.Tensor, call: Call) -> torch.Tensor:
    """The upstream gradient, or what it is multiplied with if that is more."""
    dy = call.upstream["output.0"].abs()
    if kind == "glu":
        dim = next(iter([*call.args, *call.options.values(), *call.keywords.values()]), -1)
        first = x.chunk(2, dim)[0].abs()
        return torch.cat([dy, dy * (1 + first)], dim)
    return dy * (1 + x.abs()) if kind in _STEEP else dy
