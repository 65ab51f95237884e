import { familyOf } from "../report/family.ts";

interface Section {
  readonly title: string;
  /** The page's own examples, as cases are named. */
  readonly own: readonly string[];
  /** Whether a layer belongs here. */
  readonly has: (layer: string) => boolean;
}

/** The sections of the documented page of layers, in its order. */
export const SECTIONS: readonly Section[] = [
  { title: "Linear", own: ["linear"], has: ofFamily("Linear") },
  { title: "Dropout", own: ["dropout", "dropout-mkl"], has: ofFamily("Dropout") },
  { title: "Normalization", own: ["batch-norm1d"], has: ofFamily("Normalization") },
  { title: "Convolution", own: ["conv1d"], has: (layer) => /\.Conv\d/.test(layer) },
  {
    title: "Transposed convolution",
    own: ["conv-transpose2d"],
    has: (layer) => /\.ConvTranspose\d/.test(layer),
  },
  { title: "Pooling", own: ["max-pool1d"], has: ofFamily("Pooling") },
  { title: "Recurrent layers", own: ["rnn"], has: ofFamily("Recurrent") },
  { title: "Transformers", own: [], has: ofFamily("Attention and transformers") },
  { title: "Activation functions", own: ["relu", "relu-inplace"], has: ofFamily("Activation") },
  { title: "Flatten and unflatten", own: ["flatten", "unflatten"], has: ofFamily("Shape") },
];

/** The folder of the page's own examples among the fixtures. */
export const OWN = "documented";

function ofFamily(name: string): (layer: string) => boolean {
  return (layer) => familyOf(layer) === name;
}
