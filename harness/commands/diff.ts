import { diffRuns } from "../report/diff.ts";
import { DIFF_FORMAT } from "../report/diff-format.ts";
import { renderDiff, renderDiffMarkdown } from "../report/diff-text.ts";
import type { Run } from "../report/document.ts";
import { readRun } from "../report/inputs.ts";
import { checkPlace, ReportError, writeJson, writeWhole } from "../report/json.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone diff`, as they are typed. */
export interface DiffOptions {
  readonly json?: string;
  readonly markdown?: string;
}

/** Says what got better, what worse, what is new and what is gone; red where something is worse. */
export function diffCommand(
  before: string,
  after: string,
  { json, markdown }: DiffOptions,
  terminal: Terminal,
): ExitCode {
  if (json !== undefined) checkPlace(json);
  if (markdown !== undefined) checkPlace(markdown, "--markdown");
  const diff = diffRuns(wholeRun(before), wholeRun(after));
  terminal.out(renderDiff(diff));
  if (json !== undefined) writeJson(json, { format: DIFF_FORMAT, ...diff });
  if (markdown !== undefined) writeWhole(markdown, renderDiffMarkdown(diff));
  return diff.worse.length > 0 ? EXIT.red : EXIT.green;
}

function wholeRun(file: string): Run {
  const run = readRun(file);
  const { interrupted, cases, selected } = run.summary;
  if (!interrupted) return run;
  throw new ReportError(`${file}: must be a whole run, came ${cases} of ${selected} cases`);
}
