import { type Accuracy, accuracyOf, isMeasured } from "./accuracy.ts";
import type { Outcome } from "./run.ts";
import type { SlotStatistics } from "./verdict.ts";

/** The number of the report format: what `--json` writes. */
export const REPORT_FORMAT = 2;

/** What a run came to. */
export interface Summary {
  /** Cases that were answered and judged. */
  readonly cases: number;
  /** Cases that were to be. */
  readonly selected: number;
  readonly pass: number;
  readonly fail: number;
  readonly unsupported: number;
  /** Known failures that failed. */
  readonly xfail: number;
  /** Known failures that passed: the list must lose them. */
  readonly stale: number;
  /** Cases with a tensor on which PyTorch itself uses over half of the limit. */
  readonly referenceLimited: number;
  /** Cases of whose answers a sample was compared, the elements of that, and those of the whole. */
  readonly sampled: { readonly cases: number; readonly compared: number; readonly of: number };
  /** Gradients that nobody looked at. */
  readonly uncheckedGrads: number;
  /** Slots and facts that nobody looked at, gradients among them. */
  readonly unchecked: number;
  readonly seconds: number;
  readonly casesPerSecond: number;
  /** The same over the second half of the run, when the code is warm. */
  readonly casesPerSecondWarm: number;
  readonly interrupted: boolean;
  /** How the errors compare with PyTorch's own; null where none of them is known. */
  readonly accuracy: Accuracy | null;
}

/** A slot of a case, and how much of its limit is used. */
export interface Worst {
  readonly id: string;
  readonly slot: string;
  readonly share: number;
}

/** What a run came to for one layer. */
export interface LayerRow {
  readonly layer: string;
  readonly cases: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly worst: Worst | null;
  readonly accuracy: Accuracy | null;
}

/** What is counted of a case. */
export interface Counted {
  readonly id: string;
  readonly outcome: Outcome;
  readonly slots: readonly SlotStatistics[];
  readonly unchecked: readonly string[];
}

interface Row {
  cases: number;
  outcomes: Record<Outcome, number>;
  worst: Worst | null;
  readonly measured: SlotStatistics[];
}

/** Counts a run. It keeps numbers, no cases. */
export class Tally {
  readonly #start = performance.now();
  readonly #ends: number[] = [];
  readonly #rows = new Map<string, Row>();
  #referenceLimited = 0;
  readonly #sampled = { cases: 0, compared: 0, of: 0 };
  #unchecked = 0;
  #uncheckedGrads = 0;

  add({ id, outcome, slots, unchecked }: Counted): void {
    this.#ends.push(performance.now());
    const layer = layerOf(id);
    const row = this.#rows.get(layer) ?? {
      cases: 0,
      outcomes: noOutcomes(),
      worst: null,
      measured: [],
    };
    this.#rows.set(layer, row);
    row.cases++;
    row.outcomes[outcome]++;
    const worst = worstOf(slots);
    if (worst !== null && worst.share > (row.worst?.share ?? -1)) row.worst = { id, ...worst };
    row.measured.push(...slots.filter(isMeasured));
    if (slots.some((slot) => slot.referenceLimited)) this.#referenceLimited++;
    this.#unchecked += unchecked.length;
    this.#uncheckedGrads += unchecked.filter((slot) => slot.startsWith("grad.")).length;
    this.#noteSamples(slots);
  }

  #noteSamples(slots: readonly SlotStatistics[]): void {
    const found = slots.flatMap(({ sampled }) => (sampled === undefined ? [] : [sampled]));
    if (found.length > 0) this.#sampled.cases++;
    for (const { compared, of } of found) {
      this.#sampled.compared += compared;
      this.#sampled.of += of;
    }
  }

  rows(): LayerRow[] {
    return [...this.#rows].map(([layer, { measured, ...row }]) => ({
      layer,
      ...row,
      accuracy: accuracyOf(measured),
    }));
  }

  /** `selected` is how many cases the run was to have. */
  summary(selected: number): Summary {
    const sum = (outcome: Outcome): number =>
      [...this.#rows.values()].reduce((total, row) => total + row.outcomes[outcome], 0);
    return {
      cases: this.#ends.length,
      selected,
      pass: sum("pass"),
      fail: sum("fail"),
      unsupported: sum("unsupported"),
      xfail: sum("xfail"),
      stale: sum("stale"),
      referenceLimited: this.#referenceLimited,
      sampled: this.#sampled,
      uncheckedGrads: this.#uncheckedGrads,
      unchecked: this.#unchecked,
      ...this.#pace(),
      interrupted: this.#ends.length < selected,
      accuracy: accuracyOf([...this.#rows.values()].flatMap(({ measured }) => measured)),
    };
  }

  #pace(): Pick<Summary, "seconds" | "casesPerSecond" | "casesPerSecondWarm"> {
    const count = this.#ends.length;
    const half = Math.floor(count / 2);
    const end = this.#ends.at(-1) ?? this.#start;
    const middle = half > 0 ? (this.#ends[half - 1] ?? this.#start) : this.#start;
    return {
      seconds: (end - this.#start) / 1000,
      casesPerSecond: rate(count, end - this.#start),
      casesPerSecondWarm: rate(count - half, end - middle),
    };
  }
}

/** The layer that a case is about: the first part of its id. */
export function layerOf(id: string): string {
  return id.split("/")[0] ?? id;
}

/** The slot that uses most of its limit. */
export function worstOf(slots: readonly SlotStatistics[]): Omit<Worst, "id"> | null {
  let worst: SlotStatistics | null = null;
  for (const slot of slots) if (worst === null || slot.share > worst.share) worst = slot;
  return worst === null ? null : { slot: worst.slot, share: worst.share };
}

/** Nothing failed, and nothing was left unlooked at. */
export function isGreen(summary: Summary): boolean {
  const { cases, fail, unsupported, stale, unchecked, interrupted } = summary;
  return cases > 0 && fail + unsupported + stale + unchecked === 0 && !interrupted;
}

function noOutcomes(): Record<Outcome, number> {
  return { pass: 0, fail: 0, unsupported: 0, xfail: 0, stale: 0 };
}

function rate(count: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((count * 1000) / milliseconds) : 0;
}
