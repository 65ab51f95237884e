import { isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import { elementLoss } from "./element-loss.ts";
import { type LossOptions, lossReduction, reduceTerms } from "./loss-reduction.ts";

/** Options of losses with a margin. */
export interface MarginOptions extends LossOptions {
  margin?: number;
}

/**
 * max(0, -target (a - b) + margin), target 1 where a should rank higher, -1 where b should.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.margin_ranking_loss.html
 */
export function marginRankingLoss(
  a: Tensor,
  b: Tensor,
  target: Tensor,
  { margin = 0, ...options }: MarginOptions = {},
): Tensor {
  const reduction = lossReduction(options, "margin_ranking_loss");
  check(
    a.ndim === b.ndim && a.ndim === target.ndim,
    "margin_ranking_loss",
    () =>
      `margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: torch.Size(${showShape(a.shape)}), input2: torch.Size(${showShape(b.shape)}), target: torch.Size(${showShape(target.shape)}) `,
  );
  const node = "ClampMinBackward0";
  const operands = [a, b, target];
  const parameters = [margin];
  return elementLoss(
    { name: "ranking", operands, followed: 3, parameters, node, fused: false },
    reduction,
  );
}

/**
 * x where the target is 1, max(0, margin - x) where it is -1, both added for any other target.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hinge_embedding_loss.html
 */
export function hingeEmbeddingLoss(
  x: Tensor,
  target: Tensor,
  { margin = 1, ...options }: MarginOptions = {},
): Tensor {
  const reduction = lossReduction(options, "hinge_embedding_loss");
  const whole = !isFloating(x.dtype);
  const loss = {
    name: "hinge",
    operands: [x, target],
    followed: 1,
    parameters: [whole ? Math.trunc(margin) : margin],
    node: "AddBackward0",
    fused: false,
    dtype: whole ? "float64" : x.dtype,
  } as const;
  if (!whole) return elementLoss(loss, reduction);
  const terms = to(detached(elementLoss(loss, "none")), x.dtype);
  return reduceTerms(terms, reduction);
}
