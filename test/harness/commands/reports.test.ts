import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { diffCommand } from "#harness/commands/diff";
import { EXIT } from "#harness/commands/exit-codes";
import { mergeCommand } from "#harness/commands/merge";
import { reportCommand } from "#harness/commands/report";
import { type RunOptions, runCommand } from "#harness/commands/run";
import { diffJson, reportJson } from "#harness/report/document";
import { readRun } from "#harness/report/inputs";
import { writeJson } from "#harness/report/json";
import { emptyFolder } from "../kit/folder.ts";
import { fourCases } from "../kit/four-cases.ts";
import { runDocument, wrongOf } from "../kit/runs.ts";
import { scribe } from "../kit/scribe.ts";

const PARROT = path.join(import.meta.dirname, "..", "kit", "parrot-engine.ts");

/** A run's file. */
async function runFile(...plan: Parameters<typeof runDocument>): Promise<string> {
  const file = path.join(emptyFolder(), "run.json");
  writeJson(file, await runDocument(...plan));
  return file;
}

function read(file: string): string {
  return readFileSync(file, "utf8");
}

test("report writes every form that it is asked for, and is green whatever they say", async () => {
  const folder = emptyFolder();
  const files = {
    html: path.join(folder, "report.html"),
    junit: path.join(folder, "junit.xml"),
    markdown: path.join(folder, "summary.md"),
    badge: path.join(folder, "badge.svg"),
    json: path.join(folder, "report.json"),
  };
  const terminal = scribe();
  const run = await runFile({ lie: wrongOf("nn.Conv2d") });
  expect(await reportCommand([run], files, terminal)).toBe(EXIT.green);
  expect(terminal.said().split("\n")).toHaveLength(5);
  expect(read(files.html)).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  expect(read(files.junit)).toMatch(/^<\?xml/);
  expect(read(files.markdown)).toMatch("does not conform");
  expect(read(files.badge)).toMatch(/^<svg/);
  expect(reportJson.safeParse(JSON.parse(read(files.json))).success).toBe(true);
});

test("shards that were run one by one merge to the run", async () => {
  const folder = emptyFolder();
  const fixtures = fourCases();
  const ran = async (name: string, over: Partial<RunOptions>): Promise<string> => {
    const json = path.join(folder, name);
    const options = { engine: PARROT, fixtures, json, ...over };
    await runCommand(options, scribe(), new AbortController().signal);
    return json;
  };
  const shards = [await ran("1.json", { shard: "1/2" }), await ran("2.json", { shard: "2/2" })];
  const merged = path.join(folder, "merged.json");
  const terminal = scribe();
  expect(mergeCommand(shards, { json: merged }, terminal)).toBe(EXIT.green);
  expect(terminal.said()).toMatch("4 cases: 4 passed, 0 failed, 0 unsupported.");
  const whole = await ran("whole.json", {});
  expect(readRun(merged).cases).toEqual(readRun(whole).cases);
  expect(diffCommand(whole, merged, {}, scribe())).toBe(EXIT.green);
});

test("merge is red where a shard is", async () => {
  const shard = { index: 1, of: 1 };
  const red = await runFile({ lie: wrongOf("nn.ReLU"), selection: { shard } });
  const json = path.join(emptyFolder(), "merged.json");
  expect(mergeCommand([red], { json }, scribe())).toBe(EXIT.red);
});

test("diff is red where something is worse, and writes what it found", async () => {
  const [good, bad] = [await runFile(), await runFile({ lie: wrongOf("nn.Conv2d") })];
  const folder = emptyFolder();
  const [json, markdown] = [path.join(folder, "diff.json"), path.join(folder, "diff.md")];
  expect(diffCommand(good, bad, { json, markdown }, scribe())).toBe(EXIT.red);
  expect(diffJson.safeParse(JSON.parse(read(json))).success).toBe(true);
  expect(read(markdown)).toMatch("worse: 1");
  expect(diffCommand(bad, good, {}, scribe())).toBe(EXIT.green);
});
