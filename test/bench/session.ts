import { torch } from "#engine";
import { MACHINE } from "#harness/report/inputs";
import { Gate } from "./gate.ts";
import { Patience } from "./patience.ts";
import { peakProbe } from "./peak.ts";
import { LIBRARIES, machineRunner, type Peer, peerOf, pytorchPeer, type Runner } from "./peers.ts";
import { PyTorch, type Workload } from "./pytorch.ts";
import { isHeldAgainstMachine, PEERS } from "./summary.ts";
import { type Timing, takeTurns } from "./turns.ts";

/** What was asked of a session. */
export interface Plan {
  readonly threads: number;
  /** How wide the vectors of kernels are to be, and of other libraries: V8 compiles all of a process alike. */
  readonly vectorBits: 128 | 256;
  readonly rounds: number;
  /** Part of a workload's name. */
  readonly filter: string;
  /** Beside whom, by name. */
  readonly peers: readonly string[];
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
  /** What there was of what was asked. */
  readonly vectorBits: number;
  readonly rows: readonly Row[];
  readonly versions: Readonly<Record<string, string>>;
  /** Floating-point operations a second that the machine reached at its best moment. */
  readonly peak: number;
  /** Measurements that were kept although the core was not free. */
  readonly shared: number;
  /** Peers that took no part, and why. */
  readonly absent: Readonly<Record<string, string>>;
}

/** Times every workload for all that are there, taking turns, so that a slow minute is slow for all. */
export async function session(plan: Plan, report: (row: Row) => void): Promise<Session> {
  // Before any library is loaded, so that all of its code is compiled alike.
  torch.setVectorBits(plan.vectorBits);
  const pytorch = await PyTorch.start(plan.threads);
  const [peers, absent] = await gather(plan, pytorch);
  const probe = await peakProbe();
  const room = { pytorch, peers, gate: new Gate(), patience: new Patience(), probe };
  const rows: Row[] = [];
  let peak = 0;
  try {
    for (const workload of pytorch.workloads.filter(({ name }) => name.includes(plan.filter))) {
      for (const backward of workload.backward ? [false, true] : [false]) {
        for (let i = 0; i < 3; i++) peak = Math.max(peak, probe());
        const row = await timed(plan, workload, backward, room);
        rows.push(row);
        report(row);
      }
    }
  } finally {
    await pytorch.close();
  }
  const versions = Object.fromEntries(peers.map(({ name, version }) => [name, version]));
  const { shared } = room.gate;
  const vectorBits = torch.getVectorBits();
  return { threads: plan.threads, vectorBits, rows, versions, peak, shared, absent };
}

async function gather(
  { threads, peers: wanted }: Plan,
  pytorch: PyTorch,
): Promise<[Peer[], Record<string, string>]> {
  const found: Peer[] = [];
  const absent: Record<string, string> = {};
  for (const name of PEERS) if (!wanted.includes(name)) absent[name] = "not asked";
  for (const name of ["touchstone", ...LIBRARIES.filter((peer) => wanted.includes(peer))]) {
    const peer = await peerOf(name, threads);
    if (typeof peer === "string") absent[name] = peer;
    else found.push(peer);
  }
  if (wanted.includes("pytorch")) found.push(pytorchPeer(pytorch));
  return [found, absent];
}

interface Room {
  readonly pytorch: PyTorch;
  readonly peers: readonly Peer[];
  readonly gate: Gate;
  readonly patience: Patience;
  readonly probe: (operations?: number) => number;
}

async function timed(
  { threads, rounds }: Plan,
  workload: Workload,
  backward: boolean,
  { pytorch, peers, gate, patience, probe }: Room,
): Promise<Row> {
  const { name, operations } = workload;
  const direction = backward ? "backward" : "forward";
  const call = await pytorch.ready(workload, backward);
  const absent: Record<string, string> = {};
  const runners = new Map<string, Runner>();
  if (isHeldAgainstMachine(name, direction, threads))
    runners.set(MACHINE, machineRunner(probe, operations));
  for (const peer of peers) {
    const slow = patience.refusal(peer.name, workload, backward);
    const runner = slow ?? (await peer.ready(call));
    if (typeof runner === "string") absent[peer.name] = runner;
    else runners.set(peer.name, runner);
  }
  const { timings, absent: out } = await takeTurns(runners, rounds, gate);
  patience.note(workload, backward, timings);
  return { name, direction, threads, operations, timings, absent: { ...absent, ...out } };
}
