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
]);
