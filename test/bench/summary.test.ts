import { expect, test } from "vitest";
import type { Answer } from "#harness/case";
import { disagreement } from "./agree.ts";
import type { Row, Session } from "./session.ts";
import { geomean, summarize } from "./summary.ts";

function row(name: string, ours: number, theirs: number, peer = "pytorch"): Row {
  const timings = {
    touchstone: { median: ours, spread: 0 },
    [peer]: { median: theirs, spread: 0 },
  };
  return { name, direction: "forward", threads: 1, operations: 100, timings, absent: {} };
}

function session(...rows: Row[]): Session {
  return { threads: 1, vectorBits: 128, rows, versions: {}, peak: 100, shared: 0, absent: {} };
}

test("a geometric mean of their time over ours, null of those that were not timed", () => {
  const { geomean: means } = summarize([session(row("a/b", 1, 4), row("a/c", 4, 1))]);
  expect(means["pytorch"]).toBeCloseTo(1);
  expect(means["jax-js"]).toBeNull();
  expect(geomean([2, 8])).toBeCloseTo(4);
});

test("the share of the peak is that of the slowest large product, in the turns that it took with the machine", () => {
  const rows = [
    row("torch.matmul/512", 2, 1, "machine"),
    row("torch.matmul/1024", 4, 3, "machine"),
    row("torch.matmul/256", 4, 1, "machine"),
  ];
  expect(summarize([session(...rows)]).sgemmShareOfPeak).toBeCloseTo(0.5);
  expect(summarize([session(row("torch.matmul/512", 2, 1))]).sgemmShareOfPeak).toBeNull();
});

function answer(slots: Readonly<Record<string, readonly number[]>>): Answer {
  const arrays = Object.entries(slots).map(([slot, numbers]) => [
    slot,
    { dtype: "float32", shape: [numbers.length], data: Float32Array.from(numbers) },
  ]);
  return { kind: "returned", tensors: Object.fromEntries(arrays), facts: {} };
}

const OURS = answer({ "output.0": [1, -2, 3], "grad.input.0": [0.5, 0.25, 1] });

test.each([
  [
    "another number",
    { "output.0": [1, -2, 3.1], "grad.input.0": [0.5, 0.25, 1] },
    "output.0 is off",
  ],
  ["NaN", { "output.0": [1, Number.NaN, 3], "grad.input.0": [0.5, 0.25, 1] }, "output.0 is off"],
  ["another size", { "output.0": [1, -2], "grad.input.0": [0.5, 0.25, 1] }, "has 2 elements"],
  ["no gradient", { "output.0": [1, -2, 3] }, "no gradient"],
  ["a wrong gradient", { "output.0": [1, -2, 3], "grad.input.0": [0.5, 0.25, -1] }, "grad.input.0"],
  ["no output", { "grad.input.0": [0.5, 0.25, 1] }, "no output"],
])("nobody is timed on %s", (_, theirs, says) => {
  expect(disagreement(OURS, answer(theirs))).toContain(says);
});

test("who rounds otherwise is timed, and so is who lacks the state", () => {
  const near = answer({ "output.0": [1.000001, -2, 3], "grad.input.0": [0.5, 0.25, 1] });
  expect(disagreement(OURS, near)).toBeNull();
});
