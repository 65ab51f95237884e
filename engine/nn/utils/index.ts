// torch.nn.utils, under PyTorch's names in camelCase. https://docs.pytorch.org/docs/stable/nn.html#utilities
export { clipGradNorm_, clipGradsWithNorm_, clipGradValue_, getTotalNorm } from "./clip-grad.ts";
export { parametersToVector, vectorToParameters } from "./convert-parameters.ts";
export * as rnn from "./rnn.ts";
