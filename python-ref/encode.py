"""Case -> (header, arrays): what a pack holds, and what goes over the wire."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from bind import bind
from case import FORMAT, Answer, Call, Case, Limit, Threw
from value import Tensor, scalar_to_json, value_to_json

#: A case's numbers: one flat array per dtype.
Arrays = dict[str, np.ndarray]


def encode(case: Case) -> tuple[dict[str, Any], Arrays]:
    """The header as harness/case.ts describes it, and the arrays that it points into."""
    bench = _Bench()
    header = {
        "format": FORMAT,
        "id": case.id,
        "tags": list(case.tags),
        "arrays": {},
        "call": _call(case.call, bench),
        "answer": _answer(case.answer, bench),
        "limits": {slot: _limit(limit, bench) for slot, limit in case.limits.items()},
        "fragment": case.fragment,
    }
    header["arrays"] = dict(bench.counts)
    return header, bench.arrays()


def encode_answer(answer: Answer) -> tuple[dict[str, Any], Arrays]:
    """An answer alone: the header and the arrays of a frame."""
    bench = _Bench()
    header = {"answer": _answer(answer, bench), "arrays": {}}
    header["arrays"] = dict(bench.counts)
    return header, bench.arrays()


def to_numpy(tensor: torch.Tensor) -> np.ndarray:
    """Little-endian, in C order; bfloat16 as its raw bits."""
    flat = tensor.detach().contiguous().flatten()
    if tensor.dtype == torch.bfloat16:
        return flat.view(torch.int16).numpy().view("<u2")
    array = flat.numpy()
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


class _Bench:
    """Lays tensors end to end, a row for each dtype."""

    def __init__(self) -> None:
        self.rows: dict[str, list[np.ndarray]] = {}
        self.counts: dict[str, int] = {}

    def put(self, tensor: torch.Tensor) -> dict[str, Any]:
        dtype = str(tensor.dtype)[6:]
        at = self.counts.get(dtype, 0)
        self.rows.setdefault(dtype, []).append(to_numpy(tensor))
        self.counts[dtype] = at + tensor.numel()
        return {"dtype": dtype, "shape": list(tensor.shape), "at": at}

    def arrays(self) -> Arrays:
        return {dtype: np.concatenate(parts) for dtype, parts in sorted(self.rows.items())}


def _call(call: Call, bench: _Bench) -> dict[str, Any]:
    def tensor(part: Tensor) -> dict[str, Any]:
        if part.drawn is not None:
            return {"$drawn": _drawn(part, *part.drawn)}
        ref = bench.put(part.array)
        if part.grad:
            ref["grad"] = True
        if part.strides is not None:
            ref["strides"] = list(part.strides)
        if not part.leaf:
            ref["leaf"] = False
        if part.gradient is not None:
            ref["gradient"] = bench.put(part.gradient)
        return {"$tensor": ref}

    def value(part: Any) -> Any:
        return value_to_json(part, tensor)

    def named(part: dict[str, Any]) -> dict[str, Any]:
        return {k: value(v) for k, v in part.items()}

    args, options = bind(call.layer, call.args, call.options)
    state = call.state and {k: bench.put(v) for k, v in call.state.items()}
    json = {
        "layer": call.layer,
        "dtype": call.dtype,
        "args": value(args),
        "options": named(options),
        "seed": call.seed,
        "profile": call.profile,
        "state": state,
        "earlier": [
            {"inputs": value(f.inputs), "keywords": named(f.keywords), "training": f.training}
            for f in call.earlier
        ],
        "training": call.training,
        "gradMode": call.grad_mode,
        "inputs": value(call.inputs),
        "keywords": named(call.keywords),
        "upstream": {k: bench.put(v) for k, v in call.upstream.items()},
    }
    steps = [
        {"call": s.call, "inputs": value(s.inputs), "keywords": named(s.keywords)}
        for s in call.steps
    ]
    return (
        json
        | ({"steps": steps} if steps else {})
        | ({"method": call.method} if call.method else {})
        | ({"prints": list(call.prints)} if call.prints else {})
        | ({} if call.sample is None else {"sample": call.sample})
    )


def _drawn(part: Tensor, sampler: str, seed: int) -> dict[str, Any]:
    form = {"dtype": str(part.array.dtype)[6:], "shape": list(part.array.shape)}
    return {"sampler": sampler, "seed": seed, **form} | ({"grad": True} if part.grad else {})


def _answer(answer: Answer, bench: _Bench) -> dict[str, Any]:
    if isinstance(answer, Threw):
        about = {"phase": answer.phase, "class": answer.name, "message": answer.message}
        return {"kind": "threw", **about}
    tensors = {slot: bench.put(t) for slot, t in answer.tensors.items()}
    return {"kind": "returned", "tensors": tensors, "facts": answer.facts}


def _limit(limit: Limit, bench: _Bench) -> Any:
    if isinstance(limit, str):
        return limit
    size, residual = limit.amplification, limit.residual
    arrayed = isinstance(size, torch.Tensor)
    json = {
        "terms": limit.terms,
        "amplification": {"at": bench.put(size)["at"]} if arrayed else scalar_to_json(size),
        "residual": None if residual is None else {"at": bench.put(residual)["at"]},
    }
    return json | ({"referenceLimited": True} if limit.reference_limited else {})
