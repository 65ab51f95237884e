import { labelOf, type Sources } from "../report/columns.ts";
import { renderPage } from "../report/html.ts";
import { readBench, readCoverage, readRun } from "../report/inputs.ts";
import { checkPlace, ReportError, writeWhole } from "../report/json.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone report`, as they are typed. */
export interface ReportOptions {
  readonly coverage?: string;
  readonly bench?: string;
  readonly html?: string;
}

/** Makes reports of one or several engines' runs. */
export async function reportCommand(
  files: readonly string[],
  options: ReportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { html } = options;
  if (html !== undefined) checkPlace(html, "--html");
  const sources = readSources(files, options);
  if (html !== undefined) {
    const page = await renderPage(sources);
    writeWhole(html, page);
    terminal.out(`${html}: ${sources.runs.map(labelOf).join(", ")}`);
  }
  return EXIT.green;
}

function readSources(files: readonly string[], { coverage, bench }: ReportOptions): Sources {
  const runs = files.map(readRun);
  for (const [i, run] of runs.entries()) {
    const twin = runs.findIndex((other) => labelOf(other) === labelOf(run));
    if (twin < i) {
      throw new ReportError(
        `${files[i]}: must be of another engine than ${files[twin]}, came ${labelOf(run)} again: join shards with "touchstone merge"`,
      );
    }
    if (run.reference.fixtures !== runs[0]?.reference.fixtures) {
      throw new ReportError(`${files[i]}: must be of the same fixtures as ${files[0]}`);
    }
  }
  return {
    runs,
    coverage: coverage === undefined ? null : readCoverage(coverage),
    bench: bench === undefined ? null : readBench(bench),
  };
}
