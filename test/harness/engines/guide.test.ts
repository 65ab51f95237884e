import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { examine } from "#harness/doctor/examine";
import { openFixtures } from "#harness/fixtures";
import { ROOT } from "#harness/root";
import { judge } from "#harness/run";
import { engine } from "../kit/small-adapter.ts";

/*
 * The example of harness/ADAPTERS.md is an adapter that works: the guide shows the very file.
 */

const FILE = path.join(import.meta.dirname, "..", "kit", "small-adapter.ts");
const { ids, load } = openFixtures(path.join(ROOT, "fixtures"));
const source = readFileSync(FILE, "utf8");
const layers = [...source.matchAll(/^ {2}"(nn\.\w+)":/gm)].map(([, layer = ""]) => layer);

test("it has ten layers in less than 80 lines, and the guide shows it", () => {
  expect(layers).toHaveLength(10);
  expect(source.trimEnd().split("\n").length).toBeLessThan(80);
  const guide = readFileSync(path.join(ROOT, "harness", "ADAPTERS.md"), "utf8");
  const shown = source
    .replaceAll("#harness/array", "touchstone/harness")
    .replaceAll("#harness/engines/table", "touchstone/harness")
    .replace("./small-library.ts", "small-library");
  expect(guide).toContain(`\`\`\`ts\n${shown}\`\`\``);
});

test("nothing is wrong with it", async () => {
  const { findings, notes } = await examine(engine, FILE, load);
  expect({ findings, notes }).toEqual({ findings: [], notes: [] });
});

test.for(layers)("%s: no case fails, and some pass", async (layer) => {
  const failed: string[] = [];
  let passed = 0;
  for (const id of ids.filter((one) => one.startsWith(`${layer}/`))) {
    const { verdict } = await judge(engine, load(id));
    if (verdict.kind === "fail") failed.push(id);
    if (verdict.kind === "pass") passed++;
  }
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(2);
});
