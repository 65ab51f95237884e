import { positive } from "./positive.ts";

/** The options of `touchstone fuzz`, as they are typed. */
export interface FuzzOptions {
  readonly engine: string;
  readonly fixtures: string;
  readonly layer?: string;
  readonly seconds?: string;
  readonly runs?: string;
  readonly seed?: string;
  readonly shard?: string;
  readonly processes: string;
  readonly json?: string;
  readonly bail?: boolean;
  /** False: counterexamples are shown, and not kept. */
  readonly keep: boolean;
}

/** How much is asked: it ends at whichever comes first. */
export interface Budget {
  readonly runs: number;
  readonly seconds: number;
}

const SECONDS = 60;

/**
 * The time or the number of sketches that was asked for.
 * @throws SelectionError
 */
export function budgetOf({ runs, seconds }: Pick<FuzzOptions, "runs" | "seconds">): Budget {
  const standard = runs === undefined ? SECONDS : Infinity;
  return {
    runs: runs === undefined ? Infinity : positive("--runs", runs),
    seconds: seconds === undefined ? standard : positive("--seconds", seconds),
  };
}
