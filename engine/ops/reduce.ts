import { attach } from "../autograd.ts";
import { type Dtype, isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import { div } from "./pointwise.ts";
import { type ReduceArguments, readReduction, relabel, spreadBack } from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";

/**
 * The sum over axes, all by default. Integers and bool sum to int64; half types add in float32.
 * https://docs.pytorch.org/docs/stable/generated/torch.sum.html
 */
export function sum(x: Tensor, ...rest: ReduceArguments): Tensor {
  const reduction = readReduction(x, rest, "sum");
  const { dtype } = reduction;
  const values = dtype === null ? detached(x) : to(detached(x), dtype);
  const total = sumAxes(values, reduction.axes);
  const out = relabel(dtype === null ? total : to(total, dtype), reduction.shape);
  const name = reduction.dim === null ? "SumBackward0" : "SumBackward1";
  return attach(name, [x], out, (g) => [g && to(spreadBack(g, reduction, x), x.dtype)]);
}

/** The mean over axes, all by default. https://docs.pytorch.org/docs/stable/generated/torch.mean.html */
export function mean(x: Tensor, ...rest: ReduceArguments): Tensor {
  const reduction = readReduction(x, rest, "mean");
  const dtype = reduction.dtype ?? x.dtype;
  checkMeanType(dtype);
  const count = reduction.axes.reduce((n, d) => n * (x.shape[d] as number), 1);
  const total = sumAxes(to(detached(x), isHalf(dtype) ? "float32" : dtype), reduction.axes);
  const out = relabel(to(div(total, count), dtype), reduction.shape);
  const name = reduction.dim === null ? "MeanBackward0" : "MeanBackward1";
  return attach(name, [x], out, (g) => [g && to(spreadBack(div(g, count), reduction, x), x.dtype)]);
}

/** Refuses types that have no mean, as PyTorch's mean does. */
export function checkMeanType(dtype: Dtype): void {
  check(
    isFloating(dtype),
    "mean",
    () =>
      `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${SCALAR_TYPE[dtype]}`,
  );
}
