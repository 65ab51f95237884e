"""The activations made of straight pieces: Hardshrink, Hardsigmoid, Hardswish, ReLU6, Threshold and PReLU."""

from line import case, given, layer, x

from cases.activation import CLIPPED, GONE, INF, NAN, bands, inplace

LEFT = {"input.0": "all of it lies on flat pieces", "upstream.output.0": "the gradient is 0"}
WHOLE = x(8, kind="integers", low=-6, high=7)
BOOLEANS = given([1.0, 0.0], dtype="bool")

HARDSHRINK = layer(
    "nn.Hardshrink",
    case("defaults", [], x(3, 4)),
    case("lambda", [0.3], x(3, 4)),
    case("lambda-as-option", [], x(3, 4), lambd=0.8),
    case("lambda-zero", [0], x(3, 4)),
    case("lambda-negative", [-0.5], x(3, 4), tags=("S67",)),
    case("at-the-bounds", [0.25], given([0.25, -0.25, 0.26, -0.26, 0.24, -0.24]), tags=("S67",)),
    *bands(0.2, edges=(0.2, -0.2, 0.5, -0.5), one=-0.9, nan_gradient=False, blind={"tiny": GONE, "large": {"lambd": "all of it is beyond"}}),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
    case("refuses-booleans", [], BOOLEANS, says="Bool", tags=("S97",)),
)

HARDSIGMOID = layer(
    "nn.Hardsigmoid",
    case("defaults", [], x(3, 4)),
    case("around-minus-three", [], given([-3.1, -3.01, -3.0, -2.99, -2.9]), tags=("S67",)),
    case("around-three", [], given([3.1, 3.01, 3.0, 2.99, 2.9]), tags=("S67",)),
    *bands(edges=(3.0, -3.0, 2.5, -2.5), blind={"large": LEFT}),
    *inplace(),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
    case("refuses-booleans", [], BOOLEANS, says="Bool", tags=("S97",)),
)

HARDSWISH = layer(
    "nn.Hardswish",
    case("defaults", [], x(3, 4)),
    case("around-minus-three", [], given([-3.1, -3.01, -3.0, -2.99, -2.9]), tags=("S67",)),
    case("around-three", [], given([3.1, 3.01, 3.0, 2.99, 2.9]), tags=("S67",)),
    case("between", [], x(4, 5, kind="band", high=2.9)),
    *bands(edges=(3.0, -3.0, 2.5, -2.5)),
    *inplace(),
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
    case("refuses-booleans", [], BOOLEANS, says="Bool", tags=("S97",)),
)

RELU6 = layer(
    "nn.ReLU6",
    case("defaults", [], x(3, 4, kind="band", high=9.0)),
    case("around-six", [], given([5.9, 5.99, 6.0, 6.01, 6.1]), tags=("S67",)),
    *bands(edges=(6.0, 6.5, 5.5, -6.0), one=0.7, nan_gradient=False),
    *inplace(),
    case("integers", [], x(8, kind="integers", low=-6, high=12), dtypes=("float32",)),
    case("inplace-integers", [], x(8, kind="integers", low=-6, high=12), inplace=True, dtypes=("float32",)),
    case("int8", [], x(8, kind="integers", low=-6, high=12, dtype="int8"), dtypes=("float32",)),
    case("uint8", [], x(8, kind="integers", low=0, high=12, dtype="uint8"), dtypes=("float32",)),
    case("refuses-booleans", [], BOOLEANS, says="Bool inputs not supported for hardtanh"),
    case("refuses-inplace-booleans", [], BOOLEANS, inplace=True, says="Bool inputs not supported for hardtanh"),
)

