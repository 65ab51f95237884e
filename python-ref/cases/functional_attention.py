"""Scaled dot-product attention."""

from __future__ import annotations

from line import case, given, index, layer, x

HALVES = ("float16", "bfloat16")
NAN, INF = float("nan"), float("inf")
Q, K, V = x(2, 3, 4, 5), x(2, 3, 6, 5), x(2, 3, 6, 5)
#: Of two heads.
KV = x(2, 2, 6, 5)
SQUARE = x(2, 3, 4, 5)
MASK = given([[1, 0, 1, 1, 0, 1], [0, 1, 1, 0, 1, 1], [1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 0, 0]], dtype="bool")
#: Its second row lets nothing through.
BLOCKED = given([[1, 0, 1, 1, 0, 1], [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 0, 0]], dtype="bool")
LOW = given([[0.0, -INF, 0.5, -INF, 1, 0], [1, 2, -INF, 0, 0, 0], [0, 0, 0, 0, 0, 0], [-INF, -INF, 3, 0, 0, 1]], grad=False)

CASES = layer(
    "nn.functional.scaled_dot_product_attention",
    case("defaults", [], Q, K, V),
    case("square", [], SQUARE, SQUARE, SQUARE),
    case("three-axes", [], x(3, 4, 5), x(3, 6, 5), x(3, 6, 5)),
    case("two-axes", [], x(4, 5), x(6, 5), x(6, 5)),
    case("five-axes", [], x(2, 1, 3, 4, 5), x(2, 1, 3, 6, 5), x(2, 1, 3, 6, 5)),
    case("values-of-other-width", [], Q, K, x(2, 3, 6, 7)),
    case("one-key", [], Q, x(2, 3, 1, 5), x(2, 3, 1, 5), blind=dict.fromkeys(("input.0", "input.1"), "the only key has all the weight")),
    case("broadcast-keys", [], Q, x(1, 3, 6, 5), x(2, 1, 6, 5)),
    case("boolean-mask", [], Q, K, V, keywords={"attn_mask": MASK}, tags=("S55",)),
    case("boolean-mask-of-each-batch", [], Q, K, V, keywords={"attn_mask": index(2, 1, 4, 6, below=2, dtype="bool")}, tags=("S55",)),
    case("boolean-mask-that-blocks-a-row", [], Q, K, V, keywords={"attn_mask": BLOCKED}, tags=("S55",)),
    case("added-mask", [], Q, K, V, keywords={"attn_mask": x(4, 6, grad=False)}),
    case("added-mask-with-gradient", [], Q, K, V, keywords={"attn_mask": x(4, 6)}),
    case("added-mask-of-each-head", [], Q, K, V, keywords={"attn_mask": x(2, 3, 4, 6, grad=False)}),
    case("added-mask-of-infinity", [], Q, K, V, keywords={"attn_mask": LOW}),
    case("causal", [], SQUARE, SQUARE, SQUARE, keywords={"is_causal": True}),
    case("causal-on-more-keys", [], Q, K, V, keywords={"is_causal": True}, tags=("S55",)),
    case("causal-on-fewer-keys", [], x(2, 3, 6, 5), SQUARE, SQUARE, keywords={"is_causal": True}, tags=("S55",)),
    case("scale", [], Q, K, V, keywords={"scale": 0.3}),
    case("scale-and-causal", [], Q, K, V, keywords={"scale": 1, "is_causal": True}),
    case("dropout", [], Q, K, V, keywords={"dropout_p": 0.4}),
    case("dropout-and-mask", [], Q, K, V, keywords={"dropout_p": 0.3, "attn_mask": MASK}),
    case("grouped-queries", [], x(2, 4, 3, 5), KV, KV, keywords={"enable_gqa": True}),
    case("grouped-queries-and-causal", [], x(1, 6, 4, 3), x(1, 2, 4, 3), x(1, 3, 4, 3), keywords={"enable_gqa": True, "is_causal": True}),
    case("transposed", [], x(2, 3, 4, 5, layout="transposed"), x(2, 3, 6, 5, layout="transposed"), V),
    case("every-other-element", [], x(2, 3, 4, 5, layout="step2"), K, V),
    case("values-without-gradient", [], Q, K, x(2, 3, 6, 5, grad=False)),
    case("under-no-grad", [], Q, K, V, grad_mode=False),
    case("empty-batch", [], x(0, 3, 4, 5), x(0, 3, 6, 5), x(0, 3, 6, 5)),
    case("no-keys", [], Q, x(2, 3, 0, 5), x(2, 3, 0, 5), blind=dict.fromkeys(("input.0", "upstream.output.0"), "there is nothing to attend to")),
    case("edges", [], given([[[NAN, 1], [0, 1]], [[1, 2], [3, 0]]]), given([[[1, 1], [0, 2]], [[INF, 1], [2, 1]]]), x(2, 2, 2)),
    case("half-precision", [], Q, K, V, dtypes=HALVES, upstream={}),
    case("half-precision-boolean-mask", [], Q, K, V, keywords={"attn_mask": MASK}, dtypes=HALVES, upstream={}),
    case("boolean-mask-and-causal", [], Q, K, V, keywords={"attn_mask": MASK, "is_causal": True}),
    case("refuses-other-width-of-keys", [], Q, x(2, 3, 6, 4), V, says="Expected size for first two dimensions of batch2 tensor to be: [6, 5] but got: [6, 4]"),
    case("refuses-other-number-of-values", [], x(3, 4, 5), x(3, 6, 5), x(3, 7, 5), says="to be: [3, 6] but got: [3, 7]"),
    case("refuses-other-heads", [], Q, KV, KV, says="The size of tensor a (3) must match the size of tensor b (2)"),
    case("refuses-one-axis", [], x(5), x(6, 5), x(6, 5), says="Expected query, key, and value to all be  at least 2 dimensional"),
    case("refuses-other-dtype", [], Q, x(2, 3, 6, 5, dtype="float64"), V, says="Expected query, key, and value to have the same dtype"),
    case("refuses-mask-of-other-dtype", [], Q, K, V, keywords={"attn_mask": x(4, 6, dtype="float64", grad=False)}, says="Expected attn_mask dtype"),
    case("refuses-mask-of-other-shape", [], Q, K, V, keywords={"attn_mask": x(5, 6, grad=False)}, says="size of tensor a (4) must match"),
    case("refuses-dropout-above-one", [], Q, K, V, keywords={"dropout_p": 1.5}, says="dropout probability has to be between 0 and 1, but got 1.5"),
    case("refuses-groups-that-do-not-divide", [], x(2, 3, 4, 5), KV, KV, keywords={"enable_gqa": True}, says="Number of heads in key and value must divide"),
    case("refuses-integers", [], *(index(2, 3, 4, 5, below=9) for _ in range(3)), says="expected scalar type Float but found Long"),
)


