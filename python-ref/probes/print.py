"""Records what PyTorch prints: test/engine/recorded/print.json.

Run with the pinned PyTorch: python python-ref/probes/print.py
"""

import json
import math
import struct
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "test/engine/recorded/print.json"
FLOATS = [torch.float32, torch.float64, torch.float16, torch.bfloat16]
INTEGERS = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8]
INF = math.inf
NAN = math.nan


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with torch.no_grad():
        rows = [tensor_row(tensor) for tensor in plain()]
        rows += [tensor_row(tensor, **options) for tensor, options in with_options()]
    rows += [tensor_row(tensor) for tensor in with_grad()]
    answer = {
        "torch": torch.__version__,
        "tensors": rows,
        "floats": [[bits(x), repr(x)] for x in floats()],
        "fixed": [
            [bits(x), n, f"{x:.{n}f}", f"{x:.{n}e}"] for x in ties() for n in (0, 1, 2, 4, 6)
        ],
        "strings": [
            [text, repr(text)] for text in ("reflect", "it's", 'a "b"', "'\"", "a\\b\n\t", "")
        ],
        "tuples": [
            [list(t), repr(t)] for t in ((), (3,), (2, 1), (True, None, "same"), (1e-05, 0.1))
        ],
        "sizes": [[list(s), str(torch.Size(s))] for s in ((), (3,), (2, 3), (0, 4))],
    }
    OUT.write_text(json.dumps(answer, separators=(",", ":")).replace("},", "},\n") + "\n")


def plain():
    for dtype in FLOATS:
        yield from floating(dtype)
    for dtype in INTEGERS:
        yield from whole(dtype)
    yield torch.tensor(True)
    yield torch.tensor([True, True])
    yield torch.tensor([[True, False], [False, False]])
    yield torch.zeros(0, dtype=torch.bool)
    yield torch.arange(2000) % 3 == 0
    yield torch.tensor([2**63 - 1, -(2**63)])
    yield torch.arange(-1200, 30)
    for shape in ((2, 3), (2, 2, 2), (1, 1, 1, 2), (2, 1, 3, 2, 1), (3, 40), (1, 30), (2, 3, 4, 5)):
        yield torch.randn(shape)
        yield torch.randint(-50, 50, shape)
    for shape in (
        (1001,),
        (1000,),
        (1001, 1),
        (1, 1001),
        (7, 150),
        (6, 200),
        (8, 9, 20),
        (2, 2, 2, 150),
    ):
        yield torch.randint(0, 3, shape)
        yield torch.randint(0, 9, shape).float() / 4
    for scale in (1e-5, 1e-3, 1, 1e3, 1e5, 1e8, 3e9):
        yield torch.randn(4) * scale
        yield torch.randn(4, dtype=torch.float64) * scale
        yield (torch.randn(3, 5) * scale).round()


def floating(dtype):
    numbers = [
        0.0,
        -0.0,
        1.0,
        1.5,
        NAN,
        INF,
        -INF,
        0.1,
        1e-4,
        9.9e-5,
        12345.678,
        [],
        [0.0],
        [0.0] * 30,
        [-0.0, 0.0],
        [1.0, 2.0, 3.0],
        [1.0, -2.5],
        [1.0, NAN],
        [1.5, NAN, -INF],
        [NAN, INF],
        [0.0, NAN],
        [1e-3, 1.0],
        [9e-4, 1.0],
        [1.0, 1000.0],
        [1.0, 1001.0],
        [1.0, 1001.5],
        [1e-5, -0.0, 0.0],
        [1e-5, NAN, INF],
        [60000.0, 1.0],
        [0.5, 100.25, -0.125],
        [0.00005, 0.03125, 0.09375],
        [[1.0, 2.0], [3.0, 4.5]],
        [[0.0, -1.0]],
        [[]],
        [[[]], [[]]],
    ]
    for number in numbers:
        yield torch.tensor(number, dtype=dtype)
    if dtype in (torch.float32, torch.float64, torch.bfloat16):
        yield torch.tensor([1e8, 1.0], dtype=dtype)
        yield torch.tensor([100000000.0, 2e5], dtype=dtype)
        yield torch.tensor([99999999.0, 1e6], dtype=dtype)
        yield torch.tensor([1e20, -1e22], dtype=dtype)
        yield torch.tensor(1e30, dtype=dtype)
        yield torch.tensor([3e38, 1e-38], dtype=dtype)
    yield torch.randn(11).to(dtype)
    yield torch.randn(3, 3).to(dtype)
    yield torch.zeros(0, 3, dtype=dtype)


def whole(dtype):
    yield torch.tensor(7, dtype=dtype)
    yield torch.tensor([], dtype=dtype)
    yield torch.tensor([0, 100, 7], dtype=dtype)
    yield torch.zeros(2, 0, 3, dtype=dtype)
    yield torch.arange(100).to(dtype).reshape(4, 25)
    if dtype != torch.uint8:
        yield torch.tensor([[-1, 10], [-100, 3]], dtype=dtype)


