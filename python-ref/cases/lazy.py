"""Layers that take their first sizes from their first input."""

from __future__ import annotations

from line import before, case, do, dt, layer, m, x

HALVES = ("float16", "bfloat16")
AXES = {"1d": (7,), "2d": (7, 6), "3d": (6, 5, 4)}
SAME = "it does the same in both"
NO_SHAPE = "Can't access the shape of an uninitialized parameter or buffer"
UNSEEN = {"step.0.persistent": "only the module that holds it looks at it"}
TOO_SOON = "Attempted to use an uninitialized parameter"


def before_the_first_call(args, given, **options):
    """What is to be seen of it: how it prints, that it is lazy, what its state holds."""
    looks = (do(".modules"), do(".has_uninitialized_params"), do(".state_dict"), do(".extra_repr"))
    return case("before-the-first-call", args, given, steps=looks, tags=("S102",), **options)


def shared(args, given, *, training=True, **options):
    """The cases that all of them have."""
    blind = options.get("blind", {})
    calm = {} if training else {"training": SAME}
    once = {} if training else {"earlier": "the weights are those of the first call either way"}
    return (
        case("defaults", args, given, tags=("S102",), **options),
        before_the_first_call(args, given, **options),
        case("in-eval", args, given, training=False, **options | {"blind": blind | calm}),
        case("under-no-grad", args, given, grad_mode=False, **options),
        case("after-another-call", args, given, earlier=(before(given),), **options | {"blind": blind | once}),
        case("half-precision", args, given, dtypes=HALVES, upstream={}, **options),
        case("refuses-access-to-shape", args, given, steps=(do(".weight.shape"),), says=NO_SHAPE, tags=("S102",), **options),
        case("refuses-loading-part", args, given, steps=(do(".load_state_dict", {"weight": x(2)}),), says="Missing key(s) in state_dict", **options),
    )


def linear(width):
    return {"weight": x(3, width), "bias": x(3)}


SPARE = m("parameter.UninitializedBuffer", persistent=False)
WEIGHT_ALONE = (do(".load_state_dict", {"weight": x(3, 5)}, strict=False),)
LINEAR = layer(
    "nn.LazyLinear",
    *shared([3], x(4, 5), training=False),
    case("without-bias", [3], x(4, 5), bias=False),
    case("without-bias-positional", [3, False], x(4, 5)),
    case("one-dimension", [3], x(5)),
    case("three-dimensions", [2], x(2, 4, 3)),
    case("empty-batch", [3], x(0, 5)),
    case("transposed-input", [3], x(4, 5, layout="transposed")),
    case("loads-a-state", [3], x(4, 5), steps=(do(".load_state_dict", linear(5)), do(".has_uninitialized_params"), do(".modules")), tags=("S102",)),
    case("refuses-input-of-other-width-than-loaded", [3], x(4, 6), steps=(do(".load_state_dict", linear(5)),), says="The in_features inferred from input: 6"),
    case("refuses-weight-loaded-alone", [3], x(4, 5), steps=WEIGHT_ALONE, says="no attribute 'materialize'"),
    case("beside-an-uninitialized-buffer", [3], x(4, 5), steps=(do("nn.parameter.UninitializedBuffer", persistent=False),), blind=UNSEEN),
    case("refuses-what-stays-uninitialized", [3], x(4, 5), steps=(do(".__setattr__", "spare", SPARE),), says="has not been fully initialized"),
    case("refuses-other-width-than-at-first", [3], x(4, 6), earlier=(before(x(4, 5)),), says="cannot be multiplied (4x6 and 5x3)"),
    case("refuses-one-number", [3], x(), says="tuple index out of range"),
    case("refuses-integers", [3], x(4, 5, kind="integers"), says="dtype"),
    case("refuses-other-dtype", [3], x(4, 5, dtype="float64"), says="dtype", tags=("S94",)),
    case("refuses-negative-features", [-3], x(4, 5), says="negative dimension -3"),
    case("refuses-forward-itself", [3], x(4, 5), method=".forward", says=TOO_SOON),
)


