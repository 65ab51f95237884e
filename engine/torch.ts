// The torch namespace: tensors and the functions on them, under PyTorch's names in camelCase.
export { enableGrad, isGradEnabled, noGrad } from "./autograd.ts";
export { backward, grad } from "./backward.ts";
export { type Dtype, getDefaultDtype, setDefaultDtype } from "./dtype.ts";
export { relu, sigmoid, tanh } from "./ops/activation.ts";
export { clone, contiguous, copy_, detach, to } from "./ops/copy.ts";
export {
  arange,
  empty,
  eye,
  full,
  fullLike,
  ones,
  onesLike,
  tensor,
  zeros,
  zerosLike,
} from "./ops/create.ts";
export { addmm, mm } from "./ops/matmul.ts";
export { add, div, maximum, minimum, mul, neg, pow, sub } from "./ops/pointwise.ts";
export {
  bernoulli_,
  defaultGenerator,
  manualSeed,
  normal_,
  rand,
  randint,
  randn,
  randperm,
  uniform_,
} from "./ops/random.ts";
export { mean, sum } from "./ops/reduce.ts";
export { logSoftmax, softmax } from "./ops/softmax.ts";
export {
  asStrided,
  expand,
  flatten,
  narrow,
  permute,
  reshape,
  select,
  slice,
  split,
  squeeze,
  t,
  transpose,
  unsqueeze,
  view,
} from "./ops/view.ts";
export { Generator } from "./random/generator.ts";
export { memory, scope, setMemoryLimit } from "./scope.ts";
export { Tensor, tensorFrom } from "./tensor.ts";
