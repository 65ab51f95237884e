import { type NdArray, sizeOf } from "./array.ts";
import type { Limit } from "./case.ts";
import { hintOfOrder } from "./hint-order.ts";
import { type Pair, pairOf } from "./hint-pair.ts";
import { hintOfPlace } from "./hint-place.ts";

const MOST_ELEMENTS = 65_536;

/** What the differences between two arrays have in common, as whole sentences; none where nothing was found. */
export function hintsOf(want: NdArray, got: NdArray, limit: Limit): string[] {
  if (want.data.length < 2 || want.data.length > MOST_ELEMENTS) return [];
  const pair = pairOf(want, got, limit);
  const value = hintOfValue(pair) ?? hintOfOrder(pair);
  const place = value === null ? hintOfPlace(pair) : null;
  return [value, place].filter((hint) => hint !== null);
}

/** What two shapes have in common. */
export function hintOfShape(want: readonly number[], got: readonly number[]): string | null {
  const sorted = (shape: readonly number[]): string => [...shape].sort((a, b) => a - b).join();
  if (sorted(want) === sorted(got)) return "The sizes are right, in another order.";
  const apart = want.map((size, axis) => (got[axis] ?? 0) - size);
  if (want.length === got.length && apart.every((d) => Math.abs(d) <= 1)) {
    return "Sizes are out by one: look at how the output size is rounded.";
  }
  return sizeOf(want) === sizeOf(got) ? "The number of elements is right." : null;
}

function hintOfValue(pair: Pair): string | null {
  const { wants, gots } = pair;
  const got = gots[0] ?? 0;
  if (every(gots, (g) => Object.is(g, got))) {
    return `Every element of got is ${Object.is(got, -0) ? "-0" : got}.`;
  }
  if (every(wants, (want, i) => want === gots[i])) return "Only the sign of zeros differs.";
  // Where all differ by hardly more than they may, anything small would fit.
  if (every(wants, (want, i) => pair.near(want, gots[i] ?? 0, i))) return null;
  if (every(wants, (want, i) => pair.near(-want, gots[i] ?? 0, i))) {
    return "The sign is flipped everywhere.";
  }
  const most = argMost(wants);
  const factor = (gots[most] ?? 0) / (wants[most] ?? 0);
  const factorRoom = Math.max(1, Math.abs(factor));
  const isFactor = short(factor) !== "1";
  if (
    isFactor &&
    every(wants, (w, i) => pair.near(w, w + ((gots[i] ?? 0) - factor * w) / factorRoom, i))
  ) {
    return `Got is want times ${short(factor)} everywhere.`;
  }
  const offset = (gots[most] ?? 0) - (wants[most] ?? 0);
  if (every(wants, (want, i) => pair.near(want, (gots[i] ?? 0) - offset, i))) {
    return `Got is want plus ${short(offset)} everywhere.`;
  }
  return null;
}

function argMost(numbers: ArrayLike<number>): number {
  let most = 0;
  for (let i = 1; i < numbers.length; i++) {
    if (Math.abs(numbers[i] ?? 0) > Math.abs(numbers[most] ?? 0)) most = i;
  }
  return most;
}

function every(numbers: ArrayLike<number>, holds: (number: number, i: number) => boolean): boolean {
  for (let i = 0; i < numbers.length; i++) if (!holds(numbers[i] ?? 0, i)) return false;
  return true;
}

function short(number: number): string {
  return `${Number(number.toPrecision(5))}`;
}
