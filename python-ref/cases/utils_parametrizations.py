"""nn.utils.parametrizations: weights that are made of others whenever they are read: normed, spectral, orthogonal."""

from line import before, case, do, given, index, layer, m, packed, part, this, x

PLACE = "nn.utils.parametrizations"
WEIGHT, SPECTRAL, ORTHOGONAL = (f"{PLACE}.{kind}" for kind in ("weight_norm", "spectral_norm", "orthogonal"))
LINEAR, CONV = [4, 3], [2, 3, (3, 2)]
HIDDEN = {"name": "weight_hh_l0"}
NO_WAY_BACK = "It is not possible to assign to the matrix exponential or the Cayley parametrizations"
NOT_THERE = "has no parameter or buffer with name 'gain'"
NO_SUCH = "does not have a parameter, a buffer, or a parametrized element with name 'gain'"
OTHER_SHAPE = "Expected a matrix or batch of matrices of shape torch.Size([3, 4])"
REMOVED = do("nn.utils.parametrize.remove_parametrizations", this, "weight")
OLD = {"weight_g": x(3, 1), "weight_v": x(3, 4), "bias": x(3)}
STATE = {"bias": x(3), "parametrizations.weight.original": x(3, 3), "parametrizations.weight.0.base": x(3, 3)}
LOADED = (do(".load_state_dict", STATE),)
ALL_LOADED = {"weight": "another is loaded", "bias": "another is loaded"}
TURNED = [[0, 1, 0], [-1, 0, 0], [0, 0, 1]]


def made(calls):
    """Lines whose module has a tensor made so before it is called."""

    def line(name, *inputs, args=LINEAR, how=None, more=(), **options):
        return case(name, args, *inputs, steps=(do(calls, this, **(how or {})), *more), **options)

    return line


weighted, spectral, orthogonal = made(WEIGHT), made(SPECTRAL), made(ORTHOGONAL)


def assigned(tensor):
    """What is assigned to the tensor goes the way back."""
    return (do(".__setattr__", "weight", tensor),)


def mapped(name, how, *inputs, **options):
    """An orthogonal matrix by one of the maps; with no trivialization, of the weight as it is."""
    return orthogonal(f"orthogonal-by-{how.replace('_', '-')}{name}", *inputs, how={"orthogonal_map": how} | options.pop("also", {}), **options)


BARE = {"use_trivialization": False}

