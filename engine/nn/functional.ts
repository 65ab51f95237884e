// torch.nn.functional: the ops of layers as functions, under PyTorch's names in camelCase.

export {
  elu,
  gelu,
  hardtanh,
  leakyRelu,
  relu,
  selu,
  sigmoid,
  softplus,
  softshrink,
  tanh,
} from "../ops/activation.ts";
export { batchNorm } from "../ops/batch-norm.ts";
export { dropout } from "../ops/dropout.ts";
export { embedding } from "../ops/embedding.ts";
export { instanceNorm } from "../ops/instance-norm.ts";
export { layerNorm } from "../ops/layer-norm.ts";
export { linear } from "../ops/linear.ts";
export { rrelu } from "../ops/rrelu.ts";
export { logSoftmax, softmax } from "./softmax-functions.ts";
