import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Engine } from "../engine.ts";
import type { Manifest } from "../manifest.ts";
import type { Judged, Outcome } from "../run.ts";
import { type LayerRow, REPORT_FORMAT, type Summary, type Worst, worstOf } from "../tally.ts";
import type { SlotStatistics } from "../verdict.ts";

/** How one case came out. */
export interface CaseReport {
  readonly id: string;
  readonly outcome: Outcome;
  /** Why it is known to fail, or why the engine does not do it. */
  readonly reason?: string;
  readonly worst: Omit<Worst, "id"> | null;
  readonly slots: readonly SlotStatistics[];
  readonly unchecked: readonly string[];
  /** What differs, in sentences. */
  readonly explanation?: string;
}

/** A run as data; `format` and `summary` come first. */
export interface Report {
  readonly format: typeof REPORT_FORMAT;
  readonly summary: Summary;
  readonly engine: Pick<Engine, "name" | "version" | "lacks">;
  readonly reference: Omit<Manifest, "files" | "packs" | "cases">;
  readonly layers: readonly LayerRow[];
  readonly cases: readonly CaseReport[];
}

/** One case of a report. */
export function reportCase(judged: Judged, explanation: string | null): CaseReport {
  const { verdict, outcome } = judged;
  const reason = verdict.kind === "unsupported" ? verdict.reason : judged.reason;
  const slots = verdict.kind === "unsupported" ? [] : verdict.slots;
  return {
    id: judged.case.id,
    outcome,
    ...(reason === null ? {} : { reason }),
    worst: worstOf(slots),
    slots,
    unchecked: verdict.kind === "unsupported" ? [] : verdict.unchecked,
    ...(explanation === null ? {} : { explanation }),
  };
}

/** A report has no place to go to. */
export class ReportError extends Error {
  override name = "ReportError";
}

/**
 * Whether a report can be written there: better known before a run than after it.
 * @throws ReportError
 */
export function checkPlace(file: string): void {
  const folder = path.dirname(path.resolve(file));
  if (!existsSync(folder)) throw new ReportError(`--json ${file}: there is no folder ${folder}`);
}

/** Writes a report whole or not at all. */
export function writeReport(
  file: string,
  engine: Engine,
  manifest: Manifest,
  { summary, layers, cases }: Pick<Report, "summary" | "layers" | "cases">,
): void {
  const { files: _files, packs: _packs, cases: _cases, ...reference } = manifest;
  const report: Report = {
    format: REPORT_FORMAT,
    summary,
    engine: { name: engine.name, version: engine.version, lacks: engine.lacks ?? [] },
    reference,
    layers,
    cases,
  };
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(report, null, 1)}\n`);
  renameSync(draft, file);
}
