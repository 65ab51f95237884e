"""What record does, step by step: the order of the call, slots, facts, refusals, limits."""

import hashlib

import pytest
import torch

from case import Returned, Threw, Tolerance
from line import before, case, gen, given, layer, m, packed, x
from record import Unfit, _check_nothing, record
from transform import lift


def recorded(name, *args, **how):
    """The case of a line's first dtype."""
    return record(layer(name, case("test", *args, **how))[0])


def test_state_is_loaded_and_differs_from_what_layers_start_with():
    case_ = recorded("nn.BatchNorm1d", [3], x(4, 3))
    state = case_.call.state
    assert set(state) == {"weight", "bias", "running_mean", "running_var", "num_batches_tracked"}
    assert all(len(set(t.flatten().tolist())) == t.numel() for t in state.values())
    assert 1 not in state["weight"]
    assert 0 not in state["bias"]
    assert state["running_var"].min() > 0
    x_, answer = case_.call.inputs[0].array.double(), case_.answer.tensors["output.0"]
    centred = (x_ - x_.mean(0)) / (x_.var(0, unbiased=False) + 1e-5).sqrt()
    want = centred * state["weight"] + state["bias"]
    torch.testing.assert_close(answer.double(), want, rtol=1e-5, atol=1e-6)


def test_only_changed_state_is_in_the_answer():
    tensors = recorded("nn.BatchNorm1d", [3], x(4, 3)).answer.tensors
    changed = {s for s in tensors if s.startswith("state.")}
    assert changed == {"state.running_mean", "state.running_var", "state.num_batches_tracked"}
    still = recorded("nn.BatchNorm1d", [3], x(4, 3), training=False).answer.tensors
    assert not [s for s in still if s.startswith("state.")]


def test_without_state_the_constructor_draws_in_the_cases_dtype():
    line = case("test", [5, 3], x(2, 5), state=None)
    for sketch in layer("nn.Linear", line):
        case_ = record(sketch)
        torch.manual_seed(sketch.start)
        dtype = getattr(torch, sketch.dtype)
        want = torch.nn.Linear(5, 3, dtype=dtype)
        assert case_.call.state is None
        assert torch.equal(case_.answer.tensors["initial.weight"], want.weight)
        assert torch.equal(case_.answer.tensors["initial.bias"], want.bias)
        assert case_.limits["initial.weight"] == "bits"
    assert torch.get_default_dtype() == torch.float32


def test_the_seed_is_set_again_before_the_first_forward_call():
    sketch = layer("nn.Sequential", case("test", [m("Linear", 4, 4), m("Dropout", 0.5)], x(9, 4)))[
        0
    ]
    case_ = record(sketch)
    torch.manual_seed(sketch.start)
    mask = torch.empty(9, 4).bernoulli_(0.5) != 0
    assert torch.equal(case_.answer.tensors["output.0"] != 0, mask)
    state = torch.get_rng_state().numpy().tobytes()
    assert case_.answer.facts["generator"] == hashlib.sha256(state).hexdigest()


def test_an_earlier_call_draws_first_and_is_dropped():
    sketch = layer("nn.Dropout", case("test", [0.5], x(4), earlier=(before(x(6)),)))[0]
    case_ = record(sketch)
    torch.manual_seed(sketch.start)
    torch.empty(6).bernoulli_(0.5)
    mask = torch.empty(4).bernoulli_(0.5) != 0
    assert torch.equal(case_.answer.tensors["output.0"] != 0, mask)
    assert set(case_.answer.tensors) == {"output.0", "grad.input.0"}


def test_the_generator_is_untouched_where_nothing_is_drawn():
    assert recorded("nn.ReLU", [], x(4)).answer.facts["generator"] == "untouched"


def test_float64_sees_the_same_mask():
    drawn = recorded("nn.LSTM", [3, 4], x(4, 2, 3), num_layers=2, dropout=0.5)
    assert all(not v.reference_limited for v in drawn.limits.values() if isinstance(v, Tolerance))
    sizes = [v.residual.abs().max() for v in drawn.limits.values() if isinstance(v, Tolerance)]
    assert max(sizes) < 1e-5


def test_float64_draws_the_same_from_a_generator_of_its_own():
    own = case("a", [], x(2, 3), keywords={"generator": gen(5)})
    drawn = record(layer("torch.rand_like", own)[0])
    assert drawn.limits["output.0"].residual.abs().max() < 1e-7


def test_an_input_that_is_no_leaf_may_be_changed_in_place():
    answer = recorded("nn.ReLU", [], given([-1.0, 2.0], leaf=False), inplace=True).answer
    assert answer.facts["alias.output.0"] == "is input.0"
    assert answer.tensors["input.0"].tolist() == [0, 2]
    assert answer.tensors["grad.input.0"][0] == 0


def test_a_view_shares_the_memory_of_its_input():
    facts = recorded("nn.Flatten", [], x(2, 3, 4)).answer.facts
    assert facts["alias.output.0"] == "input.0"
    assert (
        "alias.output.0"
        not in recorded("nn.Flatten", [], x(2, 3, 4, layout="transposed")).answer.facts
    )


def test_nested_outputs_have_paths_and_a_structure():
    answer = recorded("nn.LSTM", [2, 3], x(4, 2), (x(1, 3), x(1, 3))).answer
    assert answer.facts["structure"] == "(tensor, (tensor, tensor))"
    slots = {
        "output.0",
        "output.1.0",
        "output.1.1",
        "grad.input.0",
        "grad.input.1.0",
        "grad.input.1.1",
    }
    assert slots < set(answer.tensors)
    answer = recorded("nn.RNN", [2, 3], packed(2, (2, 1))).answer
    assert answer.facts["structure"] == "(PackedSequence(tensor, tensor, None, None), tensor)"
    assert {"output.0.0", "output.0.1", "output.1", "grad.input.0.0"} < set(answer.tensors)


