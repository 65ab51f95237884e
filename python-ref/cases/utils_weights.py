"""nn.utils: weights expressed by others (weight_norm, spectral_norm), fused, replaced for a call, not drawn."""

from line import before, case, do, fn, layer, m, part, this, x

FORGETFUL = m("BatchNorm1d", 3, track_running_stats=False)
NO_STATISTICS = "running_mean and bn.running_var must not be None"
LINEAR, CONV = [4, 3], [2, 3, (3, 2)]


def normed(name, *inputs, args=LINEAR, how=None, calls="nn.utils.weight_norm", more=(), **options):
    """A module whose weight is expressed by others before it is called."""
    return case(name, args, *inputs, steps=(do(calls, this, **(how or {})), *more), **options)


def spectral(name, *inputs, **options):
    return normed(name, *inputs, calls="nn.utils.spectral_norm", **options)


def fused(name, kind, parts, *inputs, says=None, **how):
    """Two layers in evaluation, fused: what comes of it is a step's answer."""
    steps = (do(".eval"), do(f"nn.utils.fuse_{kind}_bn_eval", part("0"), part("1"), **how))
    return case(name, parts, *inputs, steps=steps, training=False, says=says)


OF_BIAS = (do("nn.utils.spectral_norm", this, name="bias"),)
BIAS = do("nn.utils.weight_norm", this, name="bias")
HIDDEN = {"name": "weight_hh_l0"}
UNDONE = (do("nn.utils.remove_weight_norm", this),)
DIVIDED = (do("nn.utils.remove_spectral_norm", this),)

CASES = [
    *layer(
        "nn.Linear",
        normed("weight-norm", x(2, 4), tags=("S98",)),
        normed("weight-norm-of-rows", x(2, 4), how={"dim": 1}),
        normed("weight-norm-of-all", x(2, 4), how={"dim": None}),
        normed("weight-norm-of-bias", x(2, 4), how={"name": "bias"}),
        normed("weight-norm-removed", x(2, 4), more=UNDONE),
        normed("weight-norm-of-both", x(2, 4), more=(do("nn.utils.weight_norm", this, name="bias"),)),
        normed("weight-norm-of-both-one-removed", x(2, 4), more=(BIAS, do("nn.utils.remove_weight_norm", this, name="bias"))),
        normed("refuses-weight-norm-twice", x(2, 4), more=(do("nn.utils.weight_norm", this),), says="Cannot register two weight_norm hooks"),
        normed("refuses-weight-norm-of-nothing", x(2, 4), how={"name": "gain"}, says="no attribute 'gain'"),
        case("refuses-weight-norm-not-there", LINEAR, x(2, 4), steps=UNDONE, says="weight_norm of 'weight' not found"),
        spectral("spectral-norm", x(2, 4), tags=("S98",)),
        spectral("spectral-norm-in-eval", x(2, 4), training=False),
        spectral("spectral-norm-of-columns", x(2, 4), how={"dim": 1}),
        spectral("spectral-norm-iterated", x(2, 4), how={"n_power_iterations": 3}),
        spectral("spectral-norm-eps", x(2, 4), how={"eps": 7.0}),
        spectral("spectral-norm-after-calls", x(2, 4), earlier=(before(x(2, 4)), before(x(2, 4), training=False))),
        spectral("spectral-norm-removed", x(2, 4), more=DIVIDED),
        spectral("refuses-spectral-norm-of-no-steps", x(2, 4), how={"n_power_iterations": 0}, says="Expected n_power_iterations to be positive"),
        spectral("refuses-spectral-norm-twice", x(2, 4), more=(do("nn.utils.spectral_norm", this),), says="Cannot register two spectral_norm hooks"),
        spectral("refuses-spectral-norm-of-nothing", x(2, 4), how={"name": "gain"}, says="gain"),
        case("refuses-spectral-norm-not-there", LINEAR, x(2, 4), steps=DIVIDED, says="spectral_norm of 'weight' not found"),
        case("refuses-spectral-norm-of-none", LINEAR, x(2, 4), steps=OF_BIAS, bias=False, says="parameter `bias` is None"),
    ),
    *layer(
        "nn.Conv2d",
        normed("weight-norm", x(2, 2, 5, 4), args=CONV, tags=("S98",)),
        normed("weight-norm-of-input-channels", x(2, 2, 5, 4), args=CONV, how={"dim": 1}),
        normed("weight-norm-from-the-end", x(2, 2, 5, 4), args=CONV, how={"dim": -2}),
        normed("weight-norm-of-columns", x(2, 2, 5, 4), args=CONV, how={"dim": 3}),
        spectral("spectral-norm", x(2, 2, 5, 4), args=CONV),
        spectral("spectral-norm-of-height", x(2, 2, 5, 4), args=CONV, how={"dim": 2}),
    ),
    *layer(
        "nn.ConvTranspose1d",
        spectral("spectral-norm", x(2, 2, 5), args=[2, 3, 3]),
        normed("weight-norm-removed", x(2, 2, 5), args=[2, 3, 3], more=UNDONE),
    ),
    *layer("nn.ConvTranspose3d", spectral("spectral-norm", x(1, 2, 2, 3, 2), args=[2, 3, 2])),
    *layer(
        "nn.LSTM",
        spectral("spectral-norm-of-a-layer", x(3, 2, 4), args=[4, 3], how={"name": "weight_hh_l0"}),
        spectral("spectral-norm-of-a-layer-removed", x(3, 2, 4), args=[4, 3], how=HIDDEN, more=(do("nn.utils.remove_spectral_norm", this, **HIDDEN),)),
    ),
    *layer("nn.LSTM", normed("weight-norm-of-a-layer", x(3, 2, 4), args=[4, 3], how={"name": "weight_hh_l0"})),
    *layer(
        "nn.utils.weight_norm",
        case("refuses-no-parameter", [], m("Linear", 3, 2), keywords={"name": "training"}, says="training"),
        case("refuses-none", [], m("Linear", 3, 2, bias=False), keywords={"name": "bias"}, says="must be Tensor, not NoneType"),
        case("refuses-missing-name", [], m("Linear", 3, 2), keywords={"name": "scale"}, says="no attribute 'scale'"),
        case("refuses-no-shape-yet", [], m("LazyLinear", 2), says="can't have uninitialized parameters"),
    ),
    *layer("nn.utils.spectral_norm", case("refuses-no-shape-yet", [], m("LazyLinear", 2), says="can't have uninitialized parameters")),
]

