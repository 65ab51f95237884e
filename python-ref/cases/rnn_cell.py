"""nn.RNNCell, nn.LSTMCell and nn.GRUCell."""

from __future__ import annotations

from line import before, case, given, layer, x

HALVES = ("float16", "bfloat16")
ROW = x(2, 3)
NONE = "there is nothing to apply it to"
EMPTY = dict.fromkeys(("weight_ih", "weight_hh", "bias_ih", "bias_hh"), NONE)
FROM_ZEROS = {"weight_hh": "multiplies the zeros of the first state"}
EDGES = given([[float("nan"), 1, 2], [float("inf"), 0, -1], [-1, 0, 2]])


def cell(name, states):
    """The cases that the cells share; `states` makes a state of a shape."""
    return layer(
        name,
        case("defaults", [3, 4], ROW, states(2, 4), tags=("S43", "S44")),
        case("without-state", [3, 4], ROW, blind=FROM_ZEROS),
        case("without-bias", [3, 4], ROW, states(2, 4), bias=False),
        case("unbatched", [3, 4], x(3), states(4)),
        case("unbatched-without-state", [3, 4], x(3), blind=FROM_ZEROS),
        case("one-feature", [1, 1], x(3, 1), states(3, 1)),
        case("many-rows", [2, 5], x(9, 2), states(9, 5)),
        case("wide", [40, 7], x(2, 40), states(2, 7)),
        case("empty-batch", [3, 4], x(0, 3), states(0, 4), blind=EMPTY),
        case("no-input-features", [0, 3], x(2, 0), states(2, 3)),
        case("no-hidden", [3, 0], ROW, states(2, 0), blind={"input.0": "there is nothing to add it to"}),
        case("transposed-input", [3, 4], x(2, 3, layout="transposed"), states(2, 4)),
        case("every-other-element", [3, 4], x(2, 3, layout="step2"), states(2, 4, layout="step2")),
        case("input-without-gradient", [3, 4], x(2, 3, grad=False), states(2, 4)),
        case("state-without-gradient", [3, 4], ROW, states(2, 4, grad=False)),
        case("under-no-grad", [3, 4], ROW, states(2, 4), grad_mode=False),
        case("in-eval", [3, 4], ROW, states(2, 4), training=False, blind={"training": "it does the same in both"}),
        case("after-another-call", [3, 4], ROW, states(2, 4), earlier=(before(x(1, 3)),), blind={"earlier": "a cell keeps nothing"}),
        case("half-precision", [3, 4], ROW, states(2, 4), dtypes=HALVES),
        case("edges", [3, 2], EDGES, states(3, 2)),
        case("seeded-parameters", [3, 4], ROW, states(2, 4), state=None, dtypes=("float32", "float64", "float16")),
        case("seeded-parameters-without-bias", [2, 3], x(2, 2), states(2, 3), bias=False, state=None),
        case("refuses-rank", [3, 4], x(2, 2, 3), says="Expected input to be 1D or 2D, got 3D"),
        case("refuses-one-number", [3, 4], x(), says="Expected input to be 1D or 2D, got 0D"),
        case("refuses-state-of-other-rank", [3, 4], ROW, states(1, 2, 4), says="to be 1D or 2D, got 3D"),
        case("refuses-other-width", [3, 4], x(2, 5), states(2, 4), says="input has inconsistent input_size: got 5 expected 3"),
        case("refuses-state-of-other-width", [3, 4], ROW, states(2, 5), says="hidden0 has inconsistent hidden_size: got 5, expected 4"),
        case("refuses-state-of-other-batch", [3, 4], ROW, states(3, 4), says="Input batch size 2 doesn't match hidden0 batch size 3"),
        case("refuses-state-of-one-row", [3, 4], ROW, states(1, 4), says="Input batch size 2 doesn't match hidden0 batch size 1"),
        case("refuses-unbatched-state", [3, 4], ROW, states(4), says="Input batch size 2 doesn't match hidden0 batch size 4"),
        case("refuses-batched-state", [3, 4], x(3), states(1, 4), says="hidden0 has inconsistent hidden_size: got 1, expected 4"),
        case("refuses-other-dtype", [3, 4], x(2, 3, dtype="float64"), says="mat1 and mat2 must have the same dtype"),
        case("refuses-state-of-other-dtype", [3, 4], ROW, states(2, 4, dtype="float64"), says="must have the same dtype"),
        case("refuses-integers", [3, 4], x(2, 3, kind="integers"), says="must have the same dtype"),
        case("refuses-negative-input-size", [-1, 4], ROW, says="negative dimension -1"),
        case("refuses-negative-hidden-size", [3, -4], ROW, says="negative dimension"),
    )


def pair(*shape, **how):
    return x(*shape, **how), x(*shape, **how)


RNN = [
    *cell("nn.RNNCell", x),
    *layer(
        "nn.RNNCell",
        case("relu", [3, 6], x(5, 3), x(5, 6), nonlinearity="relu"),
        case("relu-positional", [3, 6, True, "relu"], x(4, 3), x(4, 6)),
        case("relu-unbatched-without-bias", [3, 8], x(3), x(8), nonlinearity="relu", bias=False),
        case("relu-edges", [3, 4], EDGES, x(3, 4), nonlinearity="relu"),
        case("relu-half-precision", [3, 6], x(5, 3), x(5, 6), nonlinearity="relu", dtypes=HALVES),
        case("refuses-unknown-nonlinearity", [3, 4], ROW, nonlinearity="gelu", says="Unknown nonlinearity: gelu"),
        case("refuses-unknown-nonlinearity-after-rank", [3, 4], x(1, 2, 3), nonlinearity="gelu", says="to be 1D or 2D"),
        case("state-of-rows-for-one-input", [2, 3], x(2), x(3, 3)),
    ),
]

LSTM = [
    *cell("nn.LSTMCell", pair),
    *layer(
        "nn.LSTMCell",
        case("gradient-of-c-alone", [3, 4], ROW, pair(2, 4), upstream={"output.1": x(2, 4)}),
        case("gradient-of-h-alone", [3, 4], ROW, pair(2, 4), upstream={"output.0": x(2, 4)}),
        case("refuses-cell-of-other-rank", [3, 4], ROW, (x(2, 4), x(1, 2, 4)), says="Expected hx[1] to be 1D or 2D, got 3D"),
        case("refuses-cell-of-other-width", [3, 4], ROW, (x(2, 4), x(2, 5)), says="hidden1 has inconsistent hidden_size: got 5, expected 4"),
        case("refuses-cell-of-other-batch", [3, 4], ROW, (x(2, 4), x(3, 4)), says="doesn't match hidden1 batch size 3"),
        case("refuses-one-state", [3, 4], ROW, (x(2, 4),), says="lstm_cell expects two hidden states"),
        case("refuses-three-states", [3, 4], ROW, (x(2, 4), x(2, 4), x(2, 4)), says="lstm_cell expects two hidden states"),
        case("refuses-states-as-one-tensor", [3, 4], ROW, x(2, 2, 4), says="must be tuple of Tensors"),
    ),
]

CASES = [*RNN, *LSTM, *cell("nn.GRUCell", x)]
