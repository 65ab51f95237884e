"""Parameters and buffers by themselves, modules called with others' parameters, and small utilities."""

from line import case, do, fn, given, index, layer, m, part, this, x

LINEAR = m("Linear", 3, 2)
OURS = {"weight": x(2, 3), "bias": x(2)}
SIZES, ORDER, BACK = (given(n, dtype="int64") for n in ([3, 2, 1], [1, 2, 0], [2, 0, 1]))
FINITE = {"error_if_nonfinite": "all is finite"}
BELOW = {"0.weight": x(2, 3), "0.bias": x(2)}
BAGS = given([0, 3], dtype="int64")
VARIANCE = x(3, kind="uniform", low=0.5, high=2.0, grad=False)
NORM = {"running_mean": x(3, grad=False), "running_var": VARIANCE, "weight": x(3), "bias": x(3)}


def called(name, module, tensors, **how):
    """A module called with these parameters and buffers."""
    says, blind = how.pop("says", None), how.pop("blind", None)
    return case(name, [], module, tensors, keywords=how, says=says, blind=blind)


PAIR = [m("Linear", 3, 3), m("Linear", 3, 3)]
TIED = do(".1.register_parameter", "weight", part("0.weight"))


def called_with(**how):
    """A call of the module with another weight for the first of its parts."""
    return do("nn.utils.stateless.functional_call", this, {"0.weight": x(3, 3)}, args=x(2, 3), **how)


CASES = [
    *layer(
        "nn.utils.stateless.functional_call",
        called("all", LINEAR, OURS, args=x(4, 3)),
        called("args-in-a-tuple", LINEAR, OURS, args=(x(4, 3),)),
        called("kwargs", m("EmbeddingBag", 5, 3), {"weight": x(5, 3)}, args=index(4, below=5), kwargs={"offsets": BAGS}),
        called("two-args", m("Bilinear", 3, 4, 2), {"weight": x(2, 3, 4), "bias": x(2)}, args=(x(5, 3), x(5, 4))),
        called("strict", LINEAR, OURS, args=x(4, 3), strict=True, blind={"strict": "all are there"}),
        called("buffers", m("BatchNorm1d", 3, momentum=0.3), NORM, args=x(4, 3)),
        called("tie-weights-off", m("Sequential", LINEAR), BELOW, args=x(4, 3), tie_weights=False, blind={"tie_weights": "none are tied"}),
        called("refuses-missing", LINEAR, {"weight": x(2, 3)}, args=x(4, 3), strict=True, says="Missing key(s): 'bias'"),
        called("refuses-unexpected", LINEAR, {**OURS, "gain": x(2)}, args=x(4, 3), strict=True, says="Unexpected key(s): 'gain'"),
    ),
    *layer(
        "nn.parameter.Parameter",
        case("values", [], x(2, 3, grad=False), upstream={}),
        case("data", [], keywords={"data": x(2, 3, grad=False)}, upstream={}),
        case("requires-no-gradient", [], x(2, 3, grad=False), False, dtypes=("float32",)),
        case("refuses-whole-numbers", [], index(3, below=5), says="Only Tensors of floating point"),
    ),
    *layer(
        "nn.parameter.Buffer",
        case("values", [], x(2, 3, grad=False)),
        case("data", [], keywords={"data": x(2, 3, grad=False)}),
        case("not-persistent", [], x(2, 3, grad=False), keywords={"persistent": False}, blind={"persistent": "shows in a module's state alone"}),
    ),
    *layer(
        "nn.Identity",
        case("values", [], x(2, 3)),
        case("unbatched", [], x(3)),
        case("whole-numbers", [], index(2, 3, below=7), dtypes=("float32",)),
        case("booleans", [], given([True, False], dtype="bool"), dtypes=("float32",)),
        case("arguments-of-no-use", [54], x(2, 3), unused_argument1=0.1, blind={"unused_argument1": "it is of no use"}),
        case("transposed", [], x(2, 3, layout="transposed")),
    ),
    *layer(
        "nn.Sequential",
        case("unbatched", [LINEAR, m("Tanh")], x(3)),
        case("called-with-another-weight-for-both", PAIR, x(4, 3), state=None, steps=(TIED, called_with())),
        case("called-with-another-weight-for-one", PAIR, x(4, 3), state=None, steps=(TIED, called_with(tie_weights=False))),
    ),
    *layer(
        "nn.utils.rnn.bind",
        case("something", [], x(2, 3), fn("torch.neg")),
        case("nothing", [], None, fn("torch.neg"), dtypes=("float32",)),
    ),
    *layer(
        "nn.utils.rnn.PackedSequence",
        case("by-name", [], x(6, 2), keywords={"batch_sizes": SIZES}),
        case("by-name-sorted", [], x(6, 2), keywords={"batch_sizes": SIZES, "sorted_indices": ORDER}),
        case("by-name-unsorted", [], x(6, 2), keywords={"batch_sizes": SIZES, "sorted_indices": ORDER, "unsorted_indices": BACK}),
    ),
    *layer(
        "nn.utils.clip_grad_norm_",
        case("error-if-nonfinite-all-finite", [], [x(2, 3, gradient=x(2, 3))], 0.5, keywords={"error_if_nonfinite": True}, blind=FINITE),
    ),
    *layer(
        "nn.utils.get_total_norm",
        case("error-if-nonfinite-all-finite", [], [x(2, 3)], keywords={"error_if_nonfinite": True}, blind=FINITE),
    ),
]
