"""nn.utils.parametrize: tensors of modules that other modules make whenever they are read."""

from line import before, case, do, fn, layer, m, part, this, x

REGISTER, REMOVE, ASK, TRANSFER, KIND = (
    f"nn.utils.parametrize.{name}"
    for name in (
        "register_parametrization",
        "remove_parametrizations",
        "is_parametrized",
        "transfer_parametrizations_and_params",
        "type_before_parametrizations",
    )
)
LINEAR = [4, 3]
PLUS, TANH = m("Softplus"), m("Tanh")
TWO = [m("Linear", 4, 4), m("Linear", 4, 4)]
MATRIX = m("Linear", 4, 4, bias=False)


def put(parametrization, name="weight", **how):
    """A parametrization of a tensor of the module."""
    return do(REGISTER, this, name, parametrization, **how)


def registered(name, *inputs, by=PLUS, of="weight", how=None, more=(), args=LINEAR, **options):
    return case(name, args, *inputs, steps=(put(by, of, **(how or {})), *more), **options)


def of_first(*more):
    """The first of two layers parametrized, then more."""
    return (do(REGISTER, part("0"), "weight", PLUS), *more)


GONE = do(REMOVE, this, "weight")
LEFT = do(REMOVE, this, "weight", leave_parametrized=False)
BOTH = do(REMOVE, this, "bias")

