const HOLDS = "holds others and computes nothing";
const TENSOR = "a tensor, and no layer";

/** What of PyTorch's layers is never drawn, and why: a layer, or a layer's option or keyword after a blank. */
export const UNDRAWN: Readonly<Record<string, string>> = {
  "nn.ModuleList": HOLDS,
  "nn.ModuleDict": HOLDS,
  "nn.ParameterList": HOLDS,
  "nn.ParameterDict": HOLDS,
  "nn.LinearCrossEntropyOptions": "an argument of nn.LinearCrossEntropyLoss, drawn there",
  "nn.modules.lazy.LazyModuleMixin": "refuses to stand alone",
  "nn.parameter.Parameter": TENSOR,
  "nn.parameter.Buffer": TENSOR,
  "nn.parameter.UninitializedParameter": TENSOR,
  "nn.parameter.UninitializedBuffer": TENSOR,
};
