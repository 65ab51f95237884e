import { attach } from "../autograd.ts";
import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { cat } from "../ops/cat.ts";
import { detach, detached, numbers } from "../ops/copy.ts";
import { zeros } from "../ops/create.ts";
import { argmax } from "../ops/extremes.ts";
import { gather, indexSelect } from "../ops/gather.ts";
import { add, neg } from "../ops/pointwise.ts";
import { mean } from "../ops/reduce.ts";
import { indexCopy } from "../ops/scatter.ts";
import { logSoftmax } from "../ops/softmax.ts";
import { narrow, squeeze, unsqueeze } from "../ops/view.ts";
import { showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { Sequential } from "./container.ts";
import { Linear } from "./linear.ts";
import { Module } from "./module.ts";
import { ModuleList } from "./module-list.ts";

/** Options of AdaptiveLogSoftmaxWithLoss. */
export interface AdaptiveSoftmaxOptions {
  /** By how much narrower each cluster's projection is than the one before. */
  divValue?: number;
  /** Whether the head has a bias. */
  headBias?: boolean;
  dtype?: Dtype;
}

export interface AdaptiveLogSoftmaxWithLoss {
  (x: Tensor, target: Tensor): [output: Tensor, loss: Tensor];
}

/**
 * Log softmax over many classes, the rare ones in clusters (Grave et al. 2016): gives the log probability of each target, and
 * minus their mean. https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html
 *
 * **Shapes**: x (N, inFeatures) with target (N), or (inFeatures) with (); output as target, loss a scalar. Throws ValueError
 * for cutoffs that do not rise between 1 and nClasses - 1, RuntimeError for a target that is no class.
 */
export class AdaptiveLogSoftmaxWithLoss extends Module {
  inFeatures: number;
  nClasses: number;
  cutoffs: readonly number[];
  divValue: number;
  headBias: boolean;
  shortlistSize: number;
  nClusters: number;
  headSize: number;
  head: Linear;
  tail: ModuleList;

  constructor(
    inFeatures: number,
    nClasses: number,
    cutoffs: readonly number[],
    { divValue = 4, headBias = false, dtype = getDefaultDtype() }: AdaptiveSoftmaxOptions = {},
  ) {
    super();
    checkCutoffs(cutoffs, nClasses);
    this.inFeatures = inFeatures;
    this.nClasses = nClasses;
    this.cutoffs = [...cutoffs, nClasses];
    this.divValue = divValue;
    this.headBias = headBias;
    this.shortlistSize = cutoffs[0] as number;
    this.nClusters = cutoffs.length;
    this.headSize = this.shortlistSize + this.nClusters;
    this.head = new Linear(inFeatures, this.headSize, { bias: headBias, dtype });
    const clusters = cutoffs.map((start, i) => {
      const width = Math.floor(inFeatures / divValue ** (i + 1));
      const size = (this.cutoffs[i + 1] as number) - start;
      const narrowing = new Linear(inFeatures, width, { bias: false, dtype });
      return new Sequential(narrowing, new Linear(width, size, { bias: false, dtype }));
    });
    this.tail = new ModuleList(clusters);
  }

  override forward(given: Tensor, givenTarget: Tensor): [output: Tensor, loss: Tensor] {
    checkInput(given, givenTarget);
    const batched = givenTarget.ndim > 0;
    const x = batched ? given : unsqueeze(given, 0);
    const classes = Array.from(numbers(detached(givenTarget)));
    this.checkTarget(classes, givenTarget);
    const places = classes.map((at) => this.placeInHead(at));
    let inClusters = zeros([classes.length], { dtype: x.dtype });
    for (let i = 0; i < this.nClusters; i++) {
      inClusters = this.withCluster(inClusters, x, classes, i);
    }
    const head = logSoftmax(this.head(x), 1);
    const output = add(inClusters, squeeze(gather(head, 1, column(places)), 1));
    return [batched ? output : squeeze(output, 0), mean(neg(output))];
  }

  /** The log probabilities of all classes. */
  logProb(x: Tensor): Tensor {
    return this.allLogProbs(x, this.head(x));
  }

  /** The likeliest class of each row. */
  predict(x: Tensor): Tensor {
    const head = this.head(x);
    const likeliest = argmax(head, 1);
    const first = elementsOf(likeliest) as BigInt64Array;
    if (first.every((at) => at < this.shortlistSize)) return likeliest;
    const whole = argmax(this.allLogProbs(x, head), 1);
    const [found, among] = [elementsOf(likeliest), elementsOf(whole)] as [
      BigInt64Array,
      BigInt64Array,
    ];
    found.forEach((at, i) => {
      if (at >= this.shortlistSize) found[i] = among[i] as bigint;
    });
    return likeliest;
  }

  /** Log probabilities with those of the targets in one cluster filled in. */
  private withCluster(
    into: Tensor,
    x: Tensor,
    classes: readonly number[],
    cluster: number,
  ): Tensor {
    const [low, high] = this.cutoffs.slice(cluster, cluster + 2) as [number, number];
    const rows = classes.flatMap((at, row) => (at >= low && at < high ? [row] : []));
    if (rows.length === 0) return into;
    const list = wholes(rows);
    const project = this.cluster(cluster);
    const logProbs = logSoftmax(project(indexSelect(x, 0, list)), 1);
    const own = rows.map((row) => (classes[row] as number) - low);
    return indexCopy(into, 0, list, squeeze(gather(logProbs, 1, column(own)), 1));
  }

  private cluster(i: number): Sequential {
    return this.tail.get(i) as Sequential;
  }

  private placeInHead(at: number): number {
    if (at < this.shortlistSize) return at;
    const cluster = this.cutoffs.findIndex((end) => at < end) - 1;
    return this.shortlistSize + cluster;
  }

  private checkTarget(classes: readonly number[], target: Tensor): void {
    check(
      classes.every((at) => at >= 0 && at < this.nClasses),
      "AdaptiveLogSoftmaxWithLoss",
      () =>
        `Target values should be in [0, ${this.nClasses - 1}], but values in range [${classes.reduce((a, b) => Math.min(a, b))}, ${classes.reduce((a, b) => Math.max(a, b))}] were found. `,
    );
    check(
      target.dtype === "int64" || target.dtype === "int32",
      "AdaptiveLogSoftmaxWithLoss",
      () => "gather(): Expected dtype int32/int64 for index",
    );
  }

  private allLogProbs(x: Tensor, headScores: Tensor): Tensor {
    const head = logSoftmax(headScores, 1);
    const clusters = this.cutoffs.slice(0, -1).map((_, i) => {
      const own = narrow(head, 1, this.shortlistSize + i, 1);
      return add(logSoftmax(this.cluster(i)(x), 1), own);
    });
    const all = cat([narrow(head, 1, 0, this.shortlistSize), ...clusters], 1);
    return attach("CopySlices", [all], detach(all), (g) => [g]);
  }
}

function checkCutoffs(cutoffs: readonly number[], classes: number): void {
  const where = "AdaptiveLogSoftmaxWithLoss";
  checkAs(
    "ValueError",
    cutoffs.length > 0,
    where,
    () => "cutoffs should be a sequence of length larger than 0",
  );
  const rising = cutoffs.every(
    (at, i) => Number.isInteger(at) && at > (cutoffs[i - 1] ?? 0) && at < classes,
  );
  checkAs(
    "ValueError",
    rising,
    where,
    () =>
      "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is between 1 and n_classes-1",
  );
}

function checkInput(x: Tensor, target: Tensor): void {
  const where = "AdaptiveLogSoftmaxWithLoss";
  const size = `torch.Size(${showShape(x.shape)})`;
  check(
    target.ndim < 2,
    where,
    () => "0D or 1D target tensor expected, multi-target not supported",
  );
  check(
    target.ndim === 0 || x.shape[0] === target.shape[0],
    where,
    () => "Input and target should have the same size in the batch dimension.",
  );
  check(
    x.ndim === target.ndim + 1,
    where,
    () =>
      `${target.ndim}D target tensor expects ${target.ndim + 1}D input tensors, but found inputs with size ${size}`,
  );
}

/** Whole numbers as a tensor. */
function wholes(values: readonly number[]): Tensor {
  const out = emptyTensor([values.length], "int64");
  (elementsOf(out) as BigInt64Array).set(values.map(BigInt));
  return out;
}

function column(values: readonly number[]): Tensor {
  return unsqueeze(wholes(values), 1);
}
