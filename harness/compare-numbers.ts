import type { NdArray } from "./array.ts";
import type { Limit, Tolerance } from "./case.ts";
import { type FloatDtype, isFloat, numbersOf, spacing } from "./floats.ts";
import { boundOf, limitAt } from "./tolerance.ts";
import { UlpCounter } from "./ulp-counter.ts";
import type { NumberDifference, SlotStatistics, WorstElement } from "./verdict.ts";

/** What comparing two arrays of one dtype and shape found. */
export interface Comparison {
  readonly statistics: SlotStatistics;
  readonly difference: NumberDifference | null;
}

/** Compares every element, without a cut-off, and without dividing by what was wanted. */
export function compareNumbers(
  slot: string,
  want: NdArray,
  got: NdArray,
  limit: Limit,
): Comparison {
  if (limit === "bits") return compareBits(slot, want, got);
  if (isFloat(want.dtype)) return compareWithin(slot, want, got, limit, want.dtype);
  throw new TypeError(`${slot}: ${want.dtype} must be compared by bits`);
}

/** The differing elements of a slot, counted; the worst of them kept. */
class Mismatches {
  #differing = 0;
  #nonFinite = 0;
  #worst: WorstElement | null = null;
  #weight = -1;

  /** An element that differs, and how badly. Finite ones go before those that are not. */
  add(element: WorstElement, weight: number): void {
    this.#differing++;
    const finite = Number.isFinite(element.error);
    if (!finite) this.#nonFinite++;
    if (this.#worst !== null && !(finite && weight > this.#weight)) return;
    this.#worst = element;
    this.#weight = finite ? weight : -1;
  }

  difference(where: string, byBits: boolean, total: number): NumberDifference | null {
    const worst = this.#worst;
    if (worst === null) return null;
    const counts = { differing: this.#differing, total, nonFinite: this.#nonFinite };
    return { kind: "numbers", where, byBits, ...counts, worst };
  }
}

/** Where PyTorch's answer is finite, near to the truth; where it is not, the same. */
function compareWithin(
  slot: string,
  want: NdArray,
  got: NdArray,
  tolerance: Tolerance,
  dtype: FloatDtype,
): Comparison {
  const wants = numbersOf(want);
  const gots = numbersOf(got);
  const { residual, amplification, referenceLimited } = tolerance;
  const bound = boundOf(tolerance, dtype);
  const mismatches = new Mismatches();
  const ulps = new UlpCounter();
  let share = 0;
  let referenceShare = 0;
  let referenceMostUlp = 0;
  for (let i = 0; i < wants.length; i++) {
    const w = wants[i] as number;
    const g = gots[i] as number;
    if (!Number.isFinite(w)) {
      if (!Object.is(g, w)) mismatches.add(element(i, w, g, 0, dtype), 0);
      continue;
    }
    const exact = residual === null ? w : w + (residual[i] as number);
    const a = typeof amplification === "number" ? amplification : (amplification[i] as number);
    const limit = limitAt(bound, a, exact);
    const error = Math.abs(g - exact);
    if (!(error <= limit) || limit === Infinity) {
      mismatches.add(element(i, exact, g, limit, dtype), error / limit);
    }
    if (!Number.isFinite(error)) continue;
    const unit = spacing(exact, dtype);
    ulps.add(error / unit);
    if (error > share * limit) share = error / limit;
    const own = Math.abs(w - exact);
    if (own > referenceShare * limit) referenceShare = own / limit;
    if (own > referenceMostUlp * unit) referenceMostUlp = own / unit;
  }
  const difference = mismatches.difference(slot, false, wants.length);
  const reference =
    residual === null
      ? { referenceShare: null, referenceMostUlp: null }
      : { referenceShare, referenceMostUlp };
  const shares = { share, ...reference, ...ulps.summary(), referenceLimited };
  return { statistics: { slot, dtype, ...shares }, difference };
}

/** NaN is NaN whatever its payload; 0.0 is not -0.0. */
function compareBits(slot: string, want: NdArray, got: NdArray): Comparison {
  const dtype = isFloat(want.dtype) ? want.dtype : null;
  const wants = dtype === null ? want.data : numbersOf(want);
  const gots = dtype === null ? got.data : numbersOf(got);
  const mismatches = new Mismatches();
  for (let i = 0; i < wants.length; i++) {
    const w = wants[i] as number | bigint;
    const g = gots[i] as number | bigint;
    if (Object.is(w, g)) continue;
    const one = element(i, w, g, 0, dtype);
    mismatches.add(one, one.error);
  }
  return {
    statistics: {
      slot,
      dtype: want.dtype,
      share: 0,
      referenceShare: null,
      mostUlp: 0,
      medianUlp: 0,
      referenceMostUlp: null,
      referenceLimited: false,
    },
    difference: mismatches.difference(slot, true, wants.length),
  };
}

function element(
  at: number,
  want: number | bigint,
  got: number | bigint,
  limit: number,
  dtype: FloatDtype | null,
): WorstElement {
  const error = Math.abs(Number(got) - Number(want));
  const ulp = dtype === null ? Number.NaN : error / spacing(Number(want), dtype);
  return { at, want, got, error, limit, ulp };
}
