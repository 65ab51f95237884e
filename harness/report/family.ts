/** Kinds of layers, as PyTorch's documentation groups them, with what tells their names; the first that fits counts. */
const FAMILIES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Documented examples", /^documented$/],
  ["Initialization", /^nn\.init\./],
  ["Utilities", /^nn\.utils\./],
  ["Tensor operations", /^torch\./],
  ["Convolution", /\.(Lazy)?(Conv|ConvTranspose|conv|conv_transpose)\d/],
  ["Folding", /\.(un)?fold$/i],
  ["Pooling", /pool/i],
  ["Padding", /pad(\dd)?$/i],
  ["Dropout", /dropout/i],
  ["Loss", /loss|cross_entropy|kl_div/i],
  ["Distance", /distance|similarity|pdist/i],
  ["Recurrent", /\.(RNN|LSTM|GRU)/],
  ["Attention and transformers", /transformer|attention/i],
  ["Normalization", /norm/i],
  ["Vision", /upsample|upsampling|interpolate|pixel|shuffle|grid/i],
  ["Embedding", /embedding|one_hot/i],
  ["Linear", /linear$|\.identity$/i],
  [
    "Containers and parameters",
    /\.(Module|ModuleList|ModuleDict|Sequential|Parameter\w*|LazyModuleMixin)$|^nn\.(parameter|modules)\./,
  ],
  ["Shape", /flatten$/i],
  ["Activation", /^nn\./],
];

/** The families in the order in which they are shown. */
export const FAMILY_NAMES: readonly string[] = [
  "Convolution",
  "Pooling",
  "Padding",
  "Activation",
  "Normalization",
  "Recurrent",
  "Attention and transformers",
  "Linear",
  "Dropout",
  "Embedding",
  "Distance",
  "Loss",
  "Vision",
  "Folding",
  "Shape",
  "Containers and parameters",
  "Initialization",
  "Utilities",
  "Tensor operations",
  "Documented examples",
  "Other",
];

/** The family of a layer, or of what a case is filed under. */
export function familyOf(layer: string): string {
  return FAMILIES.find(([, pattern]) => pattern.test(layer))?.[0] ?? "Other";
}