THRESHOLD = layer(
    "nn.Threshold",
    case("defaults", [0.1, 20], x(3, 4)),
    case("below-zero", [-0.4, -1.5], x(3, 4), tags=("S67",)),
    case("at-the-threshold", [0.5, 2.5], given([0.5, 0.51, 0.49, -0.5, 0.0]), tags=("S67",)),
    case("arguments-by-name", [], x(3, 4), threshold=0.3, value=-7),
    *bands(needed=(0.1, 20), edges=(0.1, 0.2), one=0.7, blind={"tiny": CLIPPED}),
    *[line for line in inplace(0.1, 20) if "expanded" not in line[0].id],
    case("inplace-on-an-expanded", [0.1, 20], x(3, 9, grad=False, layout="expanded"), inplace=True, tags=("S66",)),
    case("not-a-number-as-value", [0.1, NAN], x(3, 4)),
    case("infinite-threshold", [-INF, 2.5], given([-INF, 1.0, INF, -1e30])),
    case("integers", [1, -5], WHOLE, dtypes=("float32",)),
    case("integers-and-fractions", [0.7, 2.9], WHOLE, dtypes=("float32",)),
    case("integers-and-negative-fractions", [-1.7, -2.9], WHOLE, dtypes=("float32",)),
    case("inplace-integers", [1, -5], WHOLE, inplace=True, dtypes=("float32",)),
    case("int32", [1, -5], x(8, kind="integers", low=-6, high=7, dtype="int32"), dtypes=("float32",)),
    case("uint8", [3, 7], x(8, kind="integers", low=0, high=9, dtype="uint8"), dtypes=("float32",)),
    case("refuses-booleans", [0.1, 20], BOOLEANS, says="Bool", tags=("S97",)),
)

UNREAD = {"weight": "no element is negative"}

PRELU = layer(
    "nn.PReLU",
    case("defaults", [], x(3, 4)),
    case("weight-per-channel", [3], x(2, 3, 4), tags=("S70",)),
    case("weight-per-channel-as-option", [], x(2, 3), num_parameters=3, tags=("S70",)),
    case("weight-per-channel-four-dimensions", [3], x(2, 3, 2, 2), tags=("S70",)),
    case("one-weight-three-dimensions", [], x(2, 3, 4), tags=("S70",)),
    case("one-weight-one-dimension", [], x(5, kind="uniform", low=-2.0, high=0.5), tags=("S70",)),
    case("one-value", [], given(-0.7), tags=("S70",)),
    case("init", [], x(3, 4), init=0.6, state=None),
    case("init-per-channel", [4, -0.3], x(2, 4, 2), state=None),
    case("slope-above-one", [], x(3, 4), state={"weight": given([2.5])}),
    case("tiny", [], x(3, 4, kind="band", high=1e-4)),
    case("large", [3], x(2, 3, 4, kind="band", high=12.0)),
    case("edges", [], given([INF, -INF, 0.0, -0.0, 1.0, -1.0, 1e-30, -1e30]), tags=("S67",)),
    case("nan", [], given([NAN, 1.5, NAN, -2.5, 0.25]), upstream={}),
    case("nothing-negative", [], given([1.0, 2.5, 0.5]), blind=UNREAD),
    case("transposed-input-per-channel", [3], x(2, 3, 4, layout="transposed")),
    case("every-other-element", [3], x(2, 3, 4, layout="step2")),
    case("input-without-gradient", [3], x(2, 3, 4, grad=False)),
    case("empty", [3], x(0, 3), blind={"weight": "there is nothing to apply it to"}),
    case("half-precision", [3], x(2, 3, 4), dtypes=("float16", "bfloat16"), upstream={}),
    case(
        "refuses-other-channels",
        [3],
        x(2, 4),
        says="Mismatch of parameter numbers and input channel size. Found parameter numbers = 3 and channel size = 4",
        tags=("S70",),
    ),
    case("refuses-several-for-one-dimension", [3], x(3), says="Found parameter numbers = 3 and channel size = 1", tags=("S70",)),
    case("refuses-several-without-dimensions", [2], given(1.0), says="Not allow zero-dim input tensor", tags=("S70",)),
    case("refuses-integers", [], x(4, kind="integers"), says="Type promoting not supported. Got Long and Float"),
    case("refuses-other-dtype", [], x(4, dtype="float64"), says="Type promoting not supported. Got Double and Float"),
    case("refuses-negative-number-of-weights", [-1], x(4), says="negative dimension -1"),
    case("channels-in-16-bits", [3], x(1, 3), dtypes=("float16",)),
)

CASES = [*HARDSHRINK, *HARDSIGMOID, *HARDSWISH, *RELU6, *THRESHOLD, *PRELU]
