import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { EXIT } from "#harness/commands/exit-codes";
import { type PropertiesOptions, propertiesCommand } from "#harness/commands/properties";
import { reproCommand } from "#harness/commands/repro";
import { fourCases } from "../kit/four-cases.ts";
import { scribe } from "../kit/scribe.ts";

const KIT = path.join(import.meta.dirname, "..", "kit");
const FAULTY = path.join(KIT, "faulty-engine.ts");
const SLEEPING = path.join(KIT, "sleeping-engine.ts");

async function properties(over: Partial<PropertiesOptions>) {
  const terminal = scribe();
  const found = mkdtempSync(path.join(tmpdir(), "touchstone-"));
  const json = path.join(found, "report.json");
  const options = { engine: "touchstone", fixtures: fourCases(), found: path.join(found, "kept") };
  const all = { ...options, runs: "5", seed: "1", layer: "Tanh", json, keep: true, ...over };
  const code = await propertiesCommand(all, terminal, new AbortController().signal);
  const report = JSON.parse(readFileSync(json, "utf8"));
  return { code, said: terminal.said(), report, options: all };
}

test("an engine of which all properties hold is green", async () => {
  const { code, said, report } = await properties({});
  expect(code).toBe(EXIT.green);
  expect(said).toMatch(/^touchstone .* properties of 1 layers, seed 1\n/);
  expect(said).toMatch(/\ngradients +1 +5 +\d+ +0 +0 {2}each gradient is the slope/);
  expect(Object.keys(report).slice(0, 2)).toEqual(["format", "summary"]);
  const { properties: count, passed } = report.summary;
  expect(report.summary).toMatchObject({ failed: 0, unsupported: 0, seed: 1 });
  expect([count, passed]).toEqual([7, 7]);
  expect(report.summary.casesPerSecond).toBeGreaterThan(0);
});

test("a counterexample is made small, shown, kept with its numbers, and shown again", async () => {
  const { code, said, report, options } = await properties({ engine: FAULTY });
  expect(code).toBe(EXIT.red);
  expect(report.summary).toMatchObject({ failed: 1 });
  const id = /^(nn.Tanh\/gradients-\w{12})\n {2}nn.Tanh\(\) on \(float64 \(\)\): float64/m.exec(
    said,
  );
  expect(id, said).not.toBeNull();
  const name = id?.[1] ?? "";
  expect(said).toMatch(/grad.input.0: 1 of 1 elements differ by more than their limit/);
  const again = { engine: FAULTY, fixtures: options.fixtures, found: options.found };
  const terminal = scribe();
  expect(await reproCommand(name, again, terminal)).toBe(EXIT.red);
  expect(terminal.said()).toMatch(/input.0 float64 \(\): -?\d[\s\S]*gradients: each gradient is/);
  const right = scribe();
  expect(await reproCommand(name, { ...again, engine: "touchstone" }, right)).toBe(EXIT.green);
  expect(right.said()).toMatch(/It holds in touchstone\.$/);
});

test("what an engine does not do is counted, with its reason, and not green", async () => {
  const { code, said, report } = await properties({ engine: SLEEPING });
  expect(code).toBe(EXIT.red);
  expect(report.summary).toMatchObject({ passed: 0, failed: 0, unsupported: 7 });
  expect(said).toMatch("gradients of nn.Tanh unsupported: asleep");
});

test("a property that can be asked of nothing fails", async () => {
  const { code, said, report } = await properties({
    engine: path.join(KIT, "refusing-engine.ts"),
    property: "gradients",
  });
  expect(code).toBe(EXIT.red);
  expect(report.summary).toMatchObject({ passed: 0, failed: 1 });
  expect(said).toMatch("gradients of nn.Tanh could be asked of nothing: ValueError in forward: no");
});

test("the report says of which layers a property does not hold, and why", async () => {
  const { report } = await properties({ layer: "*", property: "gradients", runs: "1" });
  expect(report.properties[0].notFor["nn.CTCLoss"]).toMatch("probabilities add up to 1");
});
