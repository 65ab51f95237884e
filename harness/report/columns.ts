import { DTYPES } from "../array.ts";
import { isGreen, layerOf } from "../tally.ts";
import type { CaseReport, Run } from "./document.ts";
import { FAMILY_NAMES, familyOf } from "./family.ts";
import { type BenchReport, type CoverageReport, MACHINE, type PowerReport } from "./inputs.ts";
import {
  type EngineData,
  type Measured,
  type OutcomeName,
  octaveOf,
  type PageData,
  type Standing,
} from "./page/data.ts";
import { powerOf } from "./power.ts";

/** What a report is made from. */
export interface Sources {
  /** Of different engines, on the same fixtures. */
  readonly runs: readonly Run[];
  readonly coverage: CoverageReport | null;
  readonly bench: BenchReport | null;
  readonly power: PowerReport | null;
}

/** The cases of all runs: those of a family together, then those of a layer, in the order of the runs. */
export interface Suite {
  readonly layers: readonly string[];
  /** A case of any run, by its id. */
  readonly cases: ReadonlyMap<string, CaseReport>;
}

/** Every case of the runs. */
export function suiteOf(runs: readonly Run[]): Suite {
  const all = new Map<string, CaseReport>();
  for (const one of runs.flatMap(({ cases }) => cases)) if (!all.has(one.id)) all.set(one.id, one);
  const layers = [...new Set([...all.keys()].map(layerOf))];
  layers.sort((a, b) => familyAt(a) - familyAt(b) || (a < b ? -1 : 1));
  const places = new Map(layers.map((layer, place) => [layer, place]));
  const placeOf = (id: string): number => places.get(layerOf(id)) ?? 0;
  const sorted = [...all].sort(([a], [b]) => placeOf(a) - placeOf(b));
  return { layers, cases: new Map(sorted) };
}

/** All that the page shows at once. */
export function columnsOf({ runs, coverage, bench, power }: Sources, suite: Suite): PageData {
  const [first] = runs;
  const ids = [...suite.cases.keys()];
  const cases = [...suite.cases.values()];
  const places = new Map(suite.layers.map((layer, place) => [layer, place]));
  const { torch = "", platform = "", format = 0 } = first?.reference ?? {};
  return {
    reference: { torch, platform, format },
    engines: runs.map((run) => engineOf(run, ids)),
    families: FAMILY_NAMES,
    layers: suite.layers.map((name) => ({ name, family: familyAt(name) })),
    dtypes: DTYPES,
    cases: {
      layer: ids.map((id) => places.get(layerOf(id)) ?? 0),
      dtype: cases.map(({ dtype }) => DTYPES.indexOf(dtype)),
      name: ids.map((id) => id.slice(layerOf(id).length + 1)),
      refusal: cases.map(({ refusal }) => (refusal ? 1 : 0)),
    },
    coverage: coverage && {
      summary: coverage.summary,
      rows: coverage.entries.map((row) => ({ ...row, family: familyAt(row.name) })),
    },
    bench: bench?.sessions.map(sessionOf) ?? null,
    power: power && powerOf(power),
  };
}

function sessionOf({ threads, vectorBits, rows }: BenchReport["sessions"][number]) {
  return {
    threads,
    vectorBits,
    rows: rows.map(({ name, direction, timings }) => ({
      name: direction === "backward" ? `${name} + gradients` : name,
      seconds: Object.fromEntries(
        Object.entries(timings).flatMap(([who, { median }]) =>
          who === MACHINE ? [] : [[who, median]],
        ),
      ),
    })),
  };
}

/** An engine by name and version. */
export function labelOf({ engine }: Run): string {
  return `${engine.name} ${engine.version}`;
}

/** Whether everything that was to be is there and as it should be. */
export function standingOf({ summary }: Run): Standing {
  if (summary.interrupted) return "partial";
  if (!isGreen(summary)) return "red";
  return summary.xfail > 0 ? "known" : "green";
}

function engineOf(run: Run, ids: readonly string[]): EngineData {
  const { engine, summary, selection } = run;
  const { pass, fail, unsupported, xfail, stale } = summary;
  const { cases, selected, unchecked, referenceLimited, seconds, casesPerSecond } = summary;
  const own = new Map(run.cases.map((one) => [one.id, one]));
  const found = ids.map((id) => own.get(id));
  return {
    label: labelOf(run),
    name: engine.name,
    standing: standingOf(run),
    selection: selectionText(selection),
    lacks: engine.lacks,
    summary: {
      ...{ cases, selected, unchecked, referenceLimited, seconds, casesPerSecond },
      counts: { pass, fail, unsupported, xfail, stale },
      accuracy: summary.accuracy,
    },
    outcomes: found.map((one) => (one === undefined ? "." : LETTERS[one.outcome])).join(""),
    worst: found.map((one) => thousandths(one?.worst?.share)),
    unchecked: found.map((one) => one?.unchecked.length ?? 0),
    measured: measuredOf(found),
  };
}

const LETTERS: Readonly<Record<OutcomeName, string>> = {
  pass: "p",
  fail: "f",
  unsupported: "u",
  xfail: "x",
  stale: "s",
};

const MOST_THOUSANDTHS = 1e12;

function thousandths(share: number | undefined): number {
  return share === undefined ? -1 : Math.min(MOST_THOUSANDTHS, Math.ceil(share * 1000));
}

function measuredOf(cases: readonly (CaseReport | undefined)[]): Measured {
  const rows = cases.flatMap((one, at) =>
    (one?.slots ?? []).flatMap(({ share, referenceShare, mostUlp, referenceMostUlp }) => {
      if (referenceShare === null || referenceMostUlp === null) return [];
      const errors = [share, referenceShare, mostUlp, referenceMostUlp].map(octaveOf);
      return [[at, ...errors]];
    }),
  );
  const column = (place: number): number[] => rows.map((row) => row[place] ?? 0);
  return {
    at: column(0),
    share: column(1),
    referenceShare: column(2),
    ulp: column(3),
    referenceUlp: column(4),
  };
}

function selectionText({ filter, layer, shard }: Run["selection"]): string {
  return [
    ...(layer === undefined ? [] : [`--layer ${layer}`]),
    ...(filter === undefined ? [] : [`--filter ${filter}`]),
    ...(shard === undefined ? [] : [`--shard ${shard.index}/${shard.of}`]),
  ].join(" ");
}

function familyAt(layer: string): number {
  return FAMILY_NAMES.indexOf(familyOf(layer));
}
