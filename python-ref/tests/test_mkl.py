"""Dropout masks of builds with MKL, against MKL's own."""

import hashlib
import json
from pathlib import Path

import pytest
import torch

from mkl import NotDrawn, bernoulli, mkl_masks

RECORDED = Path(__file__).parents[2] / "test" / "engine" / "recorded" / "mkl.json"
MASKS = json.loads(RECORDED.read_text())["bernoulli"]


@pytest.mark.parametrize("told", MASKS, ids=lambda told: f"{told['generator']}-{told['p']}")
def test_masks_are_mkls_bit_for_bit(told):
    torch.manual_seed(told["generator"])
    mask = bernoulli(told["p"], told["count"])
    assert hashlib.sha256(mask.tobytes()).hexdigest() == told["digest"]


def test_a_mask_costs_one_draw():
    torch.manual_seed(3)
    torch.empty(1, dtype=torch.int32).random_()
    after = torch.get_rng_state()
    torch.manual_seed(3)
    with mkl_masks():
        torch.nn.functional.dropout(torch.ones(5, 7), 0.3)
    assert torch.equal(torch.get_rng_state(), after)


def test_other_draws_are_not_known():
    with pytest.raises(NotDrawn, match="uniform_"), mkl_masks():
        torch.nn.Linear(2, 3)
