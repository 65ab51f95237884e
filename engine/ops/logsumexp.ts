import { attach, noGrad } from "../autograd.ts";
import { computeType, getDefaultDtype, isFloating } from "../dtype.ts";
import type { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { mark } from "./compare-elements.ts";
import { detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { amax } from "./extremes.ts";
import { mapElements } from "./map-elements.ts";
import { add, mul, sub } from "./pointwise.ts";
import {
  type ReduceArguments,
  type Reduction,
  readReduction,
  relabel,
  spreadBack,
} from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";

/** log(sum exp(x)) over axes, without overflow. https://docs.pytorch.org/docs/stable/generated/torch.logsumexp.html */
export function logsumexp(x: Tensor, ...rest: ReduceArguments): Tensor {
  const reduction = readReduction(x, rest, "logsumexp");
  const dtype = isFloating(x.dtype) ? x.dtype : getDefaultDtype();
  const wide = to(detached(x), computeType(dtype));
  const out = noGrad(() => to(logOfSum(wide, reduction), dtype));
  const backward = (g: Tensor) => {
    const [dy, y] = [g, out].map((t) => spreadBack(t, reduction, x)) as [Tensor, Tensor];
    return mul(dy, mapElements("exp", sub(x, y)));
  };
  return attach("LogsumexpBackward0", [x], out, (g) => [g && backward(g)], [x, out]);
}

function logOfSum(x: Tensor, reduction: Reduction): Tensor {
  const { axes, kept, shape } = reduction;
  if (x.numel === 0) return relabel(mapElements("log", sumAxes(x, axes)), shape);
  const top = relabel(amax(x, { dim: x.ndim === 0 ? null : axes }), kept);
  const infinite = mark(top, (v) => Math.abs(Number(v)) === Number.POSITIVE_INFINITY);
  const shift = choose(infinite, zerosLike(top), top, top.shape);
  const total = sumAxes(mapElements("exp", sub(x, shift)), axes);
  return relabel(add(relabel(mapElements("log", total), kept), shift), shape);
}
