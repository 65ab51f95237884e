import pc from "picocolors";
import { plainTable, tableText } from "#harness/report/plain-table";
import { type FaultRow, isCaught, type PowerSummary, type VariantRow } from "./summary.ts";

/** Each fault, and which case caught it. */
export function showFaults(rows: readonly FaultRow[]): string {
  const table = plainTable(
    ["family", "fault", "kind", "caught by", "in", "cases asked"],
    ["left", "left", "left", "left", "left", "right"],
  );
  for (const row of rows) {
    const [first] = row.failures;
    table.push([
      row.family,
      row.name,
      row.kind,
      first?.id ?? fate(row),
      pc.dim(first?.how ?? row.fuzz?.found?.how ?? ""),
      row.cases,
    ]);
  }
  return tableText(table);
}

/** What became of a fault that the fixtures did not catch. */
function fate({ error, fuzz }: FaultRow): string {
  if (error !== undefined) return pc.red(`not tried: ${error}`);
  if (fuzz === null) return pc.red("survived");
  const { cases, found } = fuzz;
  if (found === null) return pc.red(`survived, and ${cases} cases of fuzzing too`);
  return pc.yellow(`${found.id}, by fuzzing for ${found.seconds.toFixed(1)} s`);
}

/** Each correct engine, and the cases that it did not pass. */
export function showVariants(rows: readonly VariantRow[]): string {
  const table = plainTable(
    ["correct engine", "computes", "cases", "passed", "false alarms"],
    ["left", "left", "right", "right", "left"],
  );
  for (const { name, how, cases, failures, error } of rows) {
    const alarms = failures.map((failure) => `${failure.id} (${failure.how})`).join(", ");
    const said = error === undefined ? alarms : `not tried: ${error}`;
    table.push([name, how, cases, cases - failures.length, pc.red(said)]);
  }
  return tableText(table);
}

/** The last lines. */
export function showSummary(summary: PowerSummary, rows: readonly FaultRow[]): string {
  const { faults, caught, caughtWithFuzz, honest, falseAlarms } = summary;
  const share = ((100 * caught) / Math.max(faults, 1)).toFixed(1);
  const names = rows.filter((row) => !isCaught(row)).map(({ name }) => name);
  const later =
    caughtWithFuzz === null
      ? 'nothing was fuzzed: "npm run setup" first'
      : `${caughtWithFuzz} with fuzzing`;
  return [
    `${caught} of ${faults} faults caught by the fixtures (${share} %), ${later}.`,
    ...(names.length > 0 ? [`Survivors: ${names.join(", ")}.`] : []),
    ...(honest > 0 ? [`${honest} correct engines, ${falseAlarms} false alarms.`] : []),
  ].join("\n");
}

/** How fuzzing alone did against some faults. */
export function showFuzz(rows: readonly FaultRow[]): string {
  const table = plainTable(
    ["fault", "found", "seconds", "elements", "in"],
    ["left", "left", "right", "right", "left"],
  );
  for (const { name, fuzz, error } of rows) {
    const found = fuzz?.found;
    table.push(
      found
        ? [name, found.id, found.seconds.toFixed(1), found.elements, pc.dim(found.how)]
        : [name, pc.red(error ?? `nothing in ${fuzz?.cases ?? 0} cases`), "", "", ""],
    );
  }
  return tableText(table);
}
