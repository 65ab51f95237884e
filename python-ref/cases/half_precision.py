"""Options in 16 bits: what the other tables ask in float32 and float64, where 16 bits could go another way."""

from line import case, given, index, layer, x

HALVES = ("float16", "bfloat16")
POSITIVE = {"kind": "uniform", "low": 0.25, "high": 2.0}
SHARE = {"kind": "uniform", "low": 0.05, "high": 0.95}
LABELS = index(3, below=4)
SEQ = x(3, 2, 4)


def half(name, *given_, **how):
    """A line in both types of 16 bits."""
    return case(f"{name}-in-16-bits", *given_, dtypes=HALVES, **how)


def forward(name, *given_, **how):
    """The same, of which no gradient is asked: PyTorch's own is rounded after each of its additions."""
    return half(name, *given_, upstream={}, **how)


CONVOLUTIONS = [
    *layer(
        "nn.Conv1d",
        half("padding", [2, 3, 3], x(2, 2, 7), padding=2, stride=2),
        half("dilation", [2, 4, 2], x(2, 2, 7), dilation=2, groups=2, bias=False),
        half("circular", [2, 3, 3], x(2, 2, 7), padding=2, padding_mode="circular"),
    ),
    *layer(
        "nn.Conv2d",
        half("padding-per-axis", [2, 3, (3, 2)], x(2, 2, 5, 4), padding=(2, 1), stride=(1, 2)),
        half("groups", [4, 4, 3], x(2, 4, 5, 4), groups=4, padding="same"),
        half("one-by-one", [3, 4, 1], x(2, 3, 4, 3)),
    ),
    *layer("nn.Conv3d", half("padding", [2, 3, 2], x(1, 2, 3, 4, 2), padding=1, stride=(2, 1, 1))),
    *layer("nn.ConvTranspose1d", half("output-padding", [2, 3, 3], x(2, 2, 4), stride=2, output_padding=1)),
    *layer("nn.ConvTranspose2d", half("groups", [4, 4, 2], x(2, 4, 3, 2), groups=2, stride=(2, 1), padding=1)),
    *layer("nn.ConvTranspose3d", half("dilation", [2, 3, 2], x(1, 2, 2, 3, 2), dilation=2)),
]

POOLS = [
    *layer("nn.MaxPool1d", half("padding", [3], x(2, 3, 10), stride=2, padding=1, ceil_mode=True)),
    *layer("nn.MaxPool2d", half("dilation", [(2, 3)], x(2, 3, 6, 7), stride=1, dilation=(2, 1))),
    *layer("nn.MaxPool3d", half("padding", [2], x(1, 2, 4, 3, 4), padding=1)),
    *layer("nn.AvgPool1d", forward("padding-not-counted", [3], x(2, 3, 10), padding=1, count_include_pad=False)),
    *layer("nn.AvgPool2d", forward("divisor", [(2, 3)], x(2, 3, 7, 8), divisor_override=5, ceil_mode=True, stride=2)),
    *layer("nn.AdaptiveAvgPool1d", forward("uneven", [3], x(2, 3, 7))),
    *layer("nn.AdaptiveAvgPool2d", forward("uneven", [(3, 2)], x(2, 3, 7, 5))),
    *layer("nn.AdaptiveMaxPool2d", half("uneven", [(3, 2)], x(2, 3, 7, 5))),
    *layer("nn.LPPool1d", forward("norm-three", [3, 2], x(2, 3, 9, **POSITIVE), ceil_mode=True)),
    *layer("nn.LPPool2d", forward("norm-one", [1, (2, 3)], x(2, 3, 5, 6, **POSITIVE))),
]

NORMS = [
    *layer("nn.BatchNorm1d", forward("training", [3], x(4, 3)), forward("without-affine", [3], x(4, 3, 2), affine=False)),
    *layer("nn.BatchNorm2d", forward("momentum", [2], x(2, 2, 3, 2), momentum=0.3, eps=0.1), forward("in-eval", [2], x(2, 2, 3, 2), training=False)),
    *layer("nn.InstanceNorm2d", forward("affine", [2], x(2, 2, 3, 4), affine=True, eps=0.1)),
    *layer("nn.LayerNorm", forward("two-axes", [(3, 4)], x(2, 3, 4)), forward("without-affine", [4], x(2, 4), elementwise_affine=False)),
    *layer("nn.GroupNorm", forward("groups", [2, 4], x(2, 4, 3), eps=0.1), forward("without-affine", [2, 4], x(2, 4, 3), affine=False)),
    *layer("nn.RMSNorm", forward("eps", [4], x(2, 4), eps=0.1), forward("without-affine", [4], x(2, 4), elementwise_affine=False)),
    *layer("nn.LocalResponseNorm", forward("options", [3], x(2, 4, 3), alpha=0.5, beta=0.6, k=2)),
]

