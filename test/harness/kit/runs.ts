import type { Answer, Case, Limit } from "#harness/case";
import type { Engine } from "#harness/engine";
import type { KnownFailures } from "#harness/known";
import type { Manifest } from "#harness/manifest";
import { reportCase } from "#harness/report/case-report";
import type { Run } from "#harness/report/document";
import { runOf } from "#harness/report/json";
import { run } from "#harness/run";
import type { Selection } from "#harness/select";
import { Tally } from "#harness/tally";
import { parrot } from "./parrot.ts";
import { array, call, refusing, returning } from "./sample.ts";

const NUMBERS = Array.from({ length: 120 }, (_, i) => Math.sin(i + 1));
const LIMIT: Limit = {
  terms: 9,
  amplification: 1,
  residual: Float32Array.from(NUMBERS, (_, i) => 1e-8 * (i % 5)),
  referenceLimited: false,
};

/** Cases of three layers: numbers within limits, numbers by bits, a refusal. */
export const REPORTED: readonly Case[] = [
  returning({ "output.0": array("float32", [2, 3, 4, 5], NUMBERS) }, LIMIT, {
    id: "nn.Conv2d/stride-per-axis",
    tags: ["S21"],
    call: call({ layer: "nn.Conv2d", args: [3, 4, 3], options: { stride: [2, 1] }, seed: 11 }),
  }),
  returning({ "output.0": array("float32", [4], [0, -0, 1, 2]) }, "bits", {
    id: "nn.ReLU/signs",
    call: call({ layer: "nn.ReLU", seed: 12 }),
  }),
  refusing({ id: "nn.Linear/refused", call: call({ layer: "nn.Linear", seed: 13 }) }),
];

/** Answers wrongly what is about this layer: every fifth number is a tenth too great, the first not a number. */
export function wrongOf(layer: string): (answer: Answer, about: { layer: string }) => Answer {
  return (answer, about) => {
    if (about.layer !== layer || answer.kind === "threw") return answer;
    const { data } = answer.tensors["output.0"] ?? {};
    if (data instanceof Float32Array) {
      for (let i = 0; i < data.length; i += 5) data[i] = (data[i] ?? 0) + 0.1;
      data[0] = Number.NaN;
    }
    return answer;
  };
}

const MANIFEST: Manifest = {
  format: 2,
  torch: "2.13.0",
  numpy: "2.4.6",
  python: "3.11.7",
  platform: "linux-x86_64",
  cases: REPORTED.length,
  packs: {},
  files: {},
};

/** How a run is to be. */
interface Plan {
  readonly engine?: Partial<Engine>;
  readonly lie?: Parameters<typeof parrot>[1];
  readonly cases?: readonly Case[];
  readonly known?: KnownFailures;
  /** How many cases it was to have. */
  readonly selected?: number;
  readonly selection?: Selection;
  readonly manifest?: Partial<Manifest>;
}

/** The document of a run. */
export async function runDocument(plan: Plan = {}): Promise<Run> {
  const { cases = REPORTED, lie, known, selection = {} } = plan;
  const engine: Engine = { ...parrot(REPORTED, lie), ...plan.engine };
  const byId = new Map(cases.map((one) => [one.id, one]));
  const load = (id: string): Case => byId.get(id) ?? refusing();
  const tally = new Tally();
  const reports = [];
  const ids = [...byId.keys()];
  for await (const judged of run({ engine, ids, load, ...(known && { known }) })) {
    const report = reportCase(judged, plan.engine?.name ?? null);
    tally.add(report);
    reports.push(report);
  }
  const summary = tally.summary(plan.selected ?? cases.length);
  const came = { summary, layers: tally.rows(), cases: reports };
  return runOf(engine, { ...MANIFEST, ...plan.manifest }, selection, came);
}
