import type { Dtype } from "../dtype.ts";
import { check } from "../errors.ts";
import { linearCrossEntropy } from "../ops/linear-cross-entropy.ts";
import type { LinearCrossEntropyOptions } from "../ops/linear-cross-entropy-options.ts";
import type { LossReduction } from "../ops/loss-reduction.ts";
import { reshape } from "../ops/view.ts";
import { formatPythonFloat, formatTuple, formatValue } from "../print/python.ts";
import { sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { Linear } from "./linear.ts";
import { Loss, type PairLoss, weightBuffer } from "./loss.ts";
import type { Buffer } from "./parameter.ts";

export { LinearCrossEntropyOptions } from "../ops/linear-cross-entropy-options.ts";

/** Options of LinearCrossEntropyLoss. */
export interface LinearCrossEntropyLossOptions {
  /** The axes after the classes. */
  outFeatures?: readonly number[];
  bias?: boolean;
  dtype?: Dtype;
  reduction?: LossReduction;
  /** What the losses of each class are multiplied by. */
  weight?: Tensor | null;
  /** A class that counts for nothing; not with shares for classes. */
  ignoreIndex?: number | null;
  labelSmoothing?: number;
  /** Takes the path that works on parts of a batch, where there is one. */
  options?: LinearCrossEntropyOptions | null;
}

export interface LinearCrossEntropyLoss extends PairLoss {}

/**
 * Cross entropy of a linear layer of its own. https://docs.pytorch.org/docs/stable/generated/torch.nn.LinearCrossEntropyLoss.html
 *
 * **Shapes**: x (inFeatures) or (N, inFeatures); target () or (N, ...outFeatures), or shares (N, numClasses, ...outFeatures);
 * a scalar, or one loss a class target. Throws for a weight of another shape and smoothing outside of [0, 1].
 */
export class LinearCrossEntropyLoss extends Loss {
  weight: Buffer | null;
  numClasses: number;
  outFeatures: readonly number[];
  ignoreIndex: number | null;
  labelSmoothing: number;
  linear: Linear;
  options: LinearCrossEntropyOptions | null;

  constructor(
    inFeatures: number,
    numClasses: number,
    { outFeatures = [], bias = false, dtype, ...given }: LinearCrossEntropyLossOptions = {},
  ) {
    const { weight = null, labelSmoothing = 0 } = given;
    checkWeight(weight, numClasses);
    check(
      labelSmoothing >= 0 && labelSmoothing <= 1,
      "LinearCrossEntropyLoss",
      () => `expected label_smoothing to be in range [0, 1], got ${labelSmoothing}`,
    );
    super(given);
    this.weight = weightBuffer(weight);
    this.numClasses = numClasses;
    this.outFeatures = outFeatures;
    this.ignoreIndex = given.ignoreIndex ?? null;
    this.labelSmoothing = labelSmoothing;
    const scores = numClasses * sizeOf(outFeatures);
    this.linear = new Linear(inFeatures, scores, { bias, ...(dtype ? { dtype } : {}) });
    this.options = given.options ?? null;
  }

  override forward(x: Tensor, target: Tensor): Tensor {
    const { linear, weight, reduction, ignoreIndex, labelSmoothing, options } = this;
    const shape = [this.numClasses, ...this.outFeatures];
    const linearWeight = reshape(linear.weight, [...shape, linear.inFeatures]);
    const linearBias = linear.bias && reshape(linear.bias, shape);
    const rest = { linearBias, weight, reduction, ignoreIndex, labelSmoothing, options };
    return linearCrossEntropy(x, linearWeight, target, rest);
  }

  override extraRepr(): string {
    const parts = {
      in_features: this.linear.inFeatures,
      num_classes: this.numClasses,
      out_features: formatTuple(this.outFeatures),
      bias: formatValue(this.linear.bias !== null),
      reduction: this.reduction,
      ignore_index: formatValue(this.ignoreIndex),
      label_smoothing: this.labelSmoothing === 0 ? formatPythonFloat(0) : this.labelSmoothing,
      options: this.options ?? "None",
    };
    return Object.entries(parts)
      .map(([name, value]) => `${name}=${value}`)
      .join(", ");
  }
}

function checkWeight(weight: Tensor | null, classes: number): void {
  check(
    weight === null || (weight.ndim === 1 && weight.shape[0] === classes),
    "LinearCrossEntropyLoss",
    () => `expected weight shape to be (${classes},), got ${formatTuple(weight?.shape ?? [])}`,
  );
}
