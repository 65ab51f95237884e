import path from "node:path";
import { expect, test } from "vitest";
import { EXIT } from "#harness/commands/exit-codes";
import { reproCommand } from "#harness/commands/repro";
import { FixtureError } from "#harness/fixture-error";
import { showArray } from "#harness/show-array";
import { fourCases } from "../kit/four-cases.ts";
import { array } from "../kit/sample.ts";
import { scribe } from "../kit/scribe.ts";

const KIT = path.join(import.meta.dirname, "..", "kit");

async function repro(id: string, engine: string) {
  const terminal = scribe();
  const options = { engine: path.join(KIT, engine), fixtures: fourCases(), found: "nowhere" };
  const code = await reproCommand(id, options, terminal);
  return { code, said: terminal.said() };
}

test("a case that passes is shown whole", async () => {
  const { code, said } = await repro("nn.Identity/b", "parrot-engine.ts");
  expect(said).toMatchInlineSnapshot(`
    "nn.Identity/b
      nn.Identity() on (): float32, training
      seed 11, profile torch-2.12+

    PyTorch answers
      output.0 float32 (1,): [2]
      structure: tensor

    parrot answers
      output.0 float32 (1,): [2]
      structure: tensor

    passes"
  `);
  expect(code).toBe(EXIT.green);
});

test("a refusal is shown with its phase and class", async () => {
  const { code, said } = await repro("nn.Linear/refused", "parrot-engine.ts");
  expect(said).toMatch("PyTorch answers\n  ValueError in forward: a must be b, got c\n");
  expect(code).toBe(EXIT.green);
});

test("what an engine does not support is red", async () => {
  const { code, said } = await repro("nn.Identity/b", "sleeping-engine.ts");
  expect(said).toMatch("sleeper answers\n  unsupported: asleep\n\nunsupported: asleep");
  expect(code).toBe(EXIT.red);
});

test("an id that there is not is refused", async () => {
  await expect(repro("nn.Gone/a", "parrot-engine.ts")).rejects.toThrow(FixtureError);
});

test("an array is shown by rows, or by its first numbers", () => {
  expect(showArray(array("float16", [2, 2], [0x3c00, 0xc000, 0x7c00, 0x7e00]))).toBe(
    "float16 (2, 2): [[1, -2],\n      [inf, nan]]",
  );
  expect(showArray(array("int64", [], [7]))).toBe("int64 (): 7");
  expect(showArray(array("bool", [0, 2], []))).toBe("bool (0, 2): []");
  expect(showArray(array("int8", [65], Array(65).fill(1)))).toMatch(
    /^int8 \(65,\): (1 ){64}\.\.\. \(65 elements\)$/,
  );
});
