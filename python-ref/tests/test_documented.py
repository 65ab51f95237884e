"""What becomes of the examples in docstrings."""

from dataclasses import replace

import pytest
import torch

from documented import OWNERS, of_examples, outcomes
from encode import encode
from engine import reply
from excerpt import places
from recipe import recipe
from record import record
from samplers import noting
from shrink import FEW, shrunk, size_of
from sketch import Sketch
from told import Untold
from value import Draw, Tensor


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


def test_a_large_example_is_a_recipe_at_its_full_size():
    one = by_id("nn.Conv2d")["documented-0"]
    assert (one.args[0], one.state, one.upstream, one.sample) == (16, None, {}, 1024)
    assert (one.inputs[0].shape, one.inputs[0].kind) == ((20, 16, 50, 100), "randn")
    one = by_id("nn.AdaptiveAvgPool2d")["documented-0"]
    header, arrays = encode(record(one))
    facts = header["answer"]["facts"]
    assert header["arrays"] == {dtype: len(array) for dtype, array in arrays.items()}
    assert header["answer"]["tensors"]["output.0"]["shape"] == [1024]
    assert facts["whole.output.0"] == "(1, 64, 5, 7)"
    assert list(header["call"]["inputs"][0]) == ["$drawn"]
    again, _ = reply({"call": header["call"]}, {})
    assert again["answer"] == header["answer"]


def test_an_input_that_no_sampler_drew_makes_no_recipe():
    made = torch.randn(300, 300)
    whole = Sketch("nn.ReLU/x", "nn.ReLU", inputs=(Tensor(made.abs()),))
    with pytest.raises(Untold, match="0.34 MiB of float32 that no sampler gave it"):
        recipe(whole)
    with noting():
        drawn = torch.randn(300, 300)
    (asked,) = recipe(replace(whole, inputs=(Tensor(drawn),))).inputs
    assert asked == Draw((300, 300), "randn", grad=False)
    drawn.zero_()
    with pytest.raises(Untold):
        recipe(replace(whole, inputs=(Tensor(drawn),)))


@pytest.mark.parametrize(("n", "count", "found"), [(10, 4, [0, 7, 4, 1]), (2, 2, [0, 1])])
def test_the_places_of_a_sample(n, count, found):
    assert places(n, count) == found
