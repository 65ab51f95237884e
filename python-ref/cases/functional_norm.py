"""The functions behind the normalisation layers."""

from __future__ import annotations

from line import case, given, index, layer, x

HALVES = ("float16", "bfloat16")
NAN, INF = float("nan"), float("inf")
C = 3
GIVEN = x(4, C, 5)
MEAN, VARIANCE = x(C, grad=False), x(C, kind="uniform", low=0.5, high=2, grad=False)
WEIGHT, BIAS = x(C, kind="band"), x(C)
EDGES = given([[[NAN, 1, 2, 0], [1, 2, 3, 5]], [[0, 1, 2, 4], [INF, 1, 2, 3]]])
UNTRAINED = {"momentum": "nothing moves outside of training"}

BATCH = layer(
    "nn.functional.batch_norm",
    case("defaults", [], GIVEN, MEAN, VARIANCE),
    case("two-axes", [], x(6, C), MEAN, VARIANCE),
    case("five-axes", [], x(2, C, 2, 3, 2), MEAN, VARIANCE),
    case("weight", [], GIVEN, MEAN, VARIANCE, keywords={"weight": WEIGHT}),
    case("bias", [], GIVEN, MEAN, VARIANCE, keywords={"weight": WEIGHT, "bias": BIAS}),
    case("bias-alone", [], GIVEN, MEAN, VARIANCE, keywords={"bias": BIAS}),
    case("training", [], GIVEN, MEAN, VARIANCE, keywords={"training": True}, tags=("S21",)),
    case("training-weight-and-bias", [], GIVEN, MEAN, VARIANCE, keywords={"weight": WEIGHT, "bias": BIAS, "training": True}),
    case("training-without-statistics", [], GIVEN, None, None, keywords={"training": True}),
    case("momentum", [], GIVEN, MEAN, VARIANCE, keywords={"training": True, "momentum": 0.4}),
    case("momentum-outside-of-training", [], GIVEN, MEAN, VARIANCE, keywords={"momentum": 0.4}, blind=UNTRAINED),
    case("eps", [], GIVEN, MEAN, VARIANCE, keywords={"eps": 0.1}),
    case("eps-in-training", [], GIVEN, MEAN, VARIANCE, keywords={"eps": 0.1, "training": True}),
    case("all-options", [], GIVEN, MEAN, VARIANCE, keywords={"weight": WEIGHT, "bias": BIAS, "training": True, "momentum": 0.3, "eps": 0.01}),
    case("every-other-element", [], x(4, C, 5, layout="step2"), MEAN, VARIANCE, keywords={"training": True}),
    case("empty-batch", [], x(0, C, 5), MEAN, VARIANCE, blind=dict.fromkeys(("input.1", "input.2"), "there is nothing to normalise")),
    case("edges", [], EDGES, x(2, grad=False), x(2, kind="uniform", low=0.5, high=2, grad=False)),
    case("half-precision", [], GIVEN, MEAN, VARIANCE, keywords={"weight": WEIGHT, "bias": BIAS}, dtypes=HALVES, upstream={}),
    case("refuses-no-statistics", [], GIVEN, None, None, says="running_mean must be defined in evaluation mode"),
    case("refuses-one-value-a-channel", [], x(1, C), MEAN, VARIANCE, keywords={"training": True}, says="Expected more than 1 value", tags=("S25",)),
    case("refuses-eps-of-nothing", [], GIVEN, MEAN, VARIANCE, keywords={"training": True, "eps": 0}, says="must be positive during", tags=("S22",)),
    case("refuses-negative-eps", [], GIVEN, MEAN, VARIANCE, keywords={"eps": -1}, says="eps must be non-negative, but got -1"),
    case("refuses-mean-of-other-size", [], GIVEN, x(2, grad=False), VARIANCE, says="running_mean should contain 3 elements not 2"),
    case("refuses-variance-of-other-size", [], GIVEN, MEAN, x(2, grad=False), says="running_var should contain 3 elements not 2"),
    case("refuses-weight-of-other-size", [], GIVEN, MEAN, VARIANCE, keywords={"weight": x(2)}, says="weight should contain 3 elements not 2"),
    case("refuses-bias-of-other-size", [], GIVEN, MEAN, VARIANCE, keywords={"weight": WEIGHT, "bias": x(2)}, says="bias should contain 3 elements not 2"),
    case("refuses-one-axis", [], x(C), MEAN, VARIANCE, says="running_mean should contain"),
    case("refuses-integers", [], index(4, C, 5, below=9), MEAN, VARIANCE, says="not implemented for 'Long'"),
)