def with_options():
    row = torch.randn(7)
    grid = torch.randn(4, 9) * 10
    large = (torch.randn(3, 9, 40) * 8).round() / 8
    for options in (
        {"precision": 2},
        {"precision": 0},
        {"precision": 8},
        {"sci_mode": True},
        {"sci_mode": False},
        {"linewidth": 40},
        {"linewidth": 200},
        {"linewidth": 5},
        {"profile": "short"},
        {"profile": "full"},
        {"profile": "short", "precision": 3},
        {"threshold": 5, "edgeitems": 1},
        {"threshold": 5, "edgeitems": 2},
        {"threshold": 5, "edgeitems": 0},
    ):
        yield row, options
        yield grid, options
        yield grid[0].round(), options
        if options != {"profile": "full"}:
            yield large, options
    yield torch.tensor([1e-7, 5.0]), {"sci_mode": False}
    yield torch.tensor([1e21, 2.5e22], dtype=torch.float64), {"sci_mode": False}
    yield torch.tensor([0.0, NAN]), {"sci_mode": True}
    yield torch.tensor(3.0), {"edgeitems": 0}


def with_grad():
    layer = torch.nn.Linear(3, 2)
    yield layer.weight
    yield layer.bias
    yield torch.nn.Parameter(torch.randn(2, 2, dtype=torch.float64))
    yield torch.nn.Parameter(torch.zeros(0))
    yield torch.nn.Parameter(torch.arange(3), requires_grad=False)
    yield torch.nn.Parameter(torch.randn(3, 30))
    yield torch.randn(3, requires_grad=True)
    yield torch.tensor(1.5, requires_grad=True)
    for count in range(1, 12):
        yield torch.randn(count, requires_grad=True)
        yield torch.randn(count, requires_grad=True) * 2
        yield torch.nn.functional.gelu(torch.randn(count, dtype=torch.float64, requires_grad=True))
        yield torch.randn(2, count, dtype=torch.float16).requires_grad_()
    yield layer(torch.randn(4, 3))
    yield layer(torch.randn(2, 4, 3))
    yield torch.nn.LSTM(2, 5)(torch.randn(3, 1, 2))[0]
    yield layer(torch.randn(4, 3)).sum()
    yield layer(torch.zeros(0, 3))
    yield torch.nn.Conv2d(1, 4, 3)(torch.randn(1, 1, 12, 12))


def tensor_row(tensor, **options):
    if options:
        torch.set_printoptions(**options)
    text = str(tensor)
    torch.set_printoptions(profile="default")
    node = tensor.grad_fn
    return {
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "data": [element(x) for x in tensor.detach().flatten().tolist()],
        "requiresGrad": tensor.requires_grad,
        "gradFnName": None if node is None else type(node).__name__,
        "isParameter": isinstance(tensor, torch.nn.Parameter),
        "options": {"".join(camel(name)): value for name, value in options.items()},
        "text": text,
    }


def element(x):
    """A number that JSON can hold, or its Python repr."""
    if isinstance(x, bool):
        return x
    if isinstance(x, int):
        return x if abs(x) < 2**53 else str(x)
    return repr(x) if not math.isfinite(x) or (x == 0 and math.copysign(1, x) < 0) else x


def camel(name):
    first, *rest = name.split("_")
    return [first, *(word.capitalize() for word in rest)]


def bits(x):
    return struct.pack(">d", x).hex()


def floats():
    yield from (
        0.0,
        -0.0,
        1.0,
        3.0,
        0.1,
        1e-5,
        1e-4,
        0.00012345,
        1e15,
        1e16,
        1.5e16,
        123456789012345680.0,
    )
    yield from (
        9999999999999998.0,
        1e22,
        1e21,
        1e100,
        5e-324,
        1.7976931348623157e308,
        2 / 3,
        -2.5e-7,
    )
    yield from (INF, -INF, NAN, 0.01, 1e-05, 1e-12, 100.0, 1e2 + 1e-9, 0.2, 0.001, 1 / 3)
    yield from (torch.randn(60, dtype=torch.float64) * 10.0 ** torch.arange(-30, 30)).tolist()


def ties():
    yield from (0.5, 1.5, 2.5, -0.5, 0.00005, 2.5e-5, 0.03125, 0.09375, 0.15625, 1.00005, -0.0, 0.0)
    yield from (
        9.5,
        10.5,
        99.5,
        12500.0,
        13500.0,
        100005.0,
        100015.0,
        0.25,
        0.75,
        1e21,
        1.5e21,
        2.5e22,
    )
    yield from (
        1e300,
        5e-324,
        999999.5,
        0.99995,
        0.999951171875,
        1 - 2**-14,
        2**-14,
        3 * 2**-15,
        INF,
        NAN,
    )
    yield from (k / 2**9 for k in range(1, 60, 2))
    yield from (torch.randn(40, dtype=torch.float64) * 10.0 ** torch.arange(-20, 20)).tolist()


if __name__ == "__main__":
    main()
