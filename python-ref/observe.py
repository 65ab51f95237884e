"""What there is to see after a call: slots and facts."""

from __future__ import annotations

import torch

from case import Call, Returned
from perform import Performance
from structure import copied, structure
from value import tensors_of


def observe(call: Call, stage: Performance) -> Returned:
    """Every number and every fact of a call that was performed, backward included."""
    tensors = {slot: copied(t) for slot, t in stage.outputs.items()}
    for i, (_, found) in enumerate(stage.steps):
        tensors |= {f"step.{i}.{path}": t for path, t in found.items()}
    tensors |= _gradients(stage)
    tensors |= _state(call, stage)
    given = tensors_of(call.inputs) | {
        p: t for k, v in call.keywords.items() for p, t in tensors_of(v, k).items()
    }
    for path, tensor in stage.inputs.items():
        if not same_bits(tensor.detach(), given[path].array):
            tensors[f"input.{path}"] = copied(tensor)
    return Returned(tensors, stage.facts | _facts(call, stage))


def same_bits(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two tensors hold the same bits; NaN equals itself, and -0.0 is not 0.0."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return not one.numel() or torch.equal(_bytes(one), _bytes(other))


def _bytes(tensor: torch.Tensor) -> torch.Tensor:
    """Of a single element any stride counts as contiguous, and only 1 may be viewed."""
    flat = tensor.contiguous().flatten()
    return (flat if flat.stride() == (1,) else flat.as_strided((flat.numel(),), (1,))).view(
        torch.uint8
    )


def _gradients(stage: Performance) -> dict[str, torch.Tensor]:
    tensors = {}
    for path, leaf in stage.leaves.items():
        if leaf.grad is not None:
            tensors[f"grad.input.{path}"] = copied(leaf.grad)
    if isinstance(stage.module, torch.nn.Module):
        for key, parameter in stage.module.named_parameters():
            if parameter.grad is not None:
                tensors[f"grad.parameter.{key}"] = copied(parameter.grad)
    return tensors


def _state(call: Call, stage: Performance) -> dict[str, torch.Tensor]:
    tensors = {}
    if call.state is None:
        tensors |= {f"initial.{key}": t for key, t in stage.initial.items()}
    before = stage.initial if call.state is None else call.state
    for key, now in stage.state.items():
        if call.steps or key not in before or not same_bits(now, before[key]):
            tensors[f"state.{key}"] = now
    return tensors


def _layouts(stage: Performance) -> dict[str, str]:
    """How gradients are kept that are not dense."""
    wanting = {f"input.{path}": leaf for path, leaf in stage.leaves.items()}
    if isinstance(stage.module, torch.nn.Module):
        wanting |= {f"parameter.{key}": p for key, p in stage.module.named_parameters()}
    grads = {name: tensor.grad for name, tensor in wanting.items() if tensor.grad is not None}
    sparse = {name: grad for name, grad in grads.items() if grad.layout != torch.strided}
    return {f"layout.grad.{name}": str(grad.layout)[6:] for name, grad in sparse.items()}


def _facts(call: Call, stage: Performance) -> dict[str, str]:
    facts = {"structure": structure(stage.output)}
    facts |= {f"step.{i}": text for i, (text, _) in enumerate(stage.steps)}
    if stage.steps:
        facts["keys"] = ", ".join(stage.state)
    # only Python tells lists from tuples
    listed = any(isinstance(a, list) for a in call.args)
    if isinstance(stage.module, torch.nn.Module) and not listed:
        facts["repr"] = repr(stage.module)
    facts |= _layouts(stage)
    for slot, tensor in stage.outputs.items():
        if tensor.grad_fn is not None:
            facts[f"node.{slot}"] = type(tensor.grad_fn).__name__
        alias = _alias(tensor, stage.inputs)
        if alias:
            facts[f"alias.{slot}"] = alias
    return facts | {f"print.{name}": _print(name, stage) for name in call.prints}


def _alias(output: torch.Tensor, inputs: dict[str, torch.Tensor]) -> str | None:
    for path, tensor in inputs.items():
        if output is tensor:
            return f"is input.{path}"
    for path, tensor in inputs.items():
        memory = tensor.untyped_storage().data_ptr()
        if memory and output.untyped_storage().data_ptr() == memory:
            return f"input.{path}"
    return None


def _print(name: str, stage: Performance) -> str:
    kind, path = name.split(".", 1)
    if kind == "parameter":
        return str(stage.module.get_parameter(path))
    return str(
        {"output": stage.outputs, "input": {f"input.{k}": v for k, v in stage.inputs.items()}}[
            kind
        ][name]
    )
