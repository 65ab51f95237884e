"""nn.TransformerEncoderLayer and DecoderLayer, the stacks of them, and nn.Transformer."""

from line import case, fn, given, index, layer, m, x

from cases.attention import BIAS, BLOCKED, CAUSAL, FIRST, HINT, NO_INFINITY, OTHER, PADDING, PADDING_ADDED, SEQ

STILL = {"training": "there is no dropout"}
SILENT = STILL | {"dropout": "nothing is dropped in evaluation"}


def quiet(name, *inputs, args=(4, 2, 6, 0), **how):
    """A layer without dropout, small enough to read."""
    return case(name, list(args), *inputs, **how)


def encoder_like(memory):
    """The cases that encoder and decoder layers share; `memory` follows the input where there is one."""
    return [
        case("defaults", [4, 2, 6], SEQ, *memory),
        quiet("without-dropout", SEQ, *memory),
        case("dropout", [4, 2, 6], SEQ, *memory, dropout=0.5),
        case("in-eval", [4, 2, 6], SEQ, *memory, training=False),
        quiet("gelu", SEQ, *memory, activation="gelu"),
        case("dropout-behind-gelu", [4, 2, 6], SEQ, *memory, dropout=0.5, activation="gelu"),
        quiet("activation-function", SEQ, *memory, activation=fn("tanh")),
        quiet("activation-gelu-function", SEQ, *memory, activation=fn("nn.functional.gelu")),
        quiet("layer-norm-eps", SEQ, *memory, layer_norm_eps=0.1),
        quiet("norm-first", SEQ, *memory, norm_first=True),
        quiet("norm-first-gelu", SEQ, *memory, norm_first=True, activation="gelu", bias=False),
        quiet("without-bias", SEQ, *memory, bias=False),
        quiet("one-head", SEQ, *memory, args=(4, 1, 6, 0)),
        quiet("under-no-grad", SEQ, *memory, grad_mode=False),
        case("under-no-grad-in-eval", [4, 2, 6, 0], SEQ, *memory, grad_mode=False, training=False, blind=SILENT),
        quiet("input-without-gradient", *(x(*i.shape, grad=False) for i in (SEQ, *memory))),
        case("seeded-parameters", [4, 2, 6, 0], SEQ, *memory, state=None),
        case("refuses-heads", [4, 3, 6], SEQ, *memory, says="embed_dim must be divisible by num_heads"),
        case("refuses-unknown-activation", [4, 2, 6], SEQ, *memory, activation="tanh", says="activation should be relu/gelu, not tanh"),
        case("refuses-dropout-above-one", [4, 2, 6], SEQ, *memory, dropout=1.5, says="between 0 and 1"),
        case("refuses-other-width", [4, 2, 6], x(3, 2, 5), *memory, says="was expecting embedding dimension of 4, but got 5"),
    ]


ENCODER_LAYER = layer(
    "nn.TransformerEncoderLayer",
    *encoder_like(()),
    quiet("unbatched", x(3, 4)),
    quiet("batch-first", FIRST, batch_first=True),
    quiet("mask", SEQ, keywords={"src_mask": BLOCKED}),
    quiet("mask-added", SEQ, keywords={"src_mask": BIAS}),
    quiet("padding-mask", SEQ, keywords={"src_key_padding_mask": PADDING}),
    quiet("both-masks", SEQ, keywords={"src_mask": BIAS, "src_key_padding_mask": PADDING_ADDED}),
    quiet("causal", SEQ, keywords={"src_mask": CAUSAL, "is_causal": True}, blind=HINT),
    case("fast-path", [4, 2, 6, 0], FIRST, batch_first=True, training=False, grad_mode=False, blind=SILENT),
    case("fast-path-norm-first", [4, 2, 6, 0], FIRST, batch_first=True, norm_first=True, activation="gelu", training=False, grad_mode=False, blind=SILENT),
    case(
        "fast-path-padding-mask",
        [4, 2, 6, 0],
        FIRST,
        keywords={"src_key_padding_mask": PADDING},
        batch_first=True,
        training=False,
        grad_mode=False,
        blind=SILENT,
    ),
    case("refuses-rank", [4, 2, 6], x(4), says="query should be unbatched 2D or batched 3D tensor"),
    case("feedforward-of-nothing", [4, 2, 0], x(3, 2, 4), dropout=0),
)