INSTANCE = layer(
    "nn.functional.instance_norm",
    case("defaults", [], GIVEN, tags=("S31",)),
    case("four-axes", [], x(2, C, 3, 4)),
    case("five-axes", [], x(2, C, 2, 3, 2)),
    case("weight-and-bias", [], GIVEN, keywords={"weight": WEIGHT, "bias": BIAS}),
    case("weight-alone", [], GIVEN, keywords={"weight": WEIGHT}),
    case("running-mean-and-var", [], GIVEN, keywords={"running_mean": MEAN, "running_var": VARIANCE}),
    case("running-statistics-used", [], GIVEN, keywords={"running_mean": MEAN, "running_var": VARIANCE, "use_input_stats": False}),
    case("momentum", [], GIVEN, keywords={"running_mean": MEAN, "running_var": VARIANCE, "momentum": 0.4}),
    case("eps", [], GIVEN, keywords={"eps": 0.1}),
    case(
        "all-options",
        [],
        GIVEN,
        keywords={"running_mean": MEAN, "running_var": VARIANCE, "weight": WEIGHT, "bias": BIAS, "use_input_stats": False, "eps": 0.01},
    ),
    case("every-other-element", [], x(4, C, 5, layout="step2")),
    case("edges", [], EDGES),
    case("half-precision", [], GIVEN, keywords={"weight": WEIGHT, "bias": BIAS}, dtypes=HALVES, upstream={}),
    case("refuses-one-value-a-channel", [], x(2, C, 1), says="Expected more than 1 spatial element when training"),
    case("refuses-statistics-that-are-not-there", [], GIVEN, keywords={"use_input_stats": False}, says="Expected running_mean and running_var to be defined"),
    case("refuses-mean-of-other-size", [], GIVEN, keywords={"running_mean": x(2, grad=False), "running_var": VARIANCE}, says="running_mean should contain"),
    case("refuses-weight-of-other-size", [], GIVEN, keywords={"weight": x(2)}, says="weight should contain"),
    case("refuses-integers", [], index(4, C, 5, below=9), says="not implemented for 'Long'"),
)

LINES = x(3, 4, 5)
LAYER = layer(
    "nn.functional.layer_norm",
    case("defaults", [], LINES, (5,)),
    case("two-axes", [], LINES, (4, 5)),
    case("all-axes", [], LINES, (3, 4, 5)),
    case("weight", [], LINES, (5,), keywords={"weight": x(5, kind="band")}),
    case("bias", [], LINES, (5,), keywords={"weight": x(5, kind="band"), "bias": x(5)}),
    case("bias-alone", [], LINES, (4, 5), keywords={"bias": x(4, 5)}),
    case("eps", [], LINES, (5,), keywords={"eps": 0.1}),
    case("eps-of-nothing", [], LINES, (5,), keywords={"eps": 0}),
    case("all-options", [], LINES, (4, 5), keywords={"weight": x(4, 5, kind="band"), "bias": x(4, 5), "eps": 0.01}),
    case("transposed", [], x(3, 4, 5, layout="transposed"), (5,)),
    case("empty-batch", [], x(0, 5), (5,)),
    case("edges", [], EDGES, (4,)),
    case("half-precision", [], LINES, (5,), keywords={"weight": x(5, kind="band"), "bias": x(5)}, dtypes=HALVES, upstream={}),
    case("refuses-other-shape", [], LINES, (4,), says="expected input with shape [*, 4]"),
    case("refuses-no-shape", [], LINES, (), says="Expected normalized_shape to be at least 1-dimensional"),
    case("refuses-weight-of-other-shape", [], LINES, (5,), keywords={"weight": x(4)}, says="Expected weight to be of same shape as normalized_shape"),
    case("refuses-bias-of-other-shape", [], LINES, (5,), keywords={"bias": x(4)}, says="Expected bias to be of same shape as normalized_shape"),
    case("refuses-integers", [], index(3, 5, below=9), (5,), says="not implemented for 'Long'"),
)

