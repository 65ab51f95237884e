import pc from "picocolors";
import type { Change, Diff } from "./diff.ts";
import { folded, table } from "./markdown.ts";
import { plainTable, tableText } from "./plain-table.ts";

const MOST_SHOWN = 20;

const TITLES: readonly (readonly [kind: Kind, title: string])[] = [
  ["worse", "worse"],
  ["better", "better"],
  ["other", "otherwise"],
  ["added", "new"],
  ["gone", "gone"],
  ["further", "further from the truth"],
  ["nearer", "nearer to the truth"],
];

type Kind = Exclude<keyof Diff, "old" | "new">;

/** A difference for people: the first of each kind, then the sums. */
export function renderDiff(diff: Diff): string {
  const lists = TITLES.filter(([kind]) => diff[kind].length > 0).map(
    ([kind, title]) => `${pc.bold(title)}\n${listed(diff[kind])}`,
  );
  const colour = diff.worse.length > 0 ? pc.red : pc.green;
  return [`${diff.old} → ${diff.new}`, ...lists, colour(sums(diff))].join("\n\n");
}

/** A difference for a CI's summary. */
export function renderDiffMarkdown(diff: Diff): string {
  const counts = table(
    TITLES.map(([, title]) => title),
    [TITLES.map(([kind]) => `${diff[kind].length}`)],
  );
  const lists = TITLES.filter(([kind]) => diff[kind].length > 0).map(([kind, title]) =>
    folded(`${title}: ${diff[kind].length}`, diff[kind].map(line).join("\n")),
  );
  const sign = diff.worse.length > 0 ? "🔴" : "🟢";
  return [`## ${sign} Touchstone: ${diff.old} → ${diff.new}`, counts, ...lists, ""].join("\n\n");
}

function listed(changes: readonly Change[]): string {
  const rows = plainTable(["case", "old", "new"], ["left", "left", "left"]);
  for (const { id, old, new: now } of changes.slice(0, MOST_SHOWN)) rows.push([id, old, now]);
  const rest = changes.length - MOST_SHOWN;
  return `${tableText(rows)}${rest > 0 ? `\nand ${rest} more` : ""}`;
}

function line({ id, old, new: now }: Change): string {
  return `${id}: ${[old, now].filter(Boolean).join(" → ")}`;
}

function sums(diff: Diff): string {
  return `${TITLES.map(([kind, title]) => `${diff[kind].length} ${title}`).join(", ")}.`;
}
