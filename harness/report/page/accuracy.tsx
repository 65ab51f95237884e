import { useCallback, useMemo, useState } from "preact/hooks";
import { axisStyle, Chart, tooltipStyle } from "./chart.tsx";
import type { Model } from "./model.ts";
import { type Distribution, distribute, octaveText } from "./octaves.ts";
import { Select } from "./select.tsx";
import { colour } from "./theme.tsx";
import { counted } from "./wording.ts";

/** How near to the truth, as distributions: an engine's errors beside PyTorch's own. */
export function Accuracy({ model }: { model: Model }) {
  const [engine, setEngine] = useState(0);
  const [family, setFamily] = useState(-1);
  const { data, engines, families } = model;
  const one = engines[engine];
  const distributions = useMemo(() => {
    const keeps = (at: number): boolean =>
      family < 0 || data.layers[data.cases.layer[at] ?? 0]?.family === family;
    return (
      one &&
      ([distribute(one.measured, "share", keeps), distribute(one.measured, "ulp", keeps)] as const)
    );
  }, [data, one, family]);
  if (one === undefined || distributions === undefined) return null;
  const [shares, ulps] = distributions;
  return (
    <section id="accuracy" aria-labelledby="accuracy-title" tabIndex={-1}>
      <h2 id="accuracy-title">Accuracy</h2>
      <p class="lead">
        Outputs, gradients and state that are compared within a limit, each taken at its worst
        element, beside PyTorch’s own errors on the same tensors. Left is nearer to the truth.
      </p>
      <div class="controls">
        {engines.length > 1 && (
          <Select
            label="Engine"
            value={engine}
            choices={engines.map(({ label }, place) => [place, label])}
            choose={setEngine}
          />
        )}
        <Select
          label="Family"
          value={family}
          choices={[[-1, "all"], ...families.map(({ place, name }) => [place, name] as const)]}
          choose={setFamily}
        />
        <span class="faint">{counted(shares.total, "tensor")}</span>
      </div>
      {shares.total === 0 ? (
        <p>Nothing was measured here.</p>
      ) : (
        <div class="charts">
          <Histogram title="Error as a share of its limit" name={one.label} {...shares} limit={0} />
          <Histogram title="Error in units in the last place" name={one.label} {...ulps} />
        </div>
      )}
    </section>
  );
}

interface HistogramProps extends Distribution {
  readonly title: string;
  readonly name: string;
  /** The octave that ends with the limit: beyond it bars have another colour. */
  readonly limit?: number;
}

function Histogram(props: HistogramProps) {
  const { title, name, octaves, engine, reference, total, limit } = props;
  const options = useCallback(() => {
    const percent = (count: number): number => (100 * count) / total;
    const beyond = (octave: number): boolean => limit !== undefined && octave > limit;
    const nameOf = (octave: number): string => (octave === limit ? "limit" : octaveText(octave));
    return {
      color: [colour("ours"), colour("reference")],
      legend: { top: 0, right: 0, icon: "roundRect", textStyle: { color: colour("text") } },
      grid: { left: 44, right: 12, top: 34, bottom: 28 },
      tooltip: {
        trigger: "axis",
        ...tooltipStyle(),
        valueFormatter: (value: number) => `${value.toFixed(1)} % of tensors`,
      },
      xAxis: { type: "category", data: octaves.map(nameOf), ...axisStyle(), splitLine: {} },
      yAxis: {
        type: "value",
        ...axisStyle(),
        axisLabel: { formatter: "{value} %", color: colour("faint") },
      },
      series: [
        {
          name,
          type: "bar",
          barCategoryGap: "18%",
          data: engine.map((count, i) => ({
            value: percent(count),
            ...(beyond(octaves[i] ?? 0) ? { itemStyle: { color: colour("fail") } } : {}),
          })),
        },
        {
          name: "PyTorch",
          type: "line",
          step: "middle",
          symbol: "none",
          lineStyle: { width: 2 },
          data: reference.map(percent),
        },
      ],
    };
  }, [name, octaves, engine, reference, total, limit]);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <Chart label={`${title}: ${spoken(props)}`} height={250} options={options} />
      <details>
        <summary>The numbers</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">At most</th>
              <th scope="col">{name}</th>
              <th scope="col">PyTorch</th>
            </tr>
          </thead>
          <tbody>
            {octaves.map((octave, i) => (
              <tr key={octave}>
                <th scope="row">{octaveText(octave)}</th>
                <td>{engine[i]}</td>
                <td>{reference[i]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function spoken({ name, octaves, engine, reference }: HistogramProps): string {
  return `half of ${name}'s are at most ${median(octaves, engine)}, half of PyTorch's at most ${median(octaves, reference)}`;
}

function median(octaves: readonly number[], counts: readonly number[]): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [i, count] of counts.entries()) {
    seen += count;
    if (2 * seen >= total) return octaveText(octaves[i] ?? 0);
  }
  return "nothing";
}
