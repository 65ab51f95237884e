"""nn.RNN, nn.LSTM and nn.GRU."""

from line import before, case, layer, packed, x

STEPS = x(4, 2, 3)
ONE_LAYER = {"dropout": "there is no layer after the only one"}
EVAL = {"dropout": "nothing is dropped in evaluation"}


def recurrent(name, states, *, says_hidden):
    """The cases that RNN, LSTM and GRU share; `states` makes an initial state of a shape."""
    return layer(
        name,
        case("defaults", [3, 4], STEPS, tags=("S43", "S44")),
        case("initial-state", [3, 4], STEPS, states(1, 2, 4)),
        case("unbatched", [3, 4], x(5, 3)),
        case("unbatched-initial-state", [3, 4], x(5, 3), states(1, 4)),
        case("one-step", [3, 4], x(1, 2, 3), blind={"weight_hh_l0": "multiplies the zeros of the first state"}),
        case("one-feature", [1, 1], x(3, 2, 1)),
        case("two-layers", [3, 4, 2], STEPS, tags=("S49",)),
        case("two-layers-as-option", [3, 2], STEPS, states(2, 2, 2), num_layers=2),
        case("three-layers", [2, 3, 3], x(3, 2, 2), states(3, 2, 3)),
        case("without-bias", [3, 4], STEPS, bias=False),
        case("batch-first", [3, 4], x(2, 5, 3), batch_first=True, tags=("S45",)),
        case("batch-first-initial-state", [3, 4], x(2, 5, 3), states(1, 2, 4), batch_first=True, tags=("S45",)),
        case("bidirectional", [3, 4], STEPS, bidirectional=True, tags=("S42",)),
        case("bidirectional-initial-state", [3, 2], STEPS, states(2, 2, 2), bidirectional=True),
        case("bidirectional-two-layers", [2, 3], x(3, 2, 2), num_layers=2, bidirectional=True, tags=("S42",)),
        case("bidirectional-unbatched", [3, 2], x(4, 3), bidirectional=True),
        case("dropout", [3, 4], STEPS, num_layers=2, dropout=0.5, tags=("S46",)),
        case("dropout-batch-first", [3, 4], x(2, 4, 3), num_layers=2, dropout=0.4, batch_first=True, tags=("S46",)),
        case("dropout-bidirectional", [2, 3], x(3, 2, 2), num_layers=3, dropout=0.3, bidirectional=True),
        case("dropout-in-eval", [3, 4], STEPS, num_layers=2, dropout=0.5, training=False, blind=EVAL, tags=("S46",)),
        case("dropout-one-layer", [3, 4], STEPS, dropout=0.5, blind=ONE_LAYER, tags=("S46",)),
        case("all-options", [2, 3], x(2, 4, 2), states(4, 2, 3), num_layers=2, bias=False, batch_first=True, dropout=0.25, bidirectional=True),
        case("packed", [3, 4], packed(3, (4, 2)), tags=("S47",)),
        case("packed-initial-state", [3, 4], packed(3, (4, 3, 1)), states(1, 3, 4), tags=("S47",)),
        case("packed-bidirectional", [3, 2], packed(3, (4, 2, 1)), bidirectional=True, tags=("S47",)),
        case("packed-unsorted", [3, 2], packed(3, (1, 3, 2)), states(1, 3, 2), tags=("S48",)),
        case("packed-dropout", [2, 3], packed(2, (3, 1)), num_layers=2, dropout=0.5),
        case("after-another-call", [3, 4], STEPS, earlier=(before(x(2, 1, 3)),), num_layers=2, dropout=0.5),
        case(
            "empty-batch",
            [3, 4],
            x(4, 0, 3),
            blind=dict.fromkeys(("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"), "there is nothing to apply it to"),
            tags=("S51",),
        ),
        case("transposed-input", [3, 4], x(4, 2, 3, layout="transposed")),
        case("input-without-gradient", [3, 4], x(4, 2, 3, grad=False)),
        case("under-no-grad", [3, 4], STEPS, grad_mode=False),
        case("seeded-parameters", [3, 4], STEPS, state=None, tags=("S44",)),
        case("seeded-parameters-two-layers", [2, 3], x(3, 2, 2), num_layers=2, bidirectional=True, state=None),
        case("refuses-dropout-above-one", [3, 4], STEPS, num_layers=2, dropout=1.5, says="dropout should be a number in range [0, 1]"),
        case("refuses-negative-dropout", [3, 4], STEPS, num_layers=2, dropout=-0.5, says="dropout should be a number in range [0, 1]"),
        case("refuses-true-as-dropout", [3, 4], STEPS, num_layers=2, dropout=True, says="dropout should be a number in range [0, 1]"),
        case("refuses-no-layers", [3, 4, 0], STEPS, says="num_layers must be greater than zero"),
        case("refuses-no-hidden", [3, 0], STEPS, says="hidden_size must be greater than zero"),
        case("refuses-no-input-size", [0, 4], STEPS, says="input_size must be greater than zero"),
        case("refuses-fraction-as-hidden-size", [3, 4.5], STEPS, says="hidden_size should be of type int, got: float"),
        case("refuses-number-as-bias", [3, 4], STEPS, bias=1, says="bias should be of type bool"),
        case("refuses-number-as-batch-first", [3, 4], STEPS, batch_first=1, says="batch_first should be of type bool"),
        case("refuses-other-width", [3, 4], x(4, 2, 5), says="input.size(-1) must be equal to input_size"),
        case("refuses-rank", [3, 4], x(3), says="2D or 3D"),
        case("refuses-length-zero", [3, 4], x(0, 2, 3), says="sequence length to be larger than 0", tags=("S51",)),
        case("refuses-other-dtype", [3, 4], x(4, 2, 3, dtype="float64"), says="dtype", tags=("S50",)),
        case("refuses-state-of-other-batch", [3, 4], STEPS, states(1, 3, 4), says=says_hidden),
        case("refuses-state-of-other-width", [3, 4], STEPS, states(1, 2, 5), says=says_hidden),
        case("refuses-unbatched-state", [3, 4], STEPS, states(1, 4), says="3-D"),
        case("refuses-batched-state", [3, 4], x(5, 3), states(1, 1, 4), says="2-D"),
    )


