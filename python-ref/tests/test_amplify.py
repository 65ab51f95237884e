"""The limits: bits where nothing is rounded, and amplification where it is."""

import pytest
import torch
import torch.nn.functional as F

import wobble
from case import Tolerance
from line import case, given, layer, m, x
from record import UNIT, _limit, record, tolerated
from vacuity import moves


def limits(name, *args, **how):
    return record(layer(name, case("test", *args, **how))[0]).limits


def test_linear_is_the_layer_on_absolute_values():
    case_ = record(layer("nn.Linear", case("test", [4, 3], x(2, 4)))[0])
    x_, state = case_.call.inputs[0].array.double(), case_.call.state
    want = x_.abs() @ state["weight"].double().abs().T + state["bias"].double().abs()
    got = case_.limits["output.0"]
    assert got.terms == 5
    torch.testing.assert_close(got.amplification, want.float())
    dy = case_.call.upstream["output.0"].double().abs()
    torch.testing.assert_close(
        case_.limits["grad.parameter.weight"].amplification, (dy.T @ x_.abs()).float()
    )
    assert case_.limits["grad.parameter.weight"].terms == 2
    assert case_.limits["grad.input.0"].terms == 3


def test_the_terms_of_a_convolution_are_its_kernel_and_channels():
    assert limits("nn.Conv2d", [4, 6, (3, 2)], x(1, 4, 5, 5), groups=2)["output.0"].terms == 13


def test_copies_are_bits_and_so_are_their_gradients_unless_summed():
    apart = limits("nn.MaxPool1d", [2], x(1, 1, 6), return_indices=True)
    assert apart == {"output.0": "bits", "output.1": "bits", "grad.input.0": "bits"}
    overlap = limits("nn.MaxPool1d", [3], given([[[0.0, 1.0, 9.0, 1.0, 0.0]]]), stride=1)
    assert overlap["output.0"] == "bits"
    assert overlap["grad.input.0"].terms == 3


def test_exact_layers_are_bits():
    for name, args in (("nn.ReLU", []), ("nn.Dropout", [0.5]), ("nn.Flatten", [])):
        assert set(limits(name, args, x(3, 4)).values()) == {"bits"}


def test_whole_numbers_are_bits():
    assert limits("nn.BatchNorm1d", [3], x(4, 3))["state.num_batches_tracked"] == "bits"


def test_a_norm_counts_the_mean_that_it_takes_away():
    near = limits("nn.LayerNorm", [8], x(3, 8))["output.0"].amplification
    far = limits("nn.LayerNorm", [8], x(3, 8, kind="uniform", low=1000, high=1002))[
        "output.0"
    ].amplification
    assert far.min() > 100 * near.max()


def test_softmax_grows_with_the_distance_from_the_greatest():
    limit = limits("nn.Softmax", [0], given([0.0, -3.0]))["output.0"]
    y = torch.tensor([0.0, -3.0], dtype=torch.float64).softmax(0)
    torch.testing.assert_close(limit.amplification, (y * torch.tensor([1, 4])).float())


def test_a_composite_sees_cancellation():
    """A bias before a norm has a gradient of 0, made of terms that are not small."""
    block = [m("Linear", 4, 3), m("BatchNorm1d", 3)]
    case_ = record(layer("nn.Sequential", case("test", block, x(5, 4)))[0])
    slot = "grad.parameter.0.bias"
    assert case_.answer.tensors[slot].abs().max() < 1e-5
    assert case_.limits[slot].amplification > 0.1
    assert not case_.limits[slot].reference_limited


def test_a_composite_sees_cancellation_within_an_operation_that_is_many():
    logits, shares = given([2.5395, -0.9873]), given([0.8925, 0.1143], grad=False)
    how = {"weight": given([1.55, 0.731], grad=False), "reduction": "sum", "state": None}
    found = record(layer("nn.CrossEntropyLoss", case("test", [], logits, shares, **how))[1])
    dy = float(found.call.upstream["output.0"].abs())
    # the gradient is 1.383 dy less 1.424 dy
    assert found.answer.tensors["grad.input.0"].abs().max() < 0.05 * dy
    assert found.limits["grad.input.0"].amplification > dy


