"""What of PyTorch belongs to the suite, by name; and why the rest does not."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from torch import nn
from torch.nn import init, utils
from torch.nn.modules.lazy import LazyModuleMixin
from torch.nn.utils import parametrizations, parametrize, prune, rnn, stateless

GPU = "its kernels need an accelerator"
GROUP = "needs a group of processes"
BASE = "only for making other classes of it"
OLD = "deprecated, an alias of another"
INNER = "serves PyTorch's own code"
#: Why a public name is left out.
OUT = {
    "nn.CrossMapLRN2d": "a relic that the documentation leaves out",
    "nn.NLLLoss2d": OLD,
    "nn.Container": OLD,
    "nn.Module": BASE + "; what every module can is asked of modules made of others",
    "nn.utils.parametrize.cached": "is for a with statement, which a call cannot hold",
    "nn.RNNBase": BASE,
    "nn.RNNCellBase": BASE,
    "nn.DataParallel": "needs several devices",
    "nn.parallel.DistributedDataParallel": GROUP,
    "nn.SyncBatchNorm": GROUP,
    "nn.functional.assert_int_or_pair": INNER,
    "nn.functional.boolean_dispatch": INNER,
    "nn.functional.handle_torch_function": INNER,
    "nn.functional.has_torch_function": INNER,
    "nn.functional.has_torch_function_unary": INNER,
    "nn.functional.has_torch_function_variadic": INNER,
    "nn.functional.multi_head_attention_forward": INNER,
    "nn.functional.native_channel_shuffle": "another name of channel_shuffle",
    "nn.functional.conv_tbc": "a relic that the documentation leaves out",
    "nn.functional.grouped_mm": GPU,
    "nn.functional.scaled_mm": GPU,
    "nn.functional.scaled_grouped_mm": GPU,
    "nn.utils.rnn.PackedSequence_": INNER,
    "nn.utils.clip_grad_norm": OLD,
    "nn.utils.convert_conv2d_weight_memory_format": "a memory format, no other numbers",
    "nn.utils.convert_conv3d_weight_memory_format": "a memory format, no other numbers",
}

Found = Iterator[tuple[str, Any]]


def classes() -> Found:
    """Every public class of torch.nn that holds state or has a forward."""
    for name, found in sorted(vars(nn).items()):
        if inspect.isclass(found) and issubclass(found, nn.Module):
            yield f"nn.{name}", found
    for name in ("Parameter", "Buffer", "UninitializedParameter", "UninitializedBuffer"):
        yield f"nn.parameter.{name}", getattr(nn.parameter, name)
    yield "nn.LinearCrossEntropyOptions", nn.LinearCrossEntropyOptions
    yield "nn.modules.lazy.LazyModuleMixin", LazyModuleMixin
    yield "nn.parallel.DistributedDataParallel", nn.parallel.DistributedDataParallel


def functions() -> Found:
    """Every public function of nn.functional, nn.init and nn.utils."""
    yield from _public("nn.functional", nn.functional)
    for name, found in _public("nn.init", init):
        if name.endswith(("_", "calculate_gain")):
            yield name, found
    for name in sorted(utils.__all__):
        if callable(getattr(utils, name)):
            yield f"nn.utils.{name}", getattr(utils, name)
    for module in (rnn, parametrizations, parametrize, prune, stateless):
        for name, found in _public(module.__name__.removeprefix("torch."), module):
            if getattr(found, "__module__", "") == module.__name__:
                yield name, found
    yield "nn.utils.rnn.PackedSequence", rnn.PackedSequence


def why_out(name: str) -> str | None:
    return OUT.get(name)


def _public(place: str, module: ModuleType) -> Found:
    """The functions of a module, those made in C included."""
    for name, found in sorted(vars(module).items()):
        if not name.startswith("_") and (inspect.isroutine(found) or hasattr(found, "__code__")):
            yield f"{place}.{name}", found