ACTIVATIONS = [
    *layer("nn.ELU", forward("alpha", [], x(3, 5), alpha=0.5)),
    *layer("nn.CELU", forward("alpha", [], x(3, 5), alpha=0.5)),
    *layer("nn.LeakyReLU", forward("slope", [0.3], x(3, 5))),
    *layer("nn.GELU", forward("tanh", [], x(3, 5), approximate="tanh")),
    *layer("nn.Softplus", forward("beta", [], x(3, 5), beta=2, threshold=1)),
    *layer("nn.Hardtanh", half("limits", [-0.5, 0.25], x(3, 5))),
    *layer("nn.Softshrink", half("lambd", [0.25], x(3, 5))),
    *layer("nn.Hardshrink", half("lambd", [0.25], x(3, 5))),
    *layer("nn.Threshold", half("values", [0.25, -2], x(3, 5))),
    *layer("nn.PReLU", forward("channels-of-three-axes", [3], x(2, 3, 4))),
    *layer("nn.GLU", forward("axis", [0], x(4, 3))),
    *layer("nn.Softmax", forward("first-axis", [0], x(3, 5))),
    *layer("nn.LogSoftmax", forward("first-axis", [0], x(3, 5)), forward("large", [1], x(3, 5, kind="band", high=40.0))),
]

LOSSES = [
    *layer("nn.MSELoss", *(forward(r, [], x(3, 4), x(3, 4), reduction=r) for r in ("none", "sum"))),
    *layer("nn.L1Loss", *(forward(r, [], x(3, 4), x(3, 4), reduction=r) for r in ("none", "sum"))),
    *layer("nn.SmoothL1Loss", forward("beta", [], x(3, 4), x(3, 4), beta=0.5, reduction="none")),
    *layer("nn.HuberLoss", forward("delta", [], x(3, 4), x(3, 4), delta=0.5)),
    *layer("nn.CrossEntropyLoss", forward("label-smoothing", [], x(3, 4), LABELS, label_smoothing=0.1), forward("none", [], x(3, 4), LABELS, reduction="none")),
    *layer("nn.NLLLoss", forward("ignore-index", [], x(3, 4), given([1, 0, 3], dtype="int64"), ignore_index=0)),
    *layer("nn.BCELoss", forward("none", [], x(3, 4, **SHARE), x(3, 4, **SHARE, grad=False), reduction="none")),
    *layer("nn.BCEWithLogitsLoss", forward("sum", [], x(3, 4), x(3, 4, **SHARE, grad=False), reduction="sum")),
    *layer(
        "nn.KLDivLoss", forward("batchmean", [], x(3, 4), x(3, 4, **SHARE), reduction="batchmean"), forward("log-target", [], x(3, 4), x(3, 4), log_target=True)
    ),
    *layer("nn.PoissonNLLLoss", forward("full", [], x(3, 4), x(3, 4, **POSITIVE), full=True)),
    *layer("nn.HingeEmbeddingLoss", forward("margin", [], x(3, 4), given([[1, -1, 1, -1]] * 3, grad=False), margin=0.5)),
    *layer("nn.SoftMarginLoss", forward("sum", [], x(3, 4), given([[1, -1, 1, -1]] * 3, grad=False), reduction="sum")),
    *layer("nn.TripletMarginLoss", forward("swap", [], x(3, 4), x(3, 4), x(3, 4), margin=2, swap=True)),
    *layer("nn.CosineEmbeddingLoss", forward("margin", [], x(3, 4), x(3, 4), given([-1, -1, 1], grad=False), margin=-0.9)),
]

OTHERS = [
    *layer("nn.Linear", half("without-bias", [4, 3], x(2, 3, 4), bias=False), half("unbatched", [4, 3], x(4))),
    *layer("nn.Bilinear", forward("without-bias", [4, 3, 2], x(2, 4), x(2, 3), bias=False)),
    *layer("nn.Embedding", forward("padding", [5, 3], index(2, 3, below=5), padding_idx=1, blind={"padding_idx": "only its gradient is another"})),
    *layer("nn.EmbeddingBag", *(forward(mode, [5, 3], index(2, 3, below=5), mode=mode) for mode in ("sum", "max"))),
    *layer("nn.CosineSimilarity", forward("first-axis", [0], x(3, 4), x(3, 4))),
    *layer("nn.PairwiseDistance", forward("p-one", [1], x(3, 4), x(3, 4), keepdim=True)),
    *layer("nn.ReflectionPad2d", half("uneven", [(1, 2, 0, 1)], x(2, 3, 4, 5))),
    *layer("nn.ConstantPad1d", half("value", [(2, -1), 0.3], x(2, 3, 5))),
    *layer("nn.Upsample", forward("bilinear", [], x(1, 2, 3, 4), scale_factor=2, mode="bilinear"), half("nearest", [], x(1, 2, 3, 4), size=(5, 3))),
    *layer("nn.Fold", forward("overlap", [(3, 4), 2], x(1, 8, 6))),
    *layer("nn.Unfold", half("padding", [2], x(1, 2, 3, 4), padding=1, stride=2)),
    *layer("nn.RNN", forward("relu", [4, 3], SEQ, nonlinearity="relu")),
    *layer("nn.LSTM", forward("projected", [4, 3], SEQ, proj_size=2)),
    *layer("nn.GRU", forward("both-ways", [4, 3], SEQ, bidirectional=True)),
    *layer("nn.RNNCell", forward("relu", [4, 3], x(2, 4), x(2, 3), nonlinearity="relu")),
]

CASES = [*CONVOLUTIONS, *POOLS, *NORMS, *ACTIVATIONS, *LOSSES, *OTHERS]
