import { attach } from "../autograd.ts";
import { computeType, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { sameShape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import {
  checkBackward,
  checkClassTargets,
  classIndices,
  classLayout,
  reducedRows,
  rowScales,
  totalWeight,
} from "./class-targets.ts";
import { contiguous, detached, to } from "./copy.ts";
import { checkConstant, type LossReduction, lossReduction } from "./loss-reduction.ts";
import type { ClassLossOptions } from "./nll-loss.ts";
import { softCrossEntropy } from "./soft-cross-entropy.ts";

/** Options of crossEntropy. */
export interface CrossEntropyOptions extends ClassLossOptions {
  /** The share of each target that is spread evenly over all classes. */
  labelSmoothing?: number;
}

const WHERE = "cross_entropy";

/**
 * -weight log softmax(x) at each target's class; or, where the target has the shape of x, its sum over classes with the
 * target's shares. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
 *
 * **Shapes**: x (C), (N, C) or (N, C, d1, ...); target (), (N) or (N, d1, ...), or x's.
 */
export function crossEntropy(x: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { weight = null, ignoreIndex = -100, labelSmoothing = 0 } = options;
  const reduction = lossReduction(options, WHERE);
  if (sameShape(x.shape, target.shape)) {
    checkShares(target, ignoreIndex, WHERE);
    return softCrossEntropy(x, target, weight, labelSmoothing, reduction);
  }
  check(
    !(labelSmoothing > 1),
    WHERE,
    () => `label_smoothing must be between 0.0 and 1.0. Got: ${labelSmoothing}`,
  );
  checkAs(
    "IndexError",
    x.ndim > 0,
    WHERE,
    () => "Dimension out of range (expected to be in range of [-1, 0], but got 1)",
  );
  checkFloating(x.dtype, WHERE, "log_softmax_lastdim_kernel_impl");
  checkClassTargets(x, target, weight, WHERE);
  check(
    !(labelSmoothing > 0 && x.ndim === 1 && target.ndim === 1),
    WHERE,
    () => "output with shape [] doesn't match the broadcast shape [1]",
  );
  checkConstant(weight, x.ndim < 3 ? "nll_loss_forward" : "nll_loss2d_forward", "weight");
  return byClass(x, target, weight, ignoreIndex, Math.max(labelSmoothing, 0), reduction);
}

function checkShares(target: Tensor, ignoreIndex: number, where: string): void {
  check(
    isFloating(target.dtype),
    where,
    () =>
      `Expected floating point type for target with class probabilities, got ${SCALAR_TYPE[target.dtype]}`,
  );
  check(ignoreIndex < 0, where, () => "ignore_index is not supported for floating point target");
}

/** Rows of log softmax, picked and weighed in one pass, and so is their gradient. */
function byClass(
  x: Tensor,
  target: Tensor,
  weight: Tensor | null,
  ignored: number,
  smoothing: number,
  reduction: LossReduction,
): Tensor {
  const layout = classLayout(x, reduction);
  const { outer, classes, inner } = layout;
  const type = computeType(x.dtype);
  const plain = (t: Tensor) => contiguous(to(detached(t), type));
  const [data, weights] = [plain(x), weight && plain(weight)];
  const indices = classIndices(target, classes, ignored, WHERE);
  const divisor = totalWeight(indices, weight);
  const losses = emptyTensor([outer * inner], "float64");
  const tops = emptyTensor([outer * inner, 2], "float64");
  const forward = type === "float32" ? kernels.cross_entropy_f32 : kernels.cross_entropy_f64;
  pin([data, indices, weights ?? data, losses, tops], 2, (px, pi, pw, pl, pt) =>
    forward(
      ...([px, outer, classes, inner, pi, weights ? pw : 0, smoothing, pl, pt] as number[]),
      scratch(kernels.softmax_scratch(classes)),
    ),
  );
  const out = reducedRows(losses, x, layout.shape, reduction, divisor);
  return attach(
    smoothing > 0 ? "AddBackward0" : layout.node,
    [x],
    out,
    (g) => {
      if (!g) return [null];
      checkBackward(x, target, WHERE);
      const scales = rowScales(g, losses.numel, reduction, divisor);
      const dx = emptyTensor(x.shape, type);
      const backward =
        type === "float32"
          ? kernels.cross_entropy_backward_f32
          : kernels.cross_entropy_backward_f64;
      pin([scales, data, indices, weights ?? data, tops, dx], 1, (pg, px, pi, pw, pt, pd) =>
        backward(
          ...([pg, px, pd, outer, classes, inner, pi, weights ? pw : 0, smoothing, pt] as number[]),
          scratch(kernels.softmax_scratch(classes)),
        ),
      );
      return [to(dx, x.dtype)];
    },
    [x],
  );
}
