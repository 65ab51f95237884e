import * as z from "zod";
import { DTYPES } from "../array.ts";
import { caseId } from "../case.ts";
import { doctorJson } from "../doctor/document.ts";
import { manifestJson } from "../manifest.ts";
import { REPORT_FORMAT } from "../tally.ts";
import { DIFF_FORMAT } from "./diff-format.ts";

/*
 * The document that `run --json` writes and `report`, `merge` and `diff` read. `touchstone schema` prints it as JSON Schema.
 */

const INFINITE = { inf: Infinity, "-inf": -Infinity, nan: Number.NaN } as const;

/** A number; what JSON cannot say is an object, as in fixtures. */
const real = z
  .union([z.number(), z.strictObject({ $float: z.enum(["inf", "-inf", "nan"]) })])
  .transform((value) => (typeof value === "number" ? value : INFINITE[value.$float]));
const count = z.int().nonnegative();
const text = z.string();

const slot = z
  .strictObject({
    slot: text.describe("output.0, grad.input.0, grad.parameter.weight, state.running_mean, ..."),
    dtype: z.enum(DTYPES),
    share: real.describe("the greatest error in units of its limit; above 1 is a difference"),
    referenceShare: real.nullable().describe("the same of PyTorch's own answer, where it is known"),
    mostUlp: real.describe("the greatest error in units in the last place"),
    medianUlp: real.describe("half of the elements are no further off, to a power of two"),
    referenceMostUlp: real.nullable().describe("mostUlp of PyTorch's own answer"),
    referenceLimited: z.boolean().describe("PyTorch itself uses over half of the limit"),
    sampled: z
      .strictObject({ compared: count, of: count })
      .exactOptional()
      .describe("where a sample of a large tensor was compared: how many elements of how many"),
  })
  .describe("how far the numbers of one tensor are from the truth, over its finite elements");

const errorMapJson = z
  .strictObject({
    shape: z.array(count),
    unit: z.enum(["limit", "ulp", "one"]).describe("what the errors are counted in"),
    rowsEach: z.int().positive().describe("rows that fell together in one row of the map"),
    columnsEach: z.int().positive().describe("columns that fell together in one column of the map"),
    columns: z.int().positive().describe("columns of the map"),
    errors: z.array(real).describe("row by row, the greatest error in each cell"),
  })
  .describe("errors over a tensor: its last axis across, all others down");

const differingJson = z.strictObject({
  index: z.array(count),
  want: text,
  got: text,
  error: real.describe("in the unit of the map"),
});

const differenceJson = z.strictObject({
  where: text.describe('the slot or fact, or "" for the answer as a whole'),
  sentence: text,
  lines: z.array(text).describe("the worst element, or what was wanted and what came"),
  hints: z.array(text).describe("what the differences have in common"),
  elements: z.array(differingJson).describe("the first elements that differ"),
  map: errorMapJson.nullable(),
});

const worst = z.strictObject({ slot: text, share: real });
const outcome = z
  .enum(["pass", "fail", "unsupported", "xfail", "stale"])
  .describe("xfail: failed as it is known to; stale: passed although it is known to fail");

/** One case of a run. */
export const caseReportJson = z.strictObject({
  id: caseId,
  outcome,
  reason: text.optional().describe("why it is known to fail, or why the engine does not do it"),
  dtype: z.enum(DTYPES),
  tags: z.array(text),
  refusal: z.boolean().describe("whether PyTorch refuses"),
  call: text.describe("the call in one line, as Python would write it"),
  worst: worst.nullable(),
  slots: z.array(slot),
  unchecked: z.array(text).describe("slots and facts that nobody looked at"),
  command: text.describe("the command that shows it again"),
  explanation: text.optional().describe("a failure on one screen"),
  differences: z.array(differenceJson).optional().describe("the first differences of a failure"),
});

const pair = z.strictObject({ engine: real, reference: real });
const accuracy = z
  .strictObject({ slots: count, noWorse: count, worst: pair, median: pair })
  .nullable();

const summaryJson = z.strictObject({
  cases: count.describe("cases that were answered and judged"),
  selected: count.describe("cases that were to be"),
  pass: count,
  fail: count,
  unsupported: count,
  xfail: count,
  stale: count,
  referenceLimited: count,
  sampled: z
    .strictObject({ cases: count, compared: count, of: count })
    .describe("cases of whose large tensors a sample was compared"),
  uncheckedGrads: count,
  unchecked: count,
  seconds: z.number(),
  casesPerSecond: z.number(),
  casesPerSecondWarm: z.number(),
  interrupted: z.boolean().describe("true: this is a part of a result, and never green"),
  accuracy,
});

const layerRowJson = z.strictObject({
  layer: text,
  cases: count,
  outcomes: z.record(outcome, count),
  worst: worst.extend({ id: text }).nullable(),
  accuracy,
});

const { files: _files, packs: _packs, cases: _cases, ...versions } = manifestJson.shape;

/** A run as data. */
export const runJson = z
  .strictObject({
    format: z.literal(REPORT_FORMAT),
    summary: summaryJson,
    engine: z.strictObject({ name: text, version: text, lacks: z.array(text) }),
    reference: z.strictObject({
      ...versions,
      fixtures: text.describe("SHA-256 over the manifest of the fixtures"),
    }),
    selection: z.strictObject({
      filter: text.optional(),
      layer: text.optional(),
      shard: z.strictObject({ index: count, of: count }).optional(),
    }),
    layers: z.array(layerRowJson),
    cases: z.array(caseReportJson),
  })
  .meta({ title: "Touchstone: a run of an engine on the fixtures" });

/** Several runs with what was shown beside them: what `report --json` writes. */
export const reportJson = z
  .strictObject({
    format: z.literal(REPORT_FORMAT),
    runs: z.array(runJson).min(1),
    coverage: z.record(text, z.json()).nullable().describe("of coverage --json, what is shown"),
    bench: z.record(text, z.json()).nullable().describe("of bench --json, what is shown"),
    power: z.record(text, z.json()).nullable().describe("of power --json, what is shown"),
  })
  .meta({ title: "Touchstone: runs of several engines" });

const changes = z.array(z.strictObject({ id: caseId, old: text, new: text }));

/** How two runs differ: what `diff --json` writes. */
export const diffJson = z
  .strictObject({
    format: z.literal(DIFF_FORMAT),
    old: text,
    new: text,
    worse: changes,
    better: changes,
    other: changes.describe("failed before and is unsupported now, or the other way round"),
    added: changes,
    gone: changes,
    further: changes.describe("passes in both, with a notably greater error; shares of the limit"),
    nearer: changes,
  })
  .meta({ title: "Touchstone: how two runs differ" });

/** The documents by the command that writes them. */
export const DOCUMENTS = {
  run: runJson,
  report: reportJson,
  diff: diffJson,
  doctor: doctorJson,
} as const;

/** A document's JSON Schema. */
export function jsonSchemaOf(name: keyof typeof DOCUMENTS): unknown {
  return z.toJSONSchema(DOCUMENTS[name], { io: "input" });
}

export type Run = z.infer<typeof runJson>;
export type CaseReport = z.infer<typeof caseReportJson>;
export type ErrorMap = z.infer<typeof errorMapJson>;
export type DifferingElement = z.infer<typeof differingJson>;
export type DifferenceReport = z.infer<typeof differenceJson>;

/** A run as JSON text; what JSON cannot say becomes an object. */
export function stringify(document: unknown): string {
  return `${JSON.stringify(document, sayable, 1)}\n`;
}

function sayable(_key: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  return { $float: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
}
