import { attach } from "../autograd.ts";
import { isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { named } from "../named.ts";
import type { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { compareElements } from "./compare-elements.ts";
import { detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { mapElements } from "./map-elements.ts";
import { add, div, mul, sub } from "./pointwise.ts";
import { scalarLike } from "./promotion.ts";
import { type Axes, type Reduction, readReduction, relabel, spreadBack } from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";

/** Options of var and std. */
export interface MomentOptions {
  dim?: Axes;
  keepdim?: boolean;
  /** What the count is lessened by: 1 for samples, 0 for a whole population. */
  correction?: number | null;
  /** Older name: true is correction 1, false 0. */
  unbiased?: boolean;
}

/** What var and std take after their tensor. */
export type MomentArguments = readonly (Axes | MomentOptions | undefined)[];

interface Moments {
  readonly variance: Tensor;
  readonly mean: Tensor;
  readonly reduction: Reduction;
  /** The count less the correction. */
  readonly freedom: number;
}

/** The variance over axes. https://docs.pytorch.org/docs/stable/generated/torch.var.html */
export function variance(x: Tensor, ...rest: MomentArguments): Tensor {
  const moments = momentsOf(x, rest, "var");
  const out = to(moments.variance, x.dtype);
  return attach("VarBackward0", [x], out, (g) => [g && ofVariance(g, x, moments)], [x]);
}

/** The standard deviation over axes. https://docs.pytorch.org/docs/stable/generated/torch.std.html */
export function std(x: Tensor, ...rest: MomentArguments): Tensor {
  const moments = momentsOf(x, rest, "std");
  const out = to(mapElements("sqrt", moments.variance), x.dtype);
  const backward = (g: Tensor) => ofVariance(ofRoot(g, out), x, moments);
  return attach("StdBackward0", [x], out, (g) => [g && backward(g)], [x, out]);
}

/** [variance, mean] over axes. https://docs.pytorch.org/docs/stable/generated/torch.var_mean.html */
export function varMean(x: Tensor, ...rest: MomentArguments): [Tensor, Tensor] {
  const moments = momentsOf(x, rest, "varMean");
  const out: [Tensor, Tensor] = [to(moments.variance, x.dtype), to(moments.mean, x.dtype)];
  return attach(
    "VarMeanBackward0",
    [x],
    out,
    (g, m) => [together(g && ofVariance(g, x, moments), m && ofMean(m, x, moments))],
    [x],
  );
}

/** [standard deviation, mean] over axes. https://docs.pytorch.org/docs/stable/generated/torch.std_mean.html */
export function stdMean(x: Tensor, ...rest: MomentArguments): [Tensor, Tensor] {
  const moments = momentsOf(x, rest, "stdMean");
  const deviation = to(mapElements("sqrt", moments.variance), x.dtype);
  const out: [Tensor, Tensor] = [deviation, to(moments.mean, x.dtype)];
  return attach(
    "StdMeanBackward0",
    [x],
    out,
    (g, m) => [
      together(g && ofVariance(ofRoot(g, deviation), x, moments), m && ofMean(m, x, moments)),
    ],
    [x],
  );
}

/** Both moments in float64, from two passes. */
function momentsOf(x: Tensor, rest: MomentArguments, where: string): Moments {
  check(
    isFloating(x.dtype),
    where,
    () => `std and var only support floating point and complex dtypes, got ${x.dtype}`,
  );
  const {
    dim = null,
    keepdim = false,
    unbiased = true,
    ...others
  } = named<MomentOptions>(rest, ["dim"]);
  const correction = others.correction ?? (unbiased ? 1 : 0);
  const reduction = readReduction(x, [dim, keepdim], where);
  const count = reduction.axes.reduce((n, d) => n * (x.shape[d] as number), 1);
  const wide = to(detached(x), "float64");
  const mean = relabel(div(sumAxes(wide, reduction.axes), count), reduction.kept);
  const off = sub(wide, mean);
  const squares = sumAxes(mul(off, off), reduction.axes);
  const freedom = Math.max(count - correction, 0);
  return {
    variance: relabel(div(squares, freedom), reduction.shape),
    mean: relabel(mean, reduction.shape),
    reduction,
    freedom,
  };
}

function ofVariance(g: Tensor, x: Tensor, { mean, reduction, freedom }: Moments): Tensor {
  const off = sub(to(detached(x), "float64"), relabel(mean, reduction.kept));
  return to(mul(mul(spreadBack(to(g, "float64"), reduction, x), off), 2 / freedom), x.dtype);
}

/** The gradient of the variance from that of its root; none at 0. */
function ofRoot(g: Tensor, root: Tensor): Tensor {
  const atZero = compareElements("eq", root, scalarLike(0, root));
  const slope = div(g, mul(root, 2));
  return choose(atZero, zerosLike(slope), slope, slope.shape);
}

function ofMean(g: Tensor, x: Tensor, { reduction }: Moments): Tensor {
  const count = reduction.axes.reduce((n, d) => n * (x.shape[d] as number), 1);
  return div(spreadBack(g, reduction, x), count);
}

function together(a: Tensor | null, b: Tensor | null): Tensor | null {
  return a && b ? add(a, b) : (a ?? b);
}
