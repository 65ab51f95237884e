import { type Fault, faultsOf } from "../fault.ts";

const layers = ["nn.Transformer*"];

/** Transformers. */
export const transformers: readonly Fault[] = faultsOf("transformer", layers, [
  {
    name: "transformer-norm-first-ignored",
    kind: "norm_first",
    file: "nn/transformer-encoder-layer.ts",
    find: "if (layer.normFirst) {",
    replace: "if (layer.normFirst && !layer) {",
  },
  {
    name: "transformer-decoder-norms-swapped",
    kind: "norm",
    file: "nn/transformer-decoder-layer.ts",
    find: "[norm1, (x) => lookAtItself(this, x, options)],\n      [norm2,",
    replace: "[norm2, (x) => lookAtItself(this, x, options)],\n      [norm1,",
  },
  {
    name: "transformer-decoder-memory-mask-lost",
    kind: "memory_mask",
    file: "nn/transformer-decoder-layer.ts",
    find: "attnMask: options.memoryMask ?? null,",
    replace: "attnMask: null,",
  },
  {
    name: "transformer-decoder-memory-padding-lost",
    kind: "memory_key_padding_mask",
    file: "nn/transformer-decoder-layer.ts",
    find: "keyPaddingMask: options.memoryKeyPaddingMask ?? null,",
    replace: "keyPaddingMask: null,",
  },
  {
    name: "transformer-layer-norm-eps-lost",
    kind: "layer_norm_eps",
    file: "nn/transformer-encoder-layer.ts",
    find: "const norm = { eps: all.layerNormEps, bias, dtype };",
    replace: "const norm = { eps: 1e-5, bias, dtype };",
  },
  {
    name: "transformer-final-norm-skipped",
    kind: "norm",
    file: "nn/transformer-encoder.ts",
    find: "return this.norm ? (this.norm(x as never) as Tensor) : x;",
    replace: "return this.norm && !x ? (this.norm(x as never) as Tensor) : x;",
  },
  {
    name: "transformer-gelu-is-relu",
    kind: "activation",
    file: "nn/feed-forward.ts",
    find: 'if (activation === "gelu") return gelu;',
    replace: 'if (activation === "gelu") return relu;',
  },
  {
    name: "transformer-subsequent-mask-includes-itself",
    kind: "mask",
    file: "nn/causal-mask.ts",
    find: "for (let j = i + 1; j < sz; j++)",
    replace: "for (let j = Math.max(i, 1); j < sz; j++)",
  },
  {
    name: "transformer-layers-share-weights",
    kind: "num_layers",
    file: "nn/transformer-encoder.ts",
    find: "Array.from({ length: numLayers }, () => deepCopy(encoderLayer))",
    replace: "((one) => Array.from({ length: numLayers }, () => one))(deepCopy(encoderLayer))",
  },
  {
    name: "transformer-nested-padding-not-zero",
    kind: "enable_nested_tensor",
    file: "nn/transformer-encoder.ts",
    find: "if (left) x = withZeros(x, left);",
    replace: "if (left && !x) x = withZeros(x, left);",
  },
  {
    name: "transformer-dropout-on-the-wrong-side",
    kind: "dropout",
    file: "nn/transformer-encoder-layer.ts",
    find: "dropout2(linear2(dropout(activate(linear1(x)))))",
    replace: "dropout2(linear2(activate(dropout(linear1(x)))))",
  },
  {
    name: "transformer-feed-forward-of-the-models-width",
    kind: "dim_feedforward",
    file: "nn/transformer-layer.ts",
    find: "dimFeedforward: options.dimFeedforward ?? 2048,",
    replace:
      "dimFeedforward: options.dimFeedforward === undefined ? 2048 : 2 * options.dimFeedforward,",
  },
  {
    name: "decoder-ignores-its-own-mask",
    kind: "tgt_mask",
    file: "nn/transformer-decoder-layer.ts",
    find: "attnMask: options.tgtMask ?? null,",
    replace: "attnMask: null,",
  },
  {
    name: "decoder-ignores-its-own-padding",
    kind: "tgt_key_padding_mask",
    file: "nn/transformer-decoder-layer.ts",
    find: "keyPaddingMask: options.tgtKeyPaddingMask ?? null,",
    replace: "keyPaddingMask: null,",
  },
  {
    name: "encoder-ignores-padding",
    kind: "src_key_padding_mask",
    file: "nn/transformer-encoder-layer.ts",
    find: "const call = { attnMask: pairs, keyPaddingMask: padding, needWeights: false, isCausal };",
    replace:
      "const call = { attnMask: pairs, keyPaddingMask: null, needWeights: false, isCausal };",
  },
  {
    name: "encoder-layer-ignores-its-mask",
    kind: "src_mask",
    file: "nn/transformer-encoder-layer.ts",
    find: "const call = { attnMask: pairs, keyPaddingMask: padding, needWeights: false, isCausal };",
    replace:
      "const call = { attnMask: null, keyPaddingMask: padding, needWeights: false, isCausal };",
  },
  {
    name: "decoder-never-causal",
    kind: "tgt_is_causal",
    file: "nn/transformer-decoder-layer.ts",
    find: "isCausal: options.tgtIsCausal ?? false,",
    replace: "isCausal: false,",
  },
  {
    name: "memory-never-causal",
    kind: "memory_is_causal",
    file: "nn/transformer-decoder-layer.ts",
    find: "isCausal: options.memoryIsCausal ?? false,",
    replace: "isCausal: false,",
  },
  {
    name: "encoder-never-causal",
    kind: "src_is_causal",
    file: "nn/transformer.ts",
    find: "{ mask, srcKeyPaddingMask, isCausal });",
    replace: "{ mask, srcKeyPaddingMask });",
  },
  {
    name: "transformer-default-width",
    kind: "d_model",
    file: "nn/transformer.ts",
    find: "const { dModel = 512,",
    replace: "const { dModel = 256,",
  },
  {
    name: "transformer-heads-by-default",
    kind: "nhead",
    file: "nn/transformer.ts",
    find: "nhead = 8,",
    replace: "nhead = 4,",
  },
  {
    name: "transformer-one-encoder-layer-less",
    kind: "num_encoder_layers",
    file: "nn/transformer.ts",
    find: "new TransformerEncoder(new TransformerEncoderLayer(dModel, nhead, all), numEncoderLayers, {",
    replace:
      "new TransformerEncoder(new TransformerEncoderLayer(dModel, nhead, all), numDecoderLayers, {",
  },
  {
    name: "transformer-decoder-layers-of-the-encoder",
    kind: "num_decoder_layers",
    file: "nn/transformer.ts",
    find: "new TransformerDecoder(new TransformerDecoderLayer(dModel, nhead, all), numDecoderLayers, {",
    replace:
      "new TransformerDecoder(new TransformerDecoderLayer(dModel, nhead, all), numEncoderLayers, {",
  },
  {
    name: "transformer-custom-encoder-ignored",
    kind: "custom_encoder",
    file: "nn/transformer.ts",
    find: "      options.customEncoder ??\n",
    replace: "      (options.customEncoder && null) ??\n",
  },
  {
    name: "transformer-custom-decoder-ignored",
    kind: "custom_decoder",
    file: "nn/transformer.ts",
    find: "      options.customDecoder ??\n",
    replace: "      (options.customDecoder && null) ??\n",
  },
  {
    name: "encoder-mask-never-checked",
    kind: "mask_check",
    file: "nn/transformer-encoder.ts",
    find: "if (checked?.atStart === false || mask) return null;",
    replace: "if (mask) return null;",
  },
]);
