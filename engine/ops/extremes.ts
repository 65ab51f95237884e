import { attach } from "../autograd.ts";
import { check, checkAs, EngineError } from "../errors.ts";
import { named } from "../named.ts";
import { normalizeDim, type Shape } from "../shape.ts";
import { elementsOf, emptyTensor, Tensor } from "../tensor.ts";
import { arrange } from "./arrange.ts";
import { choose } from "./choose.ts";
import { testElements } from "./compare-elements.ts";
import { detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { extremeOfLines, lineWinners, placesIn, sharedByKernel } from "./extreme-lines.ts";
import { lastLines, type Order, winners } from "./lines.ts";
import { addAt, type Places, pick, take } from "./places.ts";
import { div, maximum, minimum, mul } from "./pointwise.ts";
import {
  type ReduceArguments,
  type ReduceOptions,
  type Reduction,
  readReduction,
  relabel,
  spreadBack,
} from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";
import { reshape } from "./view.ts";

type ExtremeArguments = readonly (Tensor | number | boolean | ReduceOptions | undefined)[];

/**
 * The greatest value; along an axis [values, indices]; with a tensor the greater of each pair. NaN wins, the first of equals
 * gives the index and takes the gradient; without an axis equals share it. https://docs.pytorch.org/docs/stable/generated/torch.max.html
 */
export function max(x: Tensor): Tensor;
export function max(x: Tensor, other: Tensor): Tensor;
export function max(
  x: Tensor,
  dim: number | ReduceOptions,
  keepdim?: boolean | ReduceOptions,
): [Tensor, Tensor];
export function max(x: Tensor, ...rest: ExtremeArguments): Tensor | [Tensor, Tensor] {
  return extreme("max", 1, x, rest);
}

/** As max, for the least value. https://docs.pytorch.org/docs/stable/generated/torch.min.html */
export function min(x: Tensor): Tensor;
export function min(x: Tensor, other: Tensor): Tensor;
export function min(
  x: Tensor,
  dim: number | ReduceOptions,
  keepdim?: boolean | ReduceOptions,
): [Tensor, Tensor];
export function min(x: Tensor, ...rest: ExtremeArguments): Tensor | [Tensor, Tensor] {
  return extreme("min", -1, x, rest);
}

function extreme(
  where: string,
  order: Order,
  x: Tensor,
  rest: ExtremeArguments,
): Tensor | [Tensor, Tensor] {
  if (rest[0] instanceof Tensor) return (order === 1 ? maximum : minimum)(x, rest[0]);
  const name = order === 1 ? "Max" : "Min";
  const given = rest as ReduceArguments;
  const { dim } = named<ReduceOptions>(given, ["dim", "keepdim"]);
  if (typeof dim === "number") return along(where, `${name}Backward0`, order, x, given, dim);
  check(x.numel > 0, where, () => missingDim(where));
  return sharedExtreme(`${name}Backward1`, order, x, readReduction(x, [], where), true);
}

function missingDim(where: string): string {
  return `${where}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`;
}

function along(
  where: string,
  node: string,
  order: Order,
  x: Tensor,
  rest: ReduceArguments,
  dim: number,
): [Tensor, Tensor] {
  const reduction = readReduction(x, rest, where);
  const axis = normalizeDim(dim, x.ndim, where);
  checkNotEmpty(x, axis, where);
  const { values, at } = lineWinners(order, x, axis);
  const out = values && relabel(values, reduction.shape);
  const places = () => placesIn(x, axis, at);
  return [picked(node, x, out, places, reduction.shape), wholes(at, reduction)];
}

/** The winners as a tensor, taken from their places unless that is already done; a gradient goes back there. */
function picked(
  node: string,
  x: Tensor,
  out: Tensor | null,
  places: () => Places,
  shape: Shape,
): Tensor {
  if (out === null) return pick(node, x, places(), shape);
  return attach(node, [x], out, (g) => [g && addAt(x.shape, places(), g)]);
}

function checkNotEmpty(x: Tensor, axis: number, where: string): void {
  checkAs(
    "IndexError",
    x.shape[axis] !== 0,
    where,
    () => `${where}(): Expected reduction dim ${axis} to have non-zero size.`,
  );
}

function wholes(at: Places, { shape }: Reduction): Tensor {
  const indices = emptyTensor(shape, "int64");
  const data = elementsOf(indices) as BigInt64Array;
  for (let i = 0; i < data.length; i++) data[i] = BigInt(at[i] as number);
  return indices;
}

/** The greatest value over axes; equals share the gradient. https://docs.pytorch.org/docs/stable/generated/torch.amax.html */
export function amax(x: Tensor, ...rest: ReduceArguments): Tensor {
  return extremeOver("amax", "AmaxBackward0", 1, x, rest);
}

/** The least value over axes; equals share the gradient. https://docs.pytorch.org/docs/stable/generated/torch.amin.html */
export function amin(x: Tensor, ...rest: ReduceArguments): Tensor {
  return extremeOver("amin", "AminBackward0", -1, x, rest);
}

function extremeOver(
  where: string,
  node: string,
  order: Order,
  x: Tensor,
  rest: ReduceArguments,
): Tensor {
  const reduction = readReduction(x, rest, where);
  const whole = reduction.axes.length === x.ndim && reduction.dim === null;
  check(!whole || x.numel > 0, where, () => missingDim(where));
  for (const axis of reduction.axes) checkNotEmpty(x, axis, where);
  return sharedExtreme(node, order, x, reduction, false);
}

/** The winner of each line, whose gradient all that equal it share; where NaN wins, `nanShares` says if NaNs do. */
function sharedExtreme(
  node: string,
  order: Order,
  x: Tensor,
  reduction: Reduction,
  nanShares: boolean,
): Tensor {
  const { data, ...sizes } = arrange(detached(x), reduction.axes);
  const found = extremeOfLines(order, data, sizes, false);
  if (found)
    return sharedByKernel(node, x, relabel(found.values, reduction.shape), reduction, nanShares);
  const lines = lastLines(x, reduction.axes);
  const out = take(lines, winners(order, lines, lines.ndim - 1).places, reduction.shape);
  const equals = (p: number | bigint, q: number | bigint) =>
    p === q || (nanShares && Number.isNaN(p) && Number.isNaN(q));
  return attach(
    node,
    [x],
    out,
    (g) => {
      if (!g) return [null];
      const isTop = testElements(equals, detached(x), relabel(out, reduction.kept), node);
      const ties = relabel(sumAxes(to(isTop, g.dtype), reduction.axes), reduction.kept);
      const spread = spreadBack(g, reduction, x);
      if (!nanShares) return [div(mul(spread, to(isTop, g.dtype)), ties)];
      return [choose(isTop, div(spread, ties), zerosLike(x), x.shape)];
    },
    [x, out],
  );
}

/** Where the greatest value is; NaN wins, and the first of equals. https://docs.pytorch.org/docs/stable/generated/torch.argmax.html */
export function argmax(x: Tensor, ...rest: ReduceArguments): Tensor {
  return argOf("argmax", 1, x, rest);
}

/** Where the least value is; NaN wins, and the first of equals. https://docs.pytorch.org/docs/stable/generated/torch.argmin.html */
export function argmin(x: Tensor, ...rest: ReduceArguments): Tensor {
  return argOf("argmin", -1, x, rest);
}

function argOf(where: string, order: Order, x: Tensor, rest: ReduceArguments): Tensor {
  if (x.dtype === "bool") {
    throw new EngineError("RuntimeError", where, `${where}(): does not support bool input`);
  }
  const { dim } = named<ReduceOptions>(rest, ["dim", "keepdim"]);
  const reduction = readReduction(x, rest, where);
  if (typeof dim !== "number") {
    checkAs("IndexError", x.numel > 0, where, () => missingDim(where));
    return wholes(lineWinners(order, reshape(detached(x), [-1]), 0).at, reduction);
  }
  const axis = normalizeDim(dim, x.ndim, where);
  checkNotEmpty(x, axis, where);
  return wholes(lineWinners(order, x, axis).at, reduction);
}
