import type { Tolerance } from "./case.ts";
import { type FloatDtype, UNIT_ROUNDOFF } from "./floats.ts";

/** A tolerance made ready for one slot: limit_i = max(slope A_i + unit |exact_i|, least). */
export interface Bound {
  /** (4 + 2 sqrt(K)) u_acc. */
  readonly slope: number;
  /** u_out. */
  readonly unit: number;
  /** Twice the reference's own worst error where it is reference-limited, else 0. */
  readonly least: number;
}

/** The bound on a slot of element type `dtype`. float16 and bfloat16 accumulate in float32. */
export function boundOf(tolerance: Tolerance, dtype: FloatDtype): Bound {
  const unit = UNIT_ROUNDOFF[dtype];
  const accumulator = Math.min(unit, UNIT_ROUNDOFF.float32);
  return {
    slope: (4 + 2 * Math.sqrt(tolerance.terms)) * accumulator,
    unit,
    least: tolerance.referenceLimited ? 2 * greatest(tolerance.residual) : 0,
  };
}

/** What may lie between an answer and `exact`. */
export function limitAt(bound: Bound, amplification: number, exact: number): number {
  return Math.max(bound.slope * amplification + bound.unit * Math.abs(exact), bound.least);
}

function greatest(residual: Float32Array | null): number {
  let most = 0;
  for (const error of residual ?? []) {
    if (Number.isFinite(error)) most = Math.max(most, Math.abs(error));
  }
  return most;
}
