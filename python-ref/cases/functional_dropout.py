"""The dropouts as functions: training is an argument, and the alpha ones can work in place."""

from line import EVERY, case, index, layer, x

ONCE = {"dtypes": ("float32",)}
IDLE = {"training": "it is the default"}
NO_CAST = "result type Float can't be cast to the desired output type"


def dropouts(name, shape, *lines, trains=True):
    """The cases of one of them on a batch of `shape`; whether it `trains` unless told."""
    train = {} if trains else {"training": True}
    lines = [
        case("defaults", [], x(*shape), dtypes=EVERY, tags=() if trains else ("S38",)),
        case("p", [], x(*shape), keywords={"p": 0.3, **train}),
        case("p-zero", [], x(*shape), keywords={"p": 0, **train}, blind={} if trains else IDLE, tags=("S38",)),
        case("inplace", [], x(*shape, leaf=False), keywords={"inplace": True, **train}),
        case("refuses-p-above-one", [], x(*shape), keywords={"p": 1.5}, says="between 0 and 1, but got 1.5"),
        case("refuses-p-below-zero", [], x(*shape), keywords={"p": -0.5}, says="between 0 and 1, but got -0.5"),
        case("refuses-integers", [], index(*shape, below=9), keywords={"training": True}, says=f"{NO_CAST} Long", tags=("S40",)),
        case("refuses-inplace-on-a-leaf", [], x(*shape), keywords={"inplace": True, **train}, says="leaf", tags=("S66",)),
        *lines,
    ]
    if trains:
        lines += [case("not-training", [], x(*shape), keywords={"training": False}, tags=("S38",))]
    else:
        lines += [
            case("training", [], x(*shape), keywords={"training": True}, dtypes=EVERY),
            case("integers", [], index(*shape, below=9), **ONCE),
            case("booleans", [], index(*shape, below=2, dtype="bool"), **ONCE),
        ]
    return layer(f"nn.functional.{name}", *lines)


CASES = [
    *dropouts("dropout", (3, 5)),
    *dropouts(
        "dropout1d",
        (2, 4, 3),
        case("unbatched", [], x(8, 2)),
        case("refuses-one-dimension", [], x(5), says="Expected 2D or 3D input, but received a 1D input"),
        case("refuses-four-dimensions", [], x(2, 3, 2, 2), says="Expected 2D or 3D input, but received a 4D input"),
    ),
    *dropouts(
        "dropout2d",
        (2, 4, 2, 2),
        case("three-dimensions", [], x(2, 4, 3), tags=("S39",)),
        case("refuses-one-dimension", [], x(5), says="Feature dropout requires at least 2 dimensions"),
    ),
    *dropouts("dropout3d", (1, 5, 1, 2, 2), case("unbatched", [], x(6, 1, 2, 2))),
    *dropouts("alpha_dropout", (3, 5), trains=False),
    *dropouts(
        "feature_alpha_dropout",
        (2, 4, 3),
        case("refuses-one-dimension", [], x(5), keywords={"training": True}, says="Feature dropout requires at least 2 dimensions"),
        trains=False,
    ),
]
