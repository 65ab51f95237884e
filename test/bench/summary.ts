import { MACHINE } from "#harness/report/inputs";
import type { Row, Session } from "./session.ts";

/** Everybody whom we are compared with. */
export const PEERS = [
  "pytorch",
  "onnxruntime-node",
  "onnxruntime-web",
  "tfjs-wasm",
  "tfjs-cpu",
  "jax-js",
] as const;

/** Whether the machine at its best takes turns with a workload: the large products of matrices, forward, with one thread. */
export function isHeldAgainstMachine(name: string, direction: string, threads: number): boolean {
  return /^torch\.matmul\/(512|1024|2048)$/.test(name) && direction === "forward" && threads === 1;
}

/** The run in a few numbers. */
export interface BenchSummary {
  /** Their time over ours, the geometric mean over what both do with as many threads; null where there is nothing. */
  readonly geomean: Readonly<Record<string, number | null>>;
  /**
   * The slowest large product of matrices with one thread, as a share of what the machine multiplies and adds in the same
   * turns with vectors of 128 bits, however wide those of kernels are: the quotient of two medians, so that a neighbour who
   * slows the machine down slows both.
   */
  readonly sgemmShareOfPeak: number | null;
}

/** Sums up sessions. */
export function summarize(sessions: readonly Session[]): BenchSummary {
  const rows = sessions.flatMap((session) => session.rows);
  return {
    geomean: Object.fromEntries(PEERS.map((peer) => [peer, geomean(ratiosOf(rows, peer))])),
    sgemmShareOfPeak: shareOfPeak(rows),
  };
}

/** Their time over ours, of every workload that both have. */
export function ratiosOf(rows: readonly Row[], peer: string): number[] {
  return rows.flatMap((row) => {
    const ratio = ratioOf(row, peer);
    return ratio === null ? [] : [ratio];
  });
}

/** Their time over ours: above 1 we are faster. */
export function ratioOf({ timings }: Row, peer: string): number | null {
  const [ours, theirs] = [timings["touchstone"], timings[peer]];
  return ours === undefined || theirs === undefined ? null : theirs.median / ours.median;
}

/** Null of nothing. */
export function geomean(ratios: readonly number[]): number | null {
  if (ratios.length === 0) return null;
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

function shareOfPeak(rows: readonly Row[]): number | null {
  const shares = rows.flatMap((row) =>
    isHeldAgainstMachine(row.name, row.direction, row.threads) ? (ratioOf(row, MACHINE) ?? []) : [],
  );
  return shares.length === 0 ? null : Math.min(...shares);
}