def pair(*shape):
    return x(*shape), x(*shape)


RNN = [
    *recurrent("nn.RNN", x, says_hidden="Expected hidden size"),
    *layer(
        "nn.RNN",
        case("relu", [3, 6], x(5, 2, 3), nonlinearity="relu"),
        case("relu-positional", [2, 6, 2, "relu"], x(3, 3, 2), tags=("S49",)),
        case("relu-bidirectional", [3, 8], STEPS, nonlinearity="relu", bidirectional=True, num_layers=2),
        case("refuses-unknown-nonlinearity", [3, 4], STEPS, nonlinearity="gelu", says="nonlinearity"),
        case("refuses-proj-size", [3, 4], STEPS, proj_size=2, says="proj_size"),
    ),
]

LSTM = [
    *recurrent("nn.LSTM", pair, says_hidden="Expected hidden[0] size"),
    *layer(
        "nn.LSTM",
        case("proj-size", [3, 5], STEPS, proj_size=2, tags=("S41",)),
        case("proj-size-initial-state", [3, 5], STEPS, (x(1, 2, 2), x(1, 2, 5)), proj_size=2, tags=("S41",)),
        case("proj-size-bidirectional", [3, 5], x(3, 2, 3), num_layers=2, proj_size=2, bidirectional=True, tags=("S41",)),
        case("proj-size-packed", [3, 4], packed(3, (3, 1)), proj_size=2),
        case("seeded-parameters-proj-size", [3, 4], x(3, 2, 3), proj_size=2, state=None),
        case("refuses-negative-proj-size", [3, 4], STEPS, proj_size=-1, says="proj_size should be a positive integer"),
        case("refuses-proj-size-of-hidden", [3, 4], STEPS, proj_size=4, says="proj_size has to be smaller than hidden_size"),
        case("refuses-other-cell-state", [3, 4], STEPS, (x(1, 2, 4), x(1, 2, 3)), says="Expected hidden[1] size"),
    ),
]

GRU = [*recurrent("nn.GRU", x, says_hidden="Expected hidden size"), *layer("nn.GRU", case("refuses-proj-size", [3, 4], STEPS, proj_size=2, says="proj_size"))]

CASES = [*RNN, *LSTM, *GRU]
