"""nn.MultiheadAttention, and the masks that transformers are asked with too."""

from line import case, given, index, layer, x

INF = float("inf")
CAUSAL = given([[0.0, -INF, -INF], [0.0, 0.0, -INF], [0.0, 0.0, 0.0]], grad=False)
BLOCKED = given([[False, True, True], [False, False, True], [False, False, False]], dtype="bool")
#: A mask of integers cannot hold what leaves a place out.
NO_INFINITY = "value cannot be converted to type int64_t without overflow"
PADDING = given([[False, False, True], [False, False, False]], dtype="bool")
PADDING_ADDED = given([[0.0, 0.0, -INF], [0.0, 0.5, -0.5]], grad=False)
BIAS = x(3, 3, grad=False)
SEQ = x(3, 2, 4)
OTHER = x(5, 2, 4)
FIRST = x(2, 3, 4)
HINT = {"is_causal": "is only a hint when the mask is given"}


def attention(name, *inputs, heads=2, **how):
    return case(name, [4, heads], *inputs, **how)


CASES = layer(
    "nn.MultiheadAttention",
    attention("defaults", SEQ, SEQ, SEQ, tags=("S52",)),
    attention("one-head", SEQ, SEQ, SEQ, heads=1),
    attention("cross", SEQ, OTHER, OTHER),
    attention("unbatched", x(3, 4), x(5, 4), x(5, 4)),
    attention("batch-first", FIRST, x(2, 5, 4), x(2, 5, 4), batch_first=True),
    attention("without-bias", SEQ, OTHER, OTHER, bias=False),
    attention("key-width", SEQ, x(5, 2, 3), OTHER, kdim=3, tags=("S56",)),
    attention("value-width", SEQ, OTHER, x(5, 2, 6), vdim=6, tags=("S56",)),
    attention("both-widths", SEQ, x(5, 2, 3), x(5, 2, 6), kdim=3, vdim=6, bias=False, tags=("S56",)),
    attention("bias-kv", SEQ, OTHER, OTHER, add_bias_kv=True, tags=("S53",)),
    attention("zero-attention", SEQ, OTHER, OTHER, add_zero_attn=True, tags=("S53",)),
    attention("bias-kv-and-zero-attention", SEQ, OTHER, OTHER, add_bias_kv=True, add_zero_attn=True, tags=("S53",)),
    attention(
        "bias-kv-with-masks", SEQ, SEQ, SEQ, keywords={"key_padding_mask": PADDING, "attn_mask": BIAS}, add_bias_kv=True, add_zero_attn=True, tags=("S53",)
    ),
    attention("without-weights", SEQ, OTHER, OTHER, keywords={"need_weights": False}, tags=("S52",)),
    attention("weights-of-each-head", SEQ, OTHER, OTHER, keywords={"average_attn_weights": False}, tags=("S52",)),
    attention("weights-of-each-head-unbatched", x(3, 4), x(5, 4), x(5, 4), keywords={"average_attn_weights": False}),
    attention("padding-mask", SEQ, SEQ, SEQ, keywords={"key_padding_mask": PADDING}, tags=("S53",)),
    attention("padding-mask-added", SEQ, SEQ, SEQ, keywords={"key_padding_mask": PADDING_ADDED}, tags=("S53",)),
    attention("padding-mask-unbatched", x(3, 4), x(3, 4), x(3, 4), keywords={"key_padding_mask": given([False, True, False], dtype="bool")}),
    attention("padding-mask-without-weights", SEQ, SEQ, SEQ, keywords={"key_padding_mask": PADDING, "need_weights": False}),
    attention("mask", SEQ, SEQ, SEQ, keywords={"attn_mask": BLOCKED}, tags=("S53",)),
    attention("mask-added", SEQ, SEQ, SEQ, keywords={"attn_mask": BIAS}, tags=("S53",)),
    attention("mask-of-each-head", SEQ, SEQ, SEQ, keywords={"attn_mask": x(4, 3, 3, grad=False)}, tags=("S53",)),
    attention("mask-without-weights", SEQ, SEQ, SEQ, keywords={"attn_mask": BLOCKED, "need_weights": False}),
    attention("both-masks", SEQ, SEQ, SEQ, keywords={"attn_mask": BIAS, "key_padding_mask": PADDING_ADDED}, tags=("S53",)),
    attention("both-boolean-masks", SEQ, SEQ, SEQ, keywords={"attn_mask": BLOCKED, "key_padding_mask": PADDING}),
    attention("causal-hint", SEQ, SEQ, SEQ, keywords={"attn_mask": CAUSAL, "is_causal": True}, blind=HINT),
    attention("causal-hint-without-weights", SEQ, SEQ, SEQ, keywords={"attn_mask": CAUSAL, "is_causal": True, "need_weights": False}, blind=HINT),
    attention(
        "fully-masked",
        SEQ,
        SEQ,
        SEQ,
        keywords={"key_padding_mask": given([[True, True, True], [False, False, False]], dtype="bool")},
        upstream={},
        tags=("S54",),
    ),
    attention(
        "fully-masked-without-weights",
        SEQ,
        SEQ,
        SEQ,
        keywords={"key_padding_mask": given([[True, True, True], [False, False, False]], dtype="bool"), "need_weights": False},
        upstream={},
        tags=("S54",),
    ),
    attention("dropout", SEQ, OTHER, OTHER, dropout=0.5, tags=("S52",)),
    attention("dropout-without-weights", SEQ, OTHER, OTHER, dropout=0.4, keywords={"need_weights": False}),
    attention("dropout-in-eval", SEQ, OTHER, OTHER, dropout=0.5, training=False, blind={"dropout": "nothing is dropped in evaluation"}),
    attention("under-no-grad-in-eval", FIRST, FIRST, FIRST, batch_first=True, training=False, grad_mode=False, blind={"training": "there is no dropout"}),
    attention(
        "one-position",
        x(1, 1, 4),
        x(1, 1, 4),
        x(1, 1, 4),
        blind={"input.0": "one key always has weight 1", "input.1": "one key always has weight 1", "upstream.output.1": "the weight is 1 whatever comes"},
    ),
    attention("transposed-input", x(3, 2, 4, layout="transposed"), OTHER, OTHER),
    attention("input-without-gradient", x(3, 2, 4, grad=False), x(5, 2, 4, grad=False), x(5, 2, 4, grad=False)),
    attention("seeded-parameters", SEQ, OTHER, OTHER, state=None, tags=("S57",)),
    attention("seeded-parameters-bias-kv", SEQ, x(5, 2, 3), OTHER, kdim=3, add_bias_kv=True, state=None, tags=("S57",)),
    attention("refuses-heads", SEQ, SEQ, SEQ, heads=3, says="embed_dim must be divisible by num_heads"),
    attention("refuses-no-heads", SEQ, SEQ, SEQ, heads=0, says="must be greater than 0"),
    case("refuses-no-width", [0, 1], SEQ, SEQ, SEQ, says="must be greater than 0, got embed_dim=0"),
    attention("refuses-rank", x(4), x(4), x(4), says="query should be unbatched 2D or batched 3D tensor"),
    attention("refuses-other-rank-of-key", SEQ, x(5, 4), x(5, 4), says="3-D"),
    attention("refuses-other-width", x(3, 2, 5), x(3, 2, 5), x(3, 2, 5), says="was expecting embedding dimension of 4, but got 5"),
    attention("refuses-other-value-length", SEQ, OTHER, x(3, 2, 4), says="does not match value shape"),
    attention("refuses-mask-of-other-shape", SEQ, SEQ, SEQ, keywords={"attn_mask": x(3, 4, grad=False)}, says="The shape of the 2D attn_mask"),
    attention("refuses-padding-mask-of-other-length", SEQ, SEQ, SEQ, keywords={"key_padding_mask": x(2, 4, grad=False)}, says="to be 3, but got 4"),
    attention(
        "refuses-integer-mask",
        SEQ,
        SEQ,
        SEQ,
        keywords={"attn_mask": x(3, 3, kind="integers", high=2)},
        says="only bool and floating types of attn_mask are supported",
    ),
    attention("refuses-integers-with-padding-mask", index(3, 2, 4, below=9), SEQ, SEQ, keywords={"key_padding_mask": PADDING}, says=NO_INFINITY),
    attention("refuses-causal-hint-without-mask", SEQ, SEQ, SEQ, keywords={"is_causal": True}, says="Need attn_mask if specifying the is_causal hint"),
)
