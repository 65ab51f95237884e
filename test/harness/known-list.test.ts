import { expect, test } from "vitest";
import { PROTOCOL } from "#harness/engine";
import { readKnown } from "#harness/known";
import { listKnown } from "#harness/known-list";
import { reportCase } from "#harness/report/case-report";
import { type Judged, judge } from "#harness/run";
import { array, returning } from "./kit/sample.ts";

const IDS = ["nn.Identity/a", "nn.Identity/b", "nn.Identity/c", "nn.Identity/d"];
const WANT = array("float32", [3], [1, 2, 3]);

/** An engine that answers with these numbers, or crashes. */
function engineOf(numbers: readonly number[] | null) {
  const answer = () => {
    if (numbers === null) throw new Error("no memory\nat line 3");
    const tensors = { "output.0": array("float32", [3], numbers) };
    return { kind: "returned", tensors, facts: { structure: "tensor" } } as const;
  };
  return { name: "liar", version: "1", protocol: PROTOCOL, answer } as const;
}

async function ran(id: string, numbers: readonly number[] | null, reason: string | null) {
  const judgement = await judge(engineOf(numbers), returning({ "output.0": WANT }, "bits", { id }));
  const outcome = { pass: "pass", fail: reason === null ? "fail" : "xfail" } as const;
  const kind = judgement.verdict.kind === "pass" ? "pass" : "fail";
  const judged: Judged = { ...judgement, outcome: outcome[kind], reason };
  return reportCase(judged, "liar");
}

test("a list has what failed by its cause, what was known with its reason, and what was not asked as it was", async () => {
  const known = readKnown("nn.Identity/c # a known bug\nnn.Identity/d # not today", IDS, "list");
  const cases = [
    await ran("nn.Identity/a", [-1, -2, -3], null),
    await ran("nn.Identity/b", null, null),
    await ran("nn.Identity/c", [1, 2, 4], "a known bug"),
  ];
  expect(listKnown(engineOf(null), cases, IDS, known)).toMatchInlineSnapshot(`
    "# Cases that liar 1 is known to fail, as "pattern # reason".

    nn.Identity/c # a known bug

    nn.Identity/d # not today

    nn.Identity/a # output.0: The sign is flipped everywhere.

    nn.Identity/b # the engine crashed: got  Error: no memory
    "
  `);
});

test("the list can be read again, and gives the same reasons", async () => {
  const cases = [await ran("nn.Identity/a", [1, 5, 3], null)];
  const text = listKnown(engineOf(null), cases, IDS, readKnown("", IDS, "list"));
  expect(readKnown(text, IDS, "list").reasonFor("nn.Identity/a")).toMatch(/^output\.0/);
});

test("where nothing fails the list says so", async () => {
  const cases = [await ran("nn.Identity/a", [1, 2, 3], null)];
  expect(listKnown(engineOf(null), cases, IDS, readKnown("", IDS, "list"))).toMatch(
    /are none\.\n$/,
  );
});
