import { attach, noGrad } from "../autograd.ts";
import { computeType, getDefaultDtype, isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { broadcastShapes, normalizeDim, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { clamp_ } from "./arithmetic-inplace.ts";
import { broadcastTensors } from "./broadcast.ts";
import { spread } from "./choose.ts";
import { clone, contiguous, detached, to } from "./copy.ts";
import { elementLoss } from "./element-loss.ts";
import { commonType } from "./follow.ts";
import { lossReduction } from "./loss-reduction.ts";
import type { MarginOptions } from "./margin-loss.ts";
import { add, div, mul } from "./pointwise.ts";
import { sum } from "./reduce.ts";
import { sumTo } from "./sum-axes.ts";
import { sqrt } from "./unary.ts";
import { vectorNorm } from "./vector-norm.ts";

/** Options of cosineSimilarity. */
export interface CosineSimilarityOptions {
  /** The axis of the vectors. */
  dim?: number;
  /** The least that each length counts as. */
  eps?: number;
}

/**
 * a · b / (|a| |b|) along an axis. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html
 */
export function cosineSimilarity(
  a: Tensor,
  b: Tensor,
  { dim = 1, eps = 1e-8 }: CosineSimilarityOptions = {},
): Tensor {
  const common = commonType([a, b]);
  check(
    isFloating(common),
    "cosine_similarity",
    () => `expected common dtype to be floating point, yet common dtype is ${SCALAR_TYPE[common]}`,
  );
  check(eps >= 0, "cosine_similarity", () => `eps must be non-negative, got: ${eps}`);
  const rank = broadcastShapes(a.shape, b.shape, "cosine_similarity").length;
  const axis = normalizeDim(dim, rank, "cosine_similarity");
  return isHalf(common) ? cosineBySteps(a, b, axis, eps) : cosine(a, b, axis, eps, false);
}

/** Half types are rounded after each step, as PyTorch's are. */
function cosineBySteps(a: Tensor, b: Tensor, axis: number, eps: number): Tensor {
  const [one, other] = broadcastTensors(a, b) as [Tensor, Tensor];
  const unit = (x: Tensor) => {
    const norm = clone(vectorNorm(x, 2, { dim: axis, keepdim: true }));
    noGrad(() => clamp_(norm, { min: eps }));
    return div(x, norm);
  };
  return sum(mul(unit(one), unit(other)), axis);
}

/** The cosine along an axis; each length is at least eps, or, if `joint`, each square has eps added. */
function cosine(a: Tensor, b: Tensor, axis: number, eps: number, joint: boolean): Tensor {
  const shape = broadcastShapes(a.shape, b.shape, "cosine_similarity");
  const common = commonType([a, b]);
  const dtype = isFloating(common) ? common : getDefaultDtype();
  const type = computeType(dtype);
  const plain = (t: Tensor) => contiguous(spread(to(detached(t), type), shape));
  const [one, other] = [plain(a), plain(b)];
  const sizes = [sizeOf(shape.slice(0, axis)), shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))];
  const out = emptyTensor(shape.toSpliced(axis, 1), type);
  const sums = emptyTensor([out.numel, 3], "float64");
  const single = type === "float32";
  const forward = single ? kernels.cosine_f32 : kernels.cosine_f64;
  pin([one, other, out, sums], 2, (...pointers) => forward(...pointers, ...sizes, eps, +joint));
  return attach(
    "SumBackward1",
    [a, b],
    to(out, dtype),
    (g) => {
      if (!g) return [null, null];
      const [da, db] = [emptyTensor(shape, type), emptyTensor(shape, type)];
      const backward = single ? kernels.cosine_backward_f32 : kernels.cosine_backward_f64;
      const tensors = [contiguous(to(g, type)), one, other, sums, da, db];
      pin(tensors, 2, (...pointers) => backward(...pointers, ...sizes, eps, +joint));
      return [
        a.requiresGrad ? to(sumTo(da, a.shape), a.dtype) : null,
        b.requiresGrad ? to(sumTo(db, b.shape), b.dtype) : null,
      ];
    },
    [a, b],
  );
}

/** Added to each square, so that no length is 0; a float32 in PyTorch, whatever the type. */
const EPSILON = Math.fround(1e-12);

/**
 * 1 - cos(a, b) where the target is 1, max(0, cos(a, b) - margin) where it is -1, 0 for any other.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cosine_embedding_loss.html
 *
 * **Shapes**: a and b (N, D) with target (N), or (D) with ().
 */
export function cosineEmbeddingLoss(
  a: Tensor,
  b: Tensor,
  target: Tensor,
  { margin = 0, ...options }: MarginOptions = {},
): Tensor {
  const where = "cosine_embedding_loss";
  const reduction = lossReduction(options, where);
  check(
    target.ndim < 2,
    where,
    () => "0D or 1D target tensor expected, multi-target not supported",
  );
  const rank = target.ndim + 1;
  check(
    a.ndim === rank && b.ndim === rank,
    where,
    () =>
      `${target.ndim}D target tensor expects ${rank}D input tensors, but found inputs with sizes [${a.shape.join(", ")}] and [${b.shape.join(", ")}].`,
  );
  const axis = target.ndim;
  const alike = a.shape[axis] === b.shape[axis] && a.dtype === b.dtype;
  const fused = alike && isFloating(a.dtype) && !isHalf(a.dtype);
  const angles = fused ? cosine(a, b, axis, EPSILON, true) : jointCosineBySteps(a, b, axis);
  const operands = [angles, target];
  const node = "AddBackward0";
  const { dtype } = angles;
  return elementLoss(
    { name: "angle", operands, followed: 1, parameters: [margin], node, fused: false, dtype },
    reduction,
  );
}

/** PyTorch's own steps: half types are rounded after each, mixed types promoted, and one number may stand for a vector. */
function jointCosineBySteps(a: Tensor, b: Tensor, axis: number): Tensor {
  const square = (x: Tensor) => add(sum(mul(x, x), axis), EPSILON);
  return div(sum(mul(a, b), axis), sqrt(mul(square(a), square(b))));
}
