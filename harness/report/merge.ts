import { Tally } from "../tally.ts";
import { labelOf } from "./columns.ts";
import type { CaseReport, Run } from "./document.ts";
import { ReportError } from "./json.ts";

/** A run, and the file that it is from. */
export interface FromFile {
  readonly file: string;
  readonly run: Run;
}

/**
 * The shards of a run as the run that they are shares of: its cases in their order, everything counted anew.
 * @throws ReportError where they are not all the shards of one run, each whole and each once.
 */
export function mergeShards(parts: readonly FromFile[]): Run {
  const [first] = parts;
  if (first === undefined) throw new ReportError("merge: must have a shard, came none");
  for (const part of parts) checkLike(part, first);
  const shards = shardsInOrder(parts);
  const cases = interleaved(shards.map(({ cases: own }) => own));
  checkOnce(parts);
  const tally = new Tally();
  for (const one of cases) tally.add(one);
  const { shard: _shard, ...selection } = first.run.selection;
  return {
    ...first.run,
    selection,
    summary: { ...tally.summary(cases.length), ...paceOf(shards) },
    layers: tally.rows(),
    cases,
  };
}

function checkLike({ file, run }: FromFile, first: FromFile): void {
  const told = ({ run: one }: FromFile, part: "engine" | "reference" | "selection"): string => {
    const { shard: _shard, ...selection } = one.selection;
    return JSON.stringify(part === "selection" ? selection : one[part]);
  };
  for (const part of ["engine", "reference", "selection"] as const) {
    const [came, must] = [told({ file, run }, part), told(first, part)];
    if (came !== must) {
      throw new ReportError(
        `${file}: must be of the same ${part} as ${first.file}, ${must}, came ${came}`,
      );
    }
  }
  const { interrupted, cases, selected } = run.summary;
  if (interrupted) {
    throw new ReportError(
      `${file}: must be a whole run of ${labelOf(run)}, came ${cases} of ${selected} cases`,
    );
  }
}

/** The shards from 1 to n. */
function shardsInOrder(parts: readonly FromFile[]): Run[] {
  const byIndex = new Map<number, FromFile>();
  const of = parts[0]?.run.selection.shard?.of ?? 0;
  for (const { file, run } of parts) {
    const { shard } = run.selection;
    if (shard === undefined || shard.of !== of) {
      const came = shard === undefined ? "no shard" : `${shard.index}/${shard.of}`;
      throw new ReportError(`${file}: must be a shard i/${of || "n"} of a run, came ${came}`);
    }
    const twin = byIndex.get(shard.index);
    if (twin !== undefined) {
      throw new ReportError(`${file}: shard ${shard.index}/${of} came in ${twin.file} already`);
    }
    byIndex.set(shard.index, { file, run });
  }
  return Array.from({ length: of }, (_, i) => {
    const part = byIndex.get(i + 1);
    if (part === undefined) throw new ReportError(`merge: shard ${i + 1}/${of} must come, too`);
    return part.run;
  });
}

/** Every n-th case went to a shard: so they come back into their order. */
function interleaved(shards: readonly (readonly CaseReport[])[]): CaseReport[] {
  const longest = Math.max(...shards.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => turn).flatMap((turn) =>
    shards.flatMap((cases) => cases[turn] ?? []),
  );
}

function checkOnce(parts: readonly FromFile[]): void {
  const seen = new Map<string, string>();
  for (const { file, run } of parts) {
    for (const { id } of run.cases) {
      const before = seen.get(id);
      if (before !== undefined) throw new ReportError(`${file}: ${id} came in ${before} already`);
      seen.set(id, file);
    }
  }
}

/** As if the shards had been run one after the other. */
function paceOf(
  shards: readonly Run[],
): Pick<Run["summary"], "seconds" | "casesPerSecond" | "casesPerSecondWarm"> {
  const sum = (pick: (one: Run["summary"]) => number): number =>
    shards.reduce((total, { summary }) => total + pick(summary), 0);
  const cases = sum((one) => one.cases);
  const seconds = sum((one) => one.seconds);
  const warm = sum((one) => one.cases / Math.max(1, one.casesPerSecondWarm));
  return {
    seconds,
    casesPerSecond: Math.round(cases / Math.max(seconds, 1e-9)),
    casesPerSecondWarm: Math.round(cases / warm),
  };
}
