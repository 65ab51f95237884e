// The torch namespace: tensors and the functions on them, under PyTorch's names in camelCase.
export { enableGrad, isGradEnabled, noGrad } from "./autograd.ts";
export { backward, grad } from "./backward.ts";
export { type Dtype, getDefaultDtype, setDefaultDtype } from "./dtype.ts";
export * as func from "./func.ts";
export * as linalg from "./linalg.ts";
export { relu, sigmoid, tanh } from "./ops/activation.ts";
export * from "./ops/arithmetic-inplace.ts";
export { copy_ } from "./ops/assign.ts";
export { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor } from "./ops/bitwise.ts";
export { addcdiv, addcmul, atan2, copysign, hypot, lerp } from "./ops/blend.ts";
export { bmm } from "./ops/bmm.ts";
export { broadcastTensors, meshgrid } from "./ops/broadcast.ts";
export { cat, chunk, flatten, split, squeeze, stack } from "./ops/by-name.ts";
export { clamp, clampMax, clampMin } from "./ops/clamp.ts";
export { cloneAsLaid as clone } from "./ops/clone.ts";
export {
  allclose,
  eq,
  equal,
  ge,
  gt,
  isclose,
  isfinite,
  isinf,
  isnan,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  lt,
  ne,
} from "./ops/compare.ts";
export { contiguous, detach, to } from "./ops/copy.ts";
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
export { diag, diagEmbed, diagonal, tril, triu } from "./ops/diagonal.ts";
export { divide as div, floorDivide, fmod, remainder } from "./ops/division.ts";
export { einsum } from "./ops/einsum.ts";
export { amax, amin, argmax, argmin, max, min } from "./ops/extremes.ts";
export { flip } from "./ops/flip.ts";
export { gather, indexSelect, take } from "./ops/gather.ts";
export { bincount } from "./ops/histogram.ts";
export { geqrf } from "./ops/householder-product.ts";
export { indexPut } from "./ops/index.ts";
export { logsumexp } from "./ops/logsumexp.ts";
export { addmm, mm } from "./ops/matmul.ts";
export { matmul } from "./ops/matmul-broadcast.ts";
export { matrixExp } from "./ops/matrix-exp.ts";
export { std, stdMean, variance as var, varMean } from "./ops/moments.ts";
export { maskedSelect, nonzero } from "./ops/nonzero.ts";
export { add, maximum, minimum, mul, neg, pow, sub } from "./ops/pointwise.ts";
export { prod } from "./ops/product.ts";
export { addmv, baddbmm, dot, mv, outer, tensordot } from "./ops/products.ts";
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
export {
  movedim,
  movedim as moveaxis,
  ravel,
  repeatInterleave,
  roll,
  swapaxes,
  swapaxes as swapdims,
  tile,
} from "./ops/rearrange.ts";
export { mean, sum } from "./ops/reduce.ts";
export { abs, ceil, floor, frac, round, sign, trunc } from "./ops/rounding.ts";
export { cumprod, cumsum } from "./ops/scan.ts";
export { indexAdd, indexCopy, indexFill, scatter, scatterAdd } from "./ops/scatter.ts";
export {
  asTensor,
  emptyLike,
  linspace,
  logspace,
  randLike,
  randnLike,
  scalarTensor,
} from "./ops/sequence.ts";
export { logSoftmax, softmax } from "./ops/softmax.ts";
export { argsort, kthvalue, sort, topk } from "./ops/sort.ts";
export { all, any, countNonzero } from "./ops/truth.ts";
export * from "./ops/unary.ts";
export { unbind } from "./ops/unbind.ts";
export { unique } from "./ops/unique.ts";
export { norm } from "./ops/vector-norm.ts";
export {
  asStrided,
  expand,
  expand as broadcastTo,
  narrow,
  permute,
  reshape,
  select,
  slice,
  t,
  transpose,
  unsqueeze,
  view,
} from "./ops/view.ts";
export { maskedFill, where } from "./ops/where.ts";
export { Generator } from "./random/generator.ts";
export { memory, scope, setMemoryLimit } from "./scope.ts";
export { Tensor, tensorFrom } from "./tensor.ts";
export { getNumThreads, setNumThreads } from "./threads.ts";
export { getVectorBits, setVectorBits } from "./vectors.ts";
