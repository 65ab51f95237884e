import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.*Dropout*",
  "nn.functional.*dropout*",
  "nn.init.*",
  "torch.rand*",
  "nn.Linear",
  "nn.functional.gumbel_softmax",
];

/** Dropout. */
export const dropouts: readonly Fault[] = faultsOf("dropout", layers, [
  {
    name: "dropout-keeps-with-p",
    kind: "p",
    file: "ops/dropout.ts",
    find: "bernoulli_(emptyTensor(x.shape, x.dtype), 1 - p, defaultGenerator(), scale)",
    replace: "bernoulli_(emptyTensor(x.shape, x.dtype), p, defaultGenerator(), scale)",
  },
  {
    name: "dropout-does-not-scale",
    kind: "p",
    file: "ops/dropout.ts",
    find: "const scale = scaleOf(p, x.dtype);",
    replace: "const scale = scaleOf(0 * p, x.dtype);",
  },
  {
    name: "dropout-scales-by-p",
    kind: "p",
    file: "ops/dropout.ts",
    find: "single ? 1 / Math.fround(1 - p) : 1 / (1 - p)",
    replace: "single ? 1 / Math.fround(p) : 1 / p",
  },
  {
    name: "dropout-drops-in-evaluation",
    kind: "training",
    file: "ops/dropout.ts",
    find: "if (p === 0 || !training || x.numel === 0) return x;",
    replace: "if (p === 0 || (!training && p > 1) || x.numel === 0) return x;",
  },
  {
    name: "dropout-not-in-place",
    kind: "inplace",
    file: "ops/dropout.ts",
    find: 'if (!inplace) return attach("MulBackward0"',
    replace: 'if (!inplace || inplace) return attach("MulBackward0"',
  },
  {
    name: "dropout-gradient-undropped",
    kind: "gradient",
    file: "ops/dropout.ts",
    find: "const backward = (g: Tensor | null) => [g && times(g, noise)];",
    replace: "const backward = (g: Tensor | null) => [g && times(g, noise) && g];",
  },
  {
    name: "dropout-draws-in-c-order",
    kind: "draws",
    file: "ops/dropout.ts",
    find: "return inMemoryOrder([x], (dense) => scaledMask(dense, p));",
    replace: "return scaledMask(x, p);",
  },
  {
    name: "feature-dropout-drops-elements",
    kind: "channels",
    file: "ops/feature-dropout.ts",
    find: "return x.shape.map((size, axis) => (axis < 2 ? size : 1));",
    replace: "return x.shape.map((size, axis) => (axis < 2 ? size : size));",
  },
  {
    name: "feature-dropout-drops-the-batch",
    kind: "channels",
    file: "ops/feature-dropout.ts",
    find: "(axis < 2 ? size : 1)",
    replace: "(axis < 1 ? size : 1)",
  },
  {
    name: "dropout3d-of-four-axes-batched",
    kind: "batch",
    file: "ops/feature-dropout.ts",
    find: "return x.ndim === 5 ? dropChannels(x, options) : dropUnbatched(x, options);",
    replace: "return x.ndim >= 4 ? dropChannels(x, options) : dropUnbatched(x, options);",
  },
  {
    name: "alpha-dropout-to-zero",
    kind: "formula",
    file: "ops/alpha-dropout.ts",
    find: "dropped: round(down + far)",
    replace: "dropped: 0",
  },
  {
    name: "alpha-dropout-limit-of-elu",
    kind: "formula",
    file: "ops/alpha-dropout.ts",
    find: "const LIMIT = 1.7580993408473766;",
    replace: "const LIMIT = 1.6732632423543772;",
  },
  {
    name: "alpha-dropout-one-mask-for-channels",
    kind: "channels",
    file: "ops/alpha-dropout.ts",
    find: "draw(emptyTensor(channelShape(x), x.dtype))",
    replace: "draw(emptyTensor(x.shape, x.dtype))",
  },
]);
