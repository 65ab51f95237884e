import * as z from "zod";
import type { Engine } from "../engine.ts";
import { driftOf, type LayerCount } from "../fuzz/counts.ts";
import type { FuzzResult } from "../fuzz/drive.ts";
import { versionsJson } from "../oracle-process.ts";
import type { Shard } from "../select.ts";
import type { Sketch } from "../sketch.ts";

/** The number of the format that `fuzz --json` writes. */
export const FUZZ_REPORT_FORMAT = 1;

const count = z.int().nonnegative();
const drawn = { returned: count, refused: count };
const layerJson = z.strictObject({
  layer: z.string(),
  ...drawn,
  ...{ unfit: count, failures: count, unsupported: count },
  values: z.record(z.string(), z.strictObject(drawn)),
});
const sketchJson = z.custom<Sketch>((value) => typeof value === "object" && value !== null);

const summaryJson = z.strictObject({
  /** What was drawn: a seed, and which share of it. */
  parts: z.array(z.strictObject({ seed: count, shard: z.string() })).min(1),
  cases: count,
  failures: count,
  counterexamples: count,
  ...drawn,
  ...{ unfit: count, unsupported: count },
  /** Of all parts together. */
  seconds: z.number(),
  casesPerSecond: z.number(),
  outsideOracleShare: z.number(),
  /** What keeps it from being green, apart from counterexamples: what went wrong with the run. */
  complaints: z.array(z.string()),
  /** And what is wrong with how layers were drawn. */
  drift: z.array(z.string()),
});

/** What `fuzz --json` writes. */
export const fuzzReportJson = z.strictObject({
  format: z.literal(FUZZ_REPORT_FORMAT),
  summary: summaryJson,
  engine: z.strictObject({ name: z.string(), version: z.string(), lacks: z.array(z.string()) }),
  reference: versionsJson,
  layers: z.array(layerJson),
  /** Why sketches could not become cases, and how often. */
  unfit: z.record(z.string(), count),
  /** How PyTorch failed, and the sketch that it was at. */
  stops: z.array(z.strictObject({ message: z.string(), sketch: sketchJson.nullable() })),
  counterexamples: z.array(
    z.strictObject({ attempts: count, fault: z.string(), sketch: sketchJson }),
  ),
});

/** A run of fuzzing as data; `format` and `summary` come first. */
export type FuzzReport = z.infer<typeof fuzzReportJson>;
export type FuzzSummary = FuzzReport["summary"];

/** What a report says beside the result of a run. */
export interface FuzzCircumstances {
  readonly seed: number;
  readonly shard: Shard;
  readonly engine: Engine;
  readonly reference: FuzzReport["reference"];
  readonly complaints: readonly string[];
  readonly stop: FuzzReport["stops"][number] | null;
}

/** The report of a run. */
export function fuzzReport(result: FuzzResult, about: FuzzCircumstances): FuzzReport {
  const { seed, shard, reference, stop } = about;
  const { name, version, lacks = [] } = about.engine;
  const layers = result.counts.rows.map((row) => ({ ...row, values: { ...row.values } }));
  return {
    format: FUZZ_REPORT_FORMAT,
    summary: {
      parts: [{ seed, shard: `${shard.index}/${shard.of}` }],
      ...totals(layers),
      failures: result.failures,
      counterexamples: result.counterexamples.length,
      seconds: result.seconds,
      casesPerSecond: result.casesPerSecond,
      outsideOracleShare: result.outsideOracleShare,
      complaints: [...about.complaints],
      drift: driftOf(layers),
    },
    engine: { name, version, lacks: [...lacks] },
    reference,
    layers,
    unfit: { ...result.unfit },
    stops: stop === null ? [] : [stop],
    counterexamples: result.counterexamples.map(({ question, attempts }) => ({
      attempts,
      fault: question.fault,
      sketch: question.sketch,
    })),
  };
}

/** The sums over layers. */
export function totals(layers: readonly LayerCount[]) {
  const sum = (key: "returned" | "refused" | "unfit" | "unsupported"): number =>
    layers.reduce((total, row) => total + row[key], 0);
  const [returned, refused] = [sum("returned"), sum("refused")];
  return {
    ...{ cases: returned + refused, returned, refused },
    ...{ unfit: sum("unfit"), unsupported: sum("unsupported") },
  };
}
