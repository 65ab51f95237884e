import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { EXIT } from "#harness/commands/exit-codes";
import { mergeFuzzCommand } from "#harness/commands/merge-fuzz";
import type { FuzzReport } from "#harness/report/fuzz-report";
import { emptyFolder } from "../kit/folder.ts";
import { type ReportParts, shardReport } from "../kit/fuzz-report.ts";
import { scribe } from "../kit/scribe.ts";

function merged(...parts: readonly ReportParts[]) {
  const [folder, terminal] = [emptyFolder(), scribe()];
  const files = parts.map((part, i) => {
    const file = path.join(folder, `${i}.json`);
    writeFileSync(file, JSON.stringify(shardReport(part)));
    return file;
  });
  const json = path.join(folder, "all.json");
  const code = mergeFuzzCommand(files, { json }, terminal);
  const report: FuzzReport = JSON.parse(readFileSync(json, "utf8"));
  return { code, said: terminal.said(), report, json };
}

test("the shards of a run add up", () => {
  const { code, said, report } = merged(
    { shard: "1/2", returned: 3 },
    { shard: "2/2", returned: 4 },
  );
  expect(code).toBe(EXIT.green);
  expect(report.summary).toMatchObject({ cases: 9, returned: 7, refused: 2, seconds: 20 });
  expect(report.layers).toHaveLength(1);
  expect(report.layers[0]?.values["bias=True"]).toEqual({ returned: 7, refused: 2 });
  expect(report.unfit).toEqual({ "nn.Linear: odd": 2 });
  expect(said).toMatch("9 cases: 7 returned, 2 refused, 0 differ (0 counterexamples).");
  expect(said).toMatch("Seed 7, 2 shards.");
});

test("one red shard makes the whole red", () => {
  const { code, report } = merged({ shard: "1/2" }, { shard: "2/2", failures: 1 });
  expect(code).toBe(EXIT.red);
  expect(report.counterexamples).toHaveLength(1);
  const slow = merged({ shard: "1/1", complaints: ["too slow"] });
  expect(slow.code).toBe(EXIT.red);
  expect(slow.said).toMatch("seed 7, shard 1/1: too slow");
});

test("a shard in which PyTorch failed makes the whole unusable", () => {
  const { code, said } = merged({ shard: "1/2", stop: "PyTorch's process died" }, { shard: "2/2" });
  expect(code).toBe(EXIT.unusable);
  expect(said).toMatch("Stopped: PyTorch's process died");
});

test("a shard that did not report makes the whole red", () => {
  const { code, said } = merged({ shard: "1/3" }, { shard: "3/3" });
  expect(code).toBe(EXIT.red);
  expect(said).toMatch("seed 7, shard 2/3: must have a report, came none");
});

test("drift is seen in all shards together", () => {
  const never = { returned: 250, values: { "bias=True": { returned: 0, refused: 0 } } };
  expect(merged({ shard: "1/1", ...never }).code).toBe(EXIT.green);
  const { code, said } = merged({ shard: "1/2", ...never }, { shard: "2/2", ...never });
  expect(code).toBe(EXIT.red);
  expect(said).toMatch("nn.Linear: bias=True must be drawn and returned, came never");
});

test("what was merged can be merged again", () => {
  const { json } = merged({ shard: "1/2" }, { shard: "2/2" });
  expect(mergeFuzzCommand([json], {}, scribe())).toBe(EXIT.green);
});
