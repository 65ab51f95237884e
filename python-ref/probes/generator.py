"""Records what PyTorch's CPU generator draws: test/engine/recorded/random.json.

Run with the pinned PyTorch: python python-ref/probes/generator.py
Every draw starts from a seed of its own. It is kept as its first numbers in raw bytes, a digest of
all of them, and one of the generator's state after.
"""

import base64
import hashlib
import json
import struct
import zlib
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "test/engine/recorded/random.json"
FLOATS = ["float32", "float64", "float16", "bfloat16"]
INTEGERS = ["int64", "int32", "int16", "int8", "uint8", "bool"]
HEAD = 64
KEPT_NORMAL = 5024
# In float64 these end in the C library's log, sin, cos, exp or tan, whose last bit is its own: all
# numbers are kept, none is digested.
BY_LIBRARY = {"normal", "logNormal", "cauchy"}


def main():
    torch.set_num_threads(1)
    with torch.no_grad():
        draws = [record(*draw) for draw in declared()]
        answer = {
            "torch": torch.__version__,
            "draws": draws,
            "states": states(),
            "permutations": [permutation(n) for n in (0, 1, 2, 5, 100, 5000)],
            "multinomials": [multinomial(*case) for case in multinomials()],
            "probabilities": [by_tensor(dtype) for dtype in FLOATS],
            "refusals": [refusal(*case) for case in refused()],
        }
    OUT.write_text(json.dumps(answer, separators=(",", ":")).replace("},", "},\n") + "\n")


def declared():
    """(method, dtype, count, arguments) of every recorded draw."""
    for dtype in FLOATS:
        for count in (1, 5, 16, 5000):
            yield "uniform", dtype, count, [0, 1]
        for low, high in (
            (-0.3, 0.7),
            (-1 / 3, 1 / 3),
            (-5.7, 100.3),
            (1000.0, 1001.0),
            (0.1, 0.2),
            (2, 2),
        ):
            yield "uniform", dtype, 5000, [low, high]
        for count in (1, 2, 5, 15, 16, 17, 20, 31, 32, 40, 100, 500):
            yield "normal", dtype, count, [0, 1]
        yield "normal", dtype, 333, [0.3, 1.7]
        yield "normal", dtype, 9, [0.3, 1.7]
        yield "normal", dtype, 40, [-2, 0]
        yield "normalScalar", dtype, 100, [0.3, 1.7]
        for p in (0.0, 0.3, 0.5, 0.9, 1.0):
            yield "bernoulli", dtype, 1000, [p]
        for rate in (1, 0.3, 1000):
            yield "exponential", dtype, 500, [rate]
        for p in (0.3, 0.001, 0.99):
            yield "geometric", dtype, 500, [p]
        for mean, std in ((1, 2), (-0.3, 0.5)):
            yield "logNormal", dtype, 300, [mean, std]
        for median, sigma in ((0, 1), (2.5, 0.1)):
            yield "cauchy", dtype, 300, [median, sigma]
        for cut in (
            [0, 1, -2, 2],
            [0.5, 0.02, 0.45, 0.52],
            [0, 1, 1.5, 3],
            [0.1, 0.3, -2, -0.5],
            [0, 1, -0.1, 0.1],
        ):
            for count in (7, 16, 300):
                yield "truncatedNormal", dtype, count, cut
    yield "normal", "float32", 200000, [0, 1]
    yield "uniform", "float32", 200000, [-0.1, 0.1]
    for dtype in FLOATS + INTEGERS:
        yield "randomFull", dtype, 700, []
        yield "randomBetween", dtype, 700, [0, 2]
        yield "randomBetween", dtype, 700, [1, None]
    for dtype in INTEGERS:
        yield "bernoulli", dtype, 300, [0.4]
        if dtype != "bool":
            yield "geometric", dtype, 300, [0.4]
    for dtype in ("int64", "int32", "float64", "float32", "bfloat16"):
        for low, high in ((-7, 300), (0, 2**28 - 1), (0, 2**28), (-(2**30), 2**30)):
            yield "randomBetween", dtype, 700, [low, high]
    for dtype in ("int64", "float64", "float32", "bfloat16"):
        for low, high in (
            (0, 2**40 + 1),
            (-(2**40) - 77, 5),
            (-(2**62), 2**62),
            (-(2**63), None),
        ):
            yield "randomBetween", dtype, 300, [low, high]
    for low, high in ((-3000, 3000), (-2049, 2051), (5, 65000)):
        yield "randomBetween", "float16", 300, [low, high]


def record(method, dtype, count, arguments):
    seed = zlib.crc32(f"{method} {dtype} {count} {arguments}".encode())
    torch.manual_seed(seed)
    tensor = torch.zeros(count, dtype=getattr(torch, dtype))
    if method == "normalScalar":
        tensor = torch.zeros(count, 2, dtype=tensor.dtype)[:, 0].normal_(*arguments)
    else:
        METHODS[method](tensor, *arguments)
    kept = count if dtype == "float64" and by_library(method, dtype) else HEAD
    return {
        "method": method,
        "dtype": dtype,
        "count": count,
        "arguments": [str(a) if isinstance(a, int) else a for a in arguments],
        "seed": seed,
        "head": base64.b64encode(raw(tensor)[: kept * tensor.element_size()]).decode(),
        "digest": None if by_library(method, dtype) else hashlib.sha256(raw(tensor)).hexdigest(),
        "state": state(),
    }


