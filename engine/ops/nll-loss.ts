import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check } from "../errors.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import {
  type ClassLayout,
  checkBackward,
  checkClassTargets,
  classIndices,
  classLayout,
  reducedRows,
  rowScales,
  totalWeight,
} from "./class-targets.ts";
import { detached, numbers, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { asItLies } from "./layout.ts";
import { checkConstant, type LossOptions, lossReduction } from "./loss-reduction.ts";

/** Options of nllLoss and crossEntropy. */
export interface ClassLossOptions extends LossOptions {
  /** What the losses of each class are multiplied by; the mean is then divided by the weights that were used. */
  weight?: Tensor | null;
  /** A target that counts for nothing. */
  ignoreIndex?: number;
}

/**
 * -weight x at each target's class, of log probabilities x.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html
 *
 * **Shapes**: x (C), (N, C) or (N, C, d1, ...); target (), (N) or (N, d1, ...).
 */
export function nllLoss(x: Tensor, target: Tensor, options: ClassLossOptions = {}): Tensor {
  const { weight = null, ignoreIndex = -100 } = options;
  const reduction = lossReduction(options, "nll_loss");
  checkClassTargets(x, target, weight, "nll_loss");
  const flat = x.ndim < 3;
  checkConstant(weight, flat ? "nll_loss_forward" : "nll_loss2d_forward", "weight");
  checkFloating(x.dtype, "nll_loss", flat ? "nll_loss_out_frame" : "nll_loss2d_forward_out_frame");
  const layout = classLayout(x, reduction);
  const indices = classIndices(target, layout.classes, ignoreIndex, "nll_loss");
  const weights = weight && numbers(detached(weight));
  const divisor = totalWeight(indices, weight);
  const losses = pick(numbers(detached(x)), indices, layout, weights);
  const out = reducedRows(losses, x, layout.shape, reduction, divisor);
  return attach(layout.node, [x], out, (g) => {
    if (!g) return [null];
    checkBackward(x, target, "nll_loss");
    check(
      !(x.ndim === 4 && asItLies(x) && !x.isContiguous),
      "nll_loss2d_backward",
      () => "grad_input must be contiguous",
    );
    const scales = rowScales(g, losses.numel, reduction, divisor);
    return [spreadBack(scales, x, indices, layout, weights)];
  });
}

type Values = ReturnType<typeof numbers>;

function pick(x: Values, indices: Tensor, layout: ClassLayout, weights: Values | null): Tensor {
  const out = emptyTensor([indices.numel], "float64");
  const losses = elementsOf(out) as Float64Array;
  const targets = elementsOf(indices) as Int32Array;
  for (let row = 0; row < losses.length; row++) {
    const at = targets[row] as number;
    const value = at < 0 ? 0 : (x[placeOf(row, at, layout)] as number);
    losses[row] = at < 0 ? 0 : -value * ((weights?.[at] as number | undefined) ?? 1);
  }
  return out;
}

function spreadBack(
  scales: Tensor,
  x: Tensor,
  indices: Tensor,
  layout: ClassLayout,
  weights: Values | null,
): Tensor {
  const out = zeros(x.shape, { dtype: computeType(x.dtype) });
  const slopes = elementsOf(out) as Float64Array;
  const targets = elementsOf(indices) as Int32Array;
  const given = elementsOf(scales) as Float64Array;
  for (let row = 0; row < targets.length; row++) {
    const at = targets[row] as number;
    if (at < 0) continue;
    const weight = (weights?.[at] as number | undefined) ?? 1;
    slopes[placeOf(row, at, layout)] = -weight * (given[row] as number);
  }
  return to(out, x.dtype);
}

function placeOf(row: number, at: number, { classes, inner }: ClassLayout): number {
  const outer = Math.floor(row / inner);
  return (outer * classes + at) * inner + (row - outer * inner);
}
