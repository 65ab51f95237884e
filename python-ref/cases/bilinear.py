"""nn.Bilinear and its function."""

from __future__ import annotations

from line import case, index, layer, x

HALVES = ("float16", "bfloat16")
ONE, TWO = x(5, 3), x(5, 4)
NOTHING = "there is no row to apply it to"
EMPTY = {"weight": NOTHING, "bias": NOTHING}
EDGES = x(3, 3, kind="values", values=(float("nan"), 1, 2, float("inf"), 0, -1, -1, 0, 2))

LAYER = layer(
    "nn.Bilinear",
    case("defaults", [3, 4, 2], ONE, TWO),
    case("without-bias", [3, 4, 2], ONE, TWO, bias=False),
    case("without-bias-positional", [3, 4, 2, False], ONE, TWO),
    case("one-dimension", [3, 4, 2], x(3), x(4)),
    case("one-dimension-without-bias", [3, 4, 2], x(3), x(4), bias=False),
    case("three-dimensions", [3, 4, 2], x(2, 5, 3), x(2, 5, 4)),
    case("four-dimensions-without-bias", [2, 3, 4], x(2, 1, 5, 2), x(2, 1, 5, 3), bias=False),
    case("one-feature-each", [1, 1, 1], x(4, 1), x(4, 1)),
    case("long-sum", [24, 20, 2], x(3, 24), x(3, 20)),
    case("empty-batch", [3, 4, 2], x(0, 3), x(0, 4), blind=EMPTY),
    case("empty-batch-in-three-dimensions", [3, 4, 2], x(2, 0, 3), x(2, 0, 4), blind=EMPTY),
    case("no-output-features", [3, 4, 0], ONE, TWO, blind=dict.fromkeys(("input.0", "input.1"), "there is no output")),
    case("transposed-inputs", [3, 4, 2], x(5, 3, layout="transposed"), x(5, 4, layout="transposed")),
    case("every-other-element", [3, 4, 2], x(2, 5, 3, layout="step2"), x(2, 5, 4, layout="step2")),
    case("first-without-gradient", [3, 4, 2], x(5, 3, grad=False), TWO),
    case("second-without-gradient", [3, 4, 2], ONE, x(5, 4, grad=False)),
    case("under-no-grad", [3, 4, 2], ONE, TWO, grad_mode=False),
    case("half-precision", [3, 4, 2], ONE, TWO, dtypes=HALVES),
    case("edges", [3, 4, 2], EDGES, x(3, 4)),
    case("seeded-parameters", [3, 4, 2], ONE, TWO, state=None, dtypes=("float32", "float64", "float16")),
    case("seeded-parameters-without-bias", [6, 2, 3], x(2, 6), x(2, 2), bias=False, state=None),
    case("refuses-no-first-features", [0, 4, 2], x(5, 0), TWO, says="in1_features must be > 0"),
    case("refuses-half-a-first-feature", [2.5, 4, 2], ONE, TWO, says="type must be tuple of ints,but got float"),
    case("refuses-negative-first-features", [-1, 4, 2], ONE, TWO, says="negative dimension -1"),
    case("refuses-negative-second-features", [3, -4, 2], ONE, TWO, says="negative dimension -4"),
    case("refuses-no-second-features", [3, 0, 2], ONE, x(5, 0), says="cannot reshape tensor of 0 elements"),
    case("refuses-other-first-width", [3, 4, 2], x(5, 4), TWO, says="input1 size does not match weight size: got 4 but expected 3"),
    case("refuses-other-second-width", [3, 4, 2], ONE, x(5, 5), says="input2 size does not match weight size: got 5 but expected 4"),
    case("refuses-other-batch", [3, 4, 2], ONE, x(6, 4), says="input batch dimensions do not match at dim 0: got 5 and 6"),
    case("refuses-batch-of-one", [3, 4, 2], ONE, x(1, 4), says="input batch dimensions do not match at dim 0: got 5 and 1"),
    case("refuses-other-rank", [3, 4, 2], ONE, x(4), says="input dimensions do not match: got 2 and 1"),
    case("refuses-one-number", [1, 1, 2], x(), x(), says="tensor has no dimensions"),
    case("refuses-other-dtype", [3, 4, 2], ONE, x(5, 4, dtype="float64"), says="must have the same dtype"),
    case("refuses-integers", [3, 4, 2], x(5, 3, kind="integers"), x(5, 4, kind="integers"), says="must have the same dtype"),
)

WEIGHT = x(2, 3, 4)
FUNCTION = layer(
    "nn.functional.bilinear",
    case("defaults", [], ONE, TWO, WEIGHT),
    case("bias", [], ONE, TWO, WEIGHT, x(2)),
    case("bias-by-name", [], ONE, TWO, WEIGHT, keywords={"bias": x(2)}),
    case("one-dimension", [], x(3), x(4), WEIGHT, x(2)),
    case("three-dimensions", [], x(2, 5, 3), x(2, 5, 4), WEIGHT),
    case("transposed-weight", [], ONE, TWO, x(2, 3, 4, layout="transposed"), x(2)),
    case("weight-of-every-other-element", [], ONE, TWO, x(2, 3, 4, layout="step2")),
    case("weight-without-gradient", [], ONE, TWO, x(2, 3, 4, grad=False), x(2)),
    case("integers", [], *(index(*s, low=-4, below=9) for s in ((5, 3), (5, 4), (2, 3, 4), (2,)))),
    case("half-precision", [], ONE, TWO, WEIGHT, x(2), dtypes=HALVES),
    case("refuses-booleans", [], *(index(*s, below=2, dtype="bool") for s in ((5, 3), (5, 4), (2, 3, 4))), says='"bmm" not implemented'),
    case("refuses-other-widths", [], ONE, TWO, x(2, 4, 3), says="input1 size does not match weight size"),
    case("refuses-other-bias", [], ONE, TWO, WEIGHT, x(3), says="bias size does not match weight size: got 3 but expected 2"),
    case("refuses-bias-of-one", [], ONE, TWO, WEIGHT, x(1), says="bias size does not match weight size: got 1 but expected 2"),
    case("refuses-weight-of-other-dtype", [], ONE, TWO, x(2, 3, 4, dtype="float64"), says="must have the same dtype"),
)

CASES = [*LAYER, *FUNCTION]