DECODER_LAYER = layer(
    "nn.TransformerDecoderLayer",
    *encoder_like((OTHER,)),
    quiet("unbatched", x(3, 4), x(5, 4)),
    quiet("batch-first", FIRST, x(2, 5, 4), batch_first=True),
    quiet("target-mask", SEQ, OTHER, keywords={"tgt_mask": BLOCKED}),
    quiet("memory-mask", SEQ, OTHER, keywords={"memory_mask": x(3, 5, grad=False)}),
    quiet("target-padding-mask", SEQ, OTHER, keywords={"tgt_key_padding_mask": PADDING}),
    quiet("memory-padding-mask", SEQ, x(3, 2, 4), keywords={"memory_key_padding_mask": PADDING}),
    quiet("causal", SEQ, OTHER, keywords={"tgt_mask": CAUSAL, "tgt_is_causal": True}, blind={"tgt_is_causal": HINT["is_causal"]}),
    quiet("memory-causal", SEQ, x(3, 2, 4), keywords={"memory_mask": CAUSAL, "memory_is_causal": True}, blind={"memory_is_causal": HINT["is_causal"]}),
    case("refuses-other-batch-of-memory", [4, 2, 6], SEQ, x(5, 3, 4), says="shape"),
)

HOLE = given([[False, True, False], [False, False, False]], dtype="bool")
ENC = m("TransformerEncoderLayer", 4, 2, 6, 0)
ENC_FIRST = m("TransformerEncoderLayer", 4, 2, 6, 0, batch_first=True)
DEC = m("TransformerDecoderLayer", 4, 2, 6, 0)

ENCODER = layer(
    "nn.TransformerEncoder",
    case("one-layer", [ENC, 1], SEQ),
    case("two-layers", [ENC, 2], SEQ),
    case("norm", [ENC, 2], SEQ, norm=m("LayerNorm", 4)),
    case("batch-first", [ENC_FIRST, 2], FIRST),
    case("unbatched", [ENC, 2], x(3, 4)),
    case("dropout", [m("TransformerEncoderLayer", 4, 2, 6, 0.4), 2], SEQ),
    case("dropout-in-eval", [m("TransformerEncoderLayer", 4, 2, 6, 0.4), 2], SEQ, training=False),
    case("mask", [ENC, 2], SEQ, keywords={"mask": BLOCKED}),
    case("mask-added", [ENC, 2], SEQ, keywords={"mask": BIAS}),
    case("padding-mask", [ENC, 2], SEQ, keywords={"src_key_padding_mask": PADDING}),
    case("causal", [ENC, 1], SEQ, keywords={"mask": CAUSAL, "is_causal": True}, blind=HINT),
    case("seeded-parameters", [ENC, 2], SEQ, state=None, tags=("S60",)),
    case("fast-path", [ENC_FIRST, 2], FIRST, training=False, grad_mode=False, blind=STILL, tags=("S58",)),
    case("nested-path", [ENC_FIRST, 2], FIRST, keywords={"src_key_padding_mask": PADDING}, training=False, grad_mode=False, tags=("S58",)),
    case(
        "nested-path-all-padded-column",
        [ENC_FIRST, 1],
        FIRST,
        keywords={"src_key_padding_mask": given([[False, True, True], [False, False, True]], dtype="bool")},
        training=False,
        grad_mode=False,
        tags=("S58",),
    ),
    case("mask-check-off", [ENC_FIRST, 1], FIRST, keywords={"src_key_padding_mask": HOLE}, mask_check=False, training=False, grad_mode=False, tags=("S58",)),
    case(
        "refuses-padding-of-other-batch-unchecked",
        [ENC_FIRST, 1],
        FIRST,
        keywords={"src_key_padding_mask": given([[False, True, False]], dtype="bool")},
        mask_check=False,
        training=False,
        says="Expected key_padded_mask.shape[0] to be 2, but got 1",
    ),
    case("mask-check-on", [ENC_FIRST, 1], FIRST, keywords={"src_key_padding_mask": HOLE}, training=False, grad_mode=False, blind=STILL, tags=("S58",)),
    case(
        "nested-switched-off",
        [ENC_FIRST, 2],
        FIRST,
        keywords={"src_key_padding_mask": PADDING},
        enable_nested_tensor=False,
        training=False,
        grad_mode=False,
        blind=STILL,
        tags=("S58",),
    ),
    case(
        "nested-not-with-odd-heads",
        [m("TransformerEncoderLayer", 3, 3, 6, 0, batch_first=True), 1],
        x(2, 3, 3),
        keywords={"src_key_padding_mask": PADDING},
        training=False,
        grad_mode=False,
        blind=STILL,
        tags=("S59",),
    ),
    case(
        "nested-not-with-norm-first",
        [m("TransformerEncoderLayer", 4, 2, 6, 0, batch_first=True, norm_first=True), 1],
        FIRST,
        keywords={"src_key_padding_mask": PADDING},
        training=False,
        grad_mode=False,
        blind=STILL,
        tags=("S59",),
    ),
    case("refuses-integers-with-padding-mask", [ENC, 2], index(3, 2, 4, below=9), keywords={"src_key_padding_mask": PADDING}, says=NO_INFINITY),
    case("refuses-within", [ENC, 2], x(3, 2, 5), says="was expecting embedding dimension of 4, but got 5"),
    case("refuses-padding-mask-of-other-length", [ENC, 2], SEQ, keywords={"src_key_padding_mask": x(2, 4, grad=False)}, says="to be 3, but got 4"),
    case("refuses-layer", [m("TransformerEncoderLayer", 4, 3, 6), 2], SEQ, says="embed_dim must be divisible by num_heads"),
)

