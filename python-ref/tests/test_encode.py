"""The header and the flat arrays."""

import json

import numpy as np
import torch

from encode import encode, to_numpy
from line import case, given, layer, x
from record import record


def encoded(name, *args, **how):
    line = case("test", *args, **how)
    return encode(record(layer(name, line)[0]))


def test_tensors_lie_end_to_end_in_the_array_of_their_dtype():
    header, arrays = encoded("nn.MaxPool1d", [2], x(1, 2, 6), return_indices=True)
    assert header["arrays"] == {dtype: len(array) for dtype, array in arrays.items()}
    spans = {"float32": [], "int64": []}
    refs = [header["call"]["inputs"][0]["$tensor"], *header["call"]["upstream"].values()]
    for ref in [*refs, *header["answer"]["tensors"].values()]:
        spans[ref["dtype"]].append((ref["at"], int(np.prod(ref["shape"]))))
    for dtype, found in spans.items():
        ends = [at + count for at, count in sorted(found)]
        assert [at for at, _ in sorted(found)] == [0, *ends[:-1]]
        assert ends[-1] == header["arrays"][dtype]


def test_numbers_are_found_where_the_header_says():
    case_ = record(layer("nn.Linear", case("test", [4, 3], x(2, 4)))[0])
    header, arrays = encode(case_)
    for slot, ref in header["answer"]["tensors"].items():
        want = case_.answer.tensors[slot]
        flat = arrays[ref["dtype"]][ref["at"] : ref["at"] + want.numel()]
        assert np.array_equal(flat.reshape(ref["shape"]), want.numpy())
    limit = header["limits"]["output.0"]
    size = arrays["float32"][limit["amplification"]["at"] :][:6]
    assert np.array_equal(size, case_.limits["output.0"].amplification.flatten().numpy())


def test_tensor_arguments_tell_gradient_layout_and_leaf():
    header, _ = encoded("nn.ReLU", [], x(2, 3, layout="step2", leaf=False), inplace=True)
    ref = header["call"]["inputs"][0]["$tensor"]
    assert ref == {
        "dtype": "float32",
        "shape": [2, 3],
        "at": 0,
        "grad": True,
        "strides": [6, 2],
        "leaf": False,
    }


def test_bfloat16_is_its_bits():
    bits = to_numpy(torch.tensor([1.0, -2.0], dtype=torch.bfloat16))
    assert bits.dtype == np.dtype("<u2")
    assert bits.tolist() == [0x3F80, 0xC000]


def test_arrays_are_little_endian_and_in_c_order():
    array = to_numpy(torch.arange(6.0).reshape(2, 3).T)
    assert array.dtype.str == "<f4"
    assert array.tolist() == [0, 3, 1, 4, 2, 5]
    assert to_numpy(torch.tensor([True])).dtype == np.dtype(bool)


def test_what_json_cannot_say_is_spelt_out():
    header, _ = encoded("nn.ConstantPad1d", [(1, 1), float("-inf")], given([[1.0]], grad=False))
    assert header["call"]["args"] == [[1, 1], {"$float": "-inf"}]
    json.dumps(header, allow_nan=False)


def test_the_same_sketch_gives_the_same_bytes():
    first, again = (
        encoded("nn.LSTM", [3, 4], x(4, 2, 3), dropout=0.5, num_layers=2) for _ in range(2)
    )
    assert json.dumps(first[0]) == json.dumps(again[0])
    assert all(np.array_equal(first[1][k].view("u1"), again[1][k].view("u1")) for k in first[1])


def test_a_refusal_has_its_fragment_and_no_limits():
    header, _ = encoded("nn.Dropout", [3], x(2), says="between 0 and 1")
    assert header["answer"]["class"] == "ValueError"
    assert (header["limits"], header["fragment"], header["call"]["state"]) == (
        {},
        "between 0 and 1",
        {},
    )
