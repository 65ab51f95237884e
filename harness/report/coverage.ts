import pc from "picocolors";
import { type Coverage, isWhole, type Share } from "../surface/cover.ts";
import { plainTable, tableText } from "./plain-table.ts";

/** A row for each class and function that misses something, or with `all` for each; what is missing; the sums. */
export function renderCoverage(coverage: Coverage, all: boolean): string {
  const { entries, missingExamples, missingRules, unknown, unused, summary } = coverage;
  const rows = entries.filter((entry) => all || entry.missing.length > 0);
  const lists = [
    listed("No case shows these examples of pages", missingExamples),
    listed("No case shows these rules", missingRules),
    listed("Nobody knows these", unknown),
    listed("These cases show nothing that is asked for", unused),
    ...(all
      ? [listed("Left out", coverage.outside), listed("Examples that are no case", coverage.notRun)]
      : []),
  ];
  const sums = Object.entries(summary).map(([name, share]) => `${shareText(share)} ${name}`);
  const colour = isWhole(coverage) ? pc.green : pc.red;
  const left = `${coverage.outside.length} names and ${coverage.notRun.length} examples are left out, with reasons${all ? "" : ": --all shows them"}.`;
  return [
    ...(rows.length > 0 ? [tableOf(rows)] : []),
    ...lists.filter((list) => list !== ""),
    colour(`Covered: ${sums.join(", ")}.`),
    left,
  ].join("\n\n");
}

function tableOf(rows: Coverage["entries"]): string {
  const table = plainTable(
    ["entry", "cases", "cells", "examples", "refusals", "missing"],
    ["left", "right", "right", "right", "right", "left"],
  );
  for (const { name, cases, cells, examples, refusals, missing } of rows) {
    const numbers = [cells, examples, refusals].map(shareText);
    table.push([name, cases, ...numbers, missing.length > 0 ? pc.red(missing.join("; ")) : ""]);
  }
  return tableText(table);
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`${title}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}

function shareText({ required, covered }: Share): string {
  if (required === 0) return pc.dim("-");
  const text = `${covered}/${required}`;
  return covered === required ? text : pc.red(text);
}
