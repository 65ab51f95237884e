"""The amplification of softmax, of softmin, and of softmax's logarithm."""

from __future__ import annotations

import torch

from case import Call, Returned
from value import tensors_of

LAYERS = [
    *(f"nn.{name}" for name in ("Softmax", "Softmin", "Softmax2d", "LogSoftmax")),
    *(f"nn.functional.{name}" for name in ("softmax", "softmin", "log_softmax")),
]

Rules = dict[str, tuple[int, torch.Tensor]]


def rules(call: Call, truth: Returned) -> Rules:
    """K is the length of a row."""
    x, dim = _summed(call)
    if not x.numel():
        return {slot: (1, t.abs()) for slot, t in truth.tensors.items()}
    far = x.amax(dim, keepdim=True) - x
    dy = call.upstream.get("output.0")
    found = (_logarithm if "log" in call.layer.lower() else _plain)(far, dim, truth, dy)
    return {slot: (x.shape[dim] if x.dim() else 1, size) for slot, size in found.items()}


def _plain(
    far: torch.Tensor, dim: int, truth: Returned, dy: torch.Tensor | None
) -> dict[str, torch.Tensor]:
    """y (1 + max - x), and its like for the gradient y (dy - sum y dy)."""
    y = truth.tensors["output.0"]
    far = (1 + far).where(y != 0, 0.0)  # where x is -inf, y is 0 whatever x was rounded to
    found = {"output.0": y * far}
    if dy is not None:
        spread = (y * (1 + far) * dy.abs()).sum(dim, keepdim=True)
        found["grad.input.0"] = y * far * (dy.abs() + spread)
    return found


def _logarithm(
    far: torch.Tensor, dim: int, truth: Returned, dy: torch.Tensor | None
) -> dict[str, torch.Tensor]:
    """max - x + |y| + 1, and |dy| + p (sum |dy| + (1 + |y|) |sum dy|), p being exp(y)."""
    y = truth.tensors["output.0"]
    found = {"output.0": far.where(far.isfinite(), 0.0) + y.abs() + 1}
    if dy is not None:
        off = (1 + y.abs().where(y.isfinite(), 0.0)) * dy.sum(dim, keepdim=True).abs()
        found["grad.input.0"] = dy.abs() + y.exp() * (dy.abs().sum(dim, keepdim=True) + off)
    return found


def _summed(call: Call) -> tuple[torch.Tensor, int]:
    """What is exponentiated, in float64, and along which axis."""
    name = call.layer.rpartition(".")[2].lower()
    (x,) = (t.array.double() for t in tensors_of(call.inputs).values())
    given = call.args + call.inputs[1:]
    dim = (call.options | call.keywords).get("dim", given[0] if given else None)
    if name == "softmax2d":
        dim = -3
    if dim is None:
        dim = 0 if x.dim() in (0, 1, 3) else 1
    return (-x if name == "softmin" else x), dim
