#!/usr/bin/env node
import path from "node:path";
import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { BrowserError } from "./browser/chromium.ts";
import { type CoverageOptions, coverageCommand } from "./commands/coverage.ts";
import { type DoctorOptions, doctorCommand } from "./commands/doctor.ts";
import { EXIT, EXIT_HELP, type ExitCode } from "./commands/exit-codes.ts";
import { fuzzCommand } from "./commands/fuzz.ts";
import type { FuzzOptions } from "./commands/fuzz-options.ts";
import { type MergeFuzzOptions, mergeFuzzCommand } from "./commands/merge-fuzz.ts";
import { addPages } from "./commands/pages.ts";
import { type PropertiesOptions, propertiesCommand } from "./commands/properties.ts";
import { RecordError, type RecordOptions, recordCommand } from "./commands/record.ts";
import { addReports } from "./commands/reports.ts";
import { type ReproOptions, reproCommand } from "./commands/repro.ts";
import { type RunOptions, runCommand } from "./commands/run.ts";
import { DEFAULT_ENGINE, ENGINE_NAMES, EngineLoadError } from "./engines/index.ts";
import { FixtureError } from "./fixture-error.ts";
import { KnownError } from "./known.ts";
import { OracleError } from "./oracle-errors.ts";
import { ReportError } from "./report/json.ts";
import { ROOT } from "./root.ts";
import { SelectionError } from "./select.ts";
import { terminal } from "./terminal.ts";

const FOUND = path.join(ROOT, "counterexamples");
const FIXTURES = path.join(ROOT, "fixtures");
const EXPECTED = [
  BrowserError,
  EngineLoadError,
  FixtureError,
  KnownError,
  OracleError,
  RecordError,
  ReportError,
  SelectionError,
];

const interruption = new AbortController();
// the first interrupt ends a run with what it came to, the second ends the process; a listener that went would end it at once
process.on("SIGINT", () => {
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort();
});
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.green;
  try {
    await program((result) => {
      code = result;
    }).parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.green : EXIT.unusable;
    const expected = EXPECTED.some((one) => error instanceof one);
    terminal.note(pc.red(expected ? (error as Error).message : crashText(error)));
    return EXIT.unusable;
  }
}

function program(finish: (code: ExitCode) => void): Command {
  const command = new Command("touchstone")
    .description("Compares an engine for neural-network layers with PyTorch's recorded answers.")
    .addHelpText("after", EXIT_HELP)
    .exitOverride();
  addRun(command, finish);
  addRepro(command, finish);
  addRecord(command, finish);
  addFuzz(command, finish);
  addProperties(command, finish);
  addMergeFuzz(command, finish);
  addCoverage(command, finish);
  addReports(command, finish);
  addDoctor(command, finish);
  addPages(command, finish, interruption.signal);
  command
    .command("engines")
    .description("list the engines that --engine knows by name")
    .action(() => terminal.out(ENGINE_NAMES.join("\n")));
  return command;
}

function addRun(program: Command, finish: (code: ExitCode) => void): void {
  asking(program.command("run", { isDefault: true }))
    .description("run an engine on the fixtures (what is done when no command is given)")
    .option("-f, --filter <pattern>", "cases whose id has this in it, or with * and ? is like this")
    .option("-l, --layer <name>", "cases of one layer: Conv2d")
    .option("-s, --shard <i/n>", "the i-th of n shares of the cases")
    .option("-j, --json <file>", "write the report as JSON too")
    .option("-k, --known <file>", "known failures, in the place of harness/known/<engine>.txt")
    .option("-w, --write-known <file>", "write what fails as a list of known failures, by cause")
    .option("-b, --bail", "stop at the first failure")
    .addHelpText("after", EXIT_HELP)
    .action(async (options: RunOptions) =>
      finish(await runCommand(options, terminal, interruption.signal)),
    );
}

function addRepro(program: Command, finish: (code: ExitCode) => void): void {
  asking(program.command("repro <id>"))
    .description("show one case: the call, PyTorch's answer, the engine's, and how they differ")
    .option("--found <folder>", "counterexamples of properties, which are looked for first", FOUND)
    .action(async (id: string, options: ReproOptions) =>
      finish(await reproCommand(id, options, terminal)),
    );
}

