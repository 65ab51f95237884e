import { attach } from "../autograd.ts";
import { computeType, isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels } from "../memory.ts";
import { named } from "../named.ts";
import { pin } from "../pin.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { arrange, arrangedBack } from "./arrange.ts";
import { choose } from "./choose.ts";
import { compareElements } from "./compare-elements.ts";
import { contiguous, detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { mapElements } from "./map-elements.ts";
import { add, div, mul } from "./pointwise.ts";
import { scalarLike } from "./promotion.ts";
import { type Axes, type Reduction, readReduction, relabel, spreadBack } from "./reduction.ts";
import { wideSums } from "./sum-axes.ts";

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
  const values = to(detached(x), computeType(x.dtype));
  const mean = div(wideSums("own", values, reduction.axes), count);
  const squares = wideSums("square", values, reduction.axes, mean);
  const freedom = Math.max(count - correction, 0);
  return {
    variance: relabel(div(squares, freedom), reduction.shape),
    mean: relabel(mean, reduction.shape),
    reduction,
    freedom,
  };
}

function ofVariance(g: Tensor, x: Tensor, { mean, reduction, freedom }: Moments): Tensor {
  const slope = contiguous(mul(to(g, "float64"), 2 / freedom));
  const { data, ...sizes } = arrange(to(detached(x), computeType(x.dtype)), reduction.axes);
  const dx = emptyTensor(data.shape, data.dtype);
  const kernel = data.dtype === "float32" ? kernels.deviation_f32 : kernels.deviation_f64;
  pin([slope, mean, data, dx], 1, (...pointers) =>
    kernel(...pointers, sizes.outer, sizes.n, sizes.inner),
  );
  return to(arrangedBack(dx, x, reduction.axes), x.dtype);
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