def conv(n, sizes, transposed=False):
    rank, name = len(sizes), f"nn.LazyConv{'Transpose' if transposed else ''}{n}"
    given, pair = x(2, 4, *sizes), (2, 3, 1)[:rank]
    kernel = (3, 2, 2)[:rank]
    blocks = {"groups": 2}
    extra = (
        [
            case("output-padding", [4, kernel], given, stride=pair, output_padding=(1, 0, 0)[:rank]),
            case("output-size", [4, kernel], given, keywords={"output_size": tuple((s - 1) * 2 + k + 1 for s, k in zip(sizes, kernel, strict=True))}, stride=2),
            case("refuses-bias-of-other-groups", [3, kernel], given, **blocks, says="expected bias to be 1-dimensional with 2 elements"),
        ]
        if transposed
        else [
            case("padding-mode", [4, kernel], given, padding=(1, 2, 1)[:rank], padding_mode="circular"),
            case("same-padding", [4, kernel], given, padding="same"),
            case("refuses-weight-of-other-groups", [3, kernel], given, **blocks, says="expected weight to be divisible by 2 at dimension 0"),
            case("refuses-unknown-padding-mode", [4, 3], given, padding_mode="none", says="padding_mode must be one of"),
        ]
    )
    state = {"weight": x(*((4, 3) if transposed else (3, 4)), *kernel), "bias": x(3)}
    alone = do(".load_state_dict", {"weight": state["weight"]}, strict=False)
    return layer(
        name,
        *shared([4, 3], given, training=False),
        case("kernel-per-axis", [4, kernel], given),
        case("stride", [4, kernel], given, stride=pair),
        case("padding", [4, kernel], given, padding=(1, 0, 1)[:rank]) if rank > 1 else case("padding", [4, 3], given, padding=1),
        case("dilation", [4, kernel], given, dilation=pair),
        case("groups", [4, kernel], given, **blocks),
        case("without-bias", [4, kernel], given, bias=False),
        case("unbatched", [4, kernel], x(4, *sizes)),
        case("empty-batch", [4, kernel], x(0, 4, *sizes)),
        *extra,
        case("loads-a-state", [3, kernel], given, steps=(do(".load_state_dict", state), do(".modules")), tags=("S102",)),
        case("refuses-weight-loaded-alone", [3, kernel], given, steps=(alone,), says="self.weight must be an UninitializedParameter"),
        case("refuses-rank-below", [4, 3], x(*sizes), says="batched) input"),
        case("refuses-rank-above", [4, 3], x(1, 2, 4, *sizes), says=f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input"),
        case("refuses-channels-not-divisible", [4, 3], x(2, 3, *sizes), **blocks, says="in_channels must be divisible by groups"),
        case("refuses-other-channels-than-at-first", [4, 3], x(2, 3, *sizes), earlier=(before(given),), says="to have 4 channels, but got 3"),
        case("refuses-integers", [4, 3], x(2, 4, *sizes, kind="integers"), says="type"),
        case("refuses-forward-itself", [4, 3], given, method=".forward", says=TOO_SOON),
    )


def batch_norm(n, sizes):
    given, less = x(3, 2, *sizes), len(sizes) - 1
    state = {k: x(2, kind="uniform", low=0.5, high=2) for k in ("weight", "bias", "running_mean", "running_var")}
    return layer(
        f"nn.LazyBatchNorm{n}",
        *norm(given),
        *([case("two-axes", [], x(5, 2))] if less == 0 else []),
        case("empty-batch", [], x(0, 2, *sizes), tags=("S25",)),
        case("loads-a-state", [], given, steps=(do(".load_state_dict", state), do(".modules")), tags=("S102",)),
        case("refuses-rank", [], x(3, 2, *sizes, 2), says="D input)"),
        case("refuses-forward-itself", [], given, method=".forward", says=TOO_SOON),
        case("refuses-one-axis", [], x(3), says="tuple index out of range"),
        case("refuses-one-value-a-channel", [], x(1, 2, *(1 for _ in sizes)), says="Expected more than 1 value per channel", tags=("S25",)),
        case("refuses-one-value-a-channel-in-eval", [], x(1, 2, *(1 for _ in sizes)), track_running_stats=False, training=False, says="Expected more than 1"),
        case("refuses-other-channels-than-at-first", [], x(3, 4, *sizes), earlier=(before(given),), says="running_mean should contain 4 elements not 2"),
        case("refuses-eps-of-nothing", [], given, eps=0, says="eps"),
        case("refuses-negative-eps", [], given, eps=-1, training=False, says="eps"),
    )


def norm(given):
    """The cases that norms share."""
    return (
        *shared([], given),
        case("eps", [], given, eps=0.1),
        case("momentum", [], given, momentum=0.3),
        case("not-affine", [], given, affine=False),
        case("untracked", [], given, track_running_stats=False),
        case("without-bias", [], given, bias=False),
        case("neither-affine-nor-tracked", [], given, affine=False, track_running_stats=False),
        case("positional", [0.01, 0.2], given),
    )


def instance_norm(n, sizes):
    given, alone = x(3, 2, *sizes), x(4, 4, *sizes[1:])
    return layer(
        f"nn.LazyInstanceNorm{n}",
        *norm(given),
        case("unbatched-of-equal-sizes", [], alone),
        case("unbatched-untracked", [], x(2, *sizes), affine=False, track_running_stats=False),
        case("refuses-other-channels-than-at-first", [], x(3, 4, *sizes), earlier=(before(given),), says="match num_features (2), but got: 4", tags=("S32",)),
        case("refuses-unbatched", [], x(2, *sizes), says="expected input's size at dim=0 to match num_features", tags=("S32",)),
        case("refuses-unbatched-tracked", [], x(2, *sizes), affine=False, says="running_mean should contain 2 elements"),
        case("refuses-one-axis", [], x(3), says="tuple index out of range"),
        case("refuses-rank", [], x(3, 2, *sizes, 2), says="D input)"),
        case("refuses-one-value-a-channel", [], x(2, 2, *(1 for _ in sizes)), says="Expected more than 1 spatial element"),
    )


TENSORS = [
    *layer(
        "nn.parameter.UninitializedParameter",
        case("defaults", [], dtypes=("float32",), tags=("S102",)),
        case("frozen", [], keywords={"requires_grad": False}, dtypes=("float32",), blind={"requires_grad": "it is not printed"}),
        case("refuses-integers", [], keywords={"dtype": dt("int64")}, says="can require gradients"),
    ),
    *layer(
        "nn.parameter.UninitializedBuffer",
        case("defaults", [], dtypes=("float32",), tags=("S102",)),
        case("integers", [], keywords={"dtype": dt("int64")}, dtypes=("float32",), blind={"dtype": "it is not printed"}),
        case("not-persistent", [], keywords={"persistent": False}, dtypes=("float32",), blind={"persistent": "only a module looks at it"}),
    ),
]

MIXIN = layer("nn.modules.lazy.LazyModuleMixin", case("refuses-to-stand-alone", [], says="no attribute '_register_load_state_dict_pre_hook'"))

CASES = [
    *TENSORS,
    *MIXIN,
    *LINEAR,
    *(one for n, sizes in AXES.items() for one in conv(n, sizes)),
    *(one for n, sizes in AXES.items() for one in conv(n, sizes, transposed=True)),
    *(one for n, sizes in AXES.items() for one in batch_norm(n, sizes)),
    *(one for n, sizes in AXES.items() for one in instance_norm(n, sizes)),
]
