import pc from "picocolors";
import { plainTable, tableText } from "#harness/report/plain-table";
import type { Row, Session } from "./session.ts";
import { geomean, PEERS, ratioOf, ratiosOf } from "./summary.ts";

/** One workload in one line: our time, and everybody's as a multiple of it. */
export function showRow(row: Row): string {
  const { name, direction, threads, operations, timings } = row;
  const ours = timings["touchstone"];
  const head = `${name} ${direction === "backward" ? "+ gradients " : ""}(${threads})`.padEnd(52);
  if (ours === undefined) return `${head} ${row.absent["touchstone"] ?? "no time"}`;
  const speed =
    operations > 0 && direction === "forward"
      ? `${(operations / ours.median / 1e9).toFixed(1)} GFLOP/s`
      : "";
  const ratios = PEERS.flatMap((peer) => {
    const ratio = ratioOf(row, peer);
    return ratio === null ? [] : [`${peer} ${colored(ratio)}`];
  });
  const spread = `±${((50 * ours.spread) / ours.median).toFixed(0)} %`;
  return `${head} ${duration(ours.median).padStart(9)} ${spread.padStart(6)} ${speed.padStart(13)}  ${ratios.join("  ")}`;
}

/** Each peer's geometric mean, least ratio and number of workloads. */
export function showPeers(sessions: readonly Session[]): string {
  const table = plainTable(
    ["their time / ours", "threads", "geomean", "least", "workloads"],
    ["left", "right", "right", "right", "left"],
  );
  for (const { threads, rows, absent } of sessions) {
    for (const peer of PEERS) {
      const ratios = ratiosOf(rows, peer);
      const mean = geomean(ratios);
      if (mean === null) table.push([peer, threads, "-", "-", absent[peer] ?? "none in common"]);
      else
        table.push([peer, threads, colored(mean), Math.min(...ratios).toFixed(2), ratios.length]);
    }
  }
  return tableText(table);
}

function colored(ratio: number): string {
  const text = ratio.toFixed(ratio < 10 ? 2 : 0);
  return ratio >= 1 ? pc.green(text) : pc.red(text);
}

/** Seconds in the unit that suits them. */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${(seconds * 1e6).toFixed(2)} µs`;
  return seconds < 1 ? `${(seconds * 1e3).toFixed(2)} ms` : `${seconds.toFixed(2)} s`;
}
