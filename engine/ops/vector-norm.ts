import { attach, noGrad } from "../autograd.ts";
import { computeType, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { named } from "../named.ts";
import type { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { compareElements } from "./compare-elements.ts";
import { detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { amax, amin } from "./extremes.ts";
import { mapElements } from "./map-elements.ts";
import { div, mul, pow } from "./pointwise.ts";
import { scalarLike } from "./promotion.ts";
import {
  type Axes,
  type ReduceOptions,
  type Reduction,
  readReduction,
  relabel,
  spreadBack,
} from "./reduction.ts";
import { sumAxes, wideSums } from "./sum-axes.ts";

/** Options of norm. */
export interface NormOptions extends ReduceOptions {
  /** The order: a number, an infinity, or "fro" for 2. */
  p?: number | "fro" | null;
}

/** What norm takes after its tensor. */
export type NormArguments = readonly (Axes | string | boolean | NormOptions | undefined)[];

/** (sum |x|^p)^(1/p) over axes. https://docs.pytorch.org/docs/stable/generated/torch.norm.html */
export function norm(x: Tensor, ...rest: NormArguments): Tensor {
  const { p, ...options } = named<NormOptions>(rest, ["p", "dim", "keepdim", "dtype"]);
  return normOfOrder(x, typeof p === "number" ? p : 2, options);
}

/** Options of vectorNorm. */
export interface VectorNormOptions extends ReduceOptions {
  /** The order: a number or an infinity. */
  ord?: number;
}

/** The norm of an order. https://docs.pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html */
export function vectorNorm(
  x: Tensor,
  ...rest: readonly (Axes | VectorNormOptions | boolean | undefined)[]
): Tensor {
  const { ord, ...options } = named<VectorNormOptions>(rest, ["ord", "dim", "keepdim", "dtype"]);
  return normOfOrder(x, ord ?? 2, options);
}

function normOfOrder(x: Tensor, p: number, options: ReduceOptions): Tensor {
  const dtype = options.dtype ?? x.dtype;
  check(
    isFloating(dtype) && isFloating(x.dtype),
    "norm",
    () =>
      `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${SCALAR_TYPE[x.dtype]}`,
  );
  const reduction = readReduction(x, [options], "norm");
  const out = noGrad(() => to(normOf(to(detached(x), computeType(dtype)), p, reduction), dtype));
  return attach(
    "LinalgVectorNormBackward0",
    [x],
    out,
    (g) => {
      if (!g || p === 0) return [null];
      const [dy, y] = [g, out].map((t) => spreadBack(to(t, x.dtype), reduction, x));
      return [normGradient(dy as Tensor, x, y as Tensor, p, reduction)];
    },
    [x, out],
  );
}

function normOf(x: Tensor, p: number, reduction: Reduction): Tensor {
  const { axes } = reduction;
  if (Math.abs(p) === Number.POSITIVE_INFINITY && x.numel > 0) {
    return (p > 0 ? amax : amin)(mapElements("abs", x), {
      dim: axes.length === 0 ? null : axes,
      keepdim: reduction.keepdim,
    });
  }
  const wide = (term: "size" | "square") =>
    to(relabel(wideSums(term, x, axes), reduction.shape), x.dtype);
  const total = (terms: Tensor) => relabel(sumAxes(terms, axes), reduction.shape);
  if (p === 0) return total(to(compareElements("ne", x, scalarLike(0, x)), x.dtype));
  if (p === 1 || !Number.isFinite(p)) return wide("size");
  if (p === 2) return mapElements("sqrt", wide("square"));
  return pow(total(pow(mapElements("abs", x), p)), 1 / p);
}

/** The gradient of the norm y, spread like x; none where the norm is 0. */
function normGradient(
  g: Tensor,
  x: Tensor,
  y: Tensor,
  p: number,
  { axes, kept }: Reduction,
): Tensor {
  const zero = zerosLike(x);
  const sign = mapElements("sign", x);
  const size = mapElements("abs", x);
  const unless = (at: Tensor, value: Tensor) =>
    choose(compareElements("eq", at, scalarLike(0, at)), zero, value, x.shape);
  if (p === 1) return mul(sign, g);
  if (p === 2) return mul(x, unless(y, div(g, y)));
  if (!Number.isFinite(p)) {
    const isTop = to(compareElements("eq", size, y), x.dtype);
    return mul(sign, mul(div(g, relabel(sumAxes(isTop, axes), kept)), isTop));
  }
  if (p < 1) return mul(mul(mul(sign, unless(x, pow(size, p - 1))), g), pow(y, 1 - p));
  const scale = unless(y, div(g, pow(y, p - 1)));
  return p < 2 ? mul(mul(sign, pow(size, p - 1)), scale) : mul(mul(x, pow(size, p - 2)), scale);
}
