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
import type { Manifest } from "../manifest.ts";
import type { Selection } from "../select.ts";
import { REPORT_FORMAT } from "../tally.ts";
import { type Run, stringify } from "./document.ts";

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
