import { describe, expect, test } from "vitest";
import { diffRuns } from "#harness/report/diff";
import { DIFF_FORMAT } from "#harness/report/diff-format";
import { diffJson, jsonSchemaOf, reportJson, runJson } from "#harness/report/document";
import { REPORT_FORMAT } from "#harness/tally";
import { runDocument } from "../kit/runs.ts";

describe("the JSON Schema", () => {
  test("of a run names what every run has, and says what it means", () => {
    expect(jsonSchemaOf("run")).toMatchObject({
      title: "Touchstone: a run of an engine on the fixtures",
      required: ["format", "summary", "engine", "reference", "selection", "layers", "cases"],
      additionalProperties: false,
      properties: {
        summary: { properties: { interrupted: { description: expect.stringMatching("part") } } },
        cases: { items: { properties: { worst: { anyOf: expect.any(Array) } } } },
      },
    });
  });

  test.each(["report", "diff"] as const)("of a %s is there", (name) => {
    expect(jsonSchemaOf(name)).toMatchObject({ type: "object", properties: { format: {} } });
  });
});

test("what the commands write is what the schemas say", async () => {
  const run = await runDocument();
  expect(runJson.safeParse(run).success).toBe(true);
  const report = { format: REPORT_FORMAT, runs: [run], coverage: null, bench: null, power: null };
  expect(reportJson.safeParse(report).success).toBe(true);
  expect(diffJson.safeParse({ format: DIFF_FORMAT, ...diffRuns(run, run) }).success).toBe(true);
});
