import type { Dtype } from "../dtype.ts";
import { named } from "../named.ts";
import { contiguousStrides, normalizeDims, type Shape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { expand, reshape } from "./view.ts";

/** One axis, several, or all of them. */
export type Axes = number | readonly number[] | null;

/** Options of reductions. */
export interface ReduceOptions {
  dim?: Axes;
  /** Whether reduced axes stay, with size 1. */
  keepdim?: boolean;
  /** The dtype that values are converted to first. */
  dtype?: Dtype | null;
}

/** What a reduction takes after its tensor: `(1, true)`, `(1, { keepdim: true })` or `({ dim: 1 })`. */
export type ReduceArguments = readonly (Axes | boolean | ReduceOptions | undefined)[];

/** A reduction's arguments read: the axes, and shapes with them and without. */
export interface Reduction {
  /** Null where no axis was named. */
  readonly dim: Axes;
  readonly axes: readonly number[];
  readonly keepdim: boolean;
  readonly dtype: Dtype | null;
  /** The shape of the result. */
  readonly shape: Shape;
  /** The shape of the input, with size 1 for what is reduced. */
  readonly kept: Shape;
}

/** Reads what a reduction was given. */
export function readReduction(x: Tensor, given: ReduceArguments, where: string): Reduction {
  const {
    dim = null,
    keepdim = false,
    dtype = null,
  } = named<ReduceOptions>(given, ["dim", "keepdim"]);
  const axes = x.ndim === 0 ? checkedScalarAxes(dim, where) : normalizeDims(dim, x.ndim, where);
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const shape = keepdim ? kept : x.shape.filter((_, i) => !axes.includes(i));
  return { dim, axes, keepdim, dtype, shape, kept };
}

/** A tensor without axes may be reduced over axis 0 or -1, which is none. */
function checkedScalarAxes(dim: Axes, where: string): readonly number[] {
  normalizeDims(dim, 1, where);
  return [];
}

/** A contiguous tensor under another shape; no view of the graph. */
export function relabel(x: Tensor, shape: Shape): Tensor {
  return windowOn(x, shape, contiguousStrides(shape), x.offset);
}

/** A result or its gradient, spread again over what was reduced. */
export function spreadBack(g: Tensor, { kept }: Reduction, x: Tensor): Tensor {
  return expand(reshape(g, kept), x.shape);
}
