import { vectorsText } from "#harness/report/page/wording";
import type { Row, Session } from "./session.ts";
import { duration } from "./show.ts";
import { type BenchSummary, PEERS, ratioOf } from "./summary.ts";

/** A page with a chart for each number of threads: everybody's time over ours, workload by workload. */
export async function renderBench(
  sessions: readonly Session[],
  summary: BenchSummary,
): Promise<string> {
  const { init } = await import("echarts");
  const charts = sessions.map(({ threads, rows }) => {
    const height = 120 + rows.length * 34;
    const chart = init(null, null, { renderer: "svg", ssr: true, width: 1100, height });
    chart.setOption(optionsOf(rows));
    const svg = chart.renderToSVGString();
    chart.dispose();
    return `<h2>${threads === 1 ? "One thread" : `${threads} threads`}</h2>${svg}`;
  });
  const widths = new Set(sessions.map(({ vectorBits }) => vectorBits));
  const vectors = [...widths].map(vectorsText).join("; ");
  const means = PEERS.map((peer) => {
    const mean = summary.geomean[peer];
    return `<tr><th scope="row">${peer}</th><td>${mean?.toFixed(2) ?? "not timed"}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Touchstone: benchmark</title>
<style>body{font:15px system-ui;margin:2rem auto;max-width:1100px}td{text-align:right}svg{max-width:100%}</style>
<h1>Their time over ours</h1>
<p>Right of 1 this engine is faster. Medians, taken in turns on one machine, with ${vectors}.</p>
<table><tr><th>peer</th><th>geometric mean</th></tr>${means.join("")}</table>
${charts.join("\n")}
</html>
`;
}

function optionsOf(rows: readonly Row[]) {
  const names = rows.map(nameOf);
  const present = PEERS.filter((peer) => rows.some((row) => ratioOf(row, peer) !== null));
  return {
    animation: false,
    legend: { top: 0 },
    grid: { left: 330, right: 30, top: 40, bottom: 40 },
    xAxis: {
      type: "log" as const,
      name: "their time / ours",
      nameLocation: "middle" as const,
      nameGap: 24,
    },
    yAxis: { type: "category" as const, data: names, inverse: true },
    series: present.map((peer) => ({
      name: peer,
      type: "scatter" as const,
      data: rows.map((row) => ratioOf(row, peer)),
      markLine: { silent: true, symbol: "none", data: [{ xAxis: 1 }], label: { show: false } },
    })),
  };
}

function nameOf({ name, direction, timings }: Row): string {
  const ours = timings["touchstone"];
  const time = ours === undefined ? "" : `, ${duration(ours.median)}`;
  return `${name}${direction === "backward" ? " + gradients" : ""}${time}`;
}
