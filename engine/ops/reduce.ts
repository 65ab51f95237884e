import { attach } from "../autograd.ts";
import { isHalf } from "../dtype.ts";
import { normalizeDims, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import { div } from "./pointwise.ts";
import { sumAxes } from "./sum-axes.ts";
import { expand, reshape } from "./view.ts";

/** Tensor.sum over `dims` (all by default). Integers and bool sum to int64; half types add in float32. */
export function sum(x: Tensor, dims?: number | readonly number[] | null, keepdim = false): Tensor {
  const axes = normalizeDims(dims, x.ndim, "sum");
  const out = reshape(sumAxes(x, axes), reducedShape(x.shape, axes, keepdim));
  const name = dims == null ? "SumBackward0" : "SumBackward1";
  return attach(name, [x], out, (g) => [
    g && expand(reshape(g, keptShape(x.shape, axes)), x.shape),
  ]);
}

/** Tensor.mean over `dims` (all by default). */
export function mean(x: Tensor, dims?: number | readonly number[] | null, keepdim = false): Tensor {
  const axes = normalizeDims(dims, x.ndim, "mean");
  const count = axes.reduce((n, d) => n * (x.shape[d] as number), 1);
  const wide = sumAxes(isHalf(x.dtype) ? to(detached(x), "float32") : x, axes);
  const out = reshape(to(div(wide, count), x.dtype), reducedShape(x.shape, axes, keepdim));
  const name = dims == null ? "MeanBackward0" : "MeanBackward1";
  return attach(name, [x], out, (g) => [
    g && div(expand(reshape(g, keptShape(x.shape, axes)), x.shape), count),
  ]);
}

function reducedShape(shape: Shape, axes: readonly number[], keepdim: boolean): Shape {
  return keepdim ? keptShape(shape, axes) : shape.filter((_, i) => !axes.includes(i));
}

function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((n, i) => (axes.includes(i) ? 1 : n));
}