function addRecord(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command("record")
    .description("let PyTorch answer every case, and write the fixtures anew")
    .option("--check", "write nothing; fail if a byte would change")
    .option("--drift", "write nothing; show what this PyTorch answers otherwise")
    .option("--layer <name>", "cases of one layer only, which are shown and not written")
    .option("--filter <text>", "cases with this in their id only, which are shown and not written")
    .option("--jobs <n>", "processes")
    .action(async (options: RecordOptions) =>
      finish(await recordCommand(options, interruption.signal)),
    );
}

function addFuzz(program: Command, finish: (code: ExitCode) => void): void {
  asking(program.command("fuzz"))
    .description(
      "draw layers, options and shapes at random, and let a live PyTorch judge the engine",
    )
    .option("-l, --layer <name>", "one layer or family: Conv2d, 'MaxPool*', norm")
    .option("-t, --seconds <n>", "for how long (60, unless --runs is given)")
    .option("-n, --runs <n>", "how many sketches")
    .option("--seed <n>", "the seed (in CI the commit's, else a random one)")
    .option("-s, --shard <i/n>", "the i-th of n runs that draw differently")
    .option("-p, --processes <n>", "how many PyTorch processes", "2")
    .option("-j, --json <file>", "write the report as JSON too")
    .option("-b, --bail", "stop at the first counterexample")
    .option("--no-keep", "do not keep counterexamples below the fixtures")
    .addHelpText("after", EXIT_HELP)
    .action(async (options: FuzzOptions) =>
      finish(await fuzzCommand(options, terminal, interruption.signal)),
    );
}

function addMergeFuzz(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command("merge-fuzz <files...>")
    .description("make one report of those that the shards of a fuzz wrote with --json")
    .option("-j, --json <file>", "write it as JSON too")
    .addHelpText("after", EXIT_HELP)
    .action((files: string[], options: MergeFuzzOptions) =>
      finish(mergeFuzzCommand(files, options, terminal)),
    );
}

function addProperties(program: Command, finish: (code: ExitCode) => void): void {
  asking(program.command("properties"))
    .description(
      "ask an engine what must hold of any answers, such as that a batch of N is N of one: without PyTorch",
    )
    .option("-l, --layer <name>", "one layer or family: Conv2d, 'MaxPool*', norm")
    .option("-p, --property <name>", "one property: linearity, 'batch-*'")
    .option("-n, --runs <n>", "how many cases of each property of each layer", "20")
    .option("--seed <n>", "the seed (in CI the commit's, else a random one)")
    .option("-j, --json <file>", "write the report as JSON too")
    .option("--found <folder>", "where counterexamples are kept, with their numbers", FOUND)
    .option("--no-keep", "do not keep counterexamples")
    .addHelpText("after", EXIT_HELP)
    .action(async (options: PropertiesOptions) =>
      finish(await propertiesCommand(options, terminal, interruption.signal)),
    );
}

function addCoverage(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command("coverage")
    .description(
      "compare the fixtures with what PyTorch has: what no case shows, and what shows nothing",
    )
    .option("-j, --json <file>", "write it as JSON too")
    .option("-a, --all", "show what is covered and what is left out, too")
    .option("--fixtures <folder>", "the recorded cases", FIXTURES)
    .action((options: CoverageOptions) => finish(coverageCommand(options, terminal)));
}

function addDoctor(program: Command, finish: (code: ExitCode) => void): void {
  asking(program.command("doctor"))
    .description("ask an engine ten cases, and tell what is wrong with its adapter")
    .option("-j, --json <file>", "write it as JSON too")
    .addHelpText(
      "after",
      "\nIt exits with 1 where something is wrong, also where the engine does not start.",
    )
    .action(async (options: DoctorOptions) => finish(await doctorCommand(options, terminal)));
}

function asking(command: Command): Command {
  return command
    .option(
      "-e, --engine <engine>",
      "the engine: a name, stdio:COMMAND, or a module that exports one",
      DEFAULT_ENGINE,
    )
    .option("--fixtures <folder>", "the recorded cases", FIXTURES);
}

function crashText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
