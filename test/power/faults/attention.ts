import { type Fault, faultsOf } from "../fault.ts";

const layers = ["nn.MultiheadAttention", "nn.Transformer*", "nn.functional.scaled_dot*"];

/** Attention. */
export const attentions: readonly Fault[] = faultsOf("attention", layers, [
  {
    name: "attention-scale-lost",
    kind: "scale",
    file: "ops/scaled-dot-product-attention.ts",
    find: "scale: options.scale ?? 1 / Math.sqrt(query.size(-1)),",
    replace: "scale: options.scale ?? 1,",
  },
  {
    name: "attention-scale-of-the-whole-width",
    kind: "scale",
    file: "ops/multi-head-attention.ts",
    find: "scale: Math.sqrt(1 / q.size(-1)),",
    replace: "scale: Math.sqrt(1 / (q.size(-1) * q.size(1))),",
  },
  {
    name: "attention-scale-option-ignored",
    kind: "scale",
    file: "ops/scaled-dot-product-attention.ts",
    find: "options.scale ?? 1 / Math.sqrt(query.size(-1))",
    replace: "1 / Math.sqrt(query.size(-1))",
  },
  {
    name: "attention-boolean-mask-inverted",
    kind: "attn_mask",
    file: "ops/attention-masks.ts",
    find: "return choose(mask, kept, left, mask.shape);",
    replace: "return choose(mask, left, kept, mask.shape);",
  },
  {
    name: "attention-padding-mask-inverted",
    kind: "key_padding_mask",
    file: "ops/attention-masks.ts",
    find: "maskedFill(zeros(mask.shape, { dtype }), mask, -Infinity)",
    replace: "choose(mask, full([], 0, { dtype }), full([], -Infinity, { dtype }), mask.shape)",
  },
  {
    name: "attention-mask-a-great-number",
    kind: "attn_mask",
    file: "ops/attention-masks.ts",
    find: "full([], -Infinity, { dtype })]",
    replace: "full([], -10, { dtype })]",
  },
  {
    name: "attention-causal-off-by-one",
    kind: "is_causal",
    file: "kernels/attention.ts",
    find: "causal ? min(r + 1, columns) : columns",
    replace: "causal ? min(r + 2, columns) : columns",
  },
  {
    name: "attention-causal-ignored",
    kind: "is_causal",
    file: "ops/scaled-dot-product-attention.ts",
    find: "causal: isCausal,",
    replace: "causal: false,",
  },
  {
    name: "attention-mask-scaled-too",
    kind: "attn_mask",
    file: "kernels/attention.ts",
    find: "v += load<T>(mask);",
    replace: "v += scale * load<T>(mask);",
  },
  {
    name: "attention-blind-query-gives-nan",
    kind: "attn_mask",
    file: "ops/scaled-dot-product-attention.ts",
    find: "safe: true,",
    replace: "safe: false,",
  },
  {
    name: "attention-heads-shared-in-turn",
    kind: "enable_gqa",
    file: "ops/scaled-dot-product-attention.ts",
    find: "expand(unsqueeze(x, -3), [...lead, own, heads / own, length, width])",
    replace: "expand(unsqueeze(x, -4), [...lead, heads / own, own, length, width])",
  },
  {
    name: "attention-dropout-before-the-softmax",
    kind: "dropout_p",
    file: "ops/attend.ts",
    find: "weigh(before, shape, options);\n  const noise = drawNoise(before, options.dropout);",
    replace:
      "const noise = drawNoise(before, options.dropout);\n  weigh(before, shape, options);\n  if (noise) weigh(before, shape, { ...options, scale: 1, mask: null });",
  },
  {
    name: "attention-key-gradient-unscaled",
    kind: "gradient",
    file: "ops/attend.ts",
    find: "k.requiresGrad ? product(transpose(dBefore, -1, -2), queries, k) : null",
    replace:
      "k.requiresGrad ? product(transpose(dBefore, -1, -2), mul(queries, 1 / scale), k) : null",
  },
  {
    name: "attention-weights-summed-over-heads",
    kind: "average_attn_weights",
    file: "ops/multi-head-attention.ts",
    find: "call.averageAttnWeights ? mean(looked, 1)",
    replace: "call.averageAttnWeights ? mean(looked, 1).mul(weights.heads)",
  },
  {
    name: "attention-query-key-value-in-the-order-k-q-v",
    kind: "in_proj",
    file: "ops/multi-head-projection.ts",
    find: "return thirds(linear(query, packed, bias), -1);",
    replace: "return ((p) => [p[1], p[0], p[2]])(thirds(linear(query, packed, bias), -1));",
  },
  {
    name: "attention-extra-key-may-not-be-seen",
    kind: "add_bias_kv",
    file: "ops/multi-head-attention.ts",
    find: "zeros([...mask.shape.slice(0, -1), more], { dtype: mask.dtype })",
    replace: "mask.narrow(-1, 0, 1).expand([...mask.shape.slice(0, -1), more])",
  },
  {
    name: "attention-zero-key-in-front",
    kind: "add_zero_attn",
    file: "ops/multi-head-attention.ts",
    find: "return cat([x, zeros(x.shape.with(2, 1), { dtype: x.dtype })], 2);",
    replace: "return cat([zeros(x.shape.with(2, 1), { dtype: x.dtype }), x], 2);",
  },
  {
    name: "attention-heads-interleaved",
    kind: "num_heads",
    file: "ops/multi-head-attention.ts",
    find: "permute(reshape(x, [x.size(0), batch, heads, width]), [1, 2, 0, 3])",
    replace: "permute(reshape(x, [x.size(0), batch, width, heads]), [1, 3, 0, 2])",
  },
  {
    name: "attention-biases-drawn",
    kind: "draws",
    file: "nn/multihead-attention.ts",
    find: "if (layer.in_proj_bias) zeros_(layer.in_proj_bias);",
    replace: "if (layer.in_proj_bias) xavierUniform_(layer.in_proj_bias.reshape([1, -1]));",
  },
]);
