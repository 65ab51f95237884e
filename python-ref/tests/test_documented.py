"""What becomes of the examples in docstrings."""

import torch

from documented import OWNERS, of_examples, outcomes
from shrink import FEW, shrunk, size_of


def by_id(owner):
    return {s.id.partition("/")[2]: s for s in of_examples(lambda name: name == owner)}


def test_a_call_keeps_the_arguments_and_the_numbers_of_its_example():
    found = by_id("nn.PReLU")
    assert list(found) == ["documented-0", "documented-0-redrawn"]
    one, twin = found.values()
    assert (one.args, one.options, one.training) == ((), {}, True)
    assert one.inputs[0].array.shape == (2,)
    assert one.state["weight"].array.tolist() == [0.25]
    assert one.tags == ("documented", "nn.PReLU#0")
    assert (twin.state, twin.inputs[0].shape) == ("drawn", (2,))


def test_the_same_numbers_every_time():
    first = by_id("nn.Embedding")["documented-0"]
    outcomes.cache_clear()
    again = by_id("nn.Embedding")["documented-0"]
    assert torch.equal(first.state["weight"].array, again.state["weight"].array)


def test_what_was_done_to_a_module_before_comes_in_steps():
    found = by_id("nn.utils.remove_weight_norm")
    assert [s.call for s in found["documented-1"].steps] == ["nn.utils.weight_norm"]
    assert found["documented-1"].method == "nn.utils.remove_weight_norm"


def test_large_examples_are_reduced_with_the_same_options():
    one = by_id("nn.Conv2d")["documented-0-reduced"]
    assert one.options == {"stride": (2, 1), "padding": (4, 2), "dilation": (3, 1)}
    assert size_of(one) <= FEW
    code = "m = nn.Conv2d(16, 33, 3)\nx = torch.randn(20, 16, 50, 100)"
    assert shrunk(code, 2, True) == "m = nn.Conv2d(8, 16, 3)\nx = torch.randn(2, 8, 25, 50)"


def test_an_example_that_is_no_case_says_why():
    assert {"nn.Conv2d", "nn.functional.pad"} < set(OWNERS)
    (only,) = outcomes("nn.MultiheadAttention")
    assert (only.sketches, only.why) == ([], ["uses embed_dim, which it does not define"])


def test_memory_that_nobody_filled_is_not_recorded():
    (given,) = by_id("nn.init.zeros_")["documented-0"].inputs
    assert not given.array.any()
