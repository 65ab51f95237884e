import { fuzzExitCode, renderFuzz } from "../report/fuzz.ts";
import { mergeFuzz, readFuzzReport } from "../report/fuzz-merge.ts";
import { checkPlace, writeJson } from "../report/json.ts";
import type { Terminal } from "../terminal.ts";
import type { ExitCode } from "./exit-codes.ts";

/** The options of `touchstone merge-fuzz`. */
export interface MergeFuzzOptions {
  readonly json?: string;
}

/**
 * Makes one report of those of several shards, whose exit code it has.
 * @throws ReportError
 */
export function mergeFuzzCommand(
  files: readonly string[],
  { json }: MergeFuzzOptions,
  terminal: Terminal,
): ExitCode {
  if (json !== undefined) checkPlace(json);
  const merged = mergeFuzz(new Map(files.map((file) => [file, readFuzzReport(file)])));
  terminal.out(renderFuzz(merged));
  if (json !== undefined) writeJson(json, merged);
  return fuzzExitCode(merged);
}
