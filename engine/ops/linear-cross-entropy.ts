import { attach, enableGrad, needsGrad } from "../autograd.ts";
import { grad } from "../backward.ts";
import { computeType } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { formatTuple } from "../print/python.ts";
import { type Shape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { classIndices, totalWeight } from "./class-targets.ts";
import { detach, detached, numbers, to } from "./copy.ts";
import { fullLike } from "./create.ts";
import { type CrossEntropyOptions, crossEntropy } from "./cross-entropy.ts";
import { linear } from "./linear.ts";
import type { LinearCrossEntropyOptions } from "./linear-cross-entropy-options.ts";
import { type LossReduction, lossReduction } from "./loss-reduction.ts";
import { reshape, squeeze, unsqueeze } from "./view.ts";

/** Options of linearCrossEntropy. */
export interface LinearCrossEntropyArguments {
  linearBias?: Tensor | null;
  /** What the losses of each class are multiplied by. */
  weight?: Tensor | null;
  reduction?: LossReduction;
  /** A class that counts for nothing; not with shares for classes. */
  ignoreIndex?: number | null;
  labelSmoothing?: number;
  /** Takes the path that works on parts of a batch, where there is one. */
  options?: LinearCrossEntropyOptions | null;
}

const WHERE = "linear_cross_entropy";

/**
 * Cross entropy of linear(x, linearWeight, linearBias).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear_cross_entropy.html
 *
 * **Shapes**: x (in) or (N, in), linearWeight (C, d1, ..., in), linearBias (C, d1, ...); target as in crossEntropy.
 */
export function linearCrossEntropy(
  x: Tensor,
  linearWeight: Tensor,
  target: Tensor,
  given: LinearCrossEntropyArguments = {},
): Tensor {
  const { linearBias = null, weight = null, reduction = "mean", labelSmoothing = 0 } = given;
  const { ignoreIndex = null, options = null } = given;
  checkShapes(x, linearWeight, linearBias);
  const [classes = 0, ...features] = linearWeight.shape.slice(0, -1);
  const shape = [...x.shape.slice(0, -1), classes, ...features];
  check(
    ignoreIndex === null || !sameShape(target.shape, shape),
    WHERE,
    () => "ignore_index cannot be specified when target contains probabilities",
  );
  const loss = { weight, reduction, ignoreIndex: ignoreIndex ?? -100, labelSmoothing };
  const parts = [x, linearWeight, linearBias] as const;
  const known = ["mean", "sum", "none"].includes(reduction);
  const plain = features.length === 0 && labelSmoothing === 0 && target.dtype === "int64";
  if (options && known && plain) return inChunks(parts, target, loss, options);
  const flat = reshape(linearWeight, [-1, x.shape.at(-1) as number]);
  const bias = linearBias && reshape(linearBias, [-1]);
  const scores = reshape(linear(x, features.length ? flat : linearWeight, bias), shape);
  return crossEntropy(scores, target, loss);
}

function checkShapes(x: Tensor, weight: Tensor, bias: Tensor | null): void {
  check(
    x.ndim === 1 || x.ndim === 2,
    WHERE,
    () => `expected input with dimensionality 1 or 2, got ${x.ndim}`,
  );
  check(
    weight.ndim >= 2,
    WHERE,
    () => `expected linear_weight with dimensionality at least 2, got ${weight.ndim}`,
  );
  const [own, other] = [x.shape.at(-1), weight.shape.at(-1)];
  check(
    own === other,
    WHERE,
    () =>
      `expected equal input and linear_weight last dimensions (in_features), got ${own} and ${other}, respectively`,
  );
  const scores: Shape = weight.shape.slice(0, -1);
  check(
    bias === null || sameShape(bias.shape, scores),
    WHERE,
    () =>
      `expected linear_bias shape ${formatTuple(scores)}, got ${formatTuple(bias?.shape ?? [])}`,
  );
  check(
    weight.ndim === 2 || x.ndim === 2,
    WHERE,
    () =>
      `K-dimensional loss defined by linear_weight shape ${formatTuple(weight.shape)} requires batched input, (N, ${own}), got unbatched input with shape ${formatTuple(x.shape)}`,
  );
}

type Parts = readonly [x: Tensor, weight: Tensor, bias: Tensor | null];

/** The path of the options: half types are computed in float32, and backward of a reduced loss runs once. */
function inChunks(
  [given, linearWeight, bias]: Parts,
  target: Tensor,
  loss: CrossEntropyOptions,
  options: LinearCrossEntropyOptions,
): Tensor {
  const batched = given.ndim === 2;
  const x = batched ? given : unsqueeze(given, 0);
  const targets = batched ? target : unsqueeze(target, 0);
  const reduction = lossReduction(loss, WHERE);
  checkTargets(x, linearWeight, targets, loss, options);
  const again = options.allowRetainGraph || reduction === "none";
  const out = recomputed([x, linearWeight, bias], targets, loss, NODE[reduction], again);
  return batched ? out : squeeze(out, 0);
}

const CHUNKED = "GeneratedBackwardFor_torch_nn__linear_cross_entropy_batch_chunked";
const NODE = {
  mean: `${CHUNKED}_defaultBackward`,
  sum: `${CHUNKED}_defaultBackward`,
  none: `${CHUNKED}_no_reduction_defaultBackward`,
} as const;

function checkTargets(
  x: Tensor,
  weight: Tensor,
  target: Tensor,
  loss: CrossEntropyOptions,
  options: LinearCrossEntropyOptions,
): void {
  const [rows, features] = x.shape as [number, number];
  const classes = weight.shape[0] as number;
  const size = options.chunkSize(rows, features, classes, x.dtype);
  const found = numbers(detached(target));
  for (let start = 0; start < rows; start += size) {
    const length = Math.min(size, rows - start);
    check(
      start + length <= found.length,
      WHERE,
      () => `start (${start}) + length (${length}) exceeds dimension size (${found.length}).`,
    );
  }
  if (rows > 0) checkLine(target, loss.weight ?? null);
  found.forEach((at) => {
    check(
      at === loss.ignoreIndex || (at >= 0 && at < classes),
      WHERE,
      () => `index ${at} is out of bounds for dimension 1 with size ${classes}`,
    );
  });
}

/** A row has one target; weights are looked up before scores are. */
function checkLine(target: Tensor, weight: Tensor | null): void {
  const isLine = target.ndim <= 1;
  const vector = () => "index_select(): Index is supposed to be a vector";
  checkAs("IndexError", isLine || weight === null, WHERE, vector);
  check(
    isLine,
    WHERE,
    () => "Index tensor must have the same number of dimensions as input tensor",
  );
}

/** Cross entropy of a linear layer as one step, with a graph of its own. */
function recomputed(
  parts: Parts,
  target: Tensor,
  loss: CrossEntropyOptions,
  node: string,
  again: boolean,
): Tensor {
  const [x] = parts;
  const type = computeType(x.dtype);
  const followed = needsGrad(parts);
  const leaves = parts.map((part) => part && leafOf(part, type, followed)) as unknown as Parts;
  const weight = loss.weight ? to(detached(loss.weight), type) : null;
  const body = () => crossEntropy(linear(...leaves), target, { ...loss, weight });
  const inner = followed ? enableGrad(body) : body();
  const lost = dividesByNothing(parts, target, loss);
  let runs = 0;
  return attach(
    node,
    parts,
    detach(to(detached(inner), x.dtype)),
    (g) => {
      check(
        again || runs++ === 0,
        WHERE,
        () =>
          "linear_cross_entropy chunked backward called twice; retain_graph=True / double backward are not supported.",
      );
      if (!g) return parts.map(() => null);
      const asked = leaves.filter((leaf) => leaf?.requiresGrad) as Tensor[];
      const found = grad([inner], asked, [to(g, type)], { retainGraph: true });
      return parts.map((part, i) => {
        const at = asked.indexOf(leaves[i] as Tensor);
        const slope = at < 0 ? null : found[at];
        if (!part || !slope) return null;
        return lost ? fullLike(part, Number.NaN) : to(slope, part.dtype);
      });
    },
    parts.filter((part) => part !== null),
  );
}

/** Whether no target counts towards a mean: this path's gradients are then NaN, not 0. */
function dividesByNothing([x, linearWeight]: Parts, target: Tensor, loss: CrossEntropyOptions) {
  if (loss.reduction !== "mean" || x.shape[0] === 0) return false;
  const classes = linearWeight.shape[0] as number;
  const indices = classIndices(target, classes, loss.ignoreIndex as number, WHERE);
  return totalWeight(indices, loss.weight ?? null) === 0;
}

function leafOf(part: Tensor, type: "float32" | "float64", followed: boolean): Tensor {
  const leaf = detach(to(detached(part), type));
  if (followed && part.requiresGrad) leaf.requiresGrad = true;
  return leaf;
}
