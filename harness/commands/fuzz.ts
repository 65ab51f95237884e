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
import { type Oracle, type OracleCommand, OracleError, startOracle } from "../oracle.ts";
import { fuzzExitCode, renderFuzz } from "../report/fuzz.ts";
import { type FuzzReport, fuzzReport } from "../report/fuzz-report.ts";
import { checkPlace, writeJson } from "../report/json.ts";
import { parseShard } from "../select.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Budget, budgetOf, type FuzzOptions } from "./fuzz-options.ts";
import { layersOf } from "./layers-of.ts";
import { MOST_PROCESSES, positive } from "./positive.ts";

/** Fewer cases a second than this, over a whole run, are no run. */
const LEAST_PER_SECOND = 5;
const NOTE_EVERY_MS = 5000;

type Live = Pick<FuzzPlan, "oracle" | "engine">;

/**
 * Draws sketches, lets a live PyTorch and an engine answer them, and keeps what differs.
 * @throws OracleError where there is no PyTorch; one that fails later ends the run with what was found until then.
 */
export async function fuzzCommand(
  options: FuzzOptions,
  terminal: Terminal,
  signal: AbortSignal,
  command?: OracleCommand,
): Promise<ExitCode> {
  if (options.json !== undefined) checkPlace(options.json);
  const [layers, budget] = [layersOf(options.layer), budgetOf(options)];
  const shard = options.shard === undefined ? { index: 1, of: 1 } : parseShard(options.shard);
  const [seed, fixtures] = [await seedFrom(options.seed), openFixtures(options.fixtures)];
  const oracle = await startOracle({
    processes: positive("--processes", options.processes, MOST_PROCESSES),
    manifest: fixtures.manifest,
    onRestart: (error) => terminal.note(pc.yellow(`${error.message}; started again`)),
    ...(command === undefined ? {} : { command }),
  });
  const engine = await loadEngine(options.engine).then(speechless);
  try {
    terminal.out(headOf(engine, oracle, layers, seed));
    const saves: Promise<void>[] = [];
    const live = { oracle, engine };
    const { result, stop } = await finished({
      ...{ ...live, layers, seed, shard, ...budget, bail: options.bail === true, signal },
      onProgress: notes(terminal),
      onCounterexample: (one) => void saves.push(tell(one, options, live, fixtures, terminal)),
    });
    await Promise.all(saves);
    const complaints = complaintsOf(result, budget);
    const about = { seed, shard, engine, reference: oracle.versions, complaints, stop };
    return conclude(fuzzReport(result, about), options, terminal, signal);
  } finally {
    await Promise.all([oracle.close(), engine.close?.()]);
  }
}

/** What a run came to, be it that PyTorch failed in the middle. */
async function finished(
  plan: FuzzPlan,
): Promise<{ readonly result: FuzzResult; readonly stop: FuzzReport["stops"][number] | null }> {
  try {
    return { result: await fuzz(plan), stop: null };
  } catch (error) {
    if (!(error instanceof FuzzStopped)) throw error;
    const { result, message, cause } = error;
    return {
      result,
      stop: { message, sketch: cause instanceof OracleError ? cause.sketch : null },
    };
  }
}

function complaintsOf({ cases, seconds }: FuzzResult, budget: Budget): string[] {
  if (seconds >= budget.seconds && cases < LEAST_PER_SECOND * budget.seconds) {
    return [
      `at least ${LEAST_PER_SECOND} cases a second must be run, came ${cases} in ${seconds.toFixed(1)} s`,
    ];
  }
  return cases === 0 ? ["at least one case must be run, came none"] : [];
}

function conclude(
  report: FuzzReport,
  { json }: FuzzOptions,
  terminal: Terminal,
  signal: AbortSignal,
): ExitCode {
  terminal.out(`\n${renderFuzz(report)}`);
  if (json !== undefined) writeJson(json, report);
  return signal.aborted ? EXIT.interrupted : fuzzExitCode(report);
}

/** Shows a counterexample, and keeps it where that is wanted. */
async function tell(
  { judgement, question, attempts }: Counterexample,
  options: FuzzOptions,
  live: Live,
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
