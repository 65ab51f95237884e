"""Records the numbers torch.nn.init asks for: test/engine/recorded/init-bounds.json.

Run with the pinned PyTorch: python python-ref/probes/init_bounds.py
"""

import json
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "test/engine/recorded/init-bounds.json"
SHAPES = ((3, 5), (6, 4, 3, 5), (1, 7), (64, 3, 7, 7))


def main():
    answer = {
        "torch": torch.__version__,
        "bounds": [bounds(shape) for shape in SHAPES],
        "gains": gains(),
    }
    OUT.write_text(json.dumps(answer, separators=(",", ":")).replace("},", "},\n") + "\n")


def bounds(shape):
    """The very bounds that torch.nn.init hands to uniform_ and normal_."""
    weight = torch.zeros(shape)
    fan_in, fan_out = torch.nn.init._calculate_fan_in_and_fan_out(weight)
    return {
        "shape": shape,
        "fanIn": fan_in,
        "fanOut": fan_out,
        "bias": bias_bound(shape),
        "kaimingUniform": [
            [a, asked(torch.nn.init.kaiming_uniform_, weight, a=a)[1]] for a in (0, 0.2, 5**0.5)
        ],
        "kaimingNormal": asked(torch.nn.init.kaiming_normal_, weight, nonlinearity="relu")[1],
        "xavierUniform": asked(torch.nn.init.xavier_uniform_, weight, gain=5 / 3)[1],
        "xavierNormal": asked(torch.nn.init.xavier_normal_, weight, gain=5 / 3)[1],
    }


def bias_bound(shape):
    """The bound that nn.Linear and nn.Conv give their bias, from a layer with this weight."""
    seen = []
    real = torch.nn.init.uniform_
    torch.nn.init.uniform_ = lambda tensor, low, high: seen.append(high)
    try:
        if len(shape) == 2:
            torch.nn.Linear(shape[1], shape[0])
        else:
            torch.nn.Conv2d(shape[1], shape[0], shape[2:])
    finally:
        torch.nn.init.uniform_ = real
    return seen[-1]


class Asked(torch.Tensor):
    """A tensor that remembers with which numbers it was to be filled."""

    def uniform_(self, *arguments, generator=None):
        self.arguments = arguments
        return self

    normal_ = uniform_


def asked(init, weight, **options):
    return init(weight.as_subclass(Asked), **options).arguments


def gains():
    names = [
        "linear",
        "conv2d",
        "conv_transpose3d",
        "sigmoid",
        "tanh",
        "relu",
        "selu",
        "leaky_relu",
    ]
    rows = [[name, None, torch.nn.init.calculate_gain(name)] for name in names]
    return rows + [
        ["leaky_relu", slope, torch.nn.init.calculate_gain("leaky_relu", slope)]
        for slope in (0.2, 5**0.5)
    ]


if __name__ == "__main__":
    main()
