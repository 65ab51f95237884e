import { attach } from "../autograd.ts";
import { computeType, getDefaultDtype, isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { broadcastShapes, type Shape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { spread } from "./choose.ts";
import { contiguous, detached, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { commonType } from "./follow.ts";
import { mapElements } from "./map-elements.ts";
import { add, sub } from "./pointwise.ts";
import { sumTo } from "./sum-axes.ts";

/** Options of pairwiseDistance. */
export interface PairwiseDistanceOptions {
  /** The p of the norm; may be infinite. */
  p?: number;
  /** Added to each difference, so that none is 0. */
  eps?: number;
  /** Whether the last axis stays, with size 1. */
  keepdim?: boolean;
}

/**
 * The p-norm of a - b + eps along the last axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html
 */
export function pairwiseDistance(
  a: Tensor,
  b: Tensor,
  { p = 2, eps = 1e-6, keepdim = false }: PairwiseDistanceOptions = {},
): Tensor {
  const shape = broadcastShapes(a.shape, b.shape, "pairwise_distance");
  check(
    a.dtype !== "bool" || b.dtype !== "bool",
    "pairwise_distance",
    () => "Subtraction, the `-` operator, with two bool tensors is not supported.",
  );
  const axis = Math.max(shape.length - 1, 0);
  // half types are rounded after each step, as PyTorch's are
  return isHalf(commonType([a, b]))
    ? normAlong(add(sub(a, b), eps), null, shape, { axis, eps: 0, p, keepdim })
    : normAlong(a, b, shape, { axis, eps, p, keepdim });
}

interface NormArguments {
  readonly axis: number;
  readonly eps: number;
  readonly p: number;
  readonly keepdim: boolean;
}

/** The p-norm of a - b + eps along an axis of what both broadcast to; a null b is 0. */
export function normAlong(
  a: Tensor,
  b: Tensor | null,
  shape: Shape,
  { axis, eps, p, keepdim }: NormArguments,
): Tensor {
  const common = commonType(b ? [a, b] : [a]);
  const dtype = isFloating(common) ? common : getDefaultDtype();
  const type = computeType(dtype);
  const plain = (t: Tensor) => contiguous(spread(to(detached(t), type), shape));
  const [one, other] = [plain(a), b && plain(b)];
  const n = shape[axis] ?? 1;
  checkIdentity(n, p, axis);
  const sizes = [sizeOf(shape.slice(0, axis)), n, sizeOf(shape.slice(axis + 1))];
  const kept = shape.length === 0 ? [] : keepdim ? shape.with(axis, 1) : shape.toSpliced(axis, 1);
  const norms = emptyTensor(kept, type);
  const single = type === "float32";
  const forward = single ? kernels.distance_f32 : kernels.distance_f64;
  pin([one, other ?? one, norms], 1, (pa, pb, py) =>
    forward(...([pa, other ? pb : 0, py, ...sizes, eps, p] as number[])),
  );
  return attach(
    "NormBackward1",
    [a, b],
    to(norms, dtype),
    (g) => {
      if (!g || p === 0) return [null, null];
      const dx = emptyTensor(shape, type);
      const backward = single ? kernels.distance_backward_f32 : kernels.distance_backward_f64;
      const inputs = [contiguous(to(g, type)), one, other ?? one, norms, dx];
      pin(inputs, 1, (pg, pa, pb, py, pd) =>
        backward(...([pg, pa, other ? pb : 0, py, pd, ...sizes, eps, p] as number[])),
      );
      return [
        a.requiresGrad ? to(sumTo(dx, a.shape), a.dtype) : null,
        b?.requiresGrad ? to(sumTo(mapElements("neg", dx), b.shape), b.dtype) : null,
      ];
    },
    b ? [a, b] : [a],
  );
}

function checkIdentity(size: number, p: number, axis: number): void {
  check(
    size > 0 || (p >= 0 && p !== Number.POSITIVE_INFINITY),
    "linalg.vector_norm",
    () =>
      `linalg.vector_norm cannot compute the ${p === Number.POSITIVE_INFINITY ? "inf" : p} norm on the dimension ${axis}because this dimension is empty and the operation does not have an identity`,
  );
}

/**
 * The p-norm of the difference of each pair of rows: of the first with all that follow it, of the second, and so on.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pdist.html
 *
 * **Shapes**: x (N, M); result (N (N - 1) / 2).
 */
export function pdist(x: Tensor, { p = 2 }: { p?: number } = {}): Tensor {
  check(x.ndim === 2, "pdist", () => `pdist only supports 2D tensors, got: ${x.ndim}D`);
  check(isFloating(x.dtype), "pdist", () => "pdist only supports floating-point dtypes");
  check(p >= 0, "pdist", () => "pdist only supports non-negative p values");
  checkAs(
    "NotImplementedError",
    !isHalf(x.dtype),
    "pdist",
    () => `"pdist" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  const [rows, width] = x.shape as [number, number];
  const data = contiguous(detached(x));
  const out = emptyTensor([(rows * Math.max(rows - 1, 0)) / 2], x.dtype);
  const single = x.dtype === "float32";
  const forward = single ? kernels.pair_distances_f32 : kernels.pair_distances_f64;
  pin([data, out], 1, (px, py) => forward(...([px, py, rows, width, p] as number[])));
  return attach(
    "PdistBackward0",
    [x],
    out,
    (g) => {
      if (!g) return [null];
      const dx = zeros(x.shape, { dtype: x.dtype });
      const backward = single
        ? kernels.pair_distances_backward_f32
        : kernels.pair_distances_backward_f64;
      pin([contiguous(g), data, detached(out), dx], 1, (pg, px, py, pd) =>
        backward(...([pg, px, py, pd, rows, width, p] as number[])),
      );
      return [dx];
    },
    [x, out],
  );
}
