import { renderBadge } from "../report/badge.ts";
import { labelOf, type Sources } from "../report/columns.ts";
import { renderPage } from "../report/html.ts";
import { readBench, readCoverage, readPower, readRun } from "../report/inputs.ts";
import { checkPlace, ReportError, writeJson, writeWhole } from "../report/json.ts";
import { renderJunit } from "../report/junit.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { REPORT_FORMAT } from "../tally.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** What a report can be, each an option that names its file. */
const FORMS = ["html", "junit", "markdown", "badge", "json"] as const;
type Form = (typeof FORMS)[number];

/** The options of `touchstone report`, as they are typed. */
export interface ReportOptions extends Readonly<Partial<Record<Form, string>>> {
  readonly coverage?: string;
  readonly bench?: string;
  readonly power?: string;
}

/** Makes reports of one or several engines' runs. */
export async function reportCommand(
  files: readonly string[],
  options: ReportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const wanted = FORMS.flatMap((form) => {
    const file = options[form];
    return file === undefined ? [] : [{ form, file }];
  });
  if (wanted.length === 0) {
    throw new ReportError(`report: must be asked for --${FORMS.join(" or --")}`);
  }
  for (const { form, file } of wanted) checkPlace(file, `--${form}`);
  const sources = readSources(files, options);
  if (options.badge !== undefined && sources.runs.length > 1) {
    throw new ReportError(`--badge: must be of one run, came ${sources.runs.length}`);
  }
  for (const { form, file } of wanted) {
    await write(form, file, sources);
    terminal.out(`${file}: ${sources.runs.map(labelOf).join(", ")}`);
  }
  return EXIT.green;
}

async function write(form: Form, file: string, sources: Sources): Promise<void> {
  const { runs, power } = sources;
  switch (form) {
    case "html":
      return writeWhole(file, await renderPage(sources));
    case "junit":
      return writeWhole(file, renderJunit(runs));
    case "markdown":
      return writeWhole(file, renderMarkdown(runs, power));
    case "badge":
      return writeWhole(file, runs.map(renderBadge).join(""));
    case "json":
      return writeJson(file, { format: REPORT_FORMAT, ...sources });
  }
}

function readSources(files: readonly string[], { coverage, bench, power }: ReportOptions): Sources {
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
    power: power === undefined ? null : readPower(power),
  };
}
