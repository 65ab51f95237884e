import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { CHROMIUM } from "#harness/browser/chromium";
import { type BrowserOptions, browserCommand } from "#harness/commands/browser";
import { openFixtures } from "#harness/fixtures";
import { readRun } from "#harness/report/inputs";
import { parseShard, select } from "#harness/select";
import { emptyFolder, fixturesOf } from "../kit/folder.ts";
import { array, returning } from "../kit/sample.ts";
import { scribe } from "../kit/scribe.ts";

const HOUR = 3_600_000;
const ALIKE = /Node answers \d+ cases? alike: the same verdicts, the same bits\./;

/** Runs the command; what it said, its exit code, and the run that it wrote. */
async function ran(over: Partial<BrowserOptions>) {
  const json = path.join(emptyFolder(), "run.json");
  const terminal = scribe();
  const options = { fixtures: "fixtures", threads: "1", open: true, json, ...over };
  const code = await browserCommand(options, terminal, new AbortController().signal);
  return { code, said: terminal.said(), ...readRun(json) };
}

if (CHROMIUM === null) {
  test.skip("the engine in a browser: no chromium was found; install it or set CHROMIUM to its path", () =>
    undefined);
}

describe.skipIf(CHROMIUM === null)("the engine in Chromium", { timeout: HOUR }, () => {
  // Every case takes minutes: it is CI that asks them all, as "touchstone browser" does.
  const share = process.env["CI"] ? 1 : 16;
  test(`passes every case of ${share}, with the verdicts and the bits of Node`, async () => {
    const { code, said, summary, engine } = await ran({ shard: `1/${share}` });
    const { ids } = openFixtures("fixtures");
    const { length } = select(ids, { shard: parseShard(`1/${share}`) });
    expect(said).toMatch(ALIKE);
    expect(summary).toMatchObject({ cases: length, pass: length, unchecked: 0 });
    expect(engine.version).toMatch(/^\d+\.\d+\.\d+ in Chrome \d+$/);
    expect(code).toBe(0);
  });

  test("shares work among threads, with the same bits", async () => {
    const { code, said } = await ran({ threads: "2", layer: "Conv2d", filter: "documented" });
    expect(said).toMatch(ALIKE);
    expect(said).toMatch(/large examples?: compared at/);
    expect(code).toBe(0);
  });

  test("fails a case that fails, and says how", async () => {
    const { call, ...rest } = openFixtures("fixtures").load("nn.Linear/defaults");
    const wrong = returning({ "output.0": array("float32", [1], [7]) }, undefined, {
      ...{ id: "nn.Linear/wrong", call },
    });
    const fixtures = fixturesOf([{ ...rest, call, id: "nn.Linear/right" }, wrong]);
    const { code, said, summary } = await ran({ fixtures });
    expect(summary).toMatchObject({ pass: 1, fail: 1 });
    expect(said).toMatch(/nn\.Linear\/wrong[\s\S]*output\.0 has another shape/);
    expect(said).toMatch(ALIKE);
    expect(code).toBe(1);
  });

  test("does not take a file that was changed", async () => {
    const fixtures = fixturesOf([returning({ "output.0": array("float32", [1], [7]) })]);
    const file = path.join(fixtures, "nn.Identity", "float32.npy");
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = 7;
    writeFileSync(file, bytes);
    await expect(ran({ fixtures })).rejects.toThrow(
      /the page failed: FixtureError: nn\.Identity\/float32\.npy: SHA-256 must be/,
    );
  });
});
