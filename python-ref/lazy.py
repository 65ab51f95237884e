"""Lazy layers as those that they become after their first call."""

from __future__ import annotations

from dataclasses import replace

import torch

from case import Call
from perform import construct
from realise import realise

#: A lazy norm starts with these, whatever the one that it becomes starts with.
NORM = {"affine": True, "track_running_stats": True}
#: What the layer that it becomes is told first.
SIZES = ("in_features", "in_channels", "num_features")


def settled(call: Call) -> Call:
    """The same call of the layer that it becomes, with the weights that its first call draws."""
    module = construct(call)
    if call.state:
        module.load_state_dict({k: v.clone() for k, v in call.state.items()}, strict=False)
    first = call.earlier[0] if call.earlier else call
    torch.default_generator.manual_seed(call.seed)
    with torch.no_grad():
        module.initialize_parameters(*realise(first.inputs))
    options = (NORM if "Norm" in call.layer else {}) | call.options
    (size,) = (getattr(module, name) for name in SIZES if hasattr(module, name))
    return replace(
        call,
        layer=call.layer.replace("Lazy", ""),
        args=(size, *call.args),
        options=options,
        state={k: v.detach().clone() for k, v in module.state_dict().items()},
    )
