import type { NdArray } from "./array.ts";
import { isFloat, numbersOf } from "./floats.ts";
import { showForm, showNumber } from "./show.ts";

const MOST_ELEMENTS = 64;

/** An array to read: its form, and its numbers, or the first of them where there are many. */
export function showArray(array: NdArray): string {
  const { shape, dtype } = array;
  const numbers: ArrayLike<number | bigint> = isFloat(dtype) ? numbersOf(array) : array.data;
  const count = numbers.length;
  if (count > MOST_ELEMENTS) {
    const first = Array.from({ length: MOST_ELEMENTS }, (_, i) => showNumber(numbers[i] ?? 0));
    return `${showForm(array)}: ${first.join(" ")} ... (${count} elements)`;
  }
  return `${showForm(array)}: ${nested(numbers, shape, 0, count)}`;
}

function nested(
  numbers: ArrayLike<number | bigint>,
  shape: readonly number[],
  start: number,
  count: number,
): string {
  const [size, ...rest] = shape;
  if (size === undefined) return showNumber(numbers[start] ?? 0);
  const step = size === 0 ? 0 : count / size;
  const items = Array.from({ length: size }, (_, i) =>
    nested(numbers, rest, start + i * step, step),
  );
  return `[${items.join(rest.length > 0 ? ",\n      " : ", ")}]`;
}
