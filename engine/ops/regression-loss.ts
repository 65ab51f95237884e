import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { type ElementLoss, elementLoss } from "./element-loss.ts";
import { commonType } from "./follow.ts";
import {
  checkedReduction,
  type LossOptions,
  type LossReduction,
  lossReduction,
  namedReduction,
  reduceTerms,
} from "./loss-reduction.ts";
import { div, mul, neg, sub, zipElements } from "./pointwise.ts";
import { sum } from "./reduce.ts";

/** Options of l1Loss and mseLoss. */
export interface WeightedRegressionOptions extends LossOptions {
  /** What each term is multiplied by; the mean is then divided by the sum of it. Of the input's shape. */
  weight?: Tensor | null;
}

/** |x - target|. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.l1_loss.html */
export function l1Loss(
  x: Tensor,
  target: Tensor,
  { weight = null, ...options }: WeightedRegressionOptions = {},
): Tensor {
  if (weight) return dividedByWeights(absolute(x, target), x, weight, options, "l1_loss");
  const reduction = lossReduction(options, "l1_loss");
  if (!isFloating(commonType([x, target]))) return ofIntegers(x, target, reduction);
  return elementLoss(absolute(x, target), reduction);
}

function absolute(x: Tensor, target: Tensor): ElementLoss {
  const node = "AbsBackward0";
  return { name: "absolute", operands: [x, target], followed: 2, node, fused: false };
}

function ofIntegers(x: Tensor, target: Tensor, reduction: LossReduction): Tensor {
  const difference = sub(x, target);
  const signed = difference.dtype !== "uint8";
  const terms = signed ? zipElements("maximum", difference, neg(difference)) : difference;
  return reduceTerms(terms, reduction);
}

/** (x - target)². https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.mse_loss.html */
export function mseLoss(
  x: Tensor,
  target: Tensor,
  { weight = null, ...options }: WeightedRegressionOptions = {},
): Tensor {
  const node = "MseLossBackward0";
  const loss = { name: "squared", operands: [x, target], followed: 2, node, fused: true } as const;
  if (weight) return dividedByWeights(loss, x, weight, options, "mse_loss");
  const reduction = lossReduction(options, "mse_loss");
  checkFloating(commonType([x, target]), "mse_loss", "mse_cpu");
  return elementLoss(loss, reduction);
}

function dividedByWeights(
  loss: ElementLoss,
  x: Tensor,
  weight: Tensor,
  options: LossOptions,
  where: string,
): Tensor {
  checkWeight(x, weight, where);
  const reduction = weightedReduction(options, where);
  const terms = mul(elementLoss(loss, "none"), weight);
  if (reduction === "none") return terms;
  return reduction === "sum" ? sum(terms) : div(sum(terms), sum(weight));
}

function checkWeight(x: Tensor, weight: Tensor, where: string): void {
  checkAs(
    "ValueError",
    sameShape(weight.shape, x.shape),
    where,
    () =>
      `Weights and input must have the same size. Got ${showShape(weight.shape)} and ${showShape(x.shape)}`,
  );
}

function weightedReduction(options: LossOptions, where: string) {
  const given = namedReduction(options);
  return checkedReduction(
    given,
    `${where}: Invalid reduction mode`,
    ". Expected one of 'none', 'mean', 'sum'.",
  );
}

/** Options of smoothL1Loss. */
export interface SmoothL1Options extends LossOptions {
  /** Differences below it count by their squares; 0 makes it the l1 loss. */
  beta?: number;
}

/**
 * d² / (2 beta) where the difference d is below beta, else d - beta / 2.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.smooth_l1_loss.html
 */
export function smoothL1Loss(
  x: Tensor,
  target: Tensor,
  { beta = 1, ...options }: SmoothL1Options = {},
): Tensor {
  if (beta === 0) return l1Loss(x, target, options);
  const reduction = lossReduction(options, "smooth_l1_loss");
  check(
    beta > 0,
    "smooth_l1_loss",
    () => `smooth_l1_loss does not support negative values for beta. It is ${beta}`,
  );
  checkFloating(commonType([x, target]), "smooth_l1_loss", "smooth_l1_cpu");
  const operands = [x, target];
  const node = "SmoothL1LossBackward0";
  const parameters = [beta];
  return elementLoss(
    { name: "smooth", operands, followed: 2, parameters, node, fused: true },
    reduction,
  );
}

/** Options of huberLoss. */
export interface HuberOptions extends Omit<WeightedRegressionOptions, "sizeAverage" | "reduce"> {
  /** Differences above it count in proportion. */
  delta?: number;
}

/**
 * d² / 2 where the difference d is at most delta, else delta (d - delta / 2).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.huber_loss.html
 */
export function huberLoss(
  x: Tensor,
  target: Tensor,
  { delta = 1, weight = null, ...options }: HuberOptions = {},
): Tensor {
  if (weight) checkWeight(x, weight, "huber_loss");
  const reduction = weight
    ? weightedReduction(options, "huber_loss")
    : lossReduction(options, "huber_loss");
  checkAs(
    "TypeError",
    typeof delta === "number",
    "huber_loss",
    () => `argument 'delta' must be float, not ${typeof delta}`,
  );
  check(
    delta > 0,
    "huber_loss",
    () => `huber_loss does not support non-positive values for delta. It is ${delta}`,
  );
  if (isFloating(target.dtype)) checkWritableType(x, "huber_loss");
  checkFloating(x.dtype, "huber_loss", "huber_cpu");
  const loss: ElementLoss = {
    name: "huber",
    operands: [x, target],
    followed: 2,
    parameters: [delta],
    node: "HuberLossBackward0",
    fused: true,
    dtype: x.dtype,
    strict: true,
  };
  if (!weight) return elementLoss(loss, reduction);
  const terms = mul(elementLoss(loss, "none"), weight);
  return reduceTerms(terms, reduction);
}

/** As PyTorch refuses to write a float where integers are. */
export function checkWritableType(x: Tensor, where: string, name = SCALAR_TYPE[x.dtype]): void {
  check(
    isFloating(x.dtype),
    where,
    () => `result type Float can't be cast to the desired output type ${name}`,
  );
}
