"""What the benchmark times: layers at the sizes that people use them in, tiny to large.

A workload is a sketch, forward alone (`forward`) and with its gradients (`backward`), and the number
of multiplications and additions of its forward pass where that is what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from line import case, fn, index, m, x
from sketch import Sketch


@dataclass(frozen=True)
class Workload:
    """A thing to time; `operations` are floating-point ones of the forward pass, 0 if not counted."""

    name: str
    forward: Sketch
    backward: Sketch | None
    operations: int


def work(
    layer: str,
    name: str,
    args: list[Any],
    *inputs: Any,
    operations: int = 0,
    gradients: bool = True,
    **options: Any,
) -> Workload:
    """One line of the table."""
    (sketch,) = case(name, args, *inputs, dtypes=("float32",), **options)
    whole = replace(sketch, id=f"{layer}/{name}", layer=layer)
    forward = replace(whole, grad_mode=False, upstream={})
    return Workload(whole.id, forward, whole if gradients else None, operations)


def matmul(n: int) -> Workload:
    return work("torch.matmul", f"{n}", [], x(n, n), x(n, n), operations=2 * n**3)


def pointwise(layer: str) -> list[Workload]:
    return [work(layer, name, [], x(size)) for name, size in (("4-ki", 2**12), ("4-mi", 2**22))]


CNN = [
    *(m("Conv2d", 3, 32, 3, padding=1), m("ReLU"), m("MaxPool2d", 2)),
    *(m("Conv2d", 32, 64, 3, padding=1), m("ReLU"), m("MaxPool2d", 2)),
    *(m("Flatten"), m("Linear", 4096, 10)),
]
MLP = [m("Linear", 2, 16), m("Tanh"), m("Linear", 16, 1)]
ENCODER = m("TransformerEncoderLayer", 256, 8, 1024, batch_first=True, dropout=0.0)
SEQUENCES = x(4, 128, 256)

# A workload's name is its seed. Where a unit lies so near to the bend of ReLU that rounding decides its slope, gradients differ
# that are both right: the encoder layer's name is one whose units do not.
WORKLOADS = [
    *(matmul(n) for n in (32, 64, 256, 512, 1024, 2048)),
    work("torch.bmm", "attention", [], x(32, 128, 64), x(32, 64, 128), operations=2 * 32 * 128 * 128 * 64),
    work("nn.Linear", "tiny", [5, 3], x(10, 5), operations=2 * 10 * 5 * 3),
    work("nn.Linear", "64-by-1024", [1024, 1024], x(64, 1024), operations=2 * 64 * 1024 * 1024),
    work("nn.Conv1d", "kernel-5", [64, 128, 5], x(8, 64, 1024), operations=2 * 8 * 128 * 1020 * 64 * 5),
    work("nn.Conv2d", "3-by-3", [64, 64, 3], x(1, 64, 56, 56), padding=1, operations=2 * 64 * 64 * 9 * 56 * 56),
    work("nn.Conv2d", "7-by-7", [3, 64, 7], x(8, 3, 224, 224), stride=2, padding=3, operations=2 * 8 * 64 * 3 * 49 * 112 * 112),
    work("nn.Conv2d", "depthwise", [128, 128, 3], x(1, 128, 56, 56), padding=1, groups=128, operations=2 * 128 * 9 * 56 * 56),
    work("nn.Conv2d", "1-by-1", [64, 256, 1], x(1, 64, 56, 56), operations=2 * 64 * 256 * 56 * 56),
    work("nn.Conv3d", "3-by-3-by-3", [16, 32, 3], x(1, 16, 16, 16, 16), operations=2 * 16 * 32 * 27 * 14**3),
    work("nn.ConvTranspose2d", "4-by-4", [64, 32, 4], x(1, 64, 28, 28), stride=2, padding=1, operations=2 * 64 * 32 * 16 * 28 * 28),
    work("nn.MaxPool2d", "3-by-3", [3], x(8, 64, 112, 112), stride=2, padding=1),
    work("nn.AvgPool2d", "2-by-2", [2], x(8, 64, 112, 112), stride=2),
    work("nn.BatchNorm2d", "train", [64], x(8, 64, 56, 56)),
    work("nn.BatchNorm2d", "eval", [64], x(8, 64, 56, 56), training=False),
    work("nn.LayerNorm", "768", [768], x(32, 128, 768)),
    work("nn.RMSNorm", "768", [768], x(32, 128, 768)),
    work("nn.GroupNorm", "8-groups", [8, 64], x(8, 64, 56, 56)),
    work("nn.Softmax", "768", [], x(32, 128, 768), dim=-1),
    *(w for name in ("ReLU", "GELU", "Tanh", "Sigmoid", "SiLU") for w in pointwise(f"nn.{name}")),
    *pointwise("torch.exp"),
    work("nn.Embedding", "30000-by-256", [30_000, 256], index(64, 128, below=30_000)),
    work("nn.CrossEntropyLoss", "512-by-10000", [], x(512, 10_000), index(512, below=10_000)),
    work("nn.LSTM", "256", [256, 256], x(64, 16, 256), operations=2 * 64 * 16 * 2 * 256 * 1024),
    work("nn.GRU", "256", [256, 256], x(64, 16, 256), operations=2 * 64 * 16 * 2 * 256 * 768),
    work("nn.MultiheadAttention", "8-heads", [256, 8], *[SEQUENCES] * 3, batch_first=True),
    work("nn.TransformerEncoderLayer", "8-heads-of-32", [256, 8, 1024], SEQUENCES, batch_first=True, dropout=0.0, activation=fn("nn.functional.relu")),
    work("nn.Sequential", "small-cnn", CNN, x(8, 3, 32, 32)),
    work("nn.TransformerEncoder", "two-layers", [ENCODER, 2], SEQUENCES, enable_nested_tensor=False),
    work("nn.Sequential", "mlp-2-16-1", MLP, x(32, 2)),
]
