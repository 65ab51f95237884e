import { Argument, type Command } from "commander";
import { DOCUMENTS, jsonSchemaOf } from "../report/document.ts";
import { terminal } from "../terminal.ts";
import { type DiffOptions, diffCommand } from "./diff.ts";
import type { ExitCode } from "./exit-codes.ts";
import { type MergeOptions, mergeCommand } from "./merge.ts";
import { type ReportOptions, reportCommand } from "./report.ts";

type Finish = (code: ExitCode) => void;

/** The commands that read what `run --json` wrote. */
export function addReports(program: Command, finish: Finish): void {
  addReport(program, finish);
  addMerge(program, finish);
  addDiff(program, finish);
  program
    .command("schema")
    .description("print the JSON Schema of what a command writes with --json (merge writes a run)")
    .addArgument(new Argument("<command>").choices(Object.keys(DOCUMENTS)))
    .action((name: keyof typeof DOCUMENTS) =>
      terminal.out(JSON.stringify(jsonSchemaOf(name), null, 2)),
    );
}

function addReport(program: Command, finish: Finish): void {
  program
    .command("report <run...>")
    .description("make reports of what run --json wrote, of one engine or several side by side")
    .option("--html <file>", "one self-contained page")
    .option("--junit <file>", "JUnit's XML")
    .option("--markdown <file>", "a summary for CI")
    .option("--badge <file>", "an SVG picture of one run")
    .option("-j, --json <file>", "everything in one document")
    .option("--coverage <file>", "what coverage --json wrote, to be shown beside it")
    .option("--bench <file>", "what the benchmark's --json wrote, to be shown beside it")
    .option("--power <file>", "what npm run power wrote with --json, to be shown beside it")
    .addHelpText("after", "\nIt exits with 0 when the reports are written, whatever they say.")
    .action(async (files: string[], options: ReportOptions) =>
      finish(await reportCommand(files, options, terminal)),
    );
}

function addMerge(program: Command, finish: Finish): void {
  program
    .command("merge <shard...>")
    .description("join the reports of all shards of a run, and judge it as run does")
    .requiredOption("-j, --json <file>", "where the whole run goes")
    .action((files: string[], options: MergeOptions) =>
      finish(mergeCommand(files, options, terminal)),
    );
}

function addDiff(program: Command, finish: Finish): void {
  program
    .command("diff <old> <new>")
    .description("compare two runs' reports: what got better, worse, new, gone")
    .option("-j, --json <file>", "write it as JSON too")
    .option("--markdown <file>", "write a summary for CI too")
    .addHelpText("after", "\nIt exits with 1 where a case came out worse.")
    .action((before: string, after: string, options: DiffOptions) =>
      finish(diffCommand(before, after, options, terminal)),
    );
}
