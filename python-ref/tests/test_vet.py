"""Cases that are unfit: blind ones, and refusals that are not as told."""

import pytest

from line import before, case, given, layer, x
from record import Unfit, record
from vet import vet


def vetted(name, *args, **how):
    sketch = layer(name, case("test", *args, **how))[0]
    vet(sketch, record(sketch))


@pytest.mark.parametrize(
    ("complaint", "name", "args", "inputs", "how"),
    [
        (
            "cannot see a change of stride's axes",
            "nn.MaxPool2d",
            [(3, 3)],
            x(1, 1, 3, 3),
            {"stride": (1, 2)},
        ),
        ("cannot see a change of bias", "nn.Linear", [3, 2], x(4, 3), {"bias": True}),
        ("cannot see a change of p", "nn.Dropout", [0.3], x(4), {"training": False}),
        ("cannot see a change of training", "nn.ReLU", [], x(4), {"training": False}),
        ("cannot see a change of earlier", "nn.ReLU", [], x(4), {"earlier": (before(x(2)),)}),
        ("cannot see a change of eps", "nn.LayerNorm", [3], x(4, 3), {"eps": 1.0001e-5}),
        ("cannot see a change of weight", "nn.Linear", [3, 2], x(0, 3), {}),
        ("cannot see a change of input.0", "nn.ReLU", [], given([-1.0]), {}),
        ("cannot see a change of upstream.output.0", "nn.ReLU", [], given([-1.0]), {}),
        (
            "cannot see a change of momentum",
            "nn.InstanceNorm1d",
            [2],
            x(1, 2, 3),
            {"momentum": 0.5},
        ),
    ],
)
def test_a_case_that_cannot_see_is_unfit(complaint, name, args, inputs, how):
    with pytest.raises(Unfit, match=complaint):
        vetted(name, args, inputs, **how)


def test_a_reason_lets_a_case_be_blind():
    vetted(
        "nn.Dropout", [0.3], x(4), training=False, blind={"p": "nothing is dropped in evaluation"}
    )


def test_a_reason_that_is_not_needed_is_unfit():
    with pytest.raises(Unfit, match="is not blind to p"):
        vetted("nn.Dropout", [0.3], x(9), blind={"p": "nothing"})
    with pytest.raises(Unfit, match="a refusal need not be blind to p"):
        vetted("nn.Dropout", [3], x(9), says="between 0 and 1", blind={"p": "nothing"})


def test_a_refusal_that_is_not_told_is_unfit():
    with pytest.raises(
        Unfit, match=r"the line does not say so \(ValueError in construct: dropout prob"
    ):
        vetted("nn.Dropout", [3], x(9))


def test_a_refusal_that_does_not_come_is_unfit():
    with pytest.raises(Unfit, match='PyTorch does not refuse this, yet it says "no"'):
        vetted("nn.Dropout", [0.3], x(9), says="no")


def test_a_refusal_in_other_words_is_unfit():
    with pytest.raises(Unfit, match='message has no "beyond" in it: dropout probability'):
        vetted("nn.Dropout", [3], x(9), says="beyond")
    with pytest.raises(Unfit, match='message has no "" in it'):
        vetted("nn.Dropout", [3], x(9), says="")


def test_every_complaint_is_told_at_once():
    with pytest.raises(Unfit, match="change of negative_slope; cannot see a change of training"):
        vetted("nn.LeakyReLU", [0.5], given([1.0]), training=False)
