import { runInBrowser } from "../browser/session.ts";
import type { Plan } from "../browser/talk.ts";
import { Twin } from "../browser/twin.ts";
import { openAll } from "../corpus.ts";
import { DEFAULT_ENGINE, loadEngine } from "../engines/index.ts";
import { type Fixtures, REGRESSIONS } from "../fixtures.ts";
import type { KnownFailures } from "../known.ts";
import { checkPlace, runOf, writeJson } from "../report/json.ts";
import { renderHead, renderOtherwise } from "../report/terminal.ts";
import { select } from "../select.ts";
import { isGreen } from "../tally.ts";
import type { Progress, Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { positive } from "./positive.ts";
import { type RunOptions, readKnownOf, selectionOf } from "./run.ts";
import { RunRecord, sayRun } from "./run-record.ts";

/** The options of `touchstone browser`, as they are typed. */
export interface BrowserOptions
  extends Pick<RunOptions, "fixtures" | "filter" | "layer" | "shard" | "json"> {
  readonly threads: string;
  readonly open: boolean;
}

/** Runs our engine on the fixtures in a browser, and in Node beside it; both must answer the same, to the last bit. */
export async function browserCommand(
  options: BrowserOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (options.json !== undefined) checkPlace(options.json);
  const fixtures = openAll(options.fixtures);
  const selection = selectionOf(options);
  const ids = select(fixtures.ids, selection);
  const engine = await loadEngine(DEFAULT_ENGINE);
  const known = readKnownOf(engine, fixtures.ids, undefined);
  const plan = planOf(fixtures, ids, known, positive("--threads", options.threads));
  const twin = new Twin(engine, fixtures, known);
  const record = new RunRecord();
  let there = engine;
  let progress: Progress | null = null;
  await runInBrowser({
    ...{ plan, fixtures: options.fixtures, open: options.open, signal },
    served: (address) => {
      if (!options.open) terminal.note(`Open ${address} in a browser of this machine.`);
    },
    begun: (agent) => {
      there = { ...engine, version: `${engine.version} in ${nameOf(agent)}` };
      terminal.out(renderHead(there, fixtures.manifest, ids.length));
      progress = terminal.progress(ids.length, "cases");
    },
    came: (cases) => {
      twin.add(cases, signal);
      for (const { report } of cases) progress?.advance(record.add(report));
    },
  }).finally(() => progress?.stop());
  await twin.finish();
  const came = record.came(ids.length);
  sayRun(terminal, came);
  if (options.json !== undefined) {
    writeJson(options.json, runOf(there, fixtures.manifest, selection, came));
  }
  if (signal.aborted) return EXIT.interrupted;
  terminal.out(renderOtherwise(twin.otherwise, came.summary.cases));
  return isGreen(came.summary) && twin.otherwise.length === 0 ? EXIT.green : EXIT.red;
}

/** The cases below the folders that they lie in on the server. */
function planOf(
  { ids: all, manifest }: Fixtures,
  ids: readonly string[],
  known: KnownFailures,
  threads: number,
): Plan {
  const recorded = new Set(Object.values(manifest.packs).flat());
  const kept = all.filter((id) => !recorded.has(id));
  const corpora = [
    { folder: `/fixtures/${REGRESSIONS}`, ids: ids.filter((id) => kept.includes(id)) },
    { folder: "/fixtures", ids: ids.filter((id) => recorded.has(id)) },
  ];
  const reasons = ids.flatMap((id) => {
    const reason = known.reasonFor(id);
    return reason === null ? [] : [[id, reason] as const];
  });
  return {
    corpora: corpora.filter((corpus) => corpus.ids.length > 0),
    known: Object.fromEntries(reasons),
    threads,
  };
}

/** "Chrome 150" of what a browser calls itself; Safari's version stands under "Version". */
function nameOf(agent: string): string {
  const [, name, version] = /(Firefox|Chrome|Version)\/(\d+)/.exec(agent) ?? [];
  return name === undefined ? "a browser" : `${name.replace("Version", "Safari")} ${version}`;
}