DECODER = layer(
    "nn.TransformerDecoder",
    case("one-layer", [DEC, 1], SEQ, OTHER),
    case("two-layers", [DEC, 2], SEQ, OTHER),
    case("norm", [DEC, 1], SEQ, OTHER, norm=m("LayerNorm", 4)),
    case("batch-first", [m("TransformerDecoderLayer", 4, 2, 6, 0, batch_first=True), 1], FIRST, x(2, 5, 4)),
    case("unbatched", [DEC, 1], x(3, 4), x(5, 4)),
    case("dropout", [m("TransformerDecoderLayer", 4, 2, 6, 0.4), 1], SEQ, OTHER),
    case("dropout-in-eval", [m("TransformerDecoderLayer", 4, 2, 6, 0.4), 1], SEQ, OTHER, training=False),
    case("target-mask", [DEC, 1], SEQ, OTHER, keywords={"tgt_mask": BLOCKED}),
    case("memory-mask", [DEC, 1], SEQ, OTHER, keywords={"memory_mask": x(3, 5, grad=False)}),
    case("padding-masks", [DEC, 1], SEQ, x(3, 2, 4), keywords={"tgt_key_padding_mask": PADDING, "memory_key_padding_mask": PADDING}),
    case("target-mask-said-to-be-causal", [DEC, 1], SEQ, OTHER, keywords={"tgt_mask": BIAS, "tgt_is_causal": True}),
    case("target-mask-found-to-be-causal", [DEC, 1], SEQ, OTHER, keywords={"tgt_mask": CAUSAL}),
    case("memory-mask-said-to-be-causal", [DEC, 2], SEQ, x(3, 2, 4), keywords={"memory_mask": BIAS, "memory_is_causal": True}),
    case("seeded-parameters", [DEC, 2], SEQ, OTHER, state=None, tags=("S60",)),
    case("refuses-integers-with-padding-mask", [DEC, 1], index(3, 2, 4, below=9), OTHER, keywords={"tgt_key_padding_mask": PADDING}, says=NO_INFINITY),
    case("refuses-causal-without-target-mask", [DEC, 1], SEQ, OTHER, keywords={"tgt_is_causal": True}, says="Need attn_mask if specifying the is_causal hint"),
    case("refuses-within", [DEC, 1], x(3, 2, 5), OTHER, says="was expecting embedding dimension of 4, but got 5"),
    case("refuses-layer", [m("TransformerDecoderLayer", 4, 3, 6), 2], SEQ, OTHER, says="embed_dim must be divisible by num_heads"),
)


