import { expect, test } from "vitest";
import type { Case } from "#harness/case";
import { cover, isWhole } from "#harness/surface/cover";
import type { Surface } from "#harness/surface/surface";
import { array, call, returning } from "../kit/sample.ts";

const SURFACE: Surface = {
  format: 2,
  torch: "2.13.0",
  entries: {
    "nn.Identity": { kind: "class", parameters: [], forward: [], probed: "nn.Identity/sample" },
  },
  examples: {
    "nn.Identity#0": { calls: 1 },
    "intro#7": { calls: 1 },
    "intro#23": { calls: 0, why: "calls nothing" },
  },
};

function tagged(...tags: string[]): Case {
  const tensors = { "output.0": array("float32", [1], [1]) };
  return returning(tensors, "bits", { tags, call: call() });
}

function coverageOf(one: Case) {
  return cover([one], { surface: SURFACE, refusals: {}, semantics: {} });
}

test("examples of docstrings and of pages count alike; one that makes no call is told with its reason", () => {
  const coverage = coverageOf(tagged("documented", "nn.Identity#0", "intro#7"));
  expect(coverage.summary.examples).toEqual({ required: 2, covered: 2 });
  expect(coverage.notRun).toEqual(["intro#23: calls nothing"]);
  expect(coverage.unknown).toEqual([]);
  expect(isWhole(coverage)).toBe(true);
});

test("an example of a page that no case shows is missing", () => {
  const coverage = coverageOf(tagged("documented", "nn.Identity#0"));
  expect(coverage.summary.examples).toEqual({ required: 2, covered: 1 });
  expect(coverage.missingExamples).toEqual(["intro#7"]);
  expect(isWhole(coverage)).toBe(false);
});

test("an example that nobody documents is unknown", () => {
  const { unknown } = coverageOf(tagged("nn.Identity#0", "intro#7", "intro#99"));
  expect(unknown).toEqual(["nn.Identity/sample: its tag intro#99 is no rule and no example"]);
});
