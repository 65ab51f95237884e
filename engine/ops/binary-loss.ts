import { computeType, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { broadcastShapes, type Shape, sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { firstOutside } from "./bounds.ts";
import { checkFloating } from "./check-floating.ts";
import { elementLoss } from "./element-loss.ts";
import {
  checkConstant,
  checkedReduction,
  type LossOptions,
  lossReduction,
  namedReduction,
  reduceTerms,
} from "./loss-reduction.ts";
import { div, mul } from "./pointwise.ts";
import { sum } from "./reduce.ts";
import { checkWritableType } from "./regression-loss.ts";

/** Options of binaryCrossEntropy and multilabelSoftMarginLoss. */
export interface WeightedLossOptions extends LossOptions {
  /** What terms are multiplied by, broadcast. */
  weight?: Tensor | null;
}

/**
 * -weight (target log x + (1 - target) log(1 - x)) of probabilities x; logarithms are at least -100.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy.html
 */
export function binaryCrossEntropy(
  x: Tensor,
  target: Tensor,
  { weight = null, ...options }: WeightedLossOptions = {},
): Tensor {
  const where = "binary_cross_entropy";
  const reduction = lossReduction(options, where);
  checkAs(
    "ValueError",
    sameShape(target.shape, x.shape),
    where,
    () =>
      `Using a target size (torch.Size(${showShape(target.shape)})) that is different to the input size (torch.Size(${showShape(x.shape)})) is deprecated. Please ensure they have the same size.`,
  );
  if (weight) checkExpandable(weight.shape, x.shape, where);
  checkConstant(weight, where, "weight");
  check(
    target.dtype === x.dtype,
    where,
    () => `Found dtype ${SCALAR_TYPE[target.dtype]} but expected ${SCALAR_TYPE[x.dtype]}`,
  );
  checkFloating(x.dtype, where, where);
  checkShare(x, "input", where);
  checkShare(target, "target", where);
  if (weight) checkOutput(weight.shape, x.shape, where);
  const node = "BinaryCrossEntropyBackward0";
  const operands = [x, target, weight];
  const { dtype } = x;
  return elementLoss(
    { name: "binary", operands, followed: 2, node, fused: true, dtype },
    reduction,
  );
}

function checkExpandable(weight: Shape, target: Shape, where: string): void {
  weight.toReversed().forEach((size, i) => {
    const other = target.at(-1 - i) ?? 1;
    check(
      size === other || size === 1 || other === 1,
      where,
      () =>
        `Attempting to broadcast a dimension of length ${size} at ${-1 - i}! Mismatching argument at index 1 had torch.Size(${showShape(weight)}); but expected shape should be broadcastable to ${showShape(target)}`,
    );
  });
}

/** A loss has its input's shape; weights and targets cannot widen it. */
function checkOutput(other: Shape, shape: Shape, where: string): void {
  const wide = broadcastShapes(other, shape, where);
  check(
    sameShape(wide, shape),
    where,
    () =>
      `output with shape ${showShape(shape)} doesn't match the broadcast shape ${showShape(wide)}`,
  );
}

function checkShare(x: Tensor, name: string, where: string): void {
  const found = firstOutside(x, 0, 1);
  check(
    found === null,
    where,
    () => `all elements of ${name} should be between 0 and 1, got ${found}`,
  );
}

/** Options of binaryCrossEntropyWithLogits. */
export interface LogitLossOptions extends WeightedLossOptions {
  /** What the target's side of each term is multiplied by, broadcast. */
  posWeight?: Tensor | null;
}

/**
 * -weight (posWeight target log σ(x) + (1 - target) log(1 - σ(x))), stable for any x.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.binary_cross_entropy_with_logits.html
 */
export function binaryCrossEntropyWithLogits(
  x: Tensor,
  target: Tensor,
  { weight = null, posWeight = null, ...options }: LogitLossOptions = {},
): Tensor {
  const where = "binary_cross_entropy_with_logits";
  const reduction = lossReduction(options, where);
  checkAs(
    "ValueError",
    sameShape(target.shape, x.shape),
    where,
    () =>
      `Target size (torch.Size(${showShape(target.shape)})) must be the same as input size (torch.Size(${showShape(x.shape)}))`,
  );
  checkConstant(weight, where, "weight");
  checkConstant(posWeight, where, "pos_weight");
  checkFloating(x.dtype, where, "log_sigmoid_cpu");
  checkWritableType(target, where);
  if (posWeight) checkOutput(posWeight.shape, x.shape, where);
  if (weight) checkOutput(weight.shape, x.shape, where);
  const node = "BinaryCrossEntropyWithLogitsBackward0";
  const operands = [x, target, weight, posWeight];
  const { dtype } = target;
  return elementLoss(
    { name: "binaryOfLogit", operands, followed: 2, node, fused: true, dtype },
    reduction,
  );
}

/**
 * log(1 + exp(-target x)), target 1 or -1. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.soft_margin_loss.html
 */
export function softMarginLoss(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  const where = "soft_margin_loss";
  const reduction = lossReduction(options, where);
  checkConstant(target, where, "target");
  checkWritableType(x, where);
  checkOutput(target.shape, x.shape, where);
  return elementLoss(
    {
      name: "softMargin",
      operands: [x, target],
      followed: 1,
      parameters: [x.dtype === "float16" ? 65504 : GREATEST[computeType(x.dtype)]],
      node: "SoftMarginLossBackward0",
      fused: true,
      dtype: x.dtype,
    },
    reduction,
  );
}

const GREATEST = { float32: 3.4028234663852886e38, float64: Number.MAX_VALUE } as const;

/**
 * The mean over classes, the last axis, of -weight (target log σ(x) + (1 - target) log σ(-x)).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_soft_margin_loss.html
 */
export function multilabelSoftMarginLoss(
  x: Tensor,
  target: Tensor,
  { weight = null, ...options }: WeightedLossOptions = {},
): Tensor {
  const where = "multilabel_soft_margin_loss";
  checkFloating(x.dtype, where, "log_sigmoid_cpu");
  const node = "MulBackward0";
  const terms = elementLoss(
    { name: "labels", operands: [x, target], followed: 2, node, fused: false },
    "none",
  );
  checkAs(
    "IndexError",
    x.ndim > 0,
    where,
    () => "Dimension specified as -1 but tensor has no dimensions",
  );
  const weighed = weight ? mul(terms, weight) : terms;
  const losses = div(sum(weighed, x.ndim - 1), x.shape.at(-1) as number);
  const reduction = checkedReduction(namedReduction(options), where, "is not valid");
  return reduceTerms(losses, reduction);
}
