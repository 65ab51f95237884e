"""torch.nn.init: what is filled, with which numbers, in which order they are drawn."""

from line import case, gen, given, index, layer, x
from value import Draw

ALL = ("float32", "float64", "float16", "bfloat16")
EVERY = (*ALL, "int64")
OVERWRITTEN = {"input.0": "is overwritten"}


def onto(name, tensor, **options):
    """A line about a tensor of any numbers, which are overwritten."""
    says, dtypes, blind = options.pop("says", None), options.pop("dtypes", None), options.pop("blind", {})
    tags = options.pop("tags", ())
    if not isinstance(tensor, Draw):
        tensor = x(*tensor)
    unseen = {} if says or 0 in tensor.shape else OVERWRITTEN | blind
    return case(name, [], tensor, keywords=options, says=says, dtypes=dtypes, blind=unseen, tags=tags)


def val(name, tensor, value, **options):
    """As `onto`, with a second argument that has no default."""
    line = onto(name, tensor, **options)
    return [type(s)(**{**vars(s), "inputs": (*s.inputs, value)}) for s in line]


def common(name, *lines):
    """What every sampler is asked."""
    return layer(
        f"nn.init.{name}",
        onto("matrix", (3, 5), dtypes=ALL),
        onto("large", (40, 33)),
        onto("kernel", (4, 3, 5, 2), tags=("S100",)),
        onto("own-generator", (5, 6), generator=gen(11)),
        onto("transposed", x(6, 4, layout="transposed")),
        onto("every-other-element", x(6, 4, layout="step2")),
        onto("a-leaf-that-takes-a-gradient", x(3, 4, grad=True), dtypes=("float32",)),
        *lines,
    )


def bounded(name):
    """The samplers that count fans."""
    return common(
        name,
        onto("no-outputs", (0, 4), dtypes=("float32",)),
        onto("refuses-a-vector", (5,), says="fewer than 2 dimensions", tags=("S100",)),
        onto("refuses-a-scalar", (), says="fewer than 2 dimensions"),
    )


def he(name):
    return layer(
        f"nn.init.{name}",
        onto("slope", (5, 4), a=0.3),
        onto("slope-of-linear-layers", (5, 4), a=5**0.5),
        onto("fan-out", (5, 4, 3), mode="fan_out"),
        onto("mode-in-capitals", (5, 4, 3), mode="FAN_OUT"),
        onto("relu", (5, 4), nonlinearity="relu", a=0.5, blind={"a": "is the slope of another nonlinearity"}),
        onto("tanh", (5, 4), nonlinearity="tanh"),
        onto("selu-fan-out", (5, 4), nonlinearity="selu", mode="fan_out"),
        onto("linear", (5, 4), nonlinearity="linear"),
        onto("sigmoid", (5, 4), nonlinearity="sigmoid"),
        onto("refuses-a-mode", (5, 4), mode="fan_avg", says="not supported"),
        onto("refuses-a-nonlinearity", (5, 4), nonlinearity="swish", says="Unsupported nonlinearity"),
    )