def test_an_operation_that_is_many_is_its_formula(monkeypatch):
    monkeypatch.setattr(wobble, "NOISE", 0.0)
    for function in (F.log_softmax, F.softmax, lambda x, _dim: F.gelu(x)):
        x_, dy = torch.randn(2, 3, 5, dtype=torch.float64).requires_grad_(), torch.rand(3, 5)
        y = function(x_, -1)
        (want,) = torch.autograd.grad(y, x_, dy.double().expand_as(y))
        with wobble._Wobble(0, wobble.NOISE):
            got = function(x_, -1)
            (gradient,) = torch.autograd.grad(got, x_, dy.double().expand_as(y))
        torch.testing.assert_close(got, y, rtol=1e-14, atol=1e-16)
        torch.testing.assert_close(gradient, want, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("way", ["none", "mean", "sum"])
@pytest.mark.parametrize("rows", [(), (4,)])
def test_a_margin_loss_is_its_formula(monkeypatch, way, rows):
    monkeypatch.setattr(wobble, "NOISE", 0.0)
    logits, weight = torch.randn(*rows, 5, dtype=torch.float64), torch.rand(5, dtype=torch.float64)
    classes, listed = torch.randint(0, 5, rows), torch.tensor([3, 0, -1, 1, -1]).expand(*rows, 5)
    for function, target, named in (
        (F.multi_margin_loss, classes, {"weight": weight, "margin": 0.5}),
        (F.multi_margin_loss, classes, {"p": 2}),
        (F.multilabel_margin_loss, listed, {}),
    ):
        x_ = logits.clone().requires_grad_()
        y = function(x_, target, reduction=way, **named)
        (want,) = torch.autograd.grad(y.sum(), x_)
        with wobble._Wobble(0, 0.0):
            got = function(x_, target, reduction=way, **named)
            (gradient,) = torch.autograd.grad(got.sum(), x_)
        torch.testing.assert_close(got, y, rtol=1e-14, atol=1e-16)
        torch.testing.assert_close(gradient, want, rtol=1e-14, atol=1e-15)


def test_in_place_the_gradient_of_an_elu_takes_the_rounded_output_from_its_floor():
    low = given([-8.0], leaf=False)
    made = record(layer("nn.ELU", case("test", [0.25], low, inplace=True))[0])
    dy = float(made.call.upstream["output.0"].abs())
    size = made.limits["grad.input.0"].amplification
    assert 0.49 * dy < size < 0.51 * dy
    assert limits("nn.ELU", [0.25], low)["grad.input.0"].amplification < 0.001


def test_a_composite_counts_at_least_its_greatest_element():
    case_ = record(layer("nn.GRU", case("test", [3, 4], x(4, 2, 3)))[0])
    for slot, limit in case_.limits.items():
        assert limit.amplification >= 0.99 * case_.answer.tensors[slot].abs().max()


def test_pytorch_over_half_of_its_limit_is_marked():
    truth = torch.tensor([1.0], dtype=torch.float64)
    for error, marked in ((1e-8, False), (5e-7, True)):
        limit = _limit((1, 1.0), (truth + error).float(), truth + 1e-9)
        assert limit.reference_limited is marked


def test_the_rule():
    limit = Tolerance(terms=9, amplification=2.0, residual=None)
    exact = torch.tensor([3.0], dtype=torch.float64)
    u = UNIT["float32"]
    assert tolerated(limit, exact, "float32").item() == 10 * u * 2 + 3 * u
    assert tolerated(limit, exact, "float16").item() == 10 * u * 2 + 3 * UNIT["float16"]
    assert tolerated(limit, exact, "float64").item() == (10 * 2 + 3) * UNIT["float64"]


def test_a_wrong_answer_moves_and_a_rounded_one_does_not():
    case_ = record(layer("nn.Linear", case("test", [8, 3], x(2, 8)))[0])
    for factor, moved in ((1 + 2**-24, False), (1 + 1e-4, True)):
        tensors = {k: t * factor for k, t in case_.answer.tensors.items()}
        assert moves(case_, type(case_.answer)(tensors, case_.answer.facts)) is moved
