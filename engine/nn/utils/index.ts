// torch.nn.utils, under PyTorch's names in camelCase. https://docs.pytorch.org/docs/stable/nn.html#utilities
export { clipGradNorm_, clipGradsWithNorm_, clipGradValue_, getTotalNorm } from "./clip-grad.ts";
export { parametersToVector, vectorToParameters } from "./convert-parameters.ts";
export {
  fuseConvBnEval,
  fuseConvBnWeights,
  fuseLinearBnEval,
  fuseLinearBnWeights,
} from "./fusion.ts";
export * as parametrizations from "./parametrizations.ts";
export * as parametrize from "./parametrize.ts";
export * as prune from "./prune.ts";
export * as rnn from "./rnn.ts";
export { skipInit } from "./skip-init.ts";
export { removeSpectralNorm, spectralNorm } from "./spectral-norm.ts";
export * as stateless from "./stateless.ts";
export { removeWeightNorm, weightNorm } from "./weight-norm.ts";
