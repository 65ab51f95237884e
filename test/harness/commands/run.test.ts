import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { EXIT } from "#harness/commands/exit-codes";
import { type RunOptions, runCommand } from "#harness/commands/run";
import { KnownError } from "#harness/known";
import { ReportError } from "#harness/report/json";
import { SelectionError } from "#harness/select";
import { emptyFolder } from "../kit/folder.ts";
import { fourCases } from "../kit/four-cases.ts";
import { scribe } from "../kit/scribe.ts";

const KIT = path.join(import.meta.dirname, "..", "kit");
const PARROT = path.join(KIT, "parrot-engine.ts");

async function touchstone(over: Partial<RunOptions> = {}, signal = new AbortController().signal) {
  const terminal = scribe();
  const options = { engine: PARROT, fixtures: fourCases(), ...over };
  const code = await runCommand(options, terminal, signal);
  return { code, said: terminal.said() };
}

function knownList(text: string): string {
  const file = path.join(emptyFolder(), "known.txt");
  writeFileSync(file, text);
  return file;
}

test("a green run says what was compared, layer by layer, and what it came to", async () => {
  const { code, said } = await touchstone();
  expect(said).toMatchInlineSnapshot(`
    "parrot 1 against PyTorch 2.13.0 (recorded on linux-x86_64, format 2): 4 cases

    layer        cases  pass  fail  of limit  worst  PyTorch  median  PyTorch  no worse  at
    nn.Identity      3     3     0       0 %
    nn.Linear        1     1     0

    4 cases: 4 passed, 0 failed, 0 unsupported.
    PACE
    For a page: run it with --json run.json, then touchstone report run.json --html page.html"
  `);
  expect(code).toBe(EXIT.green);
});

test("an engine that supports nothing is red, and its reason is said once", async () => {
  const { code, said } = await touchstone({ engine: path.join(KIT, "sleeping-engine.ts") });
  expect(said).toMatchInlineSnapshot(`
    "sleeper 1 against PyTorch 2.13.0 (recorded on linux-x86_64, format 2): 4 cases

    layer        cases  pass  fail  unsupported  of limit  worst  PyTorch  median  PyTorch  no worse  at
    nn.Identity      3     0     0            3
    nn.Linear        1     0     0            1

    Unsupported: asleep (nn.Identity/a and 3 more)
    4 cases: 0 passed, 0 failed, 4 unsupported.
    PACE
    For a page: run it with --json run.json, then touchstone report run.json --html page.html"
  `);
  expect(code).toBe(EXIT.red);
});

test("a layer, a shard and a list of known failures are taken", async () => {
  const known = knownList("nn.Identity/c # forgets\n");
  const { code, said } = await touchstone({ layer: "Identity", shard: "1/2", known });
  expect(said).toMatch("nn.Identity/c passes, but is known to fail: forgets");
  expect(said).toMatch(/2 cases: 1 passed, 0 failed, 0 unsupported.\n1 known to fail passed: take/);
  expect(code).toBe(EXIT.red);
});

test("a report begins with its format and its summary", async () => {
  const json = path.join(emptyFolder(), "report.json");
  await touchstone({ json });
  const report = JSON.parse(readFileSync(json, "utf8"));
  expect(Object.keys(report)).toEqual([
    "format",
    "summary",
    "engine",
    "reference",
    "selection",
    "layers",
    "cases",
  ]);
  expect(Object.keys(report.summary)).toEqual([
    "cases",
    "selected",
    "pass",
    "fail",
    "unsupported",
    "xfail",
    "stale",
    "referenceLimited",
    "sampled",
    "uncheckedGrads",
    "unchecked",
    "seconds",
    "casesPerSecond",
    "casesPerSecondWarm",
    "interrupted",
    "accuracy",
  ]);
  expect(report).toMatchObject({
    format: 2,
    summary: { cases: 4, pass: 4, fail: 0, interrupted: false },
    engine: { name: "parrot", version: "1", lacks: [] },
    reference: { format: 2, torch: "2.13.0", platform: "linux-x86_64" },
  });
  expect(report.cases[0]).toMatchObject({
    id: "nn.Identity/a",
    outcome: "pass",
    worst: { slot: "output.0", share: 0 },
    unchecked: [],
  });
});

test("an interrupted run is never green, and writes what it has", async () => {
  const json = path.join(emptyFolder(), "report.json");
  const { code, said } = await touchstone({ json }, AbortSignal.abort());
  expect(said).toMatch("Stopped after 0 of 4 cases: this is a part of a result.");
  expect(code).toBe(EXIT.interrupted);
  expect(JSON.parse(readFileSync(json, "utf8")).summary.interrupted).toBe(true);
});

test.each<[Partial<RunOptions>, new () => Error, string]>([
  [
    { filter: "nope" },
    SelectionError,
    "--filter nope: must match a case, came none of 4, such as nn.Identity/a",
  ],
  [{ shard: "5/4" }, SelectionError, "--shard: must be i/n with i from 1 to n, came 5/4"],
  [{ known: "/nowhere.txt" }, KnownError, "/nowhere.txt: there is no such file"],
  [
    { json: "/nowhere/report.json" },
    ReportError,
    "--json /nowhere/report.json: there is no folder /nowhere",
  ],
])("%o is refused before anything is run", async (over, kind, message) => {
  const error = await touchstone(over).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(kind);
  expect(error).toHaveProperty("message", message);
});
