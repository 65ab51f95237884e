import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.*Loss*",
  "nn.functional.*loss*",
  "nn.functional.*entropy*",
  "nn.Adaptive*Loss",
  "nn.LinearCrossEntropyOptions",
];

/** Options of losses that few use. */
export const lossOptions: readonly Fault[] = faultsOf("loss", layers, [
  {
    name: "loss-reduce-ignored",
    kind: "reduce",
    file: "ops/loss-reduction.ts",
    find: 'if (reduce === false) return "none";',
    replace: "",
  },
  {
    name: "triplet-distance-ignored",
    kind: "distance_function",
    file: "ops/triplet-loss.ts",
    find: "const distance = distanceFunction ?? pairwiseDistance;",
    replace: "const distance = (distanceFunction && null) ?? pairwiseDistance;",
  },
  {
    name: "adaptive-softmax-clusters-of-one-width",
    kind: "div_value",
    file: "nn/adaptive.ts",
    find: "const width = Math.floor(inFeatures / divValue ** (i + 1));",
    replace: "const width = Math.floor(inFeatures / divValue);",
  },
  {
    name: "adaptive-softmax-head-without-bias",
    kind: "head_bias",
    file: "nn/adaptive.ts",
    find: "{ bias: headBias, dtype });",
    replace: "{ bias: headBias && false, dtype });",
  },
  {
    name: "linear-cross-entropy-features-lost",
    kind: "out_features",
    file: "nn/linear-cross-entropy.ts",
    find: "const scores = numClasses * sizeOf(outFeatures);",
    replace: "const scores = numClasses * outFeatures.length;",
  },
  {
    name: "linear-cross-entropy-never-in-chunks",
    kind: "options",
    file: "ops/linear-cross-entropy.ts",
    find: "if (options && known && plain) return inChunks(parts, target, loss, options);",
    replace: "",
  },
  {
    name: "linear-cross-entropy-chunk-size-unchecked",
    kind: "batch_chunk_size",
    file: "ops/linear-cross-entropy-options.ts",
    find: "this.batchChunkSize = fields.batchChunkSize ?? null;",
    replace: "this.batchChunkSize = null;",
  },
  {
    name: "linear-cross-entropy-chunking-always-automatic",
    kind: "chunking_method",
    file: "ops/linear-cross-entropy-options.ts",
    find: 'this.chunkingMethod = fields.chunkingMethod === undefined ? "auto" : fields.chunkingMethod;',
    replace: 'this.chunkingMethod = "auto";',
  },
  {
    name: "linear-cross-entropy-any-policy",
    kind: "acc_policy",
    file: "ops/linear-cross-entropy-options.ts",
    find: 'this.accPolicy = fields.accPolicy ?? "auto";',
    replace: 'this.accPolicy = "auto";',
  },
  {
    name: "linear-cross-entropy-any-accumulator",
    kind: "acc_dtype",
    file: "ops/linear-cross-entropy-options.ts",
    find: "this.accDtype = fields.accDtype ?? null;",
    replace: "this.accDtype = null;",
  },
]);
