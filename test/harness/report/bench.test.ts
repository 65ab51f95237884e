import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { columnsOf, suiteOf } from "#harness/report/columns";
import { BENCH_FORMAT, readBench } from "#harness/report/inputs";
import { vectorsText } from "#harness/report/page/wording";
import { emptyFolder } from "../kit/folder.ts";

/** A file of a benchmark with these sessions. */
function fileOf(...sessions: readonly object[]): string {
  const file = path.join(emptyFolder(), "bench.json");
  writeFileSync(file, JSON.stringify({ format: BENCH_FORMAT, sessions }));
  return file;
}

const timings = { touchstone: { median: 1 }, pytorch: { median: 2 }, machine: { median: 3 } };
const rows = [{ name: "a", direction: "backward", timings }];

test("a benchmark from before there was a choice had vectors of 128 bits", () => {
  const file = fileOf({ threads: 1, rows }, { threads: 2, vectorBits: 256, rows });
  const { sessions } = readBench(file);
  expect(sessions.map(({ vectorBits }) => vectorBits)).toEqual([128, 256]);
});

test("the page has the times of engines, and the width of the vectors", () => {
  const bench = readBench(fileOf({ threads: 2, vectorBits: 256, rows }));
  const sources = { runs: [], coverage: null, power: null, bench };
  const seconds = { touchstone: 1, pytorch: 2 };
  expect(columnsOf(sources, suiteOf([])).bench).toEqual([
    { threads: 2, vectorBits: 256, rows: [{ name: "a + gradients", seconds }] },
  ]);
  expect([128, 256].map(vectorsText)).toEqual([
    "128-bit vectors",
    expect.stringMatching(/^256-bit vectors \(V8's experimental .* also for the WASM libraries\)$/),
  ]);
});
