import { renameSync, writeFileSync } from "node:fs";
import pc from "picocolors";
import { keep } from "../corpus.ts";
import type { Engine } from "../engine.ts";
import { loadEngine } from "../engines/index.ts";
import { explain } from "../explain.ts";
import { type Fixtures, openFixtures } from "../fixtures.ts";
import {
  type FuzzPlan,
  type FuzzResult,
  type FuzzState,
  FuzzStopped,
  fuzz,
} from "../fuzz/drive.ts";
import type { FuzzLayer } from "../fuzz/layer.ts";
import { keepsake, speechless } from "../fuzz/live.ts";
import { seedFrom } from "../fuzz/seed.ts";
import type { Counterexample } from "../fuzz/shrink.ts";
import { type Oracle, type OracleCommand, startOracle } from "../oracle.ts";
import { fuzzReport, renderCounts, renderFuzz, summarize } from "../report/fuzz.ts";
import { checkPlace } from "../report/json.ts";
import { parseShard } from "../select.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { layersOf, positive } from "./layers-of.ts";

/** The options of `touchstone fuzz`, as they are typed. */
export interface FuzzOptions {
  readonly engine: string;
  readonly fixtures: string;
  readonly layer?: string;
  readonly seconds?: string;
  readonly runs?: string;
  readonly seed?: string;
  readonly shard?: string;
  readonly processes: string;
  readonly json?: string;
  readonly bail?: boolean;
  /** False: counterexamples are shown, and not kept. */
  readonly keep: boolean;
}

const SECONDS = 60;
/** Fewer cases a second than this, over a whole run, are no run. */
const LEAST_PER_SECOND = 10;
const NOTE_EVERY_MS = 5000;

/** Draws sketches, lets a live PyTorch and an engine answer them, and keeps what differs. */
export async function fuzzCommand(
  options: FuzzOptions,
  terminal: Terminal,
  signal: AbortSignal,
  command?: OracleCommand,
): Promise<ExitCode> {
  if (options.json !== undefined) checkPlace(options.json);
  const [layers, budget] = [layersOf(options.layer), budgetOf(options)];
  const shard = options.shard === undefined ? {} : { shard: parseShard(options.shard) };
  const seed = await seedFrom(options.seed);
  const fixtures = openFixtures(options.fixtures);
  const engine = speechless(await loadEngine(options.engine));
  const oracle = await startOracle({
    processes: positive("--processes", options.processes),
    manifest: fixtures.manifest,
    onRestart: (error) => terminal.note(pc.yellow(`${error.message}; started again`)),
    ...(command === undefined ? {} : { command }),
  });
  terminal.out(headOf(engine, oracle, layers, seed));
  try {
    const live = { oracle, engine };
    const saves: Promise<void>[] = [];
    const plan: FuzzPlan = {
      ...{ ...live, layers, seed, ...shard, ...budget, bail: options.bail === true, signal },
      onProgress: notes(terminal),
      onCounterexample: (found) =>
        void saves.push(report(found, options, live, fixtures, terminal)),
    };
    const { result, trouble } = await finished(plan);
    await Promise.all(saves);
    return conclude(result, { options, trouble, seed, live, budget }, terminal, signal);
  } finally {
    await oracle.close();
  }
}

/** What a run came to, be it that PyTorch failed in the middle. */
async function finished(
  plan: FuzzPlan,
): Promise<{ readonly result: FuzzResult; readonly trouble: string | null }> {
  try {
    return { result: await fuzz(plan), trouble: null };
  } catch (error) {
    if (!(error instanceof FuzzStopped)) throw error;
    return { result: error.result, trouble: error.message };
  }
}

interface Circumstances {
  readonly options: FuzzOptions;
  readonly trouble: string | null;
  readonly seed: number;
  readonly live: { readonly oracle: Oracle; readonly engine: Engine };
  readonly budget: Budget;
}

function conclude(
  result: FuzzResult,
  { options, trouble, seed, live, budget }: Circumstances,
  terminal: Terminal,
  signal: AbortSignal,
): ExitCode {
  const slow = result.seconds >= budget.seconds && result.casesPerSecond < LEAST_PER_SECOND;
  const complaints = [
    ...result.counts.complaints(),
    ...(slow
      ? [`at least ${LEAST_PER_SECOND} cases a second must be run, came ${result.casesPerSecond}`]
      : []),
    ...(trouble === null ? [] : [`Stopped: ${trouble}`]),
  ];
  const summary = summarize(result, seed, complaints);
  terminal.out(`\n${renderCounts(result)}\n\n${renderFuzz(summary)}`);
  if (options.json !== undefined) {
    const draft = `${options.json}.${process.pid}.tmp`;
    const data = fuzzReport(result, summary, live.engine, live.oracle.versions);
    writeFileSync(draft, `${JSON.stringify(data, null, 1)}\n`);
    renameSync(draft, options.json);
  }
  if (signal.aborted) return EXIT.interrupted;
  if (trouble !== null) return EXIT.unusable;
  return result.failures + complaints.length === 0 && result.cases > 0 ? EXIT.green : EXIT.red;
}

/** Shows a counterexample, and keeps it where that is wanted. */
async function report(
  { judgement, question, attempts }: Counterexample,
  options: FuzzOptions,
  live: { readonly oracle: Oracle; readonly engine: Engine },
  fixtures: Fixtures,
  terminal: Terminal,
): Promise<void> {
  const { case: one, answer, verdict } = judgement;
  if (verdict.kind !== "fail") return;
  terminal.out(`\n${explain(one, answer, verdict)}\n  Shrunk in ${attempts} attempts.`);
  if (!options.keep) return;
  const whole = await keepsake(live, question.sketch).catch(() => one);
  keep(whole ?? one, fixtures);
}

function headOf(
  engine: Engine,
  { versions, processes }: Oracle,
  layers: readonly FuzzLayer[],
  seed: number,
): string {
  const live = `a live PyTorch ${versions.torch} in ${processes} processes`;
  return `${pc.bold(`${engine.name} ${engine.version}`)} against ${live}: ${layers.length} layers, seed ${seed}`;
}

function notes(terminal: Terminal): (state: FuzzState) => void {
  let last = performance.now();
  return ({ cases, failures, seconds, casesPerSecond }) => {
    if (performance.now() - last < NOTE_EVERY_MS) return;
    last = performance.now();
    terminal.note(
      `${seconds.toFixed(0)} s: ${cases} cases, ${casesPerSecond} cases/s, ${failures} differ`,
    );
  };
}

interface Budget {
  readonly runs: number;
  readonly seconds: number;
}

function budgetOf({ runs, seconds }: FuzzOptions): Budget {
  return {
    runs: runs === undefined ? Infinity : positive("--runs", runs),
    seconds:
      seconds !== undefined
        ? positive("--seconds", seconds)
        : runs === undefined
          ? SECONDS
          : Infinity,
  };
}
