import { labelOf, standingOf } from "./columns.ts";
import type { CaseReport, Run } from "./document.ts";
import type { PowerReport } from "./inputs.ts";
import { powerSentence } from "./power.ts";

const MOST_SHOWN = 10;

/** The runs for a CI's summary: a row for each engine, the suite's power where it is known, then each engine's first failures. */
export function renderMarkdown(runs: readonly Run[], power: PowerReport | null = null): string {
  const [first] = runs;
  const reference =
    first === undefined
      ? ""
      : ` against PyTorch ${first.reference.torch}, ${first.reference.platform}`;
  const counts = ["pass", "fail", "known to fail", "unsupported", "unchecked"];
  const head = ["engine", "", ...counts, "no worse than PyTorch"];
  return [
    `## Touchstone${reference}`,
    table(head, runs.map(rowOf)),
    ...(power === null ? [] : [powerSentence(power)]),
    ...runs.flatMap(failuresOf),
    "",
  ].join("\n\n");
}

/** A table, of cells that may hold anything. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text that opens when it is asked for. */
export function folded(title: string, text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `<details><summary>${escaped(title)}</summary>\n\n${fence}text\n${text}\n${fence}\n\n</details>`;
}

function rowOf(run: Run): string[] {
  const { pass, fail, stale, xfail, unsupported, unchecked, selected, accuracy } = run.summary;
  return [
    labelOf(run),
    standing(run),
    `${pass} of ${selected}`,
    `${fail + stale}`,
    `${xfail}`,
    `${unsupported}`,
    `${unchecked}`,
    accuracy === null ? "" : `${Math.floor((100 * accuracy.noWorse) / accuracy.slots)} %`,
  ];
}

const STANDINGS = {
  green: "🟢 conforms",
  known: "🟢 conforms but for known failures",
  red: "🔴 does not conform",
  partial: "🟡 partial",
};

function standing(run: Run): string {
  const { summary } = run;
  if (summary.interrupted) {
    return `${STANDINGS.partial}: stopped after ${summary.cases} of ${summary.selected} cases`;
  }
  return STANDINGS[standingOf(run)];
}

function failuresOf(run: Run): string[] {
  const failed = run.cases.filter(({ outcome }) => outcome === "fail" || outcome === "stale");
  if (failed.length === 0) return [];
  const shown = failed.slice(0, MOST_SHOWN);
  const rest = failed.length - shown.length;
  return [
    `### ${escaped(labelOf(run))}: ${failed.length} of ${run.summary.cases} cases fail`,
    ...shown.map((one) => folded(one.id, textOf(one))),
    ...(rest > 0 ? [`And ${rest} more.`] : []),
  ];
}

function textOf({ explanation, reason }: CaseReport): string {
  return explanation ?? `passes, but is known to fail: ${reason}`;
}

function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]|#~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/\s+/g, " ");
}
