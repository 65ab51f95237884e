import { disagreement } from "./agree.ts";
import type { Gate } from "./gate.ts";
import { PATIENCE } from "./patience.ts";
import type { Runner } from "./peers.ts";

/** How long a workload takes somebody. */
export interface Timing {
  /** Seconds for one run: the median of the rounds, and the distance from their first to their third quartile. */
  readonly median: number;
  readonly spread: number;
}

/** Everybody's time on a workload, or the reason why there is none. */
export interface Turns {
  readonly timings: Readonly<Record<string, Timing>>;
  readonly absent: Readonly<Record<string, string>>;
}

/** A timed batch is at least so long, in seconds: clocks are coarse. */
const BATCH = 0.02;
/** Who has run for so many seconds is warm: V8 takes up to 0.4 s to compile the last function of a chain for good. */
const WARM = 0.5;
/** Who has had so many seconds in the rounds of a workload takes no part in the next ones. */
const FILL = 1;

/** Lets those whose answer is ours take turns, so that a slow minute is slow for all. */
export async function takeTurns(
  runners: ReadonlyMap<string, Runner>,
  rounds: number,
  gate: Gate,
): Promise<Turns> {
  const absent = await strangers(runners);
  const runs = [...runners].filter(([name]) => !Object.hasOwn(absent, name));
  const players: Player[] = [];
  for (const [name, runner] of runs) {
    const times = await failed(() => batchOf(runner));
    if (typeof times === "string") absent[name] = times;
    else players.push({ name, runner, times, samples: [], spent: 0 });
  }
  for (let round = 0; round < rounds; round++) {
    for (const player of players.filter(({ spent }) => spent < FILL)) {
      const why = await failed(() => turn(player, gate));
      if (typeof why === "string") absent[player.name] = why;
    }
  }
  for (const runner of runners.values()) await runner.release();
  const whole = players.filter(({ name }) => !Object.hasOwn(absent, name));
  const timings = Object.fromEntries(whole.map(({ name, samples }) => [name, timing(samples)]));
  return { timings, absent };
}

interface Player {
  readonly name: string;
  readonly runner: Runner;
  readonly times: number;
  readonly samples: number[];
  spent: number;
}

async function turn(player: Player, gate: Gate): Promise<void> {
  const { runner, times, samples } = player;
  // Not timed: others have had the caches, and where memory is scarce the system has put ours aside.
  await runner.seconds(1);
  const one = await gate.measured(async () => {
    const seconds = await runner.seconds(times);
    player.spent += seconds;
    return seconds;
  });
  samples.push(one / times);
}

/** Those whose answer is not ours, or too long in coming: nobody is timed on a wrong answer. */
async function strangers(runners: ReadonlyMap<string, Runner>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const ours = await runners.get("touchstone")?.answer?.();
  if (ours === undefined) return found;
  for (const [name, { answer }] of runners) {
    if (name === "touchstone" || answer === null) continue;
    const start = performance.now();
    const theirs = await failed(answer);
    const seconds = (performance.now() - start) / 1000;
    const why = typeof theirs === "string" ? theirs : disagreement(ours, theirs);
    if (why !== null) found[name] = why;
    else if (seconds > PATIENCE) found[name] = `an answer takes it ${seconds.toFixed(0)} s`;
  }
  return found;
}

/** What work gives, or the words with which a library fails. */
async function failed<T>(work: () => T | Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    return `it fails: ${error instanceof Error ? error.message : error}`;
  }
}

/** How many runs make a batch that is long enough to be timed; the runner is warm afterwards. */
async function batchOf(runner: Runner): Promise<number> {
  let times = 1;
  for (let spent = 0; ; ) {
    const seconds = await runner.seconds(times);
    spent += seconds;
    if (seconds < BATCH) times = Math.ceil(times * Math.min(8, Math.max(1.3, BATCH / seconds)));
    else if (spent >= WARM) return times;
  }
}

function timing(samples: readonly number[]): Timing {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), spread: at(0.75) - at(0.25) };
}
