"""The amplification of normalisation layers, and of what they give back and keep."""

from __future__ import annotations

import math
from typing import Any

import torch

from case import Call, Returned
from value import tensors_of


def rules(call: Call, truth: Returned) -> dict[str, tuple[int, torch.Tensor]]:
    """Rules for layers of one mean and variance from their float64 call and its truth.

    With a = (|x| + mean|x|) / sigma, the size of rounding in the normalised x:
    output a |gamma| + |beta| + |y|; the gradients follow from theirs in the same way.
    """
    parts = _Parts(call)
    a, xhat, scale = parts.a, parts.xhat, parts.gamma.abs() / parts.sigma
    found = {"output.0": a * parts.gamma.abs() + parts.beta.abs() + truth.tensors["output.0"].abs()}
    if "output.0" in call.upstream:
        dy = call.upstream["output.0"].abs()
        wobble = 0.0 if parts.fixed else parts.mean(a * xhat.abs())
        direct = dy if parts.fixed else dy + parts.mean(dy)
        through = 0.0 if parts.fixed else a * parts.mean(dy * a)
        # where gamma varies within a reduction it enters the means of dy as well
        greatest = _most(parts.gamma) / parts.sigma if parts.mixed else scale
        found["grad.input.0"] = greatest * (direct * (1 + wobble) + through) + scale * dy
        found["grad.parameter.weight"] = parts.to_parameter(dy * (a + xhat.abs() * wobble))
        found["grad.parameter.bias"] = parts.to_parameter(dy)
    found |= parts.running(call)
    terms = max(parts.count, math.ceil(parts.x.numel() / max(1, parts.gamma.numel())))
    kept = {k: (terms, v) for k, v in found.items() if k in truth.tensors}
    return kept | {k: (terms, t.abs()) for k, t in truth.tensors.items() if k not in kept}


class _Parts:
    """x, its statistics over the axes that the layer reduces, and gamma and beta beside it."""

    def __init__(self, call: Call) -> None:
        (x,) = (t.array for t in tensors_of(call.inputs).values())
        self.x, state = x, call.state or {}
        eps = _option(call, "eps", 1e-5)
        #: For GroupNorm, the sizes under which a group is the last axis.
        self.grouped: tuple[int, ...] = ()
        if call.layer == "nn.GroupNorm":
            groups = call.args[0]
            self.grouped = (len(x), groups, x[:1].numel() // groups if len(x) else 0)
            self.axes, channels = (), 1
        elif call.layer == "nn.LayerNorm":
            shape = _option(call, "normalized_shape", None)
            rank = 1 if isinstance(shape, int) else len(shape)
            self.axes, channels = tuple(range(x.dim() - rank, x.dim())), None
        elif call.layer.startswith("nn.Batch"):
            self.axes, channels = tuple(d for d in range(x.dim()) if d != 1), 1
        else:
            channels = x.dim() - int(call.layer[-2]) - 1
            self.axes = tuple(range(channels + 1, x.dim()))
        self.channels, self.mixed = channels, channels is None or bool(self.grouped)
        self.count = math.prod(x.shape[d] for d in self.axes) if self.axes else self.grouped[-1]
        self.gamma = self._beside(state.get("weight"), 1.0)
        self.beta = self._beside(state.get("bias"), 0.0)
        self.fixed = "running_mean" in state and not call.training
        centre, variance = self.mean(x), self.mean((x - self.mean(x)) ** 2)
        if self.fixed:
            centre = self._beside(state["running_mean"], 0.0)
            variance = self._beside(state["running_var"], 1.0)
        self.sigma = (variance + eps).sqrt()
        size = self.mean(x.abs()) if not self.fixed else centre.abs()
        self.a, self.xhat = (x.abs() + size) / self.sigma, (x - centre) / self.sigma

    def mean(self, tensor: torch.Tensor) -> torch.Tensor:
        if self.grouped:
            grouped = tensor.expand(self.x.shape).reshape(self.grouped)
            return grouped.mean(-1, keepdim=True).expand(self.grouped).reshape(self.x.shape)
        return tensor.mean(self.axes, keepdim=True)

    def to_parameter(self, tensor: torch.Tensor) -> torch.Tensor:
        if self.channels is None:
            return tensor.sum(tuple(range(tensor.dim() - len(self.axes))))
        return tensor.sum(tuple(d for d in range(tensor.dim()) if d != self.channels))

    def running(self, call: Call) -> dict[str, torch.Tensor]:
        """The state before, and what each forward call in training adds to it at most."""
        before = call.state or {}
        if "running_mean" not in before:
            return {}
        centre, spread = before["running_mean"].abs(), before["running_var"].abs()
        given = [f.inputs for f in (*call.earlier, call) if f.training]
        for part in given:
            (x,) = (t.array for t in tensors_of(part).values())
            if not x.numel():
                continue
            axes = tuple(d for d in range(x.dim()) if d != self.channels)
            off = x - (x.mean(self.axes, keepdim=True))
            unbias = self.count / max(1, self.count - 1)
            centre = centre + x.abs().mean(axes)
            size = x.abs() + x.abs().mean(self.axes, keepdim=True)
            spread = spread + unbias * (size * off.abs()).mean(axes)
        return {"state.running_mean": centre, "state.running_var": spread}

    def _beside(self, parameter: Any, otherwise: float) -> torch.Tensor:
        if parameter is None:
            return torch.full((1,) * self.x.dim(), otherwise, dtype=torch.float64)
        if self.channels is None:
            return parameter
        return parameter.reshape((-1,) + (1,) * (self.x.dim() - self.channels - 1))


def _most(tensor: torch.Tensor) -> float:
    return float(tensor.abs().max()) if tensor.numel() else 0.0


def _option(call: Call, name: str, otherwise: Any) -> Any:
    return call.options.get(name, call.args[0] if name == "normalized_shape" else otherwise)
