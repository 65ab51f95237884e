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
export { avgPool1d, avgPool2d, avgPool3d } from "../ops/avg-pool.ts";
export { batchNorm } from "../ops/batch-norm.ts";
export { conv1d, conv2d, conv3d } from "../ops/conv.ts";
export { convTranspose1d, convTranspose2d, convTranspose3d } from "../ops/conv-transpose.ts";
export { dropout } from "../ops/dropout.ts";
export { embedding } from "../ops/embedding.ts";
export { instanceNorm } from "../ops/instance-norm.ts";
export { layerNorm } from "../ops/layer-norm.ts";
export { linear } from "../ops/linear.ts";
export { maxPool2d, maxPool3d } from "../ops/max-pool.ts";
export { maxPool1d } from "../ops/max-pool-1d.ts";
export { pad } from "../ops/pad.ts";
export { rrelu } from "../ops/rrelu.ts";
export { scaledDotProductAttention } from "../ops/scaled-dot-product-attention.ts";
export { logSoftmax, softmax } from "./softmax-functions.ts";
