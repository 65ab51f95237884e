import pc from "picocolors";
import type { Accuracy, Pair } from "../accuracy.ts";
import type { Otherwise } from "../browser/twin.ts";
import type { Engine } from "../engine.ts";
import type { Manifest } from "../manifest.ts";
import { isGreen, type LayerRow, type Summary } from "../tally.ts";
import { plainTable, tableText } from "./plain-table.ts";

/** Who is compared with whom. */
export function renderHead(
  engine: Engine,
  { torch, platform, format }: Manifest,
  selected: number,
): string {
  const reference = `PyTorch ${torch} (recorded on ${platform}, format ${format})`;
  return `${pc.bold(`${engine.name} ${engine.version}`)} against ${reference}: ${counted(selected, "case")}`;
}

/**
 * A row for each layer: how many cases, how they came out, and how near the worst is to its limit. Then, for float32
 * outputs and gradients, the engine's worst and median error beside PyTorch's own, and on how many it is no worse.
 */
export function renderLayers(rows: readonly LayerRow[]): string {
  const odd = (["unsupported", "xfail", "stale"] as const).filter((outcome) =>
    rows.some((row) => row.outcomes[outcome] > 0),
  );
  const numbers = ["cases", "pass", "fail", ...odd, "of limit", ...ACCURACY];
  const table = plainTable(
    ["layer", ...numbers, "at"],
    ["left", ...numbers.map(() => "right" as const), "left"],
  );
  for (const { layer, cases, outcomes, worst, accuracy } of rows) {
    const fail = outcomes.fail > 0 ? pc.red(outcomes.fail) : pc.dim("0");
    table.push([
      layer,
      cases,
      outcomes.pass,
      fail,
      ...odd.map((outcome) => outcomes[outcome]),
      worst === null ? "" : `${percent(worst.share)}`,
      ...accuracyCells(accuracy),
      worst === null || worst.share === 0
        ? ""
        : pc.dim(`${worst.slot} of ${worst.id.split("/")[1]}`),
    ]);
  }
  return tableText(table);
}

function accuracyCells(accuracy: Accuracy | null): string[] {
  if (accuracy === null) return ACCURACY.map(() => "");
  const { slots, noWorse, worst, median } = accuracy;
  return [
    ...[worst, median].flatMap((pair) => [percent(pair.engine), pc.dim(percent(pair.reference))]),
    wholePercent(noWorse / slots),
  ];
}

/** The last lines: what it came to, in numbers. */
export function renderSummary(summary: Summary): string {
  const { pass, fail, unsupported, xfail, stale, unchecked, uncheckedGrads } = summary;
  const expected = xfail > 0 ? ` (${xfail} more failed as they are known to)` : "";
  const parts = [
    `${counted(summary.cases, "case")}: ${pass} passed, ${fail} failed${expected}, ${unsupported} unsupported.`,
    ...(stale > 0
      ? [`${stale} known to fail passed: take them off the list of known failures.`]
      : []),
    ...(unchecked > 0
      ? [`${unchecked} slots and facts went unchecked, ${uncheckedGrads} of them gradients.`]
      : []),
    ...(summary.referenceLimited > 0
      ? [
          `${summary.referenceLimited} are reference-limited: PyTorch itself uses over half of a limit.`,
        ]
      : []),
    ...(summary.sampled.cases > 0 ? [samplesOf(summary)] : []),
    ...(summary.accuracy === null ? [] : [accuracyOf(summary.accuracy)]),
    paceOf(summary),
  ];
  const colour = isGreen(summary) ? pc.green : fail + stale > 0 ? pc.red : pc.yellow;
  const [first = "", ...rest] = parts;
  return [...interruption(summary), colour(first), ...rest].join("\n");
}

const MOST_NAMED = 10;

/** How a run in a browser differs from the same run in Node. */
export function renderOtherwise(otherwise: readonly Otherwise[], cases: number): string {
  if (otherwise.length === 0) {
    return pc.green(
      `Node answers ${counted(cases, "case")} alike: the same verdicts, the same bits.`,
    );
  }
  const named = otherwise.slice(0, MOST_NAMED).map(({ id, what }) => `  ${id}: ${what}`);
  const more = otherwise.length > MOST_NAMED ? [`  and ${otherwise.length - MOST_NAMED} more`] : [];
  const head = pc.red(
    `${counted(otherwise.length, "case")} of ${cases} came out otherwise in Node:`,
  );
  return [head, ...named, ...more].join("\n");
}

function interruption({ interrupted, cases, selected }: Summary): string[] {
  if (!interrupted) return [];
  return [pc.yellow(`Stopped after ${cases} of ${selected} cases: this is a part of a result.`)];
}

function paceOf({ seconds, casesPerSecond, casesPerSecondWarm }: Summary): string {
  const whole = `${seconds.toFixed(2)} s, ${casesPerSecond.toLocaleString("en")} cases a second`;
  return pc.dim(
    `${whole}, ${casesPerSecondWarm.toLocaleString("en")} once warm, checksums included.`,
  );
}

function samplesOf({ sampled: { cases, compared, of } }: Summary): string {
  const [some, all] = [compared, of].map((count) => count.toLocaleString("en"));
  return `${counted(cases, "large example")}: compared at ${some} sampled elements of ${all}.`;
}

function accuracyOf({ slots, noWorse, worst, median }: Accuracy): string {
  const both = ({ engine, reference }: Pair): string =>
    `${percent(engine)} of a limit (PyTorch ${percent(reference)})`;
  return `No worse than PyTorch on ${wholePercent(noWorse / slots)} of ${counted(slots, "float32 output")} and gradients; the worst error is ${both(worst)}, the median ${both(median)}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function percent(share: number): string {
  if (share === 0) return "0 %";
  return share === Infinity ? "beyond" : `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

/** Rounded down: 100 % means all. */
function wholePercent(share: number): string {
  return `${Math.floor(100 * share)} %`;
}

const ACCURACY = ["worst", "PyTorch", "median", "PyTorch", "no worse"];
