import { hash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Engine } from "../engine.ts";
import { arraysOf, explainTold, reproduce, tell } from "../explain.ts";
import type { Manifest } from "../manifest.ts";
import type { Judged } from "../run.ts";
import type { Selection } from "../select.ts";
import { showCall } from "../show.ts";
import { REPORT_FORMAT, worstOf } from "../tally.ts";
import type { Fail } from "../verdict.ts";
import { type CaseReport, type DifferenceReport, type Run, stringify } from "./document.ts";
import { errorMap, firstDiffering } from "./error-map.ts";

/** One case of a report: numbers and sentences, no arrays; `engine` is what --engine names, if it must. */
export function reportCase(judged: Judged, engine: string | null = null): CaseReport {
  const { case: one, verdict, outcome } = judged;
  const reason = verdict.kind === "unsupported" ? verdict.reason : judged.reason;
  const slots = verdict.kind === "unsupported" ? [] : [...verdict.slots];
  return {
    id: one.id,
    outcome,
    ...(reason === null ? {} : { reason }),
    dtype: one.call.dtype,
    tags: [...one.tags],
    refusal: one.answer.kind === "threw",
    call: showCall(one.call),
    worst: worstOf(slots),
    slots,
    unchecked: verdict.kind === "unsupported" ? [] : [...verdict.unchecked],
    command: reproduce(one.id, engine),
    ...(verdict.kind === "fail" ? reportFailure(judged, verdict, engine) : {}),
  };
}

function reportFailure(
  { case: one, answer }: Judged,
  fail: Fail,
  engine: string | null,
): Pick<CaseReport, "explanation" | "differences"> {
  const told = tell(one, answer, fail);
  const differences = told.map(({ where, sentence, lines, hints }, i): DifferenceReport => {
    const arrays = arraysOf(one.answer, answer, where);
    const limit = one.limits[where];
    const words = { where, sentence, lines: [...lines], hints: [...hints] };
    if (fail.differences[i]?.kind !== "numbers" || arrays === null || limit === undefined) {
      return { ...words, elements: [], map: null };
    }
    const elements = firstDiffering(...arrays, limit);
    return { ...words, elements, map: errorMap(...arrays, limit) };
  });
  return { explanation: explainTold(one, told, fail, engine), differences };
}

/** A report that cannot be read, or has no place to go to. */
export class ReportError extends Error {
  override name = "ReportError";
}

/**
 * Whether a report can be written there: better known before a run than after it.
 * @throws ReportError
 */
export function checkPlace(file: string, option = "--json"): void {
  const folder = path.dirname(path.resolve(file));
  if (!existsSync(folder)) {
    throw new ReportError(`${option} ${file}: there is no folder ${folder}`);
  }
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    throw new ReportError(`${option} ${file}: must be a file, or not be there yet`);
  }
  attempt(file, () => accessSync(folder, constants.W_OK));
}

/** What came of a run. */
export type Came = Pick<Run, "summary" | "layers" | "cases">;

/** A run as a document; `format` and `summary` come first. */
export function runOf(
  engine: Engine,
  manifest: Manifest,
  selection: Selection,
  { summary, layers, cases }: Came,
): Run {
  const { files, packs: _packs, cases: _cases, ...reference } = manifest;
  const { name, version, lacks = [] } = engine;
  return {
    format: REPORT_FORMAT,
    summary,
    engine: { name, version, lacks: [...lacks] },
    reference: { ...reference, fixtures: hash("sha256", JSON.stringify(files)) },
    selection,
    layers,
    cases,
  };
}

/** Writes a document whole or not at all, as `writeWhole` does. */
export function writeJson(file: string, document: unknown): void {
  writeWhole(file, stringify(document));
}

/**
 * Writes a file whole or not at all.
 * @throws ReportError
 */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    attempt(file, () => {
      writeFileSync(draft, text, { flush: true });
      renameSync(draft, file);
    });
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function attempt(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const [why = ""] = (error as Error).message.split(", ");
    throw new ReportError(`${file}: must be a place to write to: ${why}`);
  }
}
