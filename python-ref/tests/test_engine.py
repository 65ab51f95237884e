"""PyTorch as an engine."""

import pytest

from engine import reply
from sketch import PROFILES

NOW, BEFORE = PROFILES


@pytest.mark.parametrize(
    ("profile", "layer", "reason"),
    [
        (NOW, "nn.NoSuchLayer", "this PyTorch has no nn.NoSuchLayer"),
        (NOW, "nn.nowhere.Linear", "this PyTorch has no nn.nowhere.Linear"),
    ],
)
def test_what_this_pytorch_lacks_is_unsupported(profile, layer, reason):
    told = reply({"call": {"profile": profile, "layer": layer}}, {})
    assert told == ({"unsupported": reason}, {})
