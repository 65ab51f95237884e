"""How far rounding spreads in a composite layer, measured: each operation is a bit wrong."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map_only

import choosing
from case import Call, Returned, Threw
from run import run

#: Small enough for the answer to move in proportion, large enough to drown float64's own rounding.
NOISE = 2.0**-30
RUNS = 4
COPIES = ("aten::clone", "aten::_to_copy", "aten::index")
#: They tell labels apart: a label that is a bit off is no label.
_LISTED = "multilabel_margin_loss_backward"
COMPARISONS = tuple(f"aten::{n}" for n in ("eq", "ne", "lt", "le", "gt", "ge", _LISTED))


def _log_softmax_backward(g: Any, y: Any, dim: int, _dtype: Any) -> Any:
    return g - y.exp() * g.sum(dim, keepdim=True)


def _softmax_backward(g: Any, y: Any, dim: int, _dtype: Any) -> Any:
    return y * (g - (g * y).sum(dim, keepdim=True))


def _gelu(x: Any) -> Any:
    return x * _below(x)


def _gelu_backward(g: Any, x: Any) -> Any:
    return g * (_below(x) + x * (x * x * -0.5).exp() * (2 * math.pi) ** -0.5)


def _below(x: Any) -> Any:
    return ((x * 0.5**0.5).erf() + 1) * 0.5


def _multi_margin(
    x: Any, target: Any, p: Any = 1, margin: Any = 1, w: Any = None, way: int = 1
) -> Any:
    rows, classes = x.reshape(-1, x.shape[-1]), target.reshape(-1, 1)
    hinges = (rows - rows.gather(1, classes) + margin).clamp(min=0) ** p
    losses = hinges if w is None else hinges * w[classes]
    others = torch.ones(rows.shape, dtype=torch.int64).scatter(1, classes, 0)
    return _reduced((losses * others).sum(1) / rows.shape[1], way, target.shape)


def _multilabel_margin(x: Any, target: Any, way: int) -> Any:
    rows, listed = x.reshape(-1, x.shape[-1]), target.reshape(-1, x.shape[-1])
    listed, counts = listed.clamp(min=0), (listed >= 0).cumprod(1)
    own = torch.zeros(rows.shape, dtype=torch.int64).scatter_add(1, listed, counts).clamp(max=1)
    hinges = (rows.unsqueeze(1) - rows.gather(1, listed).unsqueeze(2) + 1).clamp(min=0)
    losses = (hinges * (counts.unsqueeze(2) * (1 - own).unsqueeze(1))).sum((1, 2))
    loss = _reduced(losses / rows.shape[1], way, target.shape[:-1])
    return loss, own.reshape(target.shape).to(x.dtype)


def _reduced(losses: Any, way: int, shape: Any) -> Any:
    """None, mean or sum."""
    if way == 0:
        return losses.reshape(shape)
    return losses.mean() if way == 1 else losses.sum()


#: Operations that are many in one, as their formulas: where terms within them cancel, what they
#: are given and give may be off without a trace of it.
FUSED = {
    "aten::multi_margin_loss": _multi_margin,
    "aten::multilabel_margin_loss_forward": _multilabel_margin,
    "aten::_log_softmax_backward_data": _log_softmax_backward,
    "aten::_softmax_backward_data": _softmax_backward,
    "aten::gelu": _gelu,
    "aten::gelu_backward": _gelu_backward,
}


def spread(
    lifted: Call, truth: Returned, runs: int = RUNS, dtype: str = "float64"
) -> dict[str, float]:
    """For each slot the greatest change of an element, in units of an operation's relative error.

    In every run all operands and results of all operations, forward and backward, are off by a
    random part of NOISE. What comes back is at least the greatest element itself. Every other run
    beyond RUNS is off by 4 roundings of `dtype`, as limits allow: what is chosen among numbers that
    are equal but for their rounding is then chosen otherwise.
    """
    found = {slot: _most(t) for slot, t in truth.tensors.items()}
    for seed in range(runs):
        rounds = seed >= RUNS and seed % 2 == 1
        noise = max(NOISE, 2 * torch.finfo(getattr(torch, dtype)).eps) if rounds else NOISE
        with _Wobble(seed, noise):
            answer = run(lifted)
        if isinstance(answer, Threw):
            raise ValueError(
                f"{lifted.layer} refuses its rerun for the amplification: {answer.message}"
            )
        for slot, tensor in answer.tensors.items():
            if tensor.is_floating_point():
                off = (tensor - truth.tensors[slot]).abs() / noise
                found[slot] = max(found[slot], _most(off))
    return found


class _Wobble(TorchDispatchMode):
    def __init__(self, seed: int, noise: float) -> None:
        super().__init__()
        self.noise = noise
        self.generator = np.random.Generator(np.random.PCG64(seed))

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        schema = func._schema
        if (
            choosing.now()
            or schema.name in COPIES + COMPARISONS
            or schema.is_mutable
            or any(r.alias_info is not None for r in schema.returns)
        ):
            return func(*args, **(kwargs or {}))
        if schema.name in FUSED and not kwargs and args[0].dtype == torch.float64:
            with self:
                return FUSED[schema.name](*args)
        moved, named = tree_map_only(torch.Tensor, self._off, (args, kwargs or {}))
        # batch norm writes into its running statistics, though its schema does not say so
        moved = tuple(
            own if argument.name.startswith("running_") else off
            for own, off, argument in zip(args, moved, schema.arguments, strict=False)
        )
        return tree_map_only(torch.Tensor, self._off, func(*moved, **named))

    def _off(self, tensor: torch.Tensor) -> torch.Tensor:
        if tensor.dtype != torch.float64 or tensor.is_sparse or tensor.is_nested:
            return tensor
        off = self.generator.uniform(-self.noise, self.noise, tensor.shape)
        return tensor * (1 + torch.from_numpy(np.asarray(off)))


def _most(tensor: torch.Tensor) -> float:
    finite = tensor[tensor.isfinite()].double().abs()
    return float(finite.max()) if finite.numel() else 0.0