CASES = [
    *layer(
        "nn.Linear",
        weighted("made-of-weight-norm", x(2, 4)),
        weighted("made-of-weight-norm-of-columns", x(2, 4), how={"dim": 1}),
        weighted("made-of-weight-norm-of-all", x(2, 4), how={"dim": None}),
        weighted("made-of-weight-norm-of-bias", x(2, 4), how={"name": "bias"}),
        weighted("made-of-weight-norm-of-both", x(2, 4), more=(do(WEIGHT, this, name="bias"),)),
        weighted("made-of-weight-norm-removed", x(2, 4), more=(REMOVED,)),
        weighted("made-of-weight-norm-assigned", x(2, 4), more=assigned(x(3, 4)), blind={"weight": "another is assigned"}),
        weighted(
            "made-of-weight-norm-old-state", x(2, 4), more=(do(".load_state_dict", OLD),), blind={"weight": "another is loaded", "bias": "another is loaded"}
        ),
        weighted("refuses-weight-norm-of-nothing-made", x(2, 4), how={"name": "gain"}, says=NO_SUCH),
        weighted("refuses-weight-norm-made-of-none", x(2, 4), how={"name": "bias"}, bias=False, says="object has no attribute 'shape'"),
        weighted("refuses-weight-norm-made-of-no-axis", x(2, 4), how={"dim": 2}, says="Dimension out of range"),
        weighted("refuses-weight-norm-made-twice", x(2, 4), more=(do(WEIGHT, this),), says="missing 1 required positional argument: 'weight_v'"),
        spectral("made-of-spectral-norm", x(2, 4)),
        spectral("made-of-spectral-norm-in-eval", x(2, 4), training=False),
        spectral("made-of-spectral-norm-of-columns", x(2, 4), how={"dim": 1}),
        spectral("made-of-spectral-norm-from-the-end", x(2, 4), how={"dim": -1}),
        spectral("made-of-spectral-norm-iterated", x(2, 4), how={"n_power_iterations": 3}),
        spectral("made-of-spectral-norm-eps", x(2, 4), how={"eps": 7.0}),
        spectral("made-of-spectral-norm-of-bias", x(2, 4), how={"name": "bias"}),
        spectral("made-of-spectral-norm-of-bias-eps", x(2, 4), how={"name": "bias", "eps": 7.0}),
        spectral("made-of-spectral-norm-after-calls", x(2, 4), earlier=(before(x(2, 4)), before(x(2, 4), training=False)), dtypes=("float64",)),
        spectral("made-of-spectral-norm-removed", x(2, 4), more=(REMOVED,)),
        spectral("made-of-spectral-norm-assigned", x(2, 4), more=assigned(x(3, 4))),
        spectral("made-of-spectral-norm-twice", x(2, 4), more=(do(SPECTRAL, this, dim=1),)),
        spectral("refuses-spectral-norm-made-of-no-steps", x(2, 4), how={"n_power_iterations": 0}, says="Expected n_power_iterations to be positive"),
        spectral("refuses-spectral-norm-made-of-nothing", x(2, 4), how={"name": "gain"}, says=NOT_THERE),
        spectral("refuses-spectral-norm-made-of-no-axis", x(2, 4), how={"dim": 2}, says="expected to be in range of [-2, 1] but got 2"),
        spectral("refuses-spectral-norm-made-of-none", x(2, 4), how={"name": "bias"}, bias=False, says="has no parameter or buffer with name 'bias'"),
        orthogonal("made-orthogonal", x(2, 4)),
        orthogonal("made-orthogonal-tall", x(2, 3), args=[3, 4]),
        orthogonal("made-orthogonal-square", x(2, 3), args=[3, 3]),
        orthogonal("made-orthogonal-as-it-was", x(2, 3), args=[3, 3], state={"weight": given(TURNED)}),
        orthogonal("made-orthogonal-loaded", x(2, 3), args=[3, 3], more=LOADED, blind=ALL_LOADED),
        orthogonal("made-orthogonal-by-cayley-loaded", x(2, 3), args=[3, 3], how={"orthogonal_map": "cayley"}, more=LOADED, blind=ALL_LOADED),
        orthogonal("made-orthogonal-removed", x(2, 4), more=(REMOVED,)),
        orthogonal("made-orthogonal-assigned", x(2, 4), more=assigned(x(3, 4)), blind={"weight": "another is assigned"}),
        mapped("", "matrix_exp", x(2, 4)),
        mapped("-tall", "matrix_exp", x(2, 3), args=[3, 4]),
        mapped("", "cayley", x(2, 4)),
        mapped("-tall", "cayley", x(2, 3), args=[3, 4]),
        mapped("-square", "householder", x(2, 3), args=[3, 3]),
        orthogonal("orthogonal-bare-square", x(2, 3), args=[3, 3], how=BARE),
        mapped("-bare-wide", "matrix_exp", x(2, 4), also=BARE),
        mapped("-bare-tall", "matrix_exp", x(2, 3), args=[3, 4], also=BARE),
        mapped("-bare", "cayley", x(2, 3), args=[3, 3], also=BARE),
        mapped("-bare-wide", "cayley", x(2, 4), also=BARE),
        mapped("-bare-tall", "cayley", x(2, 3), args=[3, 4], also=BARE),
        mapped("-bare", "householder", x(2, 3), args=[3, 3], also=BARE),
        orthogonal("orthogonal-bare", x(2, 4), how=BARE),
        orthogonal("orthogonal-bare-tall", x(2, 3), args=[3, 4], how=BARE),
        orthogonal("orthogonal-bare-assigned", x(2, 4), how=BARE, more=assigned(x(3, 4)), blind={"weight": "another is assigned"}),
        orthogonal("orthogonal-twice-bare", x(2, 3), args=[3, 3], how=BARE, more=(do(ORTHOGONAL, this, orthogonal_map="cayley", **BARE),)),
        orthogonal("refuses-orthogonal-of-bias", x(2, 4), how={"name": "bias"}, says="Expected a matrix or batch of matrices. Got a tensor of 1 dimensions"),
        orthogonal("refuses-orthogonal-of-nothing", x(2, 4), how={"name": "gain"}, says=NOT_THERE),
        orthogonal("refuses-orthogonal-of-none", x(2, 4), how={"name": "bias"}, bias=False, says="has no parameter or buffer with name 'bias'"),
        orthogonal("refuses-orthogonal-map", x(2, 4), how={"orthogonal_map": "givens"}, says="orthogonal_map has to be one of"),
        orthogonal("refuses-orthogonal-twice", x(2, 3), args=[3, 3], more=(do(ORTHOGONAL, this),), says="unsupported operand type(s) for @"),
        orthogonal("refuses-orthogonal-assigned-by-matrix-exp", x(2, 3), args=[3, 3], how=BARE, more=assigned(x(3, 3)), says=NO_WAY_BACK),
        orthogonal("refuses-orthogonal-assigned-by-cayley", x(2, 4), how=BARE | {"orthogonal_map": "cayley"}, more=assigned(x(3, 4)), says=NO_WAY_BACK),
        orthogonal("refuses-orthogonal-assigned-another-shape", x(2, 4), more=assigned(x(4, 3)), says=OTHER_SHAPE),
    ),
    *layer(
        "nn.Conv2d",
        weighted("made-of-weight-norm", x(2, 2, 5, 4), args=CONV),
        weighted("made-of-weight-norm-of-columns", x(2, 2, 5, 4), args=CONV, how={"dim": 3}),
        weighted("made-of-weight-norm-from-the-end", x(2, 2, 5, 4), args=CONV, how={"dim": -2}),
        spectral("made-of-spectral-norm", x(2, 2, 5, 4), args=CONV),
        spectral("made-of-spectral-norm-of-height", x(2, 2, 5, 4), args=CONV, how={"dim": 2}),
        orthogonal("made-orthogonal", x(2, 2, 5, 4), args=CONV),
    ),
    *layer("nn.ConvTranspose2d", spectral("made-of-spectral-norm", x(2, 2, 3, 2), args=CONV)),
    *layer("nn.Embedding", spectral("made-of-spectral-norm", index(5, below=6), args=[6, 3]), orthogonal("made-orthogonal", index(5, below=6), args=[6, 3])),
    *layer(
        "nn.LSTM", weighted("made-of-weight-norm", x(3, 2, 4), args=LINEAR, how=HIDDEN), spectral("made-of-spectral-norm", x(3, 2, 4), args=LINEAR, how=HIDDEN)
    ),
    *layer(
        "nn.GRU",
        spectral("made-of-spectral-norm", x(3, 2, 4), args=LINEAR, how={"name": "weight_ih_l0"}),
        spectral("made-of-spectral-norm-twice", x(3, 2, 4), args=LINEAR, how={"name": "weight_ih_l0"}, more=(do(SPECTRAL, this, **HIDDEN),)),
        spectral("made-of-spectral-norm-packed", packed(4, (3, 2)), args=LINEAR, how=HIDDEN),
    ),
    *layer("nn.RNN", spectral("made-of-spectral-norm-reverse", x(3, 2, 4), args=LINEAR, how={"name": "weight_hh_l0_reverse"}, bidirectional=True)),
    *layer("nn.MultiheadAttention", spectral("made-of-spectral-norm", *[x(3, 2, 4)] * 3, args=[4, 2], how={"name": "in_proj_weight"})),
    *layer(
        "nn.TransformerEncoderLayer",
        case(
            "made-of-spectral-norm",
            [4, 2, 5],
            x(3, 2, 4),
            steps=(do(SPECTRAL, part("self_attn"), name="in_proj_weight"), do(SPECTRAL, part("self_attn.out_proj"))),
            dropout=0.0,
        ),
    ),
    *layer("nn.Bilinear", spectral("made-of-spectral-norm", x(2, 4), x(2, 3), args=[4, 3, 2])),
    *layer("nn.LayerNorm", spectral("made-of-spectral-norm", x(2, 4), args=[4])),
    *layer("nn.BatchNorm1d", weighted("made-of-weight-norm", x(3, 4), args=[4]), spectral("made-of-spectral-norm", x(3, 4), args=[4])),
    *layer("nn.PReLU", weighted("made-of-weight-norm", x(3, 4), args=[4])),
    *layer("nn.LSTMCell", spectral("made-of-spectral-norm", x(2, 4), args=LINEAR, how={"name": "weight_ih"})),
    *layer("nn.GRUCell", orthogonal("made-orthogonal", x(2, 4), args=[4, 3], how={"name": "weight_hh"})),
    *layer(ORTHOGONAL, case("nothing", [], m("Linear", 0, 0)), case("refuses-vector", [], m("BatchNorm1d", 3), says="Got a tensor of 1 dimensions")),
    *layer(SPECTRAL, case("refuses-no-shape-yet", [], m("LazyLinear", 2), says="uninitialized parameter")),
    *layer(WEIGHT, case("refuses-no-shape-yet", [], m("LazyLinear", 2), says="uninitialized parameter")),
]
