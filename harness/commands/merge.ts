import { readRun } from "../report/inputs.ts";
import { checkPlace, writeJson } from "../report/json.ts";
import { mergeShards } from "../report/merge.ts";
import { renderLayers, renderSummary } from "../report/terminal.ts";
import { isGreen } from "../tally.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone merge`, as they are typed. */
export interface MergeOptions {
  readonly json: string;
}

/** Joins the shards of a run, and judges it as a whole. */
export function mergeCommand(
  files: readonly string[],
  { json }: MergeOptions,
  terminal: Terminal,
): ExitCode {
  checkPlace(json);
  const run = mergeShards(files.map((file) => ({ file, run: readRun(file) })));
  writeJson(json, run);
  terminal.out(`${renderLayers(run.layers)}\n\n${renderSummary(run.summary)}`);
  return isGreen(run.summary) ? EXIT.green : EXIT.red;
}
