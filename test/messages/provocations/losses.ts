import {
  doubles,
  F,
  flags,
  floats,
  halves,
  list,
  nn,
  type Provocation,
  torch,
  wanting,
  wholes,
} from "../kit/loose.ts";

const half = (...shape: number[]) => torch.full(shape, 0.5);

const adaptive = () => new nn.AdaptiveLogSoftmaxWithLoss(4, 6, [2, 4]);

const ctc = (x: unknown, targets: unknown, times: unknown, lengths: unknown, options = {}) =>
  F.ctcLoss(x, targets, times, lengths, options);

const lines = new nn.LinearCrossEntropyOptions({ batchChunkSize: 2 });
const ofAspect = new nn.LinearCrossEntropyOptions({ chunkingMethod: "aspect_ratio" });

/** Losses and distances. */
export const LOSSES: readonly Provocation[] = [
  () => adaptive()(floats(2, 4), list(6, 0)),
  () => adaptive()(floats(2, 4), wholes(2).short()),
  () => new nn.AdaptiveLogSoftmaxWithLoss(4, 6, []),
  () => new nn.AdaptiveLogSoftmaxWithLoss(4, 6, [4, 2]),
  () => adaptive()(floats(2, 4), wholes(2, 1)),
  () => adaptive()(floats(2, 4), wholes(3)),
  () => adaptive()(floats(2, 2, 4), wholes(2)),
  () => new nn.MultiMarginLoss({ weight: floats(2, 2) }),
  () => new nn.LinearCrossEntropyLoss(3, 4, { labelSmoothing: 2 }),
  () => new nn.LinearCrossEntropyLoss(3, 4, { weight: floats(3) }),
  () => new nn.TripletMarginLoss({ margin: 0 }),
  () => new nn.HuberLoss({ delta: "1" }),
  () => F.binaryCrossEntropy(half(2), half(3)),
  () => F.binaryCrossEntropy(half(2), doubles(2)),
  () => F.binaryCrossEntropy(half(2), half(2), { weight: half(3) }),
  () => F.binaryCrossEntropyWithLogits(half(2), half(2), { weight: half(3, 2) }),
  () => F.binaryCrossEntropy(half(2), half(2), { weight: half(3, 2) }),
  () => F.binaryCrossEntropy(torch.full([2], 2), half(2)),
  () => F.binaryCrossEntropyWithLogits(half(2), half(3)),
  () => F.multilabelSoftMarginLoss(floats(), floats()),
  () => F.multiMarginLoss(floats(2, 3), wholes(2), { weight: floats(3, 1) }),
  () => F.multiMarginLoss(floats(2, 3), wholes(2), { p: 3 }),
  () => F.multiMarginLoss(floats(2, 3, 4), wholes(2)),
  () => F.multiMarginLoss(floats(2, 3), wholes(3)),
  () => F.multiMarginLoss(floats(2, 0), wholes(2)),
  () => F.multiMarginLoss(floats(0, 0), wholes(0)),
  () => F.multiMarginLoss(halves(2, 3), wholes(2)),
  () => F.multiMarginLoss(floats(2, 3), floats(2)),
  () => F.multiMarginLoss(floats(2, 3), wholes(2), { weight: floats(2) }),
  () => F.multiMarginLoss(floats(2, 3), wholes(2), { weight: doubles(3) }),
  () => F.multiMarginLoss(floats(2, 3), list(0, 3)),
  () => F.multilabelMarginLoss(floats(2, 3), wholes(2, 2)),
  () => F.crossEntropy(floats(), wholes(1)),
  () => F.crossEntropy(floats(2, 3), wholes(3)),
  () => F.crossEntropy(floats(2, 3), floats(2)),
  () => F.crossEntropy(floats(2, 3, 4), torch.zeros([2, 4], { dtype: "uint8" })),
  () => F.crossEntropy(floats(2, 3), wholes(2, 2)),
  () => F.crossEntropy(floats(3), wholes(2)),
  () => F.crossEntropy(floats(2, 3, 4, 5), wholes(2, 4)),
  () => F.crossEntropy(floats(2, 3, 4, 5), wholes(2, 4, 4)),
  () => F.crossEntropy(floats(2, 3, 4), wholes(2, 5)),
  () => F.crossEntropy(floats(2, 0, 4), wholes(2, 4)),
  () => F.crossEntropy(wanting(3), wholes(1)).backward(),
  () => F.nllLoss(wanting(3), wholes(1)).backward(),
  () => F.crossEntropy(floats(2, 3), wholes(2), { weight: floats(2) }),
  () => F.crossEntropy(floats(2, 3), wholes(2), { weight: doubles(3) }),
  () => F.crossEntropy(floats(2, 3), list(0, 3)),
  () => F.crossEntropy(floats(2, 3), wholes(2), { labelSmoothing: 2 }),
  () => F.crossEntropy(floats(2, 3), wholes(2, 3)),
  () => F.crossEntropy(floats(2, 3), floats(2, 3), { ignoreIndex: 1 }),
  () => F.crossEntropy(floats(2, 3), floats(2, 3), { weight: floats(2) }),
  () => F.cosineSimilarity(wholes(2, 3), wholes(2, 3)),
  () => F.cosineEmbeddingLoss(floats(2, 3), floats(2, 3), floats(2, 3)),
  () => F.cosineEmbeddingLoss(floats(2, 3), floats(2, 3), floats()),
  () => ctc(halves(3, 1, 2), wholes(1, 1), [3], [1]),
  () => ctc(floats(0, 1, 2), wholes(1, 1), [3], [1]),
  () => ctc(floats(3, 1, 2), wholes(1, 1), [3], [1], { blank: 2 }),
  () => ctc(floats(3, 1, 2), wholes(1, 1), [3, 3], [1]),
  () => ctc(floats(3, 1, 2), wholes(1, 1), [3], [1, 1]),
  () => ctc(floats(3, 1, 2), torch.full([1, 1], 2n), [3], [1]),
  () => ctc(floats(3, 1, 2), wholes(1, 1), floats(1), [1]),
  () => ctc(floats(3, 1, 2, 2), wholes(1, 1), [3], [1]),
  () => ctc(floats(3, 1, 2), wholes(1, 1, 1), [3], [1]),
  () => ctc(floats(3, 1, 2), wholes(1, 1), [3], [-1]),
  () => ctc(floats(3, 1, 2), wholes(1, 1), [4], [1]),
  () => ctc(floats(3, 1, 2), wholes(2, 1), [3], [1]),
  () => F.pairwiseDistance(flags(2, 3), flags(2, 3)),
  () => F.pairwiseDistance(floats(2, 0), floats(2, 0), { p: -1 }),
  () => F.pdist(floats(3)),
  () => F.pdist(wholes(2, 3)),
  () => F.pdist(floats(2, 3), { p: -1 }),
  () => F.pdist(halves(2, 3)),
  () => F.huberLoss(wanting(2), doubles(2), { reduction: "sum" }).backward(),
  () => F.huberLoss(floats(2), floats(2), { delta: "x" }),
  () => F.gaussianNllLoss(floats(2), floats(2), torch.full([2], -1)),
  () => F.gaussianNllLoss(floats(2, 3), floats(2, 3), floats(4)),
  () => F.klDiv(wholes(2), wholes(2)),
  () =>
    F.linearCrossEntropy(floats(2, 3), floats(4, 3), wholes(2), {
      options: new nn.LinearCrossEntropyOptions({ accDtype: "float16" }),
    }),
  () =>
    F.linearCrossEntropy(halves(8, 3), halves(4, 3), wholes(8), {
      options: new nn.LinearCrossEntropyOptions({
        batchChunkSize: 3,
        chunkingMethod: "aspect_ratio",
      }),
    }),
  () => new nn.LinearCrossEntropyLoss(1, 0, { options: ofAspect })(floats(1, 1), wholes(1)),
  () => new nn.LinearCrossEntropyLoss(1, 2, { options: ofAspect })(floats(1), wholes(1)),
  () =>
    new nn.LinearCrossEntropyLoss(1, 2, { weight: floats(2), options: ofAspect })(
      floats(1),
      wholes(1),
    ),
  () => new nn.LinearCrossEntropyOptions({ accPolicy: "quick" }),
  () => F.linearCrossEntropy(floats(2, 3), floats(4, 3), floats(2, 4), { ignoreIndex: 1 }),
  () => F.linearCrossEntropy(floats(2, 2, 3), floats(4, 3), wholes(2)),
  () => F.linearCrossEntropy(floats(2, 3), floats(3), wholes(2)),
  () => F.linearCrossEntropy(floats(2, 3), floats(4, 2), wholes(2)),
  () => F.linearCrossEntropy(floats(2, 3), floats(4, 3), wholes(2), { linearBias: floats(3) }),
  () => F.linearCrossEntropy(floats(3), floats(4, 2, 3), wholes(2)),
  () => F.linearCrossEntropy(halves(4, 3), halves(4, 3), wholes(3), { options: lines }),
  () => F.linearCrossEntropy(halves(4, 3), halves(4, 3), list(0, 1, 2, 4), { options: lines }),
  () => {
    const x = torch.zeros([4, 3], { dtype: "float16", requiresGrad: true });
    const loss = F.linearCrossEntropy(x, halves(4, 3), wholes(4), { options: lines });
    torch.backward([loss], [null], { retainGraph: true });
    loss.backward();
  },
  () => F.mseLoss(floats(2), floats(2), { reduction: "median" }),
  () => F.nllLoss(floats(2, 3), wholes(2), { weight: wanting(3) }),
  () => F.marginRankingLoss(floats(2), floats(2, 1), floats(2)),
  () => F.oneHot(floats(2)),
  () => F.oneHot(wholes(0)),
  () => F.oneHot(list(-2)),
  () => F.oneHot(list(3), { numClasses: 3 }),
  () => F.mseLoss(floats(2), floats(2), { weight: floats(3) }),
  () => F.smoothL1Loss(floats(2), floats(2), { beta: -1 }),
  () => F.huberLoss(floats(2), floats(2), { delta: 0 }),
  () => F.smoothL1Loss(wholes(2), wholes(2)),
  () => F.huberLoss(wholes(2), wholes(2)),
  () => F.tripletMarginLoss(floats(2, 3), floats(2, 3), floats(2, 3), { margin: 0 }),
  () => F.tripletMarginLoss(floats(2, 3), floats(2, 3), floats(3)),
  () => F.normalize(wholes(2, 3)),
  () => F.nllLoss(floats(), wholes()),
  () => F.cosineSimilarity(floats(2, 3), floats(2, 3), { eps: -1 }),
  () => F.crossEntropy(floats(4), list(1), { labelSmoothing: 0.5 }),
  () => {
    const scores = wanting(2, 2, 2, 3).permute([0, 3, 1, 2]);
    F.nllLoss(scores, wholes(2, 2, 2))
      .sum()
      .backward();
  },
];
