import pc from "picocolors";
import { EXIT, type ExitCode } from "../commands/exit-codes.ts";
import type { LayerCount } from "../fuzz/counts.ts";
import type { FuzzReport } from "./fuzz-report.ts";
import { plainTable, tableText } from "./plain-table.ts";

/** A report as text: what was drawn of each layer and of each option's values, and what it came to. */
export function renderFuzz(report: FuzzReport): string {
  return [renderValues(report), renderCounts(report), renderSummary(report)].join("\n\n");
}

/** What a report makes of its run. */
export function fuzzExitCode({ summary, stops }: FuzzReport): ExitCode {
  if (summary.failures > 0) return EXIT.red;
  if (stops.length > 0) return EXIT.unusable;
  return summary.complaints.length + summary.drift.length > 0 ? EXIT.red : EXIT.green;
}

/** A row for each layer: what PyTorch did with the sketches, and where the engine differed. */
function renderCounts({ layers, unfit }: FuzzReport): string {
  const table = plainTable(
    ["layer", "returned", "refused", "unfit", "differ"],
    ["left", "right", "right", "right", "right"],
  );
  for (const row of layers) {
    const wrong = row.failures + row.unsupported;
    const differ = wrong > 0 ? pc.red(wrong) : pc.dim("0");
    table.push([row.layer, row.returned, row.refused, row.unfit, differ]);
  }
  const why = Object.entries(unfit).map(([reason, count]) => pc.dim(`unfit ${count}x: ${reason}`));
  return [tableText(table), ...why].join("\n");
}

/** A row for each option: how often PyTorch returned and refused, by the kind of value. */
function renderValues({ layers }: FuzzReport): string {
  const table = plainTable(["layer", "option", "returned/refused"], ["left", "left", "left"]);
  for (const { layer, values } of layers) {
    for (const [option, counts] of byOption(values)) table.push([layer, option, counts.join(", ")]);
  }
  return tableText(table);
}

function byOption(values: LayerCount["values"]): Map<string, string[]> {
  const options = new Map<string, string[]>();
  for (const [name, { returned, refused }] of Object.entries(values)) {
    const [option = "", value = ""] = name.split("=");
    const text = `${value} ${returned}/${refused}`;
    options.set(option, [...(options.get(option) ?? []), text]);
  }
  return options;
}

/** The last lines: what it came to. */
function renderSummary({ summary, stops }: FuzzReport): string {
  const { cases, failures, counterexamples, seconds, casesPerSecond, parts } = summary;
  const share = `${Math.round(100 * summary.outsideOracleShare)} %`;
  const bad = [...summary.complaints, ...summary.drift, ...stops.map(stopText)];
  const first = `${cases} cases: ${summary.returned} returned, ${summary.refused} refused, ${failures} differ (${counterexamples} counterexamples).`;
  const seeds = [...new Set(parts.map(({ seed }) => seed))].join(", ");
  const shards = parts.length > 1 ? `, ${parts.length} shards` : "";
  return [
    ...bad.map((complaint) => pc.red(complaint)),
    (failures + bad.length > 0 ? pc.red : pc.green)(first),
    `${seconds.toFixed(1)} s, ${casesPerSecond} cases/s, ${share} of the time outside PyTorch. Seed ${seeds}${shards}.`,
  ].join("\n");
}

function stopText({ message, sketch }: FuzzReport["stops"][number]): string {
  const call = sketch === null ? "" : `\n  ${JSON.stringify(sketch.call)}`;
  return `Stopped: ${message}${call}`;
}
