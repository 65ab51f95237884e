import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { doctorCommand } from "#harness/commands/doctor";
import { EXIT } from "#harness/commands/exit-codes";
import { doctorJson } from "#harness/doctor/document";
import { ROOT } from "#harness/root";
import { emptyFolder } from "../kit/folder.ts";
import { scribe } from "../kit/scribe.ts";

const FIXTURES = path.join(ROOT, "fixtures");

/** Examines an engine: what was said, and what was written. */
async function examined(engine: string) {
  const [terminal, json] = [scribe(), path.join(emptyFolder(), "doctor.json")];
  const code = await doctorCommand({ engine, fixtures: FIXTURES, json }, terminal);
  const document = doctorJson.parse(JSON.parse(readFileSync(json, "utf8")));
  return { code, said: terminal.said(), document };
}

/** A program in a file of its own. */
function programOf(source: string): string {
  const file = path.join(emptyFolder(), "engine.mjs");
  writeFileSync(file, source);
  return file;
}

test("of an adapter in order it says so, family by family", async () => {
  const { code, said, document } = await examined("touchstone");
  expect(said.replace(/\d+\.\d s\./, "TIME").replace(/ +$/gm, "")).toMatchInlineSnapshot(`
    "touchstone 0.1.0: lacks nothing

    family                  case
    numbers there and back  nn.Identity/values            right
    linear                  nn.Linear/defaults            right
    activation              nn.Tanh/defaults              right
    float64                 nn.Linear/defaults-float64    right
    convolution             nn.Conv2d/kernel-per-axis     right
    pooling                 nn.MaxPool2d/kernel-per-axis  right
    normalization           nn.BatchNorm2d/eval           right
    softmax                 nn.Softmax/last-axis          right
    loss                    nn.MSELoss/defaults           right
    embedding               nn.Embedding/defaults         right

    Nothing is wrong with the adapter: 10 of 10 families right. TIME"
  `);
  expect(document).toMatchObject({ format: 1, healthy: true, findings: [], notes: [] });
  expect(code).toBe(EXIT.green);
});

test.each([
  ["a command that is not there", () => "stdio:nowhere-at-all", "Run the command by itself"],
  [
    "a command that prints beside its frames",
    () => `stdio:node ${programOf('console.log("Loading the model, please wait a moment...")')}`,
    "Only frames may go to standard output: send everything that is printed",
  ],
  [
    "a module without an engine",
    () => programOf("export const motor = 1"),
    "must export engine, came motor.\n  An engine is a name, stdio:COMMAND, or a module",
  ],
])("%s does not start, and is told what to do", async (_, engine, says) => {
  const { code, said, document } = await examined(engine());
  expect(said).toContain("start: it does not start: --engine");
  expect(said).toContain(says);
  expect(said).toContain("1 thing is wrong.");
  expect(document).toMatchObject({ healthy: false, engine: null, visits: [] });
  expect(code).toBe(EXIT.red);
});

test("a process that prints while it answers is told where to print", async () => {
  const source = `
    const text = Buffer.from(JSON.stringify({ protocol: 1, name: "chatty", version: "1" }));
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(text.length, 0);
    process.stdout.write(Buffer.concat([lengths, text]));
    process.stdin.on("data", () => console.log("Computing the layer, please wait..."));
  `;
  const { said } = await examined(`stdio:node ${programOf(source)}`);
  expect(said).toContain("Only frames may go to standard output");
}, 60_000);