CASES = [
    *layer(
        "nn.Linear",
        registered("parametrized", x(2, 4)),
        registered("parametrized-bias", x(2, 4), of="bias", by=TANH),
        registered("parametrized-both", x(2, 4), more=(put(TANH, "bias"),)),
        registered("parametrized-twice", x(2, 4), more=(put(TANH),)),
        registered("parametrized-by-a-layer", x(2, 4), by=MATRIX),
        registered("parametrized-by-several", x(2, 4), by=m("Sequential", MATRIX, TANH)),
        registered("parametrized-in-eval", x(2, 4), by=m("Dropout", 0.5), training=False),
        registered("parametrized-by-what-draws", x(2, 4), by=m("Dropout", 0.5)),
        registered("parametrized-after-eval", x(2, 4), by=m("Dropout", 0.5), more=(do(".eval"),)),
        registered("parametrized-unsafe", x(2, 5), by=m("ConstantPad1d", (0, 1), 0.5), how={"unsafe": True}),
        registered("parametrized-after-calls", x(2, 4), earlier=(before(x(2, 4)),), blind={"earlier": "nothing is kept"}),
        registered("parametrized-state", x(2, 4), more=(do(".state_dict"),)),
        registered("parametrized-removed", x(2, 4), more=(GONE,)),
        registered("parametrized-left-as-it-was", x(2, 4), more=(LEFT,)),
        registered("parametrized-both-one-removed", x(2, 4), more=(put(TANH, "bias"), BOTH)),
        registered("parametrized-twice-removed", x(2, 4), more=(put(TANH), GONE)),
        registered("parametrized-removed-and-again", x(2, 4), more=(GONE, put(TANH))),
        registered("parametrized-asked", x(2, 4), more=(do(ASK, this), do(ASK, this, "weight"), do(ASK, this, tensor_name="bias"))),
        registered("parametrized-removed-asked", x(2, 4), more=(GONE, do(ASK, this))),
        registered("parametrized-kind", x(2, 4), more=(do(KIND, this), GONE, do(KIND, this))),
        case("parametrized-not-asked", LINEAR, x(2, 4), steps=(do(ASK, this), do(ASK, this, "weight"))),
        registered(
            "refuses-parametrization-of-nothing", x(2, 4), of="gain", says="does not have a parameter, a buffer, or a parametrized element with name 'gain'"
        ),
        registered("refuses-parametrization-of-none", x(2, 4), of="bias", bias=False, says="object has no attribute 'shape'"),
        registered("refuses-parametrization-of-a-setting", x(2, 4), of="in_features", says="parametrized element with name 'in_features'"),
        registered("refuses-parametrization-that-changes-shape", x(2, 4), by=m("ZeroPad1d", 1), says="may not change the shape of the tensor"),
        registered("refuses-second-parametrization-that-changes-shape", x(2, 4), more=(put(m("Flatten", 0)),), says="may not change the shape of the tensor"),
        registered("refuses-parametrization-that-is-no-tensor", x(2, 4), by=m("LSTM", 4, 4), says="A parametrization must return a tensor. Got tuple"),
        registered(
            "refuses-second-parametrization-that-is-no-tensor", x(2, 4), more=(put(m("LSTM", 4, 4)),), says="A parametrization must return a tensor. Got tuple"
        ),
        registered("refuses-parametrization-that-refuses", x(2, 4), by=m("Linear", 5, 4), says="cannot be multiplied"),
        registered("refuses-parametrization-that-is-no-module", x(2, 4), by=1, says="object has no attribute 'train'"),
        registered("refuses-parametrized-assigned", x(2, 4), more=(do(".__setattr__", "weight", x(3, 4)),), says="does not implement right_inverse"),
        registered("refuses-removing-what-is-not-there", x(2, 4), more=(do(REMOVE, this, "bias"),), says="does not have a parametrization on bias"),
        registered("refuses-removing-twice", x(2, 4), more=(GONE, GONE), says="does not have a parametrization on weight"),
        case(
            "refuses-leaving-what-is-made-of-several",
            LINEAR,
            x(2, 4),
            steps=(do("nn.utils.parametrizations.weight_norm", this), LEFT),
            says="Cannot leave unparametrized",
        ),
    ),
    *layer(
        "nn.BatchNorm1d",
        registered("parametrized-buffer", x(4, 3), args=[3], of="running_var", training=False),
        registered("parametrized-buffer-removed", x(4, 3), args=[3], of="running_var", more=(do(REMOVE, this, "running_var"),), training=False),
    ),
    *layer("nn.LSTM", registered("parametrized", x(3, 2, 4), of="weight_hh_l0", by=TANH)),
    *layer(
        "nn.Sequential",
        case("parametrized-part", TWO, x(2, 4), steps=of_first()),
        case("parametrized-part-of-a-part", [m("Sequential", *TWO)], x(2, 4), steps=(do(REGISTER, part("0.1"), "bias", TANH),)),
        case("parametrized-as-another", TWO, x(2, 4), steps=of_first(do(TRANSFER, part("0"), part("1"))), blind={"1.weight": "the first's is taken"}),
        case(
            "parametrized-as-another-one-tensor",
            TWO,
            x(2, 4),
            steps=of_first(do(REGISTER, part("0"), "bias", TANH), do(TRANSFER, part("0"), part("1"), tensor_name="bias")),
            blind={"1.bias": "the first's is taken"},
        ),
        case(
            "parametrized-as-another-of-several",
            TWO,
            x(2, 4),
            steps=(do("nn.utils.parametrizations.weight_norm", part("0")), do(TRANSFER, part("0"), part("1"))),
            blind={"1.weight": "the first's is taken"},
        ),
        case(
            "parametrized-as-another-without-bias",
            [m("Linear", 4, 4), m("Linear", 4, 4, bias=False)],
            x(2, 4),
            steps=(do(REGISTER, part("0"), "bias", TANH), do(TRANSFER, part("0"), part("1"), tensor_name="bias")),
            says="object has no attribute 'shape'",
        ),
        case("parametrized-as-another-that-is-not", TWO, x(2, 4), steps=(do(TRANSFER, part("0"), part("1")),)),
        case("refuses-parametrized-as-another-elsewhere", TWO, x(2, 4), steps=of_first(do(TRANSFER, part("0"), part("1"), tensor_name="bias")), says="'bias'"),
        case("parametrized-part-asked", TWO, x(2, 4), steps=of_first(do(ASK, this), do(ASK, part("0")), do(ASK, part("1")))),
    ),
    *layer(
        REGISTER,
        case("defaults", [], m("Linear", 4, 3), "weight", PLUS),
        case("unsafe", [], m("Linear", 4, 3), "weight", m("ZeroPad1d", 1), keywords={"unsafe": True}),
        case("refuses-no-shape-yet", [], m("LazyLinear", 3), "weight", PLUS, says="uninitialized"),
        case("refuses-shape", [], m("Linear", 4, 3), "weight", m("ZeroPad1d", 1), says="may not change the shape"),
    ),
    *layer(ASK, case("nothing", [], m("Linear", 4, 3), dtypes=("float32",)), case("no-module", [], fn("torch.tanh"), dtypes=("float32",))),
    *layer(REMOVE, case("refuses-nothing", [], m("Linear", 4, 3), "weight", says="does not have a parametrization on weight")),
    *layer(TRANSFER, case("nothing", [], m("Linear", 4, 3), m("Linear", 4, 3), dtypes=("float32",))),
    *layer(KIND, case("plain", [], m("Linear", 4, 3), dtypes=("float32",))),
]
