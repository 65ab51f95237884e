"""Tensors made of numbers."""

from line import EVERY, case, dt, exact, gen, index, layer, x

WHOLE = {"dtypes": ("float32",)}
INT = {"dtype": dt("int64")}
SHAPE = {"input.0": "only its shape counts"}
WIDE = {"dtype": dt("float64")}

CASES = [
    *layer(
        "torch.arange",
        case("end", [], 5, **WHOLE),
        case("start-and-end", [], 2, 7, **WHOLE),
        case("step", [], 1, 10, 3, **WHOLE),
        case("backwards", [], 5, -4, -2, **WHOLE),
        case("fractions", [], 0.5, 3.25, 0.25, **WHOLE),
        case("dtype", [], 4, keywords=WIDE, **WHOLE),
        case("empty", [], 3, 3, **WHOLE),
        case("refuses-direction", [], 3, 1, says="upper bound and lower bound inconsistent with step sign"),
        case("refuses-no-step", [], 3, 5, 0, says="step must be nonzero"),
    ),
    *layer(
        "torch.linspace",
        case("five", [], 0, 1, 5, **WHOLE),
        case("even-count", [], -2.5, 10, 8, **WHOLE),
        case("thirds", [], 0.1, 0.7, 10, **WHOLE),
        case("backwards", [], 3, -1, 7, **WHOLE),
        case("one", [], 2, 9, 1, **WHOLE),
        case("none", [], 2, 9, 0, **WHOLE),
        case("float64", [], 0.1, 0.7, 10, keywords=WIDE, **WHOLE),
        case("integers", [], 0, 10, 7, keywords=INT, **WHOLE),
        case("half-precision", [], 0.1, 0.7, 9, keywords={"dtype": dt("float16")}, **WHOLE),
        case("refuses-negative-count", [], 0, 1, -1, says="number of steps must be non-negative"),
    ),
    *layer("torch.logspace", case("tens", [], -1, 1, 5, **WHOLE), case("base-two", [], 0, 5, 6, keywords={"base": 2, **WIDE}, **WHOLE)),
    *layer("torch.zeros", case("shape", [], (2, 3), **WHOLE), case("dtype", [], (2,), keywords=INT, **WHOLE)),
    *layer("torch.ones", case("shape", [], (2, 3), **WHOLE), case("dtype", [], (2,), keywords={"dtype": dt("bool")}, **WHOLE)),
    *layer("torch.full", case("dtype", [], (2, 3), 2.5, keywords=WIDE, **WHOLE), case("no-axes", [], (), 2.5, **WHOLE)),
    *layer("torch.eye", case("square", [], 3, **WHOLE), case("wide", [], 2, 4, **WHOLE), case("dtype", [], 2, keywords=INT, **WHOLE)),
    *exact(
        "torch.zeros_like",
        case("values", [], x(2, 3), blind=SHAPE),
        case("dtype", [], x(2), keywords=INT, blind=SHAPE),
    ),
    *exact(
        "torch.ones_like",
        case("values", [], x(2, 3), blind=SHAPE),
        case("integers", [], index(3, below=9), **WHOLE, blind=SHAPE),
    ),
    *exact("torch.full_like", case("values", [], x(2, 3), 1.5, blind=SHAPE)),
    *layer(
        "torch.rand_like",
        case("values", [], x(2, 3), blind=SHAPE, dtypes=EVERY),
        case("generator", [], x(2, 3), keywords={"generator": gen(5)}, blind=SHAPE),
    ),
    *layer(
        "torch.randn_like",
        case("values", [], x(2, 3, dtype="float32"), **WHOLE, blind=SHAPE),
        case("generator", [], x(2, 3, dtype="float32"), keywords={"generator": gen(5)}, **WHOLE, blind=SHAPE),
    ),
    *exact("torch.as_tensor", case("tensor", [], x(2, 3)), case("converted", [], x(2, 3), keywords={"dtype": dt("float16")}, upstream={})),
    *layer("torch.scalar_tensor", case("number", [], 2.5, **WHOLE), case("dtype", [], 2, keywords=INT, **WHOLE)),
    *layer(
        "torch.tensor",
        case("nested", [], [[0.5, 1.5], [2.5, 3.5]], **WHOLE),
        case("dtype", [], [1, 2, 3], keywords=WIDE, **WHOLE),
        case("refuses-ragged", [], [[1.5, 2.5], [3.5]], says="expected sequence of"),
    ),
]
