import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pc from "picocolors";
import { openAll } from "../corpus.ts";
import type { Engine } from "../engine.ts";
import { DEFAULT_ENGINE, loadEngine } from "../engines/index.ts";
import { KnownError, type KnownFailures, readKnown } from "../known.ts";
import { listKnown } from "../known-list.ts";
import type { CaseReport } from "../report/document.ts";
import { checkPlace, reportCase, runOf, writeJson } from "../report/json.ts";
import { renderHead, renderLayers, renderSummary } from "../report/terminal.ts";
import { ROOT } from "../root.ts";
import { type Judged, run } from "../run.ts";
import { parseShard, type Selection, select } from "../select.ts";
import { isGreen, type LayerRow, type Summary, Tally } from "../tally.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

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

const MOST_EXPLAINED = 10;
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
  const record = new RunRecord(options.engine === DEFAULT_ENGINE ? null : options.engine);
  const progress = terminal.progress(ids.length, "cases");
  const plan = { engine, ids, load: fixtures.load, known, bail: options.bail === true, signal };
  try {
    for await (const judged of run(plan)) progress.advance(record.add(judged));
  } finally {
    progress.stop();
    await engine.close?.();
  }
  const summary = record.tally.summary(ids.length);
  const layers = record.tally.rows();
  say(terminal, record.cases, layers, summary);
  if (options.json !== undefined) {
    const came = { summary, layers, cases: record.cases };
    writeJson(options.json, runOf(engine, fixtures.manifest, selection, came));
  }
  terminal.out(pageHint(options.json));
  if (options.writeKnown !== undefined) {
    writeFileSync(options.writeKnown, listKnown(engine, record.cases, fixtures.ids, known));
  }
  if (signal.aborted) return EXIT.interrupted;
  return isGreen(summary) ? EXIT.green : EXIT.red;
}

/** How to see more of it. */
function pageHint(json = "run.json"): string {
  const first = json === "run.json" ? `run it with --json ${json}, then ` : "";
  return pc.dim(`For a page: ${first}touchstone report ${json} --html page.html`);
}

/** What is kept of a run for its report: numbers and sentences, no arrays. */
class RunRecord {
  readonly tally = new Tally();
  readonly cases: CaseReport[] = [];
  readonly #engine: string | null;

  /** `engine` is what --engine names, if it must. */
  constructor(engine: string | null) {
    this.#engine = engine;
  }

  /** Takes a case in; the number of cases so far. */
  add(judged: Judged): number {
    const report = reportCase(judged, this.#engine);
    this.tally.add(report);
    return this.cases.push(report);
  }
}

function selectionOf({ filter, layer, shard }: RunOptions): Selection {
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(layer === undefined ? {} : { layer }),
    ...(shard === undefined ? {} : { shard: parseShard(shard) }),
  };
}

function readKnownOf(
  engine: Engine,
  ids: readonly string[],
  given: string | undefined,
): KnownFailures {
  const file = given ?? path.join(KNOWN, `${engine.name}.txt`);
  const there = existsSync(file);
  if (!there && given !== undefined) throw new KnownError(`${file}: there is no such file`);
  return readKnown(there ? readFileSync(file, "utf8") : "", ids, path.basename(file));
}

function say(
  terminal: Terminal,
  cases: readonly CaseReport[],
  layers: readonly LayerRow[],
  summary: Summary,
): void {
  terminal.out(`\n${renderLayers(layers)}\n`);
  const failures = cases.filter(({ outcome }) => outcome === "fail");
  for (const { explanation } of failures.slice(0, MOST_EXPLAINED)) terminal.out(`${explanation}\n`);
  if (failures.length > MOST_EXPLAINED) {
    const rest = failures.slice(MOST_EXPLAINED).map(({ id }) => `  ${id}`);
    terminal.out(`These fail too:\n${rest.join("\n")}\n`);
  }
  for (const [reason, ids] of groupUnsupported(cases)) {
    const more = ids.length > 1 ? ` and ${ids.length - 1} more` : "";
    terminal.out(`Unsupported: ${reason} (${ids[0]}${more})`);
  }
  for (const { id, outcome, reason } of cases) {
    if (outcome === "stale") terminal.out(`${id} passes, but is known to fail: ${reason}`);
  }
  terminal.out(renderSummary(summary));
}

/** The ids of unsupported cases, by the engine's reason. */
function groupUnsupported(cases: readonly CaseReport[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, outcome, reason = "" } of cases) {
    if (outcome === "unsupported") groups.set(reason, [...(groups.get(reason) ?? []), id]);
  }
  return groups;
}
