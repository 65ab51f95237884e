import * as z from "zod";
import { driftOf, type LayerCount } from "../fuzz/counts.ts";
import { readGiven } from "../given-file.ts";
import { type FuzzReport, fuzzReportJson, totals } from "./fuzz-report.ts";
import { ReportError } from "./json.ts";

type Part = FuzzReport["summary"]["parts"][number];

/**
 * Reads what `fuzz --json` wrote.
 * @throws ReportError
 */
export function readFuzzReport(file: string): FuzzReport {
  try {
    return fuzzReportJson.parse(JSON.parse(readGiven(file)));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new ReportError(`${file}: must be what "fuzz --json" wrote: ${why}`);
  }
}

/**
 * One report of several, by the names of their files.
 * @throws ReportError where they are not of one engine and one PyTorch, or one is there twice.
 */
export function mergeFuzz(named: ReadonlyMap<string, FuzzReport>): FuzzReport {
  const reports = [...named.values()];
  const [first] = reports;
  if (first === undefined) throw new ReportError("there must be a report to merge, came none");
  checkAlike(named, first);
  const parts = reports.flatMap(({ summary }) => summary.parts);
  const layers = mergeLayers(reports.flatMap((report) => report.layers));
  return {
    ...first,
    summary: {
      ...{ parts, ...totals(layers), ...sums(reports) },
      complaints: [...missingShards(parts), ...reports.flatMap(complaintsOf)],
      drift: driftOf(layers),
    },
    layers,
    unfit: addUp(reports.map(({ unfit }) => unfit)),
    stops: reports.flatMap(({ stops }) => stops),
    counterexamples: reports.flatMap(({ counterexamples }) => counterexamples),
  };
}

function sums(reports: readonly FuzzReport[]) {
  const summaries = reports.map(({ summary }) => summary);
  const sum = (of: (one: FuzzReport["summary"]) => number): number =>
    summaries.reduce((total, one) => total + of(one), 0);
  const [seconds, cases] = [sum((one) => one.seconds), sum((one) => one.cases)];
  const idle = sum((one) => one.seconds * one.outsideOracleShare);
  return {
    failures: sum((one) => one.failures),
    counterexamples: sum((one) => one.counterexamples),
    seconds,
    casesPerSecond: Math.round(cases / Math.max(seconds, 1e-3)),
    outsideOracleShare: idle / Math.max(seconds, 1e-3),
  };
}

function checkAlike(named: ReadonlyMap<string, FuzzReport>, first: FuzzReport): void {
  const seen = new Set<string>();
  for (const [file, report] of named) {
    const [want, got] = [first, report].map(pairOf);
    if (got !== want)
      throw new ReportError(`${file}: must be of ${want} like the first, came ${got}`);
    for (const part of report.summary.parts) {
      const name = nameOf(part);
      if (seen.has(name)) throw new ReportError(`${file}: ${name} must be there once`);
      seen.add(name);
    }
  }
}

function pairOf({ engine, reference }: FuzzReport): string {
  return `${engine.name} ${engine.version} and PyTorch ${reference.torch}`;
}

function nameOf({ seed, shard }: Part): string {
  return `seed ${seed}, shard ${shard}`;
}

/** A share that did not report may have failed in any manner. */
function missingShards(parts: readonly Part[]): string[] {
  const there = new Set(parts.map(nameOf));
  const wanted = parts.flatMap(({ seed, shard }) => {
    const of = Number(shard.split("/")[1]);
    return Array.from({ length: of }, (_, i) => nameOf({ seed, shard: `${i + 1}/${of}` }));
  });
  const missing = [...new Set(wanted)].filter((name) => !there.has(name));
  return missing.map((name) => `${name}: must have a report, came none`);
}

function complaintsOf({ summary }: FuzzReport): string[] {
  const name = summary.parts.map(nameOf).join("; ");
  return summary.complaints.map((complaint) => `${name}: ${complaint}`);
}

function mergeLayers(rows: readonly LayerCount[]): LayerCount[] {
  const byLayer = Map.groupBy(rows, ({ layer }) => layer);
  return [...byLayer].map(([layer, all]) => {
    const sum = (key: "returned" | "refused" | "unfit" | "failures" | "unsupported"): number =>
      all.reduce((total, row) => total + row[key], 0);
    const names = [...new Set(all.flatMap(({ values }) => Object.keys(values)))];
    const of = (name: string, key: "returned" | "refused"): number =>
      all.reduce((total, { values }) => total + (values[name]?.[key] ?? 0), 0);
    return {
      layer,
      ...{ returned: sum("returned"), refused: sum("refused"), unfit: sum("unfit") },
      ...{ failures: sum("failures"), unsupported: sum("unsupported") },
      values: Object.fromEntries(
        names.map((name) => [
          name,
          { returned: of(name, "returned"), refused: of(name, "refused") },
        ]),
      ),
    };
  });
}

function addUp(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const [key, number] of records.flatMap(Object.entries))
    total[key] = (total[key] ?? 0) + number;
  return total;
}
