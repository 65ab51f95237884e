import { existsSync } from "node:fs";
import path from "node:path";
import pc from "picocolors";
import { openAll } from "../corpus.ts";
import type { Engine } from "../engine.ts";
import { DEFAULT_ENGINE, loadEngine } from "../engines/index.ts";
import { readGiven } from "../given-file.ts";
import { KnownError, type KnownFailures, readKnown } from "../known.ts";
import { listKnown } from "../known-list.ts";
import { reportCase } from "../report/case-report.ts";
import { checkPlace, runOf, writeJson, writeWhole } from "../report/json.ts";
import { renderHead } from "../report/terminal.ts";
import { ROOT } from "../root.ts";
import { run } from "../run.ts";
import { parseShard, type Selection, select } from "../select.ts";
import { isGreen } from "../tally.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { RunRecord, sayRun } from "./run-record.ts";

/** The options of `touchstone run`, as they are typed. */
export interface RunOptions {
  readonly engine: string;
  readonly fixtures: string;
  readonly filter?: string;
  readonly layer?: string;
  readonly shard?: string;
  readonly json?: string;
  readonly known?: string;
  readonly writeKnown?: string;
  readonly bail?: boolean;
}

const KNOWN = path.join(ROOT, "harness", "known");

/** Runs an engine on the fixtures and reports. */
export async function runCommand(
  options: RunOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (options.json !== undefined) checkPlace(options.json);
  if (options.writeKnown !== undefined) checkPlace(options.writeKnown, "--write-known");
  const fixtures = openAll(options.fixtures);
  const selection = selectionOf(options);
  const ids = select(fixtures.ids, selection);
  const engine = await loadEngine(options.engine);
  const known = readKnownOf(engine, fixtures.ids, options.known);
  terminal.out(renderHead(engine, fixtures.manifest, ids.length));
  const record = new RunRecord();
  const named = options.engine === DEFAULT_ENGINE ? null : options.engine;
  const progress = terminal.progress(ids.length, "cases");
  const plan = { engine, ids, load: fixtures.load, known, bail: options.bail === true, signal };
  try {
    for await (const judged of run(plan)) {
      progress.advance(record.add(reportCase(judged, named)));
    }
  } finally {
    progress.stop();
    await engine.close?.();
  }
  const came = record.came(ids.length);
  sayRun(terminal, came);
  if (options.json !== undefined) {
    writeJson(options.json, runOf(engine, fixtures.manifest, selection, came));
  }
  terminal.out(pageHint(options.json));
  if (options.writeKnown !== undefined) {
    writeWhole(options.writeKnown, listKnown(engine, came.cases, fixtures.ids, known));
  }
  if (signal.aborted) return EXIT.interrupted;
  return isGreen(came.summary) ? EXIT.green : EXIT.red;
}

/** How to see more of it. */
function pageHint(json = "run.json"): string {
  const first = json === "run.json" ? `run it with --json ${json}, then ` : "";
  return pc.dim(`For a page: ${first}touchstone report ${json} --html page.html`);
}

/** Which cases the options of a run name. */
export function selectionOf({
  filter,
  layer,
  shard,
}: Pick<RunOptions, "filter" | "layer" | "shard">): Selection {
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(layer === undefined ? {} : { layer }),
    ...(shard === undefined ? {} : { shard: parseShard(shard) }),
  };
}

/** What the engine is known to fail, by its own list or the one that is `given`. */
export function readKnownOf(
  engine: Engine,
  ids: readonly string[],
  given: string | undefined,
): KnownFailures {
  const file = given ?? path.join(KNOWN, `${engine.name}.txt`);
  const there = existsSync(file);
  if (!there && given !== undefined) throw new KnownError(`${file}: there is no such file`);
  return readKnown(there ? textOf(file) : "", ids, path.basename(file));
}

function textOf(file: string): string {
  try {
    return readGiven(file);
  } catch (error) {
    throw new KnownError(`${file}: must be readable: ${(error as Error).message}`);
  }
}
