"""The smooth activations that RNNs have no part in: CELU, GELU, LogSigmoid, SiLU, Mish, Softsign, Tanhshrink and GLU."""

from line import case, given, layer, x

from cases.activation import INF, NAN, bands, inplace

BOOLEANS = given([1.0, 0.0], dtype="bool")
WHOLE = x(5, kind="integers", low=-4, high=5)

REFUSES_WHOLE = [
    case("refuses-integers", [], x(4, kind="integers"), says="Long", tags=("S97",)),
    case("refuses-booleans", [], BOOLEANS, says="Bool", tags=("S97",)),
]

CELU = layer(
    "nn.CELU",
    case("defaults", [], x(3, 4)),
    case("alpha", [0.7], x(3, 4)),
    case("alpha-as-option", [], x(3, 4), alpha=2.5),
    case("alpha-negative", [], x(3, 4), alpha=-0.5),
    *bands(0.7, edges=(-20.0, -60.0, 88.0), nan_gradient=False),
    *inplace(0.7),
    *REFUSES_WHOLE,
    case("refuses-alpha-of-zero", [0.0], x(3), says="alpha cannot be 0 for CELU"),
    case("refuses-inplace-negative-alpha-at-backward", [-0.5], x(3, 4, leaf=False), inplace=True, says="negative slope"),
    case("inplace-saturated", [], given([-9.0, -0.25, 0.5], leaf=False), alpha=0.3, inplace=True),
)

GELU = layer(
    "nn.GELU",
    case("defaults", [], x(3, 4)),
    case("tanh", ["tanh"], x(3, 4)),
    case("tanh-as-option", [], x(2, 3, 4), approximate="tanh"),
    case("tanh-small", ["tanh"], x(3, 4, kind="band", high=0.25)),
    case("tanh-large", ["tanh"], x(3, 4, kind="band", high=6.0)),
    case("tanh-edges", ["tanh"], given([0.0, -0.0, 1.0, -1.0, 3.0, -3.0, 20.0, -20.0])),
    case("positive", [], x(3, 4, kind="uniform", low=0.5, high=4.0)),
    case("negative", [], x(3, 4, kind="uniform", low=-2.0, high=-0.1)),
    case("large", [], x(3, 4, kind="band", high=6.0)),
    case("tiny", [], x(3, 4, kind="band", high=1e-4)),
    case("edges", [], given([0.0, -0.0, 1.0, -1.0, 3.0, -3.0, 20.0, -20.0])),
    case("nan", [], given([NAN, 1.5, NAN, -2.5, 0.25])),
    case("one-value", [], given(-0.7)),
    case("transposed-input", [], x(4, 5, layout="transposed")),
    case("every-other-element", [], x(4, 5, layout="step2")),
    case("input-without-gradient", [], x(4, 5, grad=False)),
    case("empty", [], x(0, 3)),
    case("half-precision", [], x(4, 5), dtypes=("float16", "bfloat16"), upstream={}),
    case("half-precision-tanh", ["tanh"], x(4, 5), dtypes=("float16", "bfloat16"), upstream={}),
    *REFUSES_WHOLE,
    case("refuses-other-approximation", ["sigmoid"], x(3), says="approximate argument must be either none or tanh."),
)

LOG_SIGMOID = layer(
    "nn.LogSigmoid",
    case("defaults", [], x(3, 4)),
    case("positive", [], x(3, 4, kind="uniform", low=4.0, high=8.0)),
    case("negative", [], x(3, 4, kind="uniform", low=-8.0, high=-4.0)),
    case("far", [], given([-100.0, -745.0, -1000.0, 30.0, 37.0])),
    *bands(edges=(20.0, -20.0, 88.0, -89.0)),
    *REFUSES_WHOLE,
)

SILU = layer(
    "nn.SiLU",
    case("defaults", [], x(3, 4)),
    case("positive", [], x(3, 4, kind="uniform", low=4.0, high=8.0)),
    case("negative", [], x(3, 4, kind="uniform", low=-8.0, high=-4.0)),
    *bands(edges=(20.0, -20.0, 80.0, -80.0)),
    *inplace(),
    *REFUSES_WHOLE,
)

MISH = layer(
    "nn.Mish",
    case("defaults", [], x(3, 4)),
    case("positive", [], x(3, 4, kind="uniform", low=4.0, high=8.0)),
    case("negative", [], x(3, 4, kind="uniform", low=-8.0, high=-4.0)),
    *bands(edges=(20.0, -20.0, 80.0, -80.0)),
    *inplace(),
    *REFUSES_WHOLE,
)

SOFTSIGN = layer(
    "nn.Softsign",
    case("defaults", [], x(3, 4)),
    *bands(edges=(1e30, -1e30, 100.0, -100.0)),
    case("integers", [], WHOLE, dtypes=("float32",)),
    case("uint8", [], x(5, kind="integers", low=0, high=9, dtype="uint8"), dtypes=("float32",)),
    case("refuses-booleans", [], BOOLEANS, says="Bool", tags=("S97",)),
    case("refuses-nothing", [], None, says="'NoneType' object has no attribute 'abs'"),
)

TANHSHRINK = layer(
    "nn.Tanhshrink",
    case("defaults", [], x(3, 4)),
    *bands(tiny=0.1, edges=(9.0, -9.0, 100.0, -100.0)),
    case("integers", [], WHOLE, dtypes=("float32",)),
    case("uint8", [], x(5, kind="integers", low=0, high=9, dtype="uint8"), dtypes=("float32",)),
    case("refuses-booleans", [], BOOLEANS, says="with a bool tensor is not supported"),
    case("refuses-nothing", [], None, says="'NoneType' object has no attribute 'tanh'"),
)

GLU = layer(
    "nn.GLU",
    case("defaults", [], x(3, 4)),
    case("first-axis", [0], x(4, 3)),
    case("middle-axis", [1], x(2, 6, 3)),
    case("negative-axis", [-2], x(2, 6, 3)),
    case("axis-as-option", [], x(2, 4, 3), dim=1),
    case("one-dimension", [], x(6)),
    case("tiny", [], x(3, 8, kind="band", high=1e-4)),
    case("large", [], x(3, 8, kind="band", high=12.0)),
    case("edges", [], given([[INF, -1.0, 0.0, -0.0, 2.0, 1.0, 2.0, -20.0, 20.0, -80.0]])),
    case("nan", [], given([NAN, 1.5, 2.0, NAN])),
    case("empty", [], x(0, 4)),
    case("empty-axis", [0], x(0, 4)),
    case("transposed-input", [], x(4, 6, layout="transposed")),
    case("every-other-element", [], x(4, 6, layout="step2")),
    case("input-without-gradient", [], x(4, 6, grad=False)),
    case("half-precision", [], x(4, 6), dtypes=("float16", "bfloat16"), upstream={}),
    case("refuses-odd-size", [], x(3, 5), says="Halving dimension must be even, but dimension 1 is size 5"),
    case("refuses-one-value", [], given(1.0), says="glu does not support scalars"),
    case("refuses-axis-out-of-range", [2], x(3, 4), says="Dimension out of range"),
    *REFUSES_WHOLE[:1],
)

CASES = [*CELU, *GELU, *LOG_SIGMOID, *SILU, *MISH, *SOFTSIGN, *TANHSHRINK, *GLU]
