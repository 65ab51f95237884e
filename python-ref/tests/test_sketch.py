"""Sketches, the words of a case table, and what is drawn."""

import json
import re
import zlib
from dataclasses import replace

import pytest
import torch

from cases import check_ids, every_sketch
from draw import draw
from line import before, case, dt, fn, given, index, layer, m, packed, x
from realise import build
from sketch import Sketch, from_json, to_json
from value import Draw, plain

RICH = layer(
    "nn.Sequential",
    case(
        "rich",
        [
            4,
            (2, 1.5),
            [3, float("inf")],
            m("Linear", 2, 3, bias=False),
            {"a": fn("tanh"), "b": dt("float16")},
        ],
        x(2, 3, layout="step2", leaf=False),
        (given([[float("nan"), -0.0]]), packed(3, (1, 2))),
        keywords={"mask": index(2, below=2, dtype="bool"), "big": 2**60},
        earlier=(before(x(1), training=False, flag=True),),
        state={"weight": given([1.0])},
        upstream={"output.0": x(2)},
        prints=("output.0",),
        says="no",
        tags=("S01",),
        blind={"flag": "why"},
        dtypes=("float32", "bfloat16"),
    ),
)


def test_json_holds_all_of_a_sketch():
    for sketch in RICH:
        assert whole(through_json(sketch)) == whole(replace(sketch, seed=sketch.start))


def test_json_comes_back_as_it_was():
    for sketch in every_sketch(lambda _: False):
        once = through_json(sketch)
        assert whole(through_json(once)) == whole(once)


def through_json(sketch):
    return from_json(json.loads(json.dumps(to_json(sketch), allow_nan=False)))


def whole(sketch):
    """All of it as text, which NaN equals itself in; JSON does not tell 1.0 from 1."""
    return re.sub(r"(\d)\.0\b", r"\1", repr(sketch))


def test_json_needs_no_more_than_an_id_and_a_layer():
    sketch = from_json({"id": "nn.ReLU/a", "call": {"layer": "nn.ReLU"}})
    assert sketch == Sketch("nn.ReLU/a", "nn.ReLU")


def test_json_of_a_sketch_holds_no_recorded_tensor():
    ref = {"$tensor": {"dtype": "float32", "shape": [1], "at": 0}}
    with pytest.raises(ValueError, match=r"a sketch holds \$draw, where \$tensor came"):
        from_json({"id": "nn.ReLU/a", "call": {"layer": "nn.ReLU", "inputs": [ref]}})


def test_a_line_is_a_case_for_each_dtype_and_a_refusal_is_one():
    ids = [
        (s.id, s.dtype)
        for s in layer("nn.ReLU", case("a", [], x(2)), case("b", [], x(2), says="no"))
    ]
    assert ids == [
        ("nn.ReLU/a", "float32"),
        ("nn.ReLU/a-float64", "float64"),
        ("nn.ReLU/b", "float32"),
    ]


def test_the_seed_is_the_crc_of_the_id():
    sketch = layer("nn.ReLU", case("a", [], x(2)))[0]
    assert sketch.start == zlib.crc32(b"nn.ReLU/a")


@pytest.mark.parametrize(
    ("ids", "complaint"),
    [
        (["nn.A/x", "nn.A/x"], "there is already a case nn.A/x"),
        (["nn.A/x", "nn.a/x"], "there is already a case nn.A/x"),
        (["nn.A/X"], "must look like"),
        (["nn.A"], "must look like"),
        (["../x/y"], "must look like"),
    ],
)
def test_ids_are_checked(ids, complaint):
    with pytest.raises(ValueError, match=complaint):
        check_ids(ids)


def test_a_draw_depends_on_seed_and_path_alone():
    first = draw(x(3), "float32", 1, "input.0").array
    assert torch.equal(first, draw(x(3), "float32", 1, "input.0").array)
    assert not torch.equal(first, draw(x(3), "float32", 1, "input.1").array)
    assert not torch.equal(first, draw(x(3), "float32", 2, "input.0").array)


def test_a_draw_is_rounded_to_its_dtype():
    wide, narrow = (draw(x(5), dtype, 1, "p").array for dtype in ("float64", "float16"))
    assert torch.equal(wide.half(), narrow)


@pytest.mark.parametrize(
    ("wanted", "dtype", "grad"),
    [
        (x(2), "float32", True),
        (x(2, grad=False), "float32", False),
        (x(2, dtype="float16"), "float16", True),
        (index(2, below=3), "int64", False),
        (given([True, False], dtype="bool"), "bool", False),
    ],
)
def test_what_floats_takes_a_gradient(wanted, dtype, grad):
    tensor = draw(wanted, "float32", 1, "p")
    assert (str(tensor.array.dtype), tensor.grad) == (f"torch.{dtype}", grad)


def test_kinds_stay_within_their_bounds():
    assert set(draw(x(99, kind="ties"), "float64", 1, "p").array.tolist()) == {-2, -1, 0, 1, 2}
    sizes = draw(x(99, kind="band", high=8.0), "float64", 1, "p").array.abs()
    assert 2 <= sizes.min() <= sizes.max() <= 8
    numbers = draw(index(99, below=7, low=3), "float32", 1, "p").array
    assert set(numbers.tolist()) == {3, 4, 5, 6}
    spread = draw(x(99, kind="uniform", low=-3, high=-1), "float64", 1, "p").array
    assert -3 <= spread.min() <= spread.max() <= -1
    with pytest.raises(ValueError, match='none of those that sketch.py names: "gauss"'):
        draw(Draw((1,), "gauss"), "float32", 1, "p")


@pytest.mark.parametrize(
    ("layout", "shape", "strides"),
    [
        ("transposed", (2, 3, 4), (12, 1, 3)),
        ("step2", (2, 3), (6, 2)),
        ("channels-last", (2, 3, 4, 5), (60, 1, 15, 3)),
        ("expanded", (3, 4), (0, 1)),
    ],
)
def test_layouts_change_strides_and_no_numbers(layout, shape, strides):
    tensor = draw(x(*shape, layout=layout), "float32", 1, "p")
    built = build(tensor)
    assert (tensor.strides, built.stride()) == (strides, strides)
    assert torch.equal(built, tensor.array)
    assert tensor.array.is_contiguous()


def test_whole_floats_become_ints():
    assert [repr(plain(v)) for v in (1.0, -2.0, 0.5, -0.0, True, 1e30)] == [
        "1",
        "-2",
        "0.5",
        "-0.0",
        "True",
        "1e+30",
    ]


def test_packed_sorts_by_length():
    sorted_batch, unsorted = packed(3, (4, 2)), packed(3, (1, 3, 2))
    assert (sorted_batch.batch_sizes, sorted_batch.sorted_indices) == ((2, 2, 1, 1), None)
    assert unsorted.batch_sizes == (3, 2, 1)
    assert (unsorted.sorted_indices, unsorted.unsorted_indices) == ((1, 2, 0), (2, 0, 1))
