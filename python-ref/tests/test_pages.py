"""The examples of the documented pages."""

import pytest
import torch

from cases import documented, pages
from fill import fill

NEAR = [
    (name, place, told)
    for name, example in pages.EXAMPLES.items()
    for place, told in enumerate(example.get("cases", []))
    if "near" in told
]


def test_each_of_the_pages_examples_is_a_case_or_says_why_it_is_none():
    assert len(pages.EXAMPLES) == 57
    assert all(told["calls"] or told["why"] for told in pages.counted().values())
    assert sum(told["calls"] == 0 for told in pages.counted().values()) == 2
    assert len(documented.counted()) == 9
    ids = {s.id for s in pages.CASES}
    assert {"pages/intro-7", "pages/intro-7-redrawn", "pages/recurrent-20-24-1"} < ids


@pytest.mark.parametrize(("name", "place", "told"), NEAR)
def test_numbers_printed_for_rounded_inputs_are_near(name, place, told):
    told_alone = [s for s in pages.sketches(name) if not s.id.endswith("-redrawn")]
    answer = fill(told_alone[place])[1]
    for slot, printed in told["near"].items():
        want = torch.tensor(printed)
        off = (answer.tensors[slot].detach() - want).abs().max()
        assert off <= told.get("tolerance", 2e-4)


def test_an_unknown_kind_of_tensor_is_refused():
    with pytest.raises(ValueError, match=r"sibling-pages.json: \$odd is no tensor"):
        pages._draw("$odd", [1])