METHODS = {
    "uniform": torch.Tensor.uniform_,
    "normal": torch.Tensor.normal_,
    "bernoulli": torch.Tensor.bernoulli_,
    "exponential": torch.Tensor.exponential_,
    "geometric": torch.Tensor.geometric_,
    "logNormal": torch.Tensor.log_normal_,
    "cauchy": torch.Tensor.cauchy_,
    "randomFull": torch.Tensor.random_,
    "randomBetween": lambda tensor, low, high: tensor.random_(low, high),
    "truncatedNormal": torch.nn.init.trunc_normal_,
}


def by_library(method, dtype):
    return dtype == "float64" and method in BY_LIBRARY | {"normalScalar", "truncatedNormal"}


def raw(tensor):
    """The bytes of the elements, in C order."""
    return tensor.contiguous().view(torch.uint8).numpy().tobytes()


def state():
    """A digest of the saved state less the kept normal, whose last bit is the C library's."""
    saved = bytearray(raw(torch.get_rng_state()))
    (kept,) = struct.unpack_from("<d", saved, KEPT_NORMAL)
    struct.pack_into("<d", saved, KEPT_NORMAL, 0)
    return {"digest": hashlib.sha256(saved).hexdigest(), "kept": kept}


def states():
    """The saved state after seeds and draws, whole where it is the first."""
    rows = []
    for seed in (0, 1, -1, 2**32 + 5, 2**63, 2**64 - 1, -(2**63)):
        torch.manual_seed(seed)
        fresh = state()
        torch.empty(3).normal_()
        torch.empty(700).uniform_()
        torch.empty(4, dtype=torch.float64).normal_()
        saved = raw(torch.get_rng_state())
        after = raw(torch.empty(40).uniform_()) + raw(torch.empty(3).normal_())
        rows.append(
            {
                "seed": str(seed),
                "initialSeed": str(torch.initial_seed()),
                "fresh": fresh,
                "saved": base64.b64encode(saved).decode(),
                "after": hashlib.sha256(after).hexdigest(),
            }
        )
    return rows


def permutation(n):
    torch.manual_seed(n)
    order = torch.randperm(n, dtype=torch.int32)
    return {"n": n, "digest": hashlib.sha256(raw(order)).hexdigest(), "state": state()}


def multinomials():
    """(dtype, rows, categories, samples, replacement)"""
    for dtype in FLOATS:
        yield dtype, 1, 10, 1, False
        yield dtype, 1, 10, 1, True
        yield dtype, 1, 10, 40, True
        yield dtype, 3, 50, 20, True
        yield dtype, 3, 50, 20, False
        yield dtype, 2, 7, 7, False


def multinomial(dtype, rows, categories, samples, replacement):
    torch.manual_seed(rows * 1000 + categories + samples)
    weights = (torch.rand(rows, categories, dtype=torch.float64) * 3 + 0.01).to(
        getattr(torch, dtype)
    )
    torch.manual_seed(5)
    chosen = torch.multinomial(weights, samples, replacement)
    return {
        "dtype": dtype,
        "rows": rows,
        "categories": categories,
        "samples": samples,
        "replacement": replacement,
        "weights": weights.double().flatten().tolist(),
        "chosen": chosen.flatten().tolist(),
        "state": state(),
    }


def by_tensor(dtype):
    torch.manual_seed(3)
    p = torch.rand(200, dtype=torch.float64).to(getattr(torch, dtype))
    torch.manual_seed(4)
    mask = torch.bernoulli(p)
    return {"dtype": dtype, "p": p.double().tolist(), "mask": mask.int().tolist(), "state": state()}


def refused():
    """(method, dtype, arguments) that PyTorch does not take."""
    for dtype in FLOATS:
        yield "uniform", dtype, [1, 0]
        yield "uniform", dtype, [0, float("inf")]
        yield "uniform", dtype, [float("nan"), 1]
        yield "normal", dtype, [0, -1]
        yield "normal", dtype, [0, float("nan")]
        yield "bernoulli", dtype, [1.5]
        yield "bernoulli", dtype, [float("nan")]
        yield "exponential", dtype, [0]
        yield "geometric", dtype, [1]
        yield "geometric", dtype, [0]
        yield "logNormal", dtype, [0, 0]
        yield "cauchy", dtype, [0, 0]
        yield "randomBetween", dtype, [5, 5]
    yield "uniform", "float32", [0, 1e300]
    yield "uniform", "float64", [-1e308, 1e308]
    yield "uniform", "float16", [-60000, 60000]
    yield "randomBetween", "float16", [0, 2**40]
    yield "randomBetween", "float16", [-(2**40), 2]
    yield "randomBetween", "float32", [2**53 + 1, 2**53 + 9]
    for dtype in INTEGERS:
        yield "uniform", dtype, [0, 1]
        yield "normal", dtype, [0, 1]
        yield "exponential", dtype, [1]
        yield "logNormal", dtype, [1, 2]
        yield "cauchy", dtype, [0, 1]
        if dtype != "int64":
            yield "randomBetween", dtype, [-(2**63), None]
            yield "randomBetween", dtype, [0, 2**40]
            yield "randomBetween", dtype, [-(2**40), 1]
    yield "geometric", "bool", [0.5]
    yield "randomBetween", "float16", [-(2**63), None]
    yield "randomBetween", "uint8", [-1, 5]
    yield "randomBetween", "int8", [0, 129]


def refusal(method, dtype, arguments):
    try:
        METHODS[method](torch.zeros(4, dtype=getattr(torch, dtype)), *arguments)
    except Exception as error:
        shown = [a if a is None else str(a) for a in arguments]
        message = str(error).split("\n")[0]
        return {
            "method": method,
            "dtype": dtype,
            "arguments": shown,
            "class": type(error).__name__,
            "message": message,
        }
    raise AssertionError(f"{method} {dtype} {arguments} is not refused")


if __name__ == "__main__":
    main()
