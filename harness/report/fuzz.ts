import pc from "picocolors";
import type { Engine } from "../engine.ts";
import type { FuzzResult, FuzzState } from "../fuzz/drive.ts";
import type { Versions } from "../oracle.ts";
import { plainTable, tableText } from "./plain-table.ts";

/** The number of the format that `fuzz --json` writes. */
export const FUZZ_REPORT_FORMAT = 1;

/** What a run of fuzzing came to, in numbers. */
export interface FuzzSummary extends FuzzState {
  readonly seed: number;
  readonly returned: number;
  readonly refused: number;
  readonly unfit: number;
  readonly unsupported: number;
  readonly counterexamples: number;
  /** What keeps the run from being green, apart from counterexamples. */
  readonly complaints: readonly string[];
}

/** The numbers of a run. */
export function summarize(
  result: FuzzResult,
  seed: number,
  complaints: readonly string[],
): FuzzSummary {
  const { counts, counterexamples, unfit: _unfit, ...state } = result;
  const sum = (key: "returned" | "refused" | "unfit" | "unsupported"): number =>
    counts.rows.reduce((total, row) => total + row[key], 0);
  return {
    ...state,
    seed,
    returned: sum("returned"),
    refused: sum("refused"),
    unfit: sum("unfit"),
    unsupported: sum("unsupported"),
    counterexamples: counterexamples.length,
    complaints,
  };
}

/** The run as data; `format` and `summary` come first. */
export function fuzzReport(
  result: FuzzResult,
  summary: FuzzSummary,
  engine: Engine,
  reference: Versions,
) {
  const { name, version, lacks = [] } = engine;
  return {
    format: FUZZ_REPORT_FORMAT,
    summary,
    engine: { name, version, lacks },
    reference,
    layers: result.counts.rows,
    unfit: result.unfit,
    counterexamples: result.counterexamples.map(({ question, attempts }) => ({
      attempts,
      fault: question.fault,
      sketch: question.sketch,
    })),
  };
}

/** A row for each layer: what PyTorch did with the sketches, and where the engine differed. */
export function renderCounts({ counts, unfit }: FuzzResult): string {
  const table = plainTable(
    ["layer", "returned", "refused", "unfit", "differ"],
    ["left", "right", "right", "right", "right"],
  );
  for (const row of counts.rows) {
    const wrong = row.failures + row.unsupported;
    const differ = wrong > 0 ? pc.red(wrong) : pc.dim("0");
    table.push([row.layer, row.returned, row.refused, row.unfit, differ]);
  }
  const why = Object.entries(unfit).map(([reason, count]) => pc.dim(`unfit ${count}x: ${reason}`));
  return [tableText(table), ...why].join("\n");
}

/** The last lines: what it came to. */
export function renderFuzz(summary: FuzzSummary): string {
  const { cases, failures, counterexamples, seconds, casesPerSecond, complaints } = summary;
  const share = `${Math.round(100 * summary.outsideOracleShare)} %`;
  const bad = failures + complaints.length > 0;
  const first = `${cases} cases: ${summary.returned} returned, ${summary.refused} refused, ${failures} differ (${counterexamples} counterexamples).`;
  return [
    ...complaints.map((complaint) => pc.red(complaint)),
    (bad ? pc.red : pc.green)(first),
    `${seconds.toFixed(1)} s, ${casesPerSecond} cases/s, ${share} of the time outside PyTorch. Seed ${summary.seed}.`,
  ].join("\n");
}
