// torch.nn.functional: the ops of layers as functions, under PyTorch's names in camelCase.

export {
  gelu,
  hardtanh,
  leakyRelu,
  relu,
  sigmoid,
  softplus,
  softshrink,
  tanh,
} from "../ops/activation.ts";
export * from "../ops/activation-inplace.ts";
export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
} from "../ops/adaptive-avg-pool.ts";
export {
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
} from "../ops/adaptive-max-pool.ts";
export { affineGrid } from "../ops/affine-grid.ts";
export { alphaDropout, featureAlphaDropout } from "../ops/alpha-dropout.ts";
export { avgPool1d, avgPool2d, avgPool3d } from "../ops/avg-pool.ts";
export { batchNorm } from "../ops/batch-norm.ts";
export { bilinear } from "../ops/bilinear.ts";
export {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  multilabelSoftMarginLoss,
  softMarginLoss,
} from "../ops/binary-loss.ts";
export { channelShuffle, nativeChannelShuffle } from "../ops/channel-shuffle.ts";
export { multilabelMarginLoss, multiMarginLoss } from "../ops/class-margin-loss.ts";
export { conv1d, conv2d, conv3d } from "../ops/conv.ts";
export { convTranspose1d, convTranspose2d, convTranspose3d } from "../ops/conv-transpose.ts";
export { cosineEmbeddingLoss, cosineSimilarity } from "../ops/cosine-similarity.ts";
export { crossEntropy } from "../ops/cross-entropy.ts";
export { ctcLoss } from "../ops/ctc-loss.ts";
export { pairwiseDistance, pdist } from "../ops/distance.ts";
export { dropout } from "../ops/dropout.ts";
export { celu, elu, selu } from "../ops/elu.ts";
export { embedding } from "../ops/embedding.ts";
export { embeddingBag } from "../ops/embedding-bag.ts";
export { dropout1d, dropout2d, dropout3d } from "../ops/feature-dropout.ts";
export { fold, unfold } from "../ops/fold.ts";
export { fractionalMaxPool2d, fractionalMaxPool3d } from "../ops/fractional-max-pool.ts";
export { glu, logsigmoid, mish, silu } from "../ops/gated-activation.ts";
export { gridSample } from "../ops/grid-sample.ts";
export { groupNorm } from "../ops/group-norm.ts";
export { gumbelSoftmax } from "../ops/gumbel-softmax.ts";
export { hardshrink, hardsigmoid, hardswish, relu6, threshold } from "../ops/hard-activation.ts";
export { instanceNorm } from "../ops/instance-norm.ts";
export { interpolate, upsample, upsampleBilinear, upsampleNearest } from "../ops/interpolate.ts";
export { layerNorm } from "../ops/layer-norm.ts";
export { gaussianNllLoss, klDiv, poissonNllLoss } from "../ops/likelihood-loss.ts";
export { linear } from "../ops/linear.ts";
export { linearCrossEntropy } from "../ops/linear-cross-entropy.ts";
export { localResponseNorm } from "../ops/local-response-norm.ts";
export { lpPool1d, lpPool2d, lpPool3d } from "../ops/lp-pool.ts";
export { hingeEmbeddingLoss, marginRankingLoss } from "../ops/margin-loss.ts";
export { maxPool2d, maxPool3d } from "../ops/max-pool.ts";
export { maxPool1d } from "../ops/max-pool-1d.ts";
export { maxUnpool1d, maxUnpool2d, maxUnpool3d } from "../ops/max-unpool.ts";
export { nllLoss } from "../ops/nll-loss.ts";
export { normalize } from "../ops/normalize.ts";
export { oneHot } from "../ops/one-hot.ts";
export { pad } from "../ops/pad.ts";
export { pixelShuffle, pixelUnshuffle } from "../ops/pixel-shuffle.ts";
export * from "../ops/pool-with-indices.ts";
export { prelu } from "../ops/prelu.ts";
export { huberLoss, l1Loss, mseLoss, smoothL1Loss } from "../ops/regression-loss.ts";
export { rmsNorm } from "../ops/rms-norm.ts";
export { rrelu } from "../ops/rrelu.ts";
export { scaledDotProductAttention } from "../ops/scaled-dot-product-attention.ts";
export { softsign, tanhshrink } from "../ops/softsign.ts";
export { tripletMarginLoss, tripletMarginWithDistanceLoss } from "../ops/triplet-loss.ts";
export { logSoftmax, softmax, softmin } from "./softmax-functions.ts";
