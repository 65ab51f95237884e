import type { LayerCount } from "#harness/fuzz/counts";
import { FUZZ_REPORT_FORMAT, type FuzzReport, totals } from "#harness/report/fuzz-report";
import { sketch, VERSIONS } from "./fake-oracle.ts";

/** What a test wants of a report. */
export interface ReportParts {
  readonly shard?: string;
  readonly seed?: number;
  readonly returned?: number;
  readonly values?: LayerCount["values"];
  readonly failures?: number;
  readonly complaints?: string[];
  readonly stop?: string;
  readonly torch?: string;
}

/** The report of a shard that drew one layer for ten seconds. */
export function shardReport(parts: ReportParts): FuzzReport {
  const { seed = 7, shard = "1/1", returned = 1, failures = 0, complaints = [], stop } = parts;
  const { values = { "bias=True": { returned, refused: 1 } }, torch = VERSIONS.torch } = parts;
  const row = { layer: "nn.Linear", returned, refused: 1, unfit: 1, failures, unsupported: 0 };
  const layers = [{ ...row, values: { ...values } }];
  const found = { attempts: 3, fault: "none", sketch: sketch("a") };
  return {
    format: FUZZ_REPORT_FORMAT,
    summary: {
      ...{ parts: [{ seed, shard }], ...totals(layers), failures, counterexamples: failures },
      ...{ seconds: 10, casesPerSecond: 1, outsideOracleShare: 0.25, complaints, drift: [] },
    },
    engine: { name: "touchstone", version: "1", lacks: [] },
    reference: { ...VERSIONS, torch },
    layers,
    unfit: { "nn.Linear: odd": 1 },
    stops: stop === undefined ? [] : [{ message: stop, sketch: null }],
    counterexamples: Array.from({ length: failures }, () => found),
  };
}
