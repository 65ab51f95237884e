"""nn.Sequential."""

from line import case, do, given, layer, m, x

#: What a method makes is looked at as it was constructed.
MADE = {"dtypes": ("float32",), "upstream": {}, "state": None}

CASES = layer(
    "nn.Sequential",
    case("one-layer", [m("Linear", 4, 3)], x(2, 4)),
    case("two-layers", [m("Linear", 4, 3), m("Linear", 3, 2)], x(2, 4)),
    case("perceptron", [m("Linear", 4, 5), m("ReLU"), m("Linear", 5, 2)], x(3, 4)),
    case("named-layers", [{"hidden": m("Linear", 4, 5), "act": m("Tanh"), "out": m("Linear", 5, 2, bias=False)}], x(3, 4)),
    case("nested", [m("Sequential", m("Linear", 4, 3), m("Sigmoid")), m("Linear", 3, 2)], x(2, 4)),
    case(
        "convolutional", [m("Conv2d", 2, 3, 3, padding=1), m("BatchNorm2d", 3), m("ReLU"), m("MaxPool2d", 2), m("Flatten"), m("Linear", 12, 2)], x(2, 2, 4, 4)
    ),
    case("convolutional-in-eval", [m("Conv2d", 2, 3, 3, padding=1), m("BatchNorm2d", 3), m("ReLU")], x(2, 2, 4, 4), training=False),
    case("norm-and-dropout", [m("LayerNorm", 6), m("Dropout", 0.4), m("Linear", 6, 3)], x(4, 6)),
    case("norm-and-dropout-in-eval", [m("LayerNorm", 6), m("Dropout", 0.4), m("Linear", 6, 3)], x(4, 6), training=False),
    case("two-dropouts", [m("Dropout", 0.3), m("Linear", 6, 6), m("Dropout", 0.6)], x(3, 6)),
    case("inplace-activation", [m("Linear", 4, 5), m("ReLU", inplace=True), m("Linear", 5, 2)], x(3, 4)),
    case("embedding-first", [m("Embedding", 5, 3), m("Flatten"), m("Linear", 6, 2)], given([[0, 3], [4, 1]], dtype="int64")),
    case("unflatten", [m("Linear", 4, 6), m("Unflatten", 1, (2, 3)), m("ConvTranspose1d", 2, 3, 2)], x(2, 4)),
    case("empty", [], x(2, 3), tags=("S104",)),
    case("empty-dict", [{}], x(2, 3), tags=("S104",)),
    case("input-without-gradient", [m("Linear", 4, 3), m("Softmax", 1)], x(2, 4, grad=False)),
    case("under-no-grad", [m("Linear", 4, 3), m("Tanh")], x(2, 4), grad_mode=False),
    case("counts-batches", [m("BatchNorm1d", 3, momentum=None), m("Linear", 3, 2)], x(4, 3)),
    case("seeded-parameters", [m("Linear", 4, 3), m("ReLU"), m("Linear", 3, 2)], x(2, 4), state=None),
    case("seeded-mixed", [m("Conv1d", 2, 3, 2), m("BatchNorm1d", 3), m("Flatten"), m("Linear", 12, 2)], x(2, 2, 5), state=None),
    case("added-to-another", [m("Linear", 4, 3)], m("Sequential", m("Tanh"), m("ReLU")), method=".__add__", **MADE),
    case("times-three", [m("Linear", 4, 4), m("Tanh")], 3, method=".__mul__", **MADE),
    case("times-one", [m("Linear", 4, 4), m("Tanh")], 1, method=".__mul__", **MADE),
    case("two-times", [m("Linear", 4, 4)], 2, method=".__rmul__", **MADE),
    case("times-two-in-place", [m("Linear", 4, 4), m("Tanh")], x(2, 4), steps=(do(".__imul__", 2),)),
    case("times-two-in-place-twice", [m("Linear", 4, 4), m("Tanh")], x(2, 4), steps=(do(".__imul__", 2), do(".__imul__", 2))),
    case("refuses-times-nothing", [m("ReLU")], 0, method=".__mul__", says="Non-positive multiplication factor 0 for"),
    case("refuses-times-nothing-in-place", [m("ReLU")], x(2, 4), steps=(do(".__imul__", -1),), says="Non-positive multiplication factor -1 for"),
    case("refuses-times-a-fraction", [m("ReLU")], 1.5, method=".__mul__", says="unsupported operand type(s) for *"),
    case("refuses-added-to-a-layer", [m("ReLU")], m("Tanh"), method=".__add__", says="add operator supports only objects of Sequential class"),
    case("refuses-within", [m("Linear", 4, 3), m("Linear", 2, 2)], x(2, 4), says="shapes cannot be multiplied"),
    case("refuses-in-construction-of-a-layer", [m("Dropout", 1.5)], x(2, 4), says="between 0 and 1"),
    case("refuses-what-is-no-layer", [3], x(2, 4), says="is not a Module subclass"),
    case("refuses-an-index-beyond", [m("ReLU")], 1, method=".__getitem__", says="index 1 is out of range"),
    case("refuses-to-insert-a-number", [m("ReLU")], x(2, 4), steps=(do(".insert", 0, 3),), says="module should be of type"),
    case("refuses-inplace-on-a-leaf", [m("ReLU", inplace=True)], x(2, 4), says="leaf", tags=("S66",)),
    case(
        "refuses-changed-output-at-backward",
        [m("Sigmoid"), m("ReLU", inplace=True), m("Linear", 3, 2)],
        x(2, 3),
        says="modified by an inplace operation",
        tags=("S66",),
    ),
)
