import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT } from "#harness/commands/exit-codes";
import { fuzzCommand } from "#harness/commands/fuzz";
import type { FuzzOptions } from "#harness/commands/fuzz-options";
import { openAll } from "#harness/corpus";
import { type FuzzReport, fuzzReportJson } from "#harness/report/fuzz-report";
import { fakeOracle } from "../kit/fake-oracle.ts";
import { fourCases } from "../kit/four-cases.ts";
import { scribe } from "../kit/scribe.ts";

/** Every question gets a refusal that our engine shares, or one that it does not. */
const RIGHT = "greet(); hear((question) => answer(question, agreed(question)));";
const WRONG = "greet(); hear((question) => answer(question));";
const AGREED = `
  const agreed = () => sample.refusing({
    call: sample.call({ layer: "nn.Dropout", options: { p: 2 } }),
    answer: { kind: "threw", phase: "construct", class: "ValueError", message: "a" },
    fragment: "a",
  });
`;

/** Processes start slowly where many do. */
const LONG = { timeout: 180_000 };

interface Ran {
  readonly code: number;
  readonly said: string;
  readonly report: FuzzReport;
  readonly fixtures: string;
}

/** Fuzzes with an oracle that is this program. */
async function ran(program: string, over: Partial<FuzzOptions> = {}): Promise<Ran> {
  const terminal = scribe();
  const fixtures = fourCases();
  const json = path.join(fixtures, "..", `${path.basename(fixtures)}.json`);
  const options = {
    ...{ engine: "touchstone", fixtures, json, keep: false, processes: "1" },
    ...{ layer: "nn.Linear", seed: "1", ...over },
  };
  const { signal } = new AbortController();
  const code = await fuzzCommand(options, terminal, signal, fakeOracle(AGREED + program));
  const report = fuzzReportJson.parse(JSON.parse(readFileSync(json, "utf8")));
  expect(
    readdirSync(path.dirname(json)).filter((name) => name.startsWith(`${path.basename(json)}.`)),
  ).toEqual([]);
  return { code, said: terminal.said(), report, fixtures };
}

describe("a run", LONG, () => {
  test("is green where everything is answered alike, and counts it", async () => {
    const { code, said, report } = await ran(RIGHT, { runs: "500" });
    expect(report.layers.map(({ layer, refused }) => [layer, refused])).toEqual([
      ["nn.Linear", 500],
    ]);
    expect(said).toMatch("500 cases: 0 returned, 500 refused, 0 differ (0 counterexamples).");
    expect(report.summary.drift).toEqual([
      "nn.Linear: bias=default must be drawn and returned, came never",
      "nn.Linear: bias=False must be drawn and returned, came never",
      "nn.Linear: bias=True must be drawn and returned, came never",
      "nn.Linear: at most 50 % may be refused, came 100 % of 500",
    ]);
    expect(code).toBe(EXIT.red);
    expect((await ran(RIGHT, { runs: "100" })).code).toBe(EXIT.green);
  });

  test("is red where something differs, which it shows, keeps, and makes small", async () => {
    const { code, said, report, fixtures } = await ran(WRONG, { runs: "20", keep: true });
    expect(code).toBe(EXIT.red);
    expect(said).toMatch(/the answer is of another kind:[\s\S]*Shrunk in \d+ attempts/);
    expect(report.counterexamples).toHaveLength(1);
    const [id] = openAll(fixtures).ids;
    expect(id).toBe(report.counterexamples[0]?.sketch.id);
  });

  test("asks the same with the same seed, and something else in another shard", async () => {
    const ids = async (over: Partial<FuzzOptions>): Promise<string[]> => {
      const { report } = await ran("greet(); hear((q) => unfit(q));", { runs: "40", ...over });
      return Object.keys(report.unfit);
    };
    const [one, again, first, second] = [
      await ids({}),
      await ids({}),
      await ids({ shard: "1/2" }),
      await ids({ shard: "2/2" }),
    ];
    expect(again).toEqual(one);
    expect(one.length).toBeGreaterThan(20);
    expect(first?.filter((id) => second?.includes(id))).toEqual([]);
  });

  test("fails where too little was asked in its time", async () => {
    const slow = "greet(); hear((q) => setTimeout(() => answer(q, agreed()), 3000));";
    const { code, report } = await ran(slow, { seconds: "2" });
    expect(report.summary.complaints.join()).toMatch(
      /^at least 5 cases a second must be run, came \d+ in/,
    );
    expect(code).toBe(EXIT.red);
  });

  test("fails where nothing could be asked", async () => {
    const { code, said } = await ran("greet(); hear((q) => unfit(q, 'too odd'));", { runs: "9" });
    expect(said).toMatch("unfit 9x: nn.Linear: too odd");
    expect(said).toMatch("at least one case must be run, came none");
    expect(code).toBe(EXIT.red);
  });

  test("stops at the first counterexample if it is told to", async () => {
    const { code, report } = await ran(WRONG, { runs: "5000", bail: true, layer: "linear" });
    expect(report.counterexamples).toHaveLength(1);
    expect(report.summary.cases).toBeLessThan(100);
    expect(code).toBe(EXIT.red);
  });
});

describe("where PyTorch fails twice in a run", LONG, () => {
  test("it ends, names the sketch, and says what was asked", async () => {
    const { code, said, report } = await ran(
      "let n = 0; greet(); hear((q) => (n++ < 30 ? answer(q, agreed()) : process.exit(9)));",
      { runs: "500" },
    );
    expect(said).toMatch(/process died at nn.Linear\/found-\w+: exit code 9; started again/);
    expect(said).toMatch(
      /Stopped: PyTorch's process died at nn.Linear\/found-\w+: exit code 9\n {2}\{"layer"/,
    );
    expect(report.stops[0]?.sketch?.call.layer).toBe("nn.Linear");
    expect(report.summary.cases).toBeGreaterThanOrEqual(30);
    expect(code).toBe(EXIT.unusable);
  });

  test("nothing that was found before is lost", async () => {
    const { code, said, report, fixtures } = await ran(
      "let n = 0; greet(); hear((q) => (n++ < 40 ? answer(q) : process.exit(9)));",
      { runs: "500", keep: true },
    );
    expect(said).toMatch("the answer is of another kind");
    expect(report.counterexamples).toHaveLength(1);
    expect(existsSync(path.join(fixtures, "regressions", "manifest.json"))).toBe(true);
    expect(openAll(fixtures).ids[0]).toBe(report.counterexamples[0]?.sketch.id);
    expect(code).toBe(EXIT.red);
  });
});
