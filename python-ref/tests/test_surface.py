"""What of PyTorch is seen, and how much is known of it."""

import torch

from examples import examples
from line import case, layer, x
from probe import canonical, probe
from scope import classes, functions, why_out
from signature import parameters

DOC = """
    Says something.

    Examples:
        >>> first = 1
        >>> for i in range(2):
        ...     first += i
        3

        >>> second = first

    And then ::

        class Net(nn.Module): pass

    >>> third = 3
"""


def test_each_run_of_prompts_is_an_example_and_each_block_of_code():
    found = [(e.id, e.source) for e in examples("nn.X", DOC)]
    assert [name for name, _ in found] == ["nn.X#0", "nn.X#1", "nn.X#2"]
    assert found[0][1] == "first = 1\nfor i in range(2):\n    first += i\nsecond = first"
    assert found[1][1] == "class Net(nn.Module): pass"
    assert found[2][1] == "third = 3"


def test_parameters_of_python_of_c_and_behind_args():
    stride = parameters("nn.Conv2d", torch.nn.Conv2d)[3]
    assert stride == {"name": "stride", "default": 1, "axes": 2}
    convolved = parameters("nn.functional.conv1d", torch.nn.functional.conv1d)
    assert [p["name"] for p in convolved[:4]] == ["input", "weight", "bias", "stride"]
    assert parameters("nn.GRU", torch.nn.GRU)[2] == {"name": "num_layers", "default": 1}


def test_every_public_layer_is_in_or_out_with_a_reason():
    names = [name for name, _ in [*classes(), *functions()]]
    assert len(names) == len(set(names))
    assert {"nn.Conv2d", "nn.functional.pad", "nn.init.eye_", "nn.utils.rnn.pad_sequence"} < set(
        names
    )
    assert why_out("nn.Conv2d") is None
    assert why_out("nn.DataParallel") == "needs several devices"


def test_what_a_probe_finds_out():
    facts = probe(canonical(layer("nn.Dropout", case("defaults", [], x(2, 3)))))
    assert facts["dtypes"]["bfloat16"] == "yes"
    assert (facts["training"], facts["random"], facts["draws"]) == (True, True, False)
    facts = probe(canonical(layer("nn.AvgPool3d", case("a", [2], x(1, 2, 2, 2, 2)))))
    assert facts["dtypes"]["float16"] == "NotImplementedError"
    assert facts["gradients"] == ["input.0"]
    assert (facts["unbatched"], facts["rank"]) == (True, 5)
