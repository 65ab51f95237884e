import { check } from "../errors.ts";
import { named } from "../named.ts";
import { normalizeDim } from "../shape.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { numbers } from "./copy.ts";
import { emptyLines, laidAlong, linesOf, placeIn } from "./lines.ts";
import { pick } from "./places.ts";
import { relabel } from "./reduction.ts";

/** Options of sort and argsort. */
export interface SortOptions {
  dim?: number;
  descending?: boolean;
  /** Equals always keep their order; to ask for it only changes the step's name in the graph. */
  stable?: boolean;
}

/** What sort and argsort take after their tensor. */
export type SortArguments = readonly (number | boolean | SortOptions | undefined)[];

/** [values, indices] in order along an axis; NaN counts as the greatest. https://docs.pytorch.org/docs/stable/generated/torch.sort.html */
export function sort(x: Tensor, ...rest: SortArguments): [Tensor, Tensor] {
  const { dim = -1, descending = false, stable } = named<SortOptions>(rest, ["dim", "descending"]);
  const axis = normalizeDim(dim, x.ndim, "sort");
  const node = stable === undefined ? "SortBackward0" : "SortBackward1";
  return chosen(node, x, axis, x.shape[axis] ?? 1, (line) => ordered(line, descending));
}

/** The indices of sort. https://docs.pytorch.org/docs/stable/generated/torch.argsort.html */
export function argsort(x: Tensor, ...rest: SortArguments): Tensor {
  return sort(x, ...rest)[1];
}

/** Options of topk. */
export interface TopkOptions {
  dim?: number;
  largest?: boolean;
  /** Whether the k come in order; here they always do. */
  sorted?: boolean;
}

/** What topk takes after k. */
export type TopkArguments = readonly (number | boolean | TopkOptions | undefined)[];

/** [values, indices] of the k greatest along an axis, or the least. https://docs.pytorch.org/docs/stable/generated/torch.topk.html */
export function topk(x: Tensor, k: number, ...rest: TopkArguments): [Tensor, Tensor] {
  const { dim = -1, largest = true } = named<TopkOptions>(rest, ["dim", "largest", "sorted"]);
  const axis = normalizeDim(dim, x.ndim, "topk");
  check(
    k >= 0 && k <= (x.shape[axis] ?? 1),
    "topk",
    () => `selected index k out of range, got ${k} of ${x.shape[axis] ?? 1}`,
  );
  return chosen("TopkBackward0", x, axis, k, (line) => ordered(line, largest));
}

/** Options of kthvalue and median. */
export interface OneValueOptions {
  dim?: number;
  keepdim?: boolean;
}

/** What kthvalue and median take last. */
export type OneValueArguments = readonly (number | boolean | OneValueOptions | undefined)[];

/** [value, index] of the k-th least along an axis, counted from 1. https://docs.pytorch.org/docs/stable/generated/torch.kthvalue.html */
export function kthvalue(x: Tensor, k: number, ...rest: OneValueArguments): [Tensor, Tensor] {
  const { dim = -1, keepdim = false } = named<OneValueOptions>(rest, ["dim", "keepdim"]);
  const axis = normalizeDim(dim, x.ndim, "kthvalue");
  check(
    k > 0 && k <= (x.shape[axis] ?? 1),
    "kthvalue",
    () =>
      `kthvalue(): selected number k out of range for dimension ${axis}, got ${k} of ${x.shape[axis] ?? 1}`,
  );
  const one = (line: Float64Array) => ordered(line, false).slice(k - 1, k);
  return chosen("KthvalueBackward0", x, axis, 1, one, !keepdim);
}

/**
 * [values, indices] of what `choose` names in each line along an axis, which gets the size `length`, or goes.
 * The gradient of a value goes to where it came from.
 */
function chosen(
  node: string,
  x: Tensor,
  axis: number,
  length: number,
  choose: (line: Float64Array) => readonly number[],
  drop = false,
): [Tensor, Tensor] {
  const { values, length: size, count } = linesOf(x, axis);
  const [at, from] = [emptyLines(x, axis, length, "int64"), emptyLines(x, axis, length, "float64")];
  const indexOf = elementsOf(at) as BigInt64Array;
  const placeOf = elementsOf(from) as Float64Array;
  const place = placeIn(x, axis);
  for (let line = 0; line < count; line++) {
    const picked = choose(values.subarray(line * size, (line + 1) * size));
    for (let i = 0; i < length; i++) {
      indexOf[line * length + i] = BigInt(picked[i] as number);
      placeOf[line * length + i] = place(line, picked[i] as number);
    }
  }
  const indices = laidAlong(at, axis);
  const shape = drop ? x.shape.filter((_, i) => i !== axis) : indices.shape;
  const places = numbers(laidAlong(from, axis)) as Float64Array;
  return [pick(node, x, places, shape), relabel(indices, shape)];
}

/** The places of a line's values in order; equals keep theirs. NaN counts as the greatest. */
function ordered(line: Float64Array, descending: boolean): number[] {
  const turn = descending ? -1 : 1;
  return Array.from(line, (_, i) => i).sort((i, j) => {
    const [a, b] = [line[i] as number, line[j] as number];
    if (Number.isNaN(a) || Number.isNaN(b))
      return turn * (Number(Number.isNaN(a)) - Number(Number.isNaN(b)));
    return a === b ? 0 : a < b ? -turn : turn;
  });
}
