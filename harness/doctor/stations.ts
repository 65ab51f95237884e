/** A family of layers, and small cases of it: the first that the engine answers stands for the family. */
export interface Station {
  readonly family: string;
  readonly ids: readonly string[];
}

/** What an adapter is looked at by: ten families, each where another mistake shows. */
export const STATIONS: readonly Station[] = [
  {
    family: "numbers there and back",
    ids: ["nn.Identity/values", "nn.Flatten/defaults", "nn.ReLU/three-dimensions"],
  },
  { family: "linear", ids: ["nn.Linear/defaults", "torch.matmul/matrices"] },
  { family: "activation", ids: ["nn.Tanh/defaults", "nn.Sigmoid/defaults", "nn.ReLU/defaults"] },
  {
    family: "float64",
    ids: ["nn.Linear/defaults-float64", "nn.Tanh/defaults-float64", "nn.ReLU/defaults-float64"],
  },
  { family: "convolution", ids: ["nn.Conv2d/kernel-per-axis", "nn.Conv1d/defaults"] },
  { family: "pooling", ids: ["nn.MaxPool2d/kernel-per-axis", "nn.AvgPool2d/kernel-per-axis"] },
  {
    family: "normalization",
    ids: ["nn.BatchNorm2d/eval", "nn.LayerNorm/defaults", "nn.GroupNorm/defaults"],
  },
  {
    family: "softmax",
    ids: ["nn.Softmax/last-axis", "nn.LogSoftmax/last-axis", "nn.Softmax/defaults"],
  },
  {
    family: "loss",
    ids: ["nn.MSELoss/defaults", "nn.L1Loss/defaults", "nn.CrossEntropyLoss/defaults"],
  },
  { family: "embedding", ids: ["nn.Embedding/defaults", "nn.Embedding/edges"] },
];