def transformer(name, *inputs, args=(4, 2, 1, 1, 6, 0), **how):
    return case(name, list(args), *inputs, **how)


TRANSFORMER = layer(
    "nn.Transformer",
    transformer("one-layer-each", OTHER, SEQ),
    transformer("two-encoder-layers", OTHER, SEQ, args=(4, 2, 2, 1, 6, 0)),
    transformer("two-decoder-layers", OTHER, SEQ, args=(4, 2, 1, 2, 6, 0)),
    transformer("batch-first", x(2, 5, 4), FIRST, batch_first=True),
    transformer("unbatched", x(5, 4), x(3, 4)),
    transformer("dropout", OTHER, SEQ, args=(4, 2, 1, 1, 6, 0.3)),
    transformer("dropout-in-eval", OTHER, SEQ, args=(4, 2, 1, 1, 6, 0.3), training=False, blind={"dropout": SILENT["dropout"]}),
    transformer("gelu", OTHER, SEQ, activation="gelu"),
    transformer("layer-norm-eps", OTHER, SEQ, layer_norm_eps=0.1),
    transformer("norm-first", OTHER, SEQ, norm_first=True),
    transformer("without-bias", OTHER, SEQ, bias=False),
    transformer("source-mask", x(3, 2, 4), SEQ, keywords={"src_mask": BIAS}),
    transformer("target-mask", OTHER, SEQ, keywords={"tgt_mask": CAUSAL, "tgt_is_causal": True}, blind={"tgt_is_causal": HINT["is_causal"]}),
    transformer("memory-mask", OTHER, SEQ, keywords={"memory_mask": x(3, 5, grad=False)}),
    transformer("source-mask-said-to-be-causal", OTHER, SEQ, keywords={"src_mask": BIAS, "src_is_causal": True}),
    transformer("target-mask-said-to-be-causal", x(3, 2, 4), SEQ, keywords={"tgt_mask": BIAS, "tgt_is_causal": True}),
    transformer("memory-mask-said-to-be-causal", x(3, 2, 4), SEQ, keywords={"memory_mask": BIAS, "memory_is_causal": True}),
    transformer("refuses-causal-without-source-mask", OTHER, SEQ, keywords={"src_is_causal": True}, says="Need attn_mask if specifying the is_causal hint"),
    transformer(
        "padding-masks", x(3, 2, 4), SEQ, keywords={"src_key_padding_mask": PADDING, "tgt_key_padding_mask": PADDING, "memory_key_padding_mask": PADDING}
    ),
    case("eight-heads", [8], x(3, 2, 8), x(2, 2, 8), num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=6, dropout=0.0),
    transformer("custom-encoder", OTHER, SEQ, custom_encoder=m("TransformerEncoder", ENC, 1), blind={"num_encoder_layers": "the encoder is given"}),
    transformer("custom-decoder", OTHER, SEQ, custom_decoder=m("TransformerDecoder", DEC, 1), blind={"num_decoder_layers": "the decoder is given"}),
    transformer("seeded-parameters", OTHER, SEQ, state=None, tags=("S60",)),
    transformer("seeded-parameters-two-layers", x(2, 1, 4), x(2, 1, 4), args=(4, 2, 2, 2, 3, 0), state=None, tags=("S60",)),
    transformer("square-subsequent-mask", 3, method="nn.Transformer.generate_square_subsequent_mask", state=None, args=(4, 2, 1, 1, 6)),
    transformer("refuses-other-batch", x(5, 3, 4), SEQ, says="the batch number of src and tgt must be equal"),
    transformer("refuses-other-width", x(5, 2, 5), x(3, 2, 5), says="feature number of src and tgt must be equal to d_model"),
    transformer("refuses-heads", OTHER, SEQ, args=(4, 3), says="embed_dim must be divisible by num_heads"),
    transformer("refuses-unknown-activation", OTHER, SEQ, activation="silu", says="activation should be relu/gelu, not silu"),
)

CASES = [*ENCODER_LAYER, *DECODER_LAYER, *ENCODER, *DECODER, *TRANSFORMER]