RMS = layer(
    "nn.functional.rms_norm",
    case("defaults", [], LINES, (5,), tags=("S36",)),
    case("two-axes", [], LINES, (4, 5)),
    case("weight", [], LINES, (5,), keywords={"weight": x(5, kind="band")}),
    case("eps", [], LINES, (5,), keywords={"eps": 0.1}),
    case("all-options", [], LINES, (4, 5), keywords={"weight": x(4, 5, kind="band"), "eps": 0.01}),
    case("small-numbers", [], x(3, 5, kind="band", high=1e-4), (5,), tags=("S36",)),
    case("transposed", [], x(3, 4, 5, layout="transposed"), (5,)),
    case("empty-batch", [], x(0, 5), (5,)),
    case("edges", [], EDGES, (4,)),
    case("half-precision", [], LINES, (5,), keywords={"weight": x(5, kind="band")}, dtypes=HALVES, upstream={}, tags=("S36",)),
    case("refuses-other-shape", [], LINES, (4,), says="Given normalized_shape=[4], expected input with shape"),
    case("refuses-no-shape", [], LINES, (), says="Expected normalized_shape to be at least 1-dimensional"),
    case("refuses-weight-of-other-shape", [], LINES, (5,), keywords={"weight": x(4)}, says="Expected weight to be of same shape as normalized_shape"),
    case("refuses-integers", [], index(3, 5, below=9), (5,), says="not implemented for 'Long'"),
)

SIX = x(2, 6, 4)
GROUP = layer(
    "nn.functional.group_norm",
    case("defaults", [], SIX, 2),
    case("one-group", [], SIX, 1),
    case("a-group-each", [], SIX, 6),
    case("two-axes", [], x(4, 6), 2),
    case("four-axes", [], x(2, 6, 3, 2), 3),
    case("weight", [], SIX, 2, keywords={"weight": x(6, kind="band")}),
    case("bias", [], SIX, 2, keywords={"weight": x(6, kind="band"), "bias": x(6)}),
    case("bias-alone", [], SIX, 3, keywords={"bias": x(6)}, upstream={}),
    case("eps", [], SIX, 2, keywords={"eps": 0.1}),
    case("all-options", [], SIX, 3, keywords={"weight": x(6, kind="band"), "bias": x(6), "eps": 0.01}),
    case("every-other-element", [], x(2, 6, 4, layout="step2"), 2),
    case("edges", [], EDGES, 2),
    case("half-precision", [], SIX, 2, keywords={"weight": x(6, kind="band"), "bias": x(6)}, dtypes=HALVES, upstream={}),
    case("refuses-groups-that-do-not-divide", [], SIX, 4, says="Expected number of channels in input to be divisible by num_groups"),
    case("refuses-no-groups", [], SIX, 0, says="integer division or modulo by zero"),
    case("refuses-one-value-a-group", [], x(1, 2), 2, says="Expected more than 1 value per channel", tags=("S34",)),
    case("refuses-one-axis", [], x(6), 2, says="Expected at least 2 dimensions for input tensor but received 1"),
    case("refuses-weight-of-other-size", [], SIX, 2, keywords={"weight": x(4)}, says="Expected weight to be a vector of size equal to the number of channels"),
    case("refuses-bias-of-other-size", [], SIX, 2, keywords={"bias": x(4)}, says="Expected bias to be a vector of size equal to the number of channels"),
    case("refuses-integers", [], index(2, 6, 4, below=9), 2, says="not implemented for 'Long'"),
)

MORE = {"alpha": 0.5}
RESPONSE = layer(
    "nn.functional.local_response_norm",
    case("defaults", [], SIX, 3, tags=("S35",)),
    case("even-size", [], SIX, 2, keywords=MORE, tags=("S35",)),
    case("size-of-one", [], SIX, 1, keywords=MORE),
    case("size-beyond-the-channels", [], SIX, 9, keywords=MORE),
    case("beta", [], SIX, 3, keywords=MORE | {"beta": 0.5}),
    case("k", [], SIX, 3, keywords=MORE | {"k": 2}),
    case("all-options", [], SIX, 3, keywords={"alpha": 1, "beta": 1, "k": 0.5}),
    case("four-axes", [], x(2, 6, 3, 2), 3, keywords=MORE),
    case("every-other-element", [], x(2, 6, 4, layout="step2"), 3, keywords=MORE),
    case("empty-batch", [], x(0, 6, 4), 3),
    case("half-precision", [], SIX, 3, keywords=MORE, dtypes=HALVES, upstream={}),
    case("refuses-two-axes", [], x(2, 6), 3, says="Expected 3D or higher dimensionality"),
    case("refuses-no-size", [], SIX, 0, says="kernel size should be greater than zero"),
    case("integers", [], index(2, 6, 4, below=9), 3),
)

CASES = [*BATCH, *INSTANCE, *LAYER, *RMS, *GROUP, *RESPONSE]
