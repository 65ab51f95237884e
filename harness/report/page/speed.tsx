import { useCallback, useState } from "preact/hooks";
import { axisStyle, Chart, tooltipStyle } from "./chart.tsx";
import type { BenchSession } from "./data.ts";
import { Select } from "./select.tsx";
import { colour } from "./theme.tsx";
import { vectorsText } from "./wording.ts";

const OURS = "touchstone";
const PALETTE = ["reference", "ours", "xfail", "stale", "fail", "unsupported"];

/** Everybody's time over ours, workload by workload. */
export function Speed({ sessions }: { sessions: readonly BenchSession[] }) {
  const [place, setPlace] = useState(0);
  const session = sessions[place];
  if (session === undefined) return null;
  return (
    <section id="speed" aria-labelledby="speed-title" tabIndex={-1}>
      <h2 id="speed-title">Speed</h2>
      <p class="lead">
        Their time over ours: right of 1 this engine is faster. With{" "}
        {vectorsText(session.vectorBits)}.
      </p>
      {sessions.length > 1 && (
        <Select
          label="Threads"
          value={place}
          choices={sessions.map(({ threads }, i) => [i, `${threads}`])}
          choose={setPlace}
        />
      )}
      <Ratios session={session} />
    </section>
  );
}

function Ratios({ session }: { session: BenchSession }) {
  const { rows } = session;
  const peers = peersOf(session);
  const options = useCallback(
    () => ({
      color: PALETTE.map(colour),
      legend: { top: 0, textStyle: { color: colour("text") } },
      tooltip: { trigger: "item", ...tooltipStyle() },
      grid: { left: 8, right: 24, top: 36, bottom: 36, containLabel: true },
      xAxis: {
        type: "log",
        name: "their time / ours",
        nameLocation: "middle",
        nameGap: 24,
        ...axisStyle(),
      },
      yAxis: {
        type: "category",
        data: rows.map(({ name }) => name),
        inverse: true,
        ...axisStyle(),
      },
      series: peersOf(session).map((peer) => ({
        name: peer,
        type: "scatter",
        symbolSize: 9,
        data: rows.map(({ seconds }) => ratio(seconds, peer)),
        markLine: {
          silent: true,
          symbol: "none",
          lineStyle: { color: colour("faint") },
          label: { show: false },
          data: [{ xAxis: 1 }],
        },
      })),
    }),
    [session, rows],
  );
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Their time / ours</th>
            <th scope="col">geometric mean</th>
            <th scope="col">least</th>
            <th scope="col">workloads</th>
          </tr>
        </thead>
        <tbody>
          {peers.map((peer) => (
            <Peer key={peer} peer={peer} session={session} />
          ))}
        </tbody>
      </table>
      <Chart
        label={`Their time over ours for ${rows.length} workloads; the table above sums it up`}
        height={90 + rows.length * 22}
        options={options}
      />
    </>
  );
}

function Peer({ peer, session }: { peer: string; session: BenchSession }) {
  const ratios = session.rows.flatMap(({ seconds }) => ratio(seconds, peer) ?? []);
  if (ratios.length === 0) return null;
  const mean = Math.exp(ratios.reduce((sum, one) => sum + Math.log(one), 0) / ratios.length);
  return (
    <tr>
      <th scope="row">{peer}</th>
      <td>{mean.toFixed(2)}</td>
      <td>{Math.min(...ratios).toFixed(2)}</td>
      <td>{ratios.length}</td>
    </tr>
  );
}

function peersOf({ rows }: BenchSession): string[] {
  const all = new Set(rows.flatMap(({ seconds }) => Object.keys(seconds)));
  return [...all].filter((peer) => peer !== OURS);
}

function ratio(seconds: Readonly<Record<string, number>>, peer: string): number | null {
  const [ours, theirs] = [seconds[OURS], seconds[peer]];
  return ours === undefined || theirs === undefined ? null : theirs / ours;
}
