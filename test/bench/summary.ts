import type { Row, Session } from "./session.ts";

/** The format of what `--json` writes. */
export const BENCH_FORMAT = 1;

/** Everybody whom we are compared with. */
export const PEERS = [
  "pytorch",
  "onnxruntime-node",
  "onnxruntime-web",
  "tfjs-wasm",
  "tfjs-cpu",
  "jax-js",
] as const;

/** The sizes of matrix products whose speed is held against the machine's. */
const LARGE = /^torch\.matmul\/(512|1024|2048)$/;

/** The run in a few numbers. */
export interface BenchSummary {
  /** Their time over ours, the geometric mean over what both do with as many threads; null where there is nothing. */
  readonly geomean: Readonly<Record<string, number | null>>;
  /** The slowest large product of matrices with one thread, as a share of what the machine multiplies and adds at best. */
  readonly sgemmShareOfPeak: number | null;
}

/** Sums up sessions. */
export function summarize(sessions: readonly Session[]): BenchSummary {
  const rows = sessions.flatMap((session) => session.rows);
  return {
    geomean: Object.fromEntries(PEERS.map((peer) => [peer, geomean(ratiosOf(rows, peer))])),
    sgemmShareOfPeak: shareOfPeak(sessions),
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

function shareOfPeak(sessions: readonly Session[]): number | null {
  const shares = sessions
    .filter(({ threads }) => threads === 1)
    .flatMap(({ rows, peak }) =>
      rows
        .filter(({ name, direction }) => LARGE.test(name) && direction === "forward")
        .map(({ operations, timings }) => operations / (timings["touchstone"]?.median ?? 0) / peak),
    );
  return shares.length === 0 ? null : Math.min(...shares);
}
