import { check, checkAs } from "../errors.ts";
import { oddElement } from "../odd-element.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkLineRank } from "./check-line-rank.ts";

/** The size of an adaptive layer's output: one for all axes, or one an axis, null for that of the input. */
export type AdaptiveSize = number | readonly (number | null)[];

/** The output sizes of a layer of one axis, which takes no null; also refuses an input of other ranks. */
export function sizeOfLine(where: string, x: Tensor, outputSize: AdaptiveSize): number {
  const none = `argument 'output_size' (position 2) must be tuple of ints, not`;
  const list = typeof outputSize === "number" ? [outputSize] : outputSize;
  checkAs("TypeError", list !== null, where, () => `${none} NoneType`);
  const odd = list.findIndex((n) => !Number.isInteger(n));
  checkAs("TypeError", odd < 0, where, () =>
    typeof outputSize === "number" ? `${none} float` : oddElement("output_size", list[odd], odd),
  );
  checkLineRank(where, x);
  check(
    list.length === 1,
    where,
    () => `${where}() argument 'output_size' should contain one int (got ${list.length})`,
  );
  return list[0] as number;
}

/** The output sizes of a layer of two or three axes, with the input's where null stands; there may be too many or too few. */
export function sizesOfPlanes(
  where: string,
  axes: number,
  x: Tensor,
  outputSize: AdaptiveSize,
): number[] {
  if (typeof outputSize === "number" && Number.isInteger(outputSize)) {
    return new Array<number>(axes).fill(outputSize);
  }
  const isList = outputSize !== null && typeof outputSize !== "number";
  checkAs(
    "TypeError",
    isList,
    where,
    () => `object of type '${outputSize === null ? "NoneType" : "float"}' has no len()`,
  );
  const list = outputSize;
  checkAs(
    "ValueError",
    x.ndim > list.length,
    where,
    () => `Input dimension should be at least ${list.length + 1}`,
  );
  const own = list.length === 0 ? [] : x.shape.slice(-list.length);
  const sizes = list.map((n, i) => n ?? (own[i] as number));
  const odd = sizes.findIndex((n) => !Number.isInteger(n));
  checkAs("TypeError", odd < 0, where, () => oddElement("output_size", sizes[odd], odd));
  return sizes;
}

/** Refuses ranks without channels or with more than a batch, and axes from `first` on that have no elements. */
export function checkAdaptiveInput(
  where: string,
  axes: number,
  x: Tensor,
  first: number,
  colon: string,
): void {
  check(
    x.ndim === axes + 1 || x.ndim === axes + 2,
    where,
    () =>
      `${where}(): Expected ${axes + 1}D or ${axes + 2}D tensor, but got${colon} ${showShape(x.shape)}`,
  );
  checkElements(where, x, first);
}

/** Refuses axes from `first` on that have no elements. */
export function checkElements(where: string, x: Tensor, first: number): void {
  const empty = x.shape.findIndex((n, i) => n === 0 && i >= first);
  check(
    empty < 0,
    where,
    () =>
      `${where}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${showShape(x.shape)} with dimension ${empty} being empty`,
  );
}
