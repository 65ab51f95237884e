import type { NdArray } from "./array.ts";
import type { Limit } from "./case.ts";
import { type FloatDtype, isFloat, numbersOf } from "./floats.ts";
import { boundOf, limitAt } from "./tolerance.ts";

/** Two arrays of one shape, and whether a number may stand for another at a place. */
export interface Pair {
  readonly shape: readonly number[];
  readonly wants: ArrayLike<number>;
  readonly gots: ArrayLike<number>;
  /** Whether `got` is near to `want` as far as the place `at` allows, with room for guesses. */
  readonly near: (want: number, got: number, at: number) => boolean;
}

const ROOM = 8;

/** Makes two arrays ready for the search. */
export function pairOf(want: NdArray, got: NdArray, limit: Limit): Pair {
  if (!isFloat(want.dtype)) {
    const wants = Float64Array.from(want.data as ArrayLike<number>, Number);
    const gots = Float64Array.from(got.data as ArrayLike<number>, Number);
    return { shape: want.shape, wants, gots, near: Object.is };
  }
  const near = nearness(limit, want.dtype);
  return { shape: want.shape, wants: numbersOf(want), gots: numbersOf(got), near };
}

function nearness(limit: Limit, dtype: FloatDtype): Pair["near"] {
  if (limit === "bits") return (want, got) => want === got || Object.is(want, got);
  const bound = boundOf(limit, dtype);
  const { amplification } = limit;
  return (want, got, at) => {
    if (!Number.isFinite(want)) return Object.is(want, got);
    const a = typeof amplification === "number" ? amplification : (amplification[at] ?? 0);
    return Math.abs(got - want) <= ROOM * limitAt(bound, a, want);
  };
}
