"""NumPy as an engine: `--engine "stdio:python-ref/.venv/bin/python python-ref/numpy_engine.py"`.

Nine layers, forward and backward, and all that harness/PROTOCOL.md asks of an engine in another
language: it imports nothing of this project. What it does not do it calls unsupported.
"""

from __future__ import annotations

import json
import struct
import sys

import numpy as np

LACKS = "state initial input repr print node alias layout generator refusal phase class message"
FLOATS = ("float32", "float64")


class Unsupported(Exception):
    """NumPy, or this file, does not do what a call asks."""


def linear(state, x, in_features, out_features, bias=True):
    weight, rows = state["weight"], x.reshape(-1, in_features)

    def back(g):
        flat = g.reshape(-1, out_features)
        grads = {"input.0": g @ weight, "parameter.weight": flat.T @ rows}
        return grads | ({"parameter.bias": flat.sum(0)} if bias else {})

    y = x @ weight.T
    return y + state["bias"] if bias else y, back


def relu(_, x, inplace=False):
    return np.where(x < 0, 0, x), lambda g: {"input.0": np.where(x <= 0, 0, g)}


def leaky_relu(_, x, negative_slope=0.01, inplace=False):
    slope = np.where(x > 0, 1, negative_slope).astype(x.dtype)
    return x * slope, lambda g: {"input.0": g * slope}


def sigmoid(_, x):
    small = np.exp(-np.abs(x))
    y = np.where(x >= 0, 1, small) / (1 + small)
    return y, lambda g: {"input.0": g * small / (1 + small) ** 2}


def tanh(_, x):
    y = np.tanh(x)
    return y, lambda g: {"input.0": g * (1 - y * y)}


def softmax(_, x, dim):
    powers = np.exp(x - x.max(dim, keepdims=True))
    y = powers / powers.sum(dim, keepdims=True)
    return y, lambda g: {"input.0": y * (g - (g * y).sum(dim, keepdims=True))}


def embedding(state, x, num_embeddings, embedding_dim):
    def back(g):
        grad = np.zeros_like(state["weight"])
        np.add.at(grad, x, g)
        return {"parameter.weight": grad}

    return state["weight"][x], back


def mse_loss(_, x, target, reduction="mean"):
    apart = x - target
    if x.shape != target.shape:
        raise Unsupported("a loss of unlike shapes")
    loss = {"none": np.asarray, "sum": np.sum, "mean": np.mean}[reduction](apart * apart)
    slope = 2 * apart / (apart.size if reduction == "mean" else 1)
    return loss, lambda g: {"input.0": g * slope, "input.1": -g * slope}


LAYERS = {
    "nn.Identity": lambda _, x, *args, **options: (x, lambda g: {"input.0": g}),
    "nn.Linear": linear,
    "nn.ReLU": relu,
    "nn.LeakyReLU": leaky_relu,
    "nn.Sigmoid": sigmoid,
    "nn.Tanh": tanh,
    "nn.Softmax": softmax,
    "nn.Embedding": embedding,
    "nn.MSELoss": mse_loss,
}


def answer(call, rows):
    """The tensors of an answer, by their slots."""
    if call["layer"] not in LAYERS or call["dtype"] not in FLOATS:
        raise Unsupported(f"{call['layer']} in {call['dtype']}")
    if any(call.get(key) for key in ("earlier", "steps", "method", "keywords", "sample")):
        raise Unsupported("more than a call of a layer")
    refs = [value.get("$tensor") if isinstance(value, dict) else None for value in call["inputs"]]
    if call["state"] is None or any(ref is None or "gradient" in ref for ref in refs):
        raise Unsupported("parameters that it is to draw, inputs that are no plain tensors")
    wanted = "int64" if call["layer"] == "nn.Embedding" else call["dtype"]
    if any(ref["dtype"] != wanted for ref in refs):
        raise Unsupported("inputs of other types")
    state = {key: array(ref, rows) for key, ref in call["state"].items()}
    inputs = [array(ref, rows) for ref in refs]
    y, back = LAYERS[call["layer"]](state, *inputs, *call["args"], **call["options"])
    asked = {f"input.{i}" for i, ref in enumerate(refs) if ref.get("grad")}
    asked |= {f"parameter.{key}" for key in state}
    grads = back(array(call["upstream"]["output.0"], rows)) if call["upstream"] else {}
    return {"output.0": y} | {f"grad.{key}": g for key, g in grads.items() if key in asked}


def array(ref, rows):
    size = int(np.prod(ref["shape"]))
    return rows[ref["dtype"]][ref["at"] : ref["at"] + size].reshape(ref["shape"])


def reply(call, rows):
    """The header of an answer, and its numbers."""
    try:
        with np.errstate(all="ignore"):
            tensors = answer(call, rows)
    except (Unsupported, TypeError, ValueError, IndexError, KeyError) as refusal:
        return {"unsupported": str(refusal)}, b""
    counts, refs, dtype = {}, {}, call["dtype"]
    for slot, y in tensors.items():
        refs[slot] = {"dtype": dtype, "shape": list(np.shape(y)), "at": counts.get(dtype, 0)}
        counts[dtype] = counts.get(dtype, 0) + np.size(y)
    returned = {"kind": "returned", "tensors": refs, "facts": {"structure": "tensor"}}
    return {"answer": returned, "arrays": counts}, b"".join(
        np.asarray(y, dtype).tobytes() for y in tensors.values()
    )


def write(header, numbers=b""):
    text = json.dumps(header).encode()
    sys.stdout.buffer.write(struct.pack("<II", len(text), len(numbers)) + text + numbers)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    write({"protocol": 1, "name": "numpy", "version": np.__version__, "lacks": LACKS.split()})
    while lengths := sys.stdin.buffer.read(8):
        size, _ = struct.unpack("<II", lengths)
        header, rows = json.loads(sys.stdin.buffer.read(size)), {}
        for name, count in header["arrays"].items():
            kind = np.dtype("<u2" if name == "bfloat16" else name)
            rows[name] = np.frombuffer(sys.stdin.buffer.read(count * kind.itemsize), kind)
        write(*reply(header["call"], rows))
