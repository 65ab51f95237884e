import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runJson, stringify } from "#harness/report/document";
import { readRun } from "#harness/report/inputs";
import { emptyFolder } from "../kit/folder.ts";
import { runDocument, wrongOf } from "../kit/runs.ts";

async function writtenAndRead() {
  const run = await runDocument({ lie: wrongOf("nn.Conv2d") });
  const file = path.join(emptyFolder(), "run.json");
  writeFileSync(file, stringify(run));
  return { run, read: readRun(file) };
}

test("a run is read as it was written, what JSON cannot say included", async () => {
  const { run, read } = await writtenAndRead();
  expect(read).toEqual(run);
  expect(read.cases[0]?.differences?.[0]?.map?.errors[0]).toBe(Infinity);
});

test("a case holds what a reader asks: the call, its type, what differs and where", async () => {
  const { read } = await writtenAndRead();
  const [conv, relu, refused] = read.cases;
  expect(conv).toMatchObject({
    id: "nn.Conv2d/stride-per-axis",
    outcome: "fail",
    dtype: "float32",
    tags: ["S21"],
    refusal: false,
    call: "nn.Conv2d(3, 4, 3, stride=(2, 1)) on (): float32, training",
    slots: [{ slot: "output.0", referenceMostUlp: expect.any(Number) }],
  });
  expect(conv?.differences).toMatchObject([
    {
      where: "output.0",
      sentence:
        "output.0: 24 of 120 elements differ by more than their limit; 1 of them where one side is NaN or infinite.",
      map: { shape: [2, 3, 4, 5], unit: "limit", columns: 5, rowsEach: 1, columnsEach: 1 },
    },
  ]);
  expect(conv?.differences?.[0]?.elements[0]).toMatchObject({ index: [0, 0, 0, 0], got: "nan" });
  expect(conv?.explanation).toMatch("repro nn.Conv2d/stride-per-axis");
  expect(relu).not.toHaveProperty("differences");
  expect(refused).toMatchObject({ refusal: true, outcome: "pass" });
});

test("who answers as PyTorch does is as far off as PyTorch, in both units", async () => {
  const { cases } = await runDocument();
  const [slot] = cases[0]?.slots ?? [];
  expect(slot?.referenceShare).toBeGreaterThan(0.06);
  expect(slot?.share).toBe(slot?.referenceShare);
  expect(slot?.mostUlp).toBe(slot?.referenceMostUlp);
});

test("a run without a needed part is refused, with its place", async () => {
  const run = await runDocument();
  const [first, ...rest] = run.cases;
  const { call: _call, ...without } = first ?? {};
  expect(runJson.safeParse({ ...run, cases: [without, ...rest] }).error?.issues).toMatchObject([
    { path: ["cases", 0, "call"] },
  ]);
});
