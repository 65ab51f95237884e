import pc from "picocolors";
import { MACHINE } from "#harness/report/inputs";
import { plainTable, tableText } from "#harness/report/plain-table";
import type { Row, Session } from "./session.ts";
import { geomean, PEERS, ratioOf, ratiosOf } from "./summary.ts";

/** One workload: a line each for us, for those that were timed beside us and for the machine, then who was not, by the reason. */
export function showRow(row: Row): string {
  const { name, direction, threads, operations, timings } = row;
  const speed = (seconds: number): string =>
    operations > 0 && direction === "forward"
      ? `${(operations / seconds / 1e9).toFixed(1)} GFLOP/s`
      : "";
  const lines = ["touchstone", ...PEERS, MACHINE].flatMap((peer) => {
    const timing = timings[peer];
    if (timing === undefined) return [];
    const ratio = peer === "touchstone" ? null : ratioOf(row, peer);
    const spread = `±${((50 * timing.spread) / timing.median).toFixed(0)} %`;
    const cells = [
      ...[peer.padEnd(16), duration(timing.median).padStart(10), spread.padStart(7)],
      ...[speed(timing.median).padStart(15), ratio === null ? "" : colored(ratio)],
    ];
    return [`  ${cells.join(" ")}`.trimEnd()];
  });
  const head = `${name}${direction === "backward" ? " + gradients" : ""} (${threads})`;
  return [head, ...lines, ...reasons(row)].join("\n");
}

function reasons({ absent }: Row): string[] {
  const found = Map.groupBy(Object.keys(absent), (peer) => absent[peer] as string);
  return [...found].map(([why, peers]) => pc.dim(`  ${peers.join(", ")}: ${why}`));
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
