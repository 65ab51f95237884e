import { attach } from "../autograd.ts";
import { computeType, type Dtype } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { sameShape, showShape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { classLayout, reducedRows, rowScales } from "./class-targets.ts";
import { contiguous, detached, to } from "./copy.ts";
import type { LossReduction } from "./loss-reduction.ts";
import { add, mul } from "./pointwise.ts";
import { resultType } from "./promotion.ts";
import { reshape } from "./view.ts";

/** Cross entropy with a share for every class. Weights and smoothing change the shares, which need not add up to 1. */
export function softCrossEntropy(
  x: Tensor,
  target: Tensor,
  weight: Tensor | null,
  smoothing: number,
  reduction: LossReduction,
): Tensor {
  const where = "cross_entropy";
  checkFloating(x.dtype, where, "log_softmax_lastdim_kernel_impl");
  const { classes } = classLayout(x, reduction);
  check(
    weight === null || sameShape(weight.shape, [classes]),
    where,
    () =>
      `cross_entropy: weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ${showShape(weight?.shape ?? [])}`,
  );
  const even = smoothing > 0 ? smoothing / classes : 0;
  const smoothed = smoothing > 0 ? add(mul(target, 1 - smoothing), even) : target;
  const shares = weight ? mul(smoothed, besideClasses(weight, x)) : smoothed;
  return byShare(x, shares, reduction, resultType(x, shares));
}

function besideClasses(weight: Tensor, x: Tensor): Tensor {
  return x.ndim < 3 ? weight : reshape(weight, [1, weight.numel, ...x.shape.slice(2).fill(1)]);
}

const NODE = { none: "NegBackward0", sum: "NegBackward0", mean: "DivBackward1" } as const;

function byShare(x: Tensor, shares: Tensor, reduction: LossReduction, dtype: Dtype): Tensor {
  const { outer, classes, inner, shape } = classLayout(x, reduction);
  const type = computeType(dtype);
  const plain = (t: Tensor) => contiguous(to(detached(t), type));
  const [data, given] = [plain(x), plain(shares)];
  const rows = outer * inner;
  const losses = emptyTensor([rows], "float64");
  const tops = emptyTensor([rows, 2], "float64");
  const single = type === "float32";
  const forward = single ? kernels.soft_cross_entropy_f32 : kernels.soft_cross_entropy_f64;
  pin([data, given, losses, tops], 2, (px, ps, pl, pt) =>
    forward(...([px, ps, outer, classes, inner, pl, pt] as number[]), scratch(8 * classes)),
  );
  const like = emptyTensor([], dtype);
  const out = reducedRows(losses, like, shape, reduction, rows);
  return attach(
    x.numel === 0 ? NODE.sum : NODE[reduction],
    [x, shares],
    out,
    (g) => {
      if (!g) return [null, null];
      const scales = rowScales(g, rows, reduction, rows);
      const [dx, ds] = [emptyTensor(x.shape, type), emptyTensor(x.shape, type)];
      const backward = single
        ? kernels.soft_cross_entropy_backward_f32
        : kernels.soft_cross_entropy_backward_f64;
      pin([scales, data, given, tops, dx, ds], 2, (pg, px, ps, pt, pdx, pds) =>
        backward(...([pg, px, ps, pdx, pds, outer, classes, inner, pt] as number[])),
      );
      return [to(dx, x.dtype), shares.requiresGrad ? to(ds, shares.dtype) : null];
    },
    [x, shares],
  );
}
