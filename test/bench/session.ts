import { disagreement } from "./agree.ts";
import { Gate } from "./gate.ts";
import { peakProbe } from "./peak.ts";
import { LIBRARIES, type Peer, peerOf, pytorchPeer, type Runner } from "./peers.ts";
import { PyTorch, type Workload } from "./pytorch.ts";

/** What was asked of a session. */
export interface Plan {
  readonly threads: number;
  readonly rounds: number;
  /** Part of a workload's name. */
  readonly filter: string;
}

/** How long a workload takes somebody. */
export interface Timing {
  /** Seconds for one run: the median of the rounds, and the distance from their first to their third quartile. */
  readonly median: number;
  readonly spread: number;
}

/** A workload, and everybody's time or the reason why there is none. */
export interface Row {
  readonly name: string;
  readonly direction: "forward" | "backward";
  readonly threads: number;
  readonly operations: number;
  readonly timings: Readonly<Record<string, Timing>>;
  readonly absent: Readonly<Record<string, string>>;
}

/** What a session found. */
export interface Session {
  readonly threads: number;
  readonly rows: readonly Row[];
  readonly versions: Readonly<Record<string, string>>;
  /** Floating-point operations a second: the machine's, and those of our product of matrices. */
  readonly peak: number;
  readonly shared: number;
  /** Peers that took no part, and why. */
  readonly absent: Readonly<Record<string, string>>;
}

/** A timed batch is at least so long, in seconds: clocks are coarse. */
const BATCH = 0.004;

/** Times every workload for all that are there, taking turns, so that a slow minute is slow for all. */
export async function session(plan: Plan, report: (row: Row) => void): Promise<Session> {
  const pytorch = await PyTorch.start(plan.threads);
  const [peers, absent] = await gather(plan.threads, pytorch);
  const gate = new Gate();
  const probe = await peakProbe();
  const rows: Row[] = [];
  let peak = 0;
  try {
    for (const workload of pytorch.workloads.filter(({ name }) => name.includes(plan.filter))) {
      for (const backward of workload.backward ? [false, true] : [false]) {
        for (let i = 0; i < 3; i++) peak = Math.max(peak, probe());
        const row = await timed(plan, workload, backward, { pytorch, peers, gate });
        rows.push(row);
        report(row);
      }
    }
  } finally {
    await pytorch.close();
  }
  const versions = Object.fromEntries(peers.map(({ name, version }) => [name, version]));
  return { threads: plan.threads, rows, versions, peak, shared: gate.shared, absent };
}

async function gather(
  threads: number,
  pytorch: PyTorch,
): Promise<[Peer[], Record<string, string>]> {
  const found: Peer[] = [];
  const absent: Record<string, string> = {};
  for (const name of ["touchstone", ...LIBRARIES]) {
    const peer = await peerOf(name, threads);
    if (typeof peer === "string") absent[name] = peer;
    else found.push(peer);
  }
  return [[...found, pytorchPeer(pytorch)], absent];
}

interface Room {
  readonly pytorch: PyTorch;
  readonly peers: readonly Peer[];
  readonly gate: Gate;
}

async function timed(
  { threads, rounds }: Plan,
  workload: Workload,
  backward: boolean,
  { pytorch, peers, gate }: Room,
): Promise<Row> {
  const call = await pytorch.ready(workload, backward);
  const absent: Record<string, string> = {};
  const runners = new Map<string, Runner>();
  for (const peer of peers) {
    const runner = await peer.ready(call);
    if (typeof runner === "string") absent[peer.name] = runner;
    else runners.set(peer.name, runner);
  }
  for (const [name, why] of await strangers(runners)) {
    absent[name] = why;
    runners.delete(name);
  }
  const batches = new Map<string, number>();
  for (const [name, runner] of runners) batches.set(name, await batchOf(runner));
  const samples = new Map([...runners.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, runner] of runners) {
      const times = batches.get(name) ?? 1;
      const one = await gate.measured(async () => (await runner.seconds(times)) / times);
      samples.get(name)?.push(one);
    }
  }
  for (const runner of runners.values()) await runner.release();
  const timings = Object.fromEntries([...samples].map(([name, found]) => [name, timing(found)]));
  const { name, operations } = workload;
  const direction = backward ? "backward" : "forward";
  return { name, direction, threads, operations, timings, absent };
}

/** Those whose answer is not ours: nobody is timed on a wrong answer. */
async function strangers(runners: ReadonlyMap<string, Runner>): Promise<[string, string][]> {
  const ours = await runners.get("touchstone")?.answer();
  const found: [string, string][] = [];
  if (ours === undefined) return found;
  for (const [name, runner] of runners) {
    const why = name === "touchstone" ? null : disagreement(ours, await runner.answer());
    if (why !== null) found.push([name, why]);
  }
  return found;
}

/** How many runs make a batch that is long enough to be timed; compilers are warm afterwards. */
async function batchOf(runner: Runner): Promise<number> {
  let times = 1;
  for (let round = 0; round < 30; round++) {
    const seconds = await runner.seconds(times);
    if (seconds >= BATCH && round >= 2) return times;
    if (seconds < BATCH) times = Math.ceil(times * Math.min(8, Math.max(1.3, BATCH / seconds)));
  }
  return times;
}

function timing(samples: readonly number[]): Timing {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), spread: at(0.75) - at(0.25) };
}