CASES = [
    *layer(
        "nn.init.calculate_gain",
        *(case(name.replace("_", "-"), [], name, dtypes=("float32",)) for name in ("linear", "conv1d", "conv_transpose3d", "sigmoid", "tanh", "relu", "selu")),
        case("leaky-relu", [], "leaky_relu", dtypes=("float32",)),
        case("leaky-relu-slope", [], "leaky_relu", keywords={"param": 0.2}, dtypes=("float32",)),
        case("leaky-relu-whole-slope", [], "leaky_relu", keywords={"param": 2}, dtypes=("float32",)),
        case("refuses-another-name", [], "softmax", says="Unsupported nonlinearity softmax"),
        case("refuses-a-slope-that-is-no-number", [], "leaky_relu", keywords={"param": True}, says="not a valid number"),
    ),
    *common(
        "uniform_",
        onto("range", (6, 4), a=-2.5, b=0.75),
        onto("lower-bound", (6, 4), a=-1),
        onto("upper-bound", (6, 4), b=3),
        onto("one-value", (2, 3), a=2, b=2),
        onto("scalar", ()),
        onto("empty", (0, 3), dtypes=("float32",)),
        onto("refuses-turned-bounds", (2, 3), a=1, b=0, says="expects to return a [from, to) range"),
    ),
    *common(
        "normal_",
        onto("mean-and-std", (6, 4), mean=3, std=0.25),
        onto("mean", (6, 4), mean=-1),
        onto("std-zero", (2, 3), std=0),
        onto("fifteen-elements", (3, 5), std=2),
        onto("sixteen-elements", (4, 4), std=2),
        onto("seventeen-elements", (17,), std=2),
        onto("scalar", ()),
        onto("empty", (0, 3), dtypes=("float32",)),
        onto("refuses-a-negative-std", (2, 3), std=-1, says="expects std >= 0.0, but found std"),
    ),
    *common(
        "trunc_normal_",
        onto("wide-interval", (12, 14), mean=0.5, std=1.5, a=-1, b=2.5),
        onto("narrow-interval", (6, 7), a=-0.1, b=0.2),
        onto("tail", (6, 7), a=2, b=3),
        onto("mean-outside", (5, 5), mean=4, std=1.5, a=-1, b=1),
        onto("small-std", (6, 7), std=0.02),
        onto("upper-half", (5, 6), a=0),
    ),
    *layer(
        "nn.init.constant_",
        val("value", (2, 3), 0.3, dtypes=ALL),
        val("whole-value", (2, 3), -4, dtypes=EVERY),
        val("integers-are-truncated", index(2, 3, below=9), 2.75, dtypes=("float32",)),
        val("infinity", (4,), float("inf")),
        val("nan", (4,), float("nan")),
        val("transposed", x(3, 4, layout="transposed"), 0.5),
        val("every-other-element", x(3, 4, layout="step2"), 0.5),
        val("scalar", (), 7),
        val("a-leaf-that-takes-a-gradient", x(3, grad=True), 1.5),
        val("refuses-what-does-not-fit", x(3, dtype="float16"), 70000, says="without overflow"),
    ),
    *layer(
        "nn.init.ones_",
        onto("matrix", (2, 3), dtypes=EVERY),
        onto("bool", index(2, 2, below=2, dtype="bool"), dtypes=("float32",)),
        onto("transposed", x(3, 4, layout="transposed")),
    ),
    *layer(
        "nn.init.zeros_",
        onto("matrix", (2, 3), dtypes=EVERY),
        onto("nan-becomes-zero", given([float("nan"), 1.0]), dtypes=("float32",)),
        onto("transposed", x(3, 4, layout="transposed")),
    ),
    *layer(
        "nn.init.eye_",
        onto("square", (4, 4), dtypes=EVERY),
        onto("wide", (3, 5)),
        onto("tall", (5, 3)),
        onto("transposed", x(3, 4, layout="transposed")),
        onto("refuses-a-vector", (4,), says="Only tensors with 2 dimensions are supported"),
        onto("refuses-three-axes", (2, 2, 2), says="Only tensors with 2 dimensions are supported"),
    ),
    *layer(
        "nn.init.dirac_",
        onto("temporal", (4, 3, 5), dtypes=EVERY),
        onto("spatial", (3, 4, 3, 4)),
        onto("volumetric", (2, 3, 2, 3, 4)),
        onto("groups", (6, 2, 3), groups=3),
        onto("groups-spatial", (4, 3, 3, 2), groups=2),
        onto("groups-volumetric", (4, 1, 1, 2, 3), groups=4),
        onto("transposed", x(3, 4, 5, layout="transposed")),
        onto("refuses-a-matrix", (3, 4), says="Only tensors with 3, 4, or 5 dimensions are supported"),
        onto("refuses-groups-that-do-not-divide", (5, 2, 3), groups=2, says="dim 0 must be divisible by groups"),
    ),
    *bounded("xavier_uniform_"),
    *bounded("xavier_normal_"),
    *layer("nn.init.xavier_uniform_", onto("gain", (5, 4), gain=5 / 3)),
    *layer("nn.init.xavier_normal_", onto("gain", (5, 4), gain=2**0.5)),
    *bounded("kaiming_uniform_"),
    *bounded("kaiming_normal_"),
    *he("kaiming_uniform_"),
    *he("kaiming_normal_"),
    *layer(
        "nn.init.orthogonal_",
        onto("square", (4, 4)),
        onto("tall", (6, 4)),
        onto("wide", (3, 7)),
        onto("kernel", (4, 3, 2, 2)),
        onto("kernel-with-many-outputs", (9, 2, 2)),
        onto("gain", (4, 5), gain=1.5),
        onto("one-row", (1, 6)),
        onto("one-column", (6, 1)),
        onto("large", (33, 20)),
        onto("own-generator", (4, 4), generator=gen(5)),
        onto("transposed", x(5, 4, layout="transposed")),
        onto("no-rows", (0, 4), dtypes=("float32",)),
        onto("refuses-a-vector", (5,), says="Only tensors with 2 or more dimensions are supported"),
    ),
    *layer(
        "nn.init.sparse_",
        val("a-tenth", (10, 4), 0.1),
        val("half", (7, 5), 0.5),
        val("all-zero", (4, 3), 1),
        val("nothing-zero", (4, 3), 0),
        val("std", (6, 4), 0.3, std=2),
        val("own-generator", (6, 4), 0.3, generator=gen(3)),
        val("refuses-a-vector", (5,), 0.5, says="Only tensors with 2 dimensions are supported"),
    ),
]
