import type { Fault } from "./fault.ts";
import type { FuzzTrialResult } from "./fuzz-trial.ts";
import type { Variant } from "./honest.ts";
import type { TrialResult } from "./trial.ts";

/** The least share of the faults that the fixtures alone must catch. */
export const LEAST_SHARE = 0.98;

/** What became of a fault. */
export interface FaultRow extends Fault, TrialResult {
  /** What fuzzing made of it; null where the fixtures caught it, or there was no PyTorch to ask. */
  readonly fuzz: FuzzTrialResult | null;
  /** Why the engine with it could not be tried. */
  readonly error?: string;
}

/** What became of a correct engine. */
export interface VariantRow extends Pick<Variant, "name" | "how">, TrialResult {
  readonly error?: string;
}

/** What all came to. */
export interface PowerSummary {
  readonly faults: number;
  /** By the fixtures alone. */
  readonly caught: number;
  /** By the fixtures, or else by fuzzing; null where something survived the fixtures and nothing was fuzzed. */
  readonly caughtWithFuzz: number | null;
  /** Correct engines that could be tried. */
  readonly honest: number;
  /** Cases that one of them did not pass. */
  readonly falseAlarms: number;
}

/** Counts. */
export function summarize(
  rows: readonly FaultRow[],
  variants: readonly VariantRow[],
  fuzzed: boolean,
): PowerSummary {
  const caught = rows.filter(isCaught).length;
  const later = rows.filter(({ fuzz }) => fuzz?.found).length;
  return {
    faults: rows.length,
    caught,
    caughtWithFuzz: fuzzed || caught === rows.length ? caught + later : null,
    honest: variants.filter(({ error }) => error === undefined).length,
    falseAlarms: variants.reduce((sum, { failures }) => sum + failures.length, 0),
  };
}

/** Whether the fixtures caught a fault. */
export function isCaught({ failures }: FaultRow): boolean {
  return failures.length > 0;
}

/** Whether the suite has the power that is asked of it, and every engine could be tried. */
export function isPowerful(
  { faults, caught, caughtWithFuzz, falseAlarms }: PowerSummary,
  rows: readonly (FaultRow | VariantRow)[],
): boolean {
  const all = caughtWithFuzz === null || caughtWithFuzz === faults;
  const tried = rows.every(({ error }) => error === undefined);
  return caught >= LEAST_SHARE * faults && all && falseAlarms === 0 && tried;
}
