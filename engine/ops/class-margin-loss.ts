import { attach } from "../autograd.ts";
import { isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { sameShape, showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { reducedRows, rowScales } from "./class-targets.ts";
import { contiguous, detached, numbers } from "./copy.ts";
import { checkConstant, type LossOptions, lossReduction } from "./loss-reduction.ts";
import type { MarginOptions } from "./margin-loss.ts";

/** Options of multiMarginLoss. */
export interface MultiMarginOptions extends MarginOptions {
  /** The power of each excess. */
  p?: 1 | 2;
  /** What the losses of each class are multiplied by. */
  weight?: Tensor | null;
}

/**
 * The mean over classes c of weight max(0, margin - x[target] + x[c])^p, the target itself counted as 0.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.multi_margin_loss.html
 *
 * **Shapes**: x (C) or (N, C), target () or (N).
 */
export function multiMarginLoss(
  x: Tensor,
  target: Tensor,
  { p = 1, margin = 1, weight = null, ...options }: MultiMarginOptions = {},
): Tensor {
  const where = "multi_margin_loss";
  const reduction = lossReduction(options, where);
  checkPower(p, where);
  checkAs(
    "ValueError",
    weight === null || weight.ndim === 1,
    where,
    () => `weight must be one-dimensional, got ${weight?.ndim}D`,
  );
  const [rows, classes] = rowsOf(x, where);
  checkTargets(x, target, rows, where);
  if (weight) checkWeight(x, weight, classes, where);
  const indices = rowTargets(target, (at) => at >= 0 && at < classes, where, "target out of range");
  const [data, weights] = [contiguous(detached(x)), weight && contiguous(detached(weight))];
  const losses = emptyTensor([rows], "float64");
  const single = x.dtype === "float32";
  const forward = single ? kernels.multi_margin_f32 : kernels.multi_margin_f64;
  pin([data, indices, weights ?? data, losses], 1, (px, pi, pw, pl) =>
    forward(...([px, rows, classes, pi, weights ? pw : 0, p, margin, pl] as number[])),
  );
  const out = reducedRows(losses, x, target.shape, reduction, rows);
  return attach(
    "MultiMarginLossBackward0",
    [x],
    out,
    (g) => {
      if (!g) return [null];
      const scales = rowScales(g, rows, reduction, rows);
      const dx = emptyTensor(x.shape, x.dtype);
      const backward = single
        ? kernels.multi_margin_backward_f32
        : kernels.multi_margin_backward_f64;
      pin([scales, data, indices, weights ?? data, dx], 1, (pg, px, pi, pw, pd) =>
        backward(...([pg, px, pd, rows, classes, pi, weights ? pw : 0, p, margin] as number[])),
      );
      return [dx];
    },
    [x],
  );
}

/** Refuses a power that there is not. */
export function checkPower(p: number, where: string): void {
  checkAs(
    "ValueError",
    p === 1 || p === 2,
    where,
    () => `only p == 1 and p == 2 supported, got ${p}`,
  );
}

function rowsOf(x: Tensor, where: string): [rows: number, classes: number] {
  check(
    x.ndim < 3 && x.shape.at(-1) !== 0,
    where,
    () =>
      `Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${showShape(x.shape)}`,
  );
  return x.ndim === 2 ? [x.shape[0] as number, x.shape[1] as number] : [1, x.numel];
}

function checkTargets(x: Tensor, target: Tensor, rows: number, where: string): void {
  check(
    target.ndim < 2 && target.numel === rows,
    where,
    () =>
      `multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size [${rows}], but got ${showShape(target.shape)}. Input has shape ${showShape(x.shape)}.`,
  );
  checkTypes(x, target, where, "multi_margin_loss_cpu_kernel");
}

function checkTypes(x: Tensor, target: Tensor, where: string, kernel: string): void {
  checkFloating(x.dtype, where, kernel);
  checkAs(
    "NotImplementedError",
    !isHalf(x.dtype),
    where,
    () => `"${kernel}" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  check(
    target.dtype === "int64",
    where,
    () => `expected scalar type Long but found ${SCALAR_TYPE[target.dtype]}`,
  );
}

function checkWeight(x: Tensor, weight: Tensor, classes: number, where: string): void {
  checkConstant(weight, where, "weight");
  check(
    weight.numel === classes,
    where,
    () => `inconsistent weight size, expected ${classes} but got ${showShape(weight.shape)}`,
  );
  check(
    weight.dtype === x.dtype,
    where,
    () => `expected scalar type ${SCALAR_TYPE[x.dtype]} but found ${SCALAR_TYPE[weight.dtype]}`,
  );
}

function rowTargets(
  target: Tensor,
  fits: (at: number) => boolean,
  where: string,
  complaint: string,
): Tensor {
  const found = numbers(detached(target));
  const bad = found.find((at) => !fits(at));
  check(bad === undefined, where, () => `${complaint}: ${bad}`);
  const out = emptyTensor([found.length], "int32");
  (elementsOf(out) as Int32Array).set(found);
  return out;
}

/**
 * The sum over listed classes t and unlisted c of max(0, 1 - x[t] + x[c]), divided by the number of classes; -1 ends a list.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.multilabel_margin_loss.html
 *
 * **Shapes**: x (C) or (N, C), target as x.
 */
export function multilabelMarginLoss(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  const where = "multilabel_margin_loss";
  const reduction = lossReduction(options, where);
  const [rows, classes] = rowsOf(x, where);
  check(
    sameShape(target.shape, x.shape) || (x.ndim === 0 && target.numel === 1),
    where,
    () =>
      `inconsistent target size: ${showShape(target.shape)} for input of size: ${showShape(x.shape)}`,
  );
  checkTypes(x, target, where, "multilabel_margin_loss_forward_out_frame");
  const fits = (at: number) => at >= -1 && at < classes;
  const indices = rowTargets(target, fits, where, "argument #2 'target' is out of range");
  const data = contiguous(detached(x));
  const losses = emptyTensor([rows], "float64");
  const single = x.dtype === "float32";
  const forward = single ? kernels.multilabel_margin_f32 : kernels.multilabel_margin_f64;
  pin([data, indices, losses], 1, (px, pi, pl) =>
    forward(...([px, rows, classes, pi, scratch(classes), pl] as number[])),
  );
  const divisor = Math.max(rows, 1);
  const out = reducedRows(losses, x, x.ndim < 2 ? [] : [rows], reduction, divisor);
  return attach(
    "MultilabelMarginLossBackward0",
    [x],
    out,
    (g) => {
      if (!g) return [null];
      const scales = rowScales(g, rows, reduction, divisor);
      const dx = emptyTensor(x.shape, x.dtype);
      const backward = single
        ? kernels.multilabel_margin_backward_f32
        : kernels.multilabel_margin_backward_f64;
      pin([scales, data, indices, dx], 1, (pg, px, pi, pd) =>
        backward(...([pg, px, pd, rows, classes, pi, scratch(classes)] as number[])),
      );
      return [dx];
    },
    [x],
  );
}
