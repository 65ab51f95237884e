/*
 * What is embedded in the page. It is written by ../columns.ts and read by the page: columns of numbers, as there may be a hundred
 * thousand results, and everything about single cases apart, by layer, as few of them are opened.
 */

/** How a case came out, in one character; "." where the engine was not asked. */
export const OUTCOMES = {
  p: "pass",
  f: "fail",
  u: "unsupported",
  x: "xfail",
  s: "stale",
} as const;
export type OutcomeName = (typeof OUTCOMES)[keyof typeof OUTCOMES];

/** Whether a run is green, and if not, why. */
/** "known": green but for cases that failed as they are known to. */
export type Standing = "green" | "known" | "red" | "partial";

/** An engine's run. All columns have an item a case, or an item a measured tensor. */
export interface EngineData {
  readonly label: string;
  readonly name: string;
  readonly standing: Standing;
  readonly selection: string;
  readonly lacks: readonly string[];
  readonly summary: EngineSummary;
  readonly outcomes: string;
  /** The greatest share of a limit, in thousandths and rounded up; -1 where nothing was measured. */
  readonly worst: readonly number[];
  /** Parts that nobody looked at. */
  readonly unchecked: readonly number[];
  readonly measured: Measured;
}

/** Tensors that were compared within a limit and of which PyTorch's own error is known; errors as powers of two, see `octaveOf`. */
export interface Measured {
  readonly at: readonly number[];
  readonly share: readonly number[];
  readonly referenceShare: readonly number[];
  readonly ulp: readonly number[];
  readonly referenceUlp: readonly number[];
}

export interface EngineSummary {
  readonly cases: number;
  readonly selected: number;
  readonly counts: Readonly<Record<OutcomeName, number>>;
  readonly unchecked: number;
  readonly referenceLimited: number;
  readonly seconds: number;
  readonly casesPerSecond: number;
  readonly accuracy: Accuracy | null;
}

export interface Accuracy {
  readonly slots: number;
  readonly noWorse: number;
  readonly worst: { readonly engine: number | null; readonly reference: number | null };
  readonly median: { readonly engine: number | null; readonly reference: number | null };
}

export interface LayerData {
  readonly name: string;
  /** Its place among the families. */
  readonly family: number;
}

export interface Covered {
  readonly required: number;
  readonly covered: number;
}

export const COVERED = ["examples", "options", "gradients", "dtypes", "modes", "refusals"] as const;

/** What the suite shows of a class or function. */
export interface CoverageRow extends Readonly<Record<(typeof COVERED)[number], Covered>> {
  readonly name: string;
  readonly family: number;
  readonly cases: number;
  readonly missing: readonly string[];
}

/** Times in seconds, by who took them. */
export interface BenchRow {
  readonly name: string;
  readonly seconds: Readonly<Record<string, number>>;
}

export interface BenchSession {
  readonly threads: number;
  readonly vectorBits: number;
  readonly rows: readonly BenchRow[];
}

/** A fault that was seeded in an engine, and the case that caught it. */
export interface PowerFault {
  readonly name: string;
  readonly family: string;
  readonly kind: string;
  readonly by: string | null;
}

/** A correct engine, and how many cases called it wrong. */
export interface PowerVariant {
  readonly name: string;
  readonly how: string;
  readonly cases: number;
  readonly alarms: number;
}

export interface PageData {
  readonly reference: {
    readonly torch: string;
    readonly platform: string;
    readonly format: number;
  };
  readonly engines: readonly EngineData[];
  readonly families: readonly string[];
  readonly layers: readonly LayerData[];
  readonly dtypes: readonly string[];
  readonly cases: {
    /** Places among the layers and the dtypes. */
    readonly layer: readonly number[];
    readonly dtype: readonly number[];
    readonly name: readonly string[];
    /** 1 where PyTorch refuses. */
    readonly refusal: readonly number[];
  };
  readonly coverage: {
    readonly rows: readonly CoverageRow[];
    readonly summary: Readonly<Record<string, Covered>>;
  } | null;
  readonly bench: readonly BenchSession[] | null;
  readonly power: {
    readonly sentence: string;
    readonly faults: readonly PowerFault[];
    readonly variants: readonly PowerVariant[];
  } | null;
}

/** A tensor's greatest errors. Infinity is null. */
export interface SlotDetail {
  readonly slot: string;
  readonly share: number | null;
  readonly referenceShare: number | null;
  readonly known: boolean;
  readonly ulp: number | null;
  readonly referenceUlp: number | null;
}

export interface MapDetail {
  readonly shape: readonly number[];
  readonly unit: "limit" | "ulp" | "one";
  readonly rowsEach: number;
  readonly columnsEach: number;
  readonly columns: number;
  /** Infinity is null. */
  readonly errors: readonly (number | null)[];
}

export interface DifferenceDetail {
  readonly where: string;
  readonly sentence: string;
  readonly lines: readonly string[];
  readonly hints: readonly string[];
  readonly elements: readonly {
    readonly index: readonly number[];
    readonly want: string;
    readonly got: string;
    readonly error: number | null;
  }[];
  readonly map: MapDetail | null;
}

/** An engine's answer to a case, looked at closely. */
export interface ResultDetail {
  /** What shows it again. */
  readonly command: string;
  readonly reason?: string;
  readonly slots: readonly SlotDetail[];
  readonly unchecked: readonly string[];
  readonly differences: readonly DifferenceDetail[];
}

/** A case, looked at closely; a result for each engine, null where it was not asked. */
export interface CaseDetail {
  readonly call: string;
  readonly tags: readonly string[];
  readonly results: readonly (ResultDetail | null)[];
}

/** The least and the greatest power of two that are told apart. */
export const LEAST_OCTAVE = -20;
export const GREATEST_OCTAVE = 12;
/** The octave of 0. */
export const NO_ERROR = LEAST_OCTAVE - 1;

/** The least power of two that is not below `error`, as its exponent. */
export function octaveOf(error: number): number {
  if (error === 0) return NO_ERROR;
  if (!(error < 2 ** GREATEST_OCTAVE)) return GREATEST_OCTAVE;
  return Math.max(LEAST_OCTAVE, Math.ceil(Math.log2(error)));
}
