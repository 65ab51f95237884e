import * as z from "zod";
import { COVERAGE_FORMAT } from "../surface/cover.ts";
import { REPORT_FORMAT } from "../tally.ts";
import { type Run, runJson } from "./document.ts";
import { type Kind, readDocument } from "./read.ts";

const count = z.int().nonnegative();
const share = z.object({ required: count, covered: count });

const coverageJson = z.object({
  format: z.literal(COVERAGE_FORMAT),
  summary: z.record(z.string(), share),
  entries: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      cases: count,
      ...{ options: share, gradients: share, dtypes: share, modes: share },
      ...{ examples: share, refusals: share },
      missing: z.array(z.string()),
    }),
  ),
});

/** The number of the benchmark's report. */
export const BENCH_FORMAT = 1;
/** Who in a benchmark is no engine, but the machine at its peak. */
export const MACHINE = "machine";

const benchJson = z.object({
  format: z.literal(BENCH_FORMAT),
  sessions: z.array(
    z.object({
      threads: count,
      // Those that were written before there was a choice.
      vectorBits: count.default(128),
      rows: z.array(
        z.object({
          name: z.string(),
          direction: z.enum(["forward", "backward"]),
          timings: z.record(z.string(), z.object({ median: z.number().positive() })),
        }),
      ),
    }),
  ),
});

/** The number of the report of `npm run power`. */
export const POWER_FORMAT = 1;

const failed = z.array(z.object({ id: z.string() }));
const powerJson = z.object({
  format: z.literal(POWER_FORMAT),
  summary: z.object({
    ...{ faults: count, caught: count, caughtWithFuzz: count.nullable() },
    ...{ honest: count, falseAlarms: count },
  }),
  faults: z.array(
    z.object({
      ...{ name: z.string(), family: z.string(), kind: z.string(), failures: failed },
      fuzz: z.object({ found: z.object({ id: z.string() }).nullable() }).nullable(),
    }),
  ),
  variants: z.array(
    z.object({ name: z.string(), how: z.string(), cases: count, failures: failed }),
  ),
});

/** What of `coverage --json` a report shows. */
export type CoverageReport = z.infer<typeof coverageJson>;
/** What of `bench --json` a report shows. */
export type BenchReport = z.infer<typeof benchJson>;
/** What of `power --json` a report shows. */
export type PowerReport = z.infer<typeof powerJson>;

const RUN: Kind<Run> = { schema: runJson, format: REPORT_FORMAT, command: "touchstone run --json" };
const COVERAGE: Kind<CoverageReport> = {
  schema: coverageJson,
  format: COVERAGE_FORMAT,
  command: "touchstone coverage --json",
};
const BENCH: Kind<BenchReport> = {
  schema: benchJson,
  format: BENCH_FORMAT,
  command: "npm run bench -- --json",
};
const POWER: Kind<PowerReport> = {
  schema: powerJson,
  format: POWER_FORMAT,
  command: "npm run power -- --json",
};

/** @throws ReportError */
export function readRun(file: string): Run {
  return readDocument(file, RUN);
}

/** @throws ReportError */
export function readCoverage(file: string): CoverageReport {
  return readDocument(file, COVERAGE);
}

/** @throws ReportError */
export function readBench(file: string): BenchReport {
  return readDocument(file, BENCH);
}

/** @throws ReportError */
export function readPower(file: string): PowerReport {
  return readDocument(file, POWER);
}