def test_facts_name_the_nodes_and_print_what_was_asked():
    facts = recorded(
        "nn.Linear", [1, 1], x(1, 1), prints=("output.0", "parameter.bias")
    ).answer.facts
    assert facts["node.output.0"] == "AddmmBackward0"
    assert facts["repr"] == "Linear(in_features=1, out_features=1, bias=True)"
    assert facts["print.output.0"].endswith("grad_fn=<AddmmBackward0>)")
    assert facts["print.parameter.bias"].startswith("Parameter containing:\ntensor([")


def test_a_sparse_gradient_is_dense_in_the_answer():
    answer = recorded("nn.Embedding", [3, 2], given([1, 1], dtype="int64"), sparse=True).answer
    assert answer.facts["layout.grad.parameter.weight"] == "sparse_coo"
    assert answer.tensors["grad.parameter.weight"].shape == (3, 2)


def test_upstream_gradients_are_random_and_none_for_what_takes_none():
    call = recorded("nn.MaxPool1d", [2], x(1, 1, 4), return_indices=True).call
    assert set(call.upstream) == {"output.0"}
    assert (call.upstream["output.0"] != 1).all()
    assert recorded("nn.ReLU", [], x(2), grad_mode=False).call.upstream == {}


@pytest.mark.parametrize(
    ("phase", "name", "case_"),
    [
        ("construct", "ValueError", lambda: recorded("nn.Dropout", [2], x(1))),
        ("forward", "RuntimeError", lambda: recorded("nn.Linear", [2, 1], x(3))),
        (
            "backward",
            "RuntimeError",
            lambda: recorded("nn.Sequential", [m("Sigmoid"), m("ReLU", inplace=True)], x(3)),
        ),
    ],
)
def test_a_refusal_has_its_phase_and_class(phase, name, case_):
    answer = case_().answer
    assert isinstance(answer, Threw)
    assert (answer.phase, answer.name) == (phase, name)


def test_a_tensor_that_cannot_be_built_is_no_refusal():
    with pytest.raises(RuntimeError, match="only Tensors of floating point dtype"):
        recorded("nn.ReLU", [], x(2, grad=True, dtype="int64"))


def test_a_refusal_is_the_same_text_in_every_process():
    mode = recorded("nn.Conv1d", [1, 1, 1], x(1, 1, 1), padding_mode="none").answer
    assert "{'circular', 'reflect', 'replicate', 'zeros'}" in mode.message
    size = recorded("nn.Unflatten", [1, (-1, -1)], x(2, 6)).answer
    assert size.message.endswith("only one dimension can be inferred")


def test_residuals_lead_to_the_float64_truth():
    case_ = recorded("nn.Linear", [40, 3], x(2, 40))
    answer, limit = case_.answer.tensors["output.0"].double(), case_.limits["output.0"]
    call = lift(case_.call, {})
    want = torch.nn.functional.linear(
        call.inputs[0].array, call.state["weight"], call.state["bias"]
    )
    assert (answer != want).any()
    torch.testing.assert_close(answer + limit.residual, want, rtol=1e-12, atol=1e-14)


def test_a_float64_gradient_of_a_float32_sum_is_no_truth():
    mixed = case("a", [], x(3, 4), x(dtype="float64"))
    limit = record(layer("torch.add", mixed)[0]).limits["grad.input.1"]
    assert 0 < limit.residual.abs().max() < 1e-5
    # its limit is that of a float32 sum
    assert limit.amplification >= 2.0**29 * 0.1
    assert not limit.reference_limited


def test_half_precision_is_recorded_in_its_own_bits():
    case_ = recorded("nn.Linear", [4, 3], x(2, 4), dtypes=("bfloat16",))
    assert isinstance(case_.answer, Returned)
    assert case_.answer.tensors["output.0"].dtype == torch.bfloat16
    assert not case_.limits["output.0"].reference_limited


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_the_default_eps_of_rms_norm_is_that_of_the_type_it_is_computed_in(dtype):
    small = case("test", [4], x(2, 4, kind="band", high=1e-4), dtypes=(dtype,))
    case_ = record(layer("nn.RMSNorm", small)[0])
    array, state = case_.call.inputs[0].array.double(), case_.call.state
    eps = torch.finfo(torch.float32).eps
    exact = array * torch.rsqrt((array**2).mean(-1, keepdim=True) + eps) * state["weight"].double()
    limit, answer = case_.limits["output.0"], case_.answer.tensors["output.0"]
    truth = answer.double() + limit.residual.double()
    torch.testing.assert_close(truth, exact, rtol=1e-4, atol=0)
    assert not limit.reference_limited


def test_what_overflows_in_the_cases_type_alone_is_held_to_pytorchs_own():
    # -inf has a root, and no slope; the number that float64 still has is negative, and has neither
    overflowing = case("test", [7, 1], given([[-7e5]]), dtypes=("float32",))
    case_ = record(layer("nn.LPPool1d", overflowing)[0])
    assert case_.answer.tensors["grad.input.0"].item() == 0
    assert case_.limits["grad.input.0"].residual.item() == 0


def test_memory_that_nobody_wrote_is_no_answer():
    tensors = {"output.0": torch.empty(1, 0), "grad.input.0": torch.zeros(2)}
    _check_nothing(Returned(tensors, {}))
    tensors["grad.input.0"][1] = 7.5
    with pytest.raises(Unfit, match="uninitialized"):
        _check_nothing(Returned(tensors, {}))