FOUR = [x(3), x(3, kind="uniform", low=0.5, high=2.0)]

CASES += [
    *layer(
        "nn.utils.fuse_conv_bn_weights",
        case("defaults", [], x(3, 2, 3), x(3), *FOUR, 0.01, x(3), x(3), upstream={}),
        case("two-dimensions", [], x(3, 2, 3, 2), x(3), *FOUR, 0.01, x(3), x(3), upstream={}),
        case("without-bias", [], x(3, 2, 3), None, *FOUR, 0.01, x(3), x(3), upstream={}),
        case("without-affine", [], x(3, 2, 3), x(3), *FOUR, 0.01, None, None, upstream={}),
        case("transposed", [], x(2, 3, 3), x(3), *FOUR, 0.01, x(3), x(3), keywords={"transpose": True}, upstream={}),
        case("no-gradient-wanted", [], x(3, 2, 3, grad=False), x(3, grad=False), *FOUR, 0.01, x(3), x(3), upstream={}),
        case("half-precision", [], x(3, 2, 3), x(3), *FOUR, 0.01, x(3), x(3), dtypes=("bfloat16", "float16"), upstream={}),
        case("refuses-other-channels", [], x(4, 2, 3), x(4), *FOUR, 0.01, x(3), x(3), says="must match the size of tensor"),
    ),
    *layer(
        "nn.utils.fuse_linear_bn_weights",
        case("defaults", [], x(3, 4), x(3), *FOUR, 0.01, x(3), x(3), upstream={}),
        case("without-bias", [], x(3, 4), None, *FOUR, 0.01, x(3), x(3), upstream={}),
        case("one-feature", [], x(3, 4), x(3), x(1), x(1, kind="uniform", low=0.5, high=2.0), 0.01, x(1), x(1), upstream={}),
        case("refuses-other-features", [], x(4, 2), x(4), *FOUR, 0.01, x(3), x(3), says="must match the size of tensor"),
    ),
    *layer(
        "nn.Sequential",
        fused("conv1d-fused", "conv", [m("Conv1d", 2, 3, 2), m("BatchNorm1d", 3)], x(2, 2, 5)),
        fused("conv2d-fused", "conv", [m("Conv2d", 2, 3, (2, 1)), m("BatchNorm2d", 3, eps=0.3)], x(2, 2, 5, 4)),
        fused("conv3d-without-bias-fused", "conv", [m("Conv3d", 2, 3, 2, bias=False), m("BatchNorm3d", 3)], x(1, 2, 3, 2, 3)),
        fused("conv-without-affine-fused", "conv", [m("Conv1d", 2, 3, 2), m("BatchNorm1d", 3, affine=False)], x(2, 2, 5)),
        fused("conv-transpose-fused", "conv", [m("ConvTranspose1d", 2, 3, 2), m("BatchNorm1d", 3)], x(2, 2, 5), transpose=True),
        fused("linear-fused", "linear", [m("Linear", 4, 3), m("BatchNorm1d", 3)], x(5, 4)),
        fused("linear-without-bias-fused", "linear", [m("Linear", 4, 3, bias=False), m("BatchNorm1d", 3)], x(5, 4)),
        fused("refuses-fusing-without-statistics", "conv", [m("Conv1d", 2, 3, 2), FORGETFUL], x(2, 2, 5), says=NO_STATISTICS),
        fused("refuses-fusing-linear-without-statistics", "linear", [m("Linear", 4, 3), FORGETFUL], x(5, 4), says=NO_STATISTICS),
        fused("refuses-fusing-other-features", "linear", [m("Linear", 4, 3), m("BatchNorm1d", 2)], x(5, 4), says="To fuse, linear.out_features =="),
    ),
    *layer(
        "nn.utils.fuse_conv_bn_eval",
        case("refuses-training", [], m("Conv1d", 2, 3, 2), m("BatchNorm1d", 3), says="Fusion only for eval!"),
        case("refuses-training-transposed", [], m("ConvTranspose1d", 2, 3, 2), m("BatchNorm1d", 3), keywords={"transpose": True}, says="Fusion only for eval!"),
    ),
    *layer("nn.utils.fuse_linear_bn_eval", case("refuses-training", [], m("Linear", 2, 3), m("BatchNorm1d", 3), says="Fusion only for eval!")),
    *layer(
        "nn.utils.skip_init",
        case("nothing-to-draw", [], fn("nn.Linear"), 0, 0),
        case("refuses-no-class", [], fn("nn.functional.relu"), 2, 3, says="must be a class"),
        case("refuses-no-module", [], fn("nn.LinearCrossEntropyOptions"), says="Expected a Module"),
        case("refuses-no-device", [], fn("nn.ReLU"), says="Module must support a 'device' arg"),
    ),
]
