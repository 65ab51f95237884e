import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { diffRuns } from "#harness/report/diff";
import { renderDiff, renderDiffMarkdown } from "#harness/report/diff-text";
import type { CaseReport, Run } from "#harness/report/document";
import { runDocument, wrongOf } from "../kit/runs.ts";

const UNSUPPORTED = () => ({ kind: "unsupported" as const, reason: "no" });
const NOTHING = { worse: [], better: [], other: [], added: [], gone: [], further: [], nearer: [] };

/** A run whose first case is changed. */
function changed(run: Run, over: Partial<CaseReport>): Run {
  const [first, ...rest] = run.cases;
  return { ...run, cases: first === undefined ? [] : [{ ...first, ...over }, ...rest] };
}

describe("two runs", () => {
  test("that are the same do not differ", async () => {
    expect(diffRuns(await runDocument(), await runDocument())).toMatchObject(NOTHING);
  });

  test("differ by what fails now, and by what fails no more", async () => {
    const [good, bad] = [await runDocument(), await runDocument({ lie: wrongOf("nn.Conv2d") })];
    const id = "nn.Conv2d/stride-per-axis";
    expect(diffRuns(good, bad)).toMatchObject({
      ...NOTHING,
      worse: [{ id, old: "pass", new: "fail" }],
    });
    expect(diffRuns(bad, good)).toMatchObject({
      ...NOTHING,
      better: [{ id, old: "fail", new: "pass" }],
    });
  });

  test("differ by what is unsupported now; that a failure is, is neither better nor worse", async () => {
    const lie = wrongOf("nn.Conv2d");
    const [bad, none] = [await runDocument({ lie }), await runDocument({ lie: UNSUPPORTED })];
    const diff = diffRuns(bad, none);
    expect(diff.other.map(({ id }) => id)).toEqual(["nn.Conv2d/stride-per-axis"]);
    expect(diff.worse.map(({ id }) => id)).toEqual(["nn.ReLU/signs", "nn.Linear/refused"]);
  });

  test("differ by what is looked at less closely", async () => {
    const run = await runDocument();
    expect(diffRuns(run, changed(run, { unchecked: ["repr"] })).worse).toMatchObject([
      { old: "pass", new: "pass, 1 unchecked" },
    ]);
  });

  test("differ by cases that are new, and cases that are gone", async () => {
    const run = await runDocument();
    const fewer = { ...run, cases: run.cases.slice(1) };
    const id = "nn.Conv2d/stride-per-axis";
    expect(diffRuns(fewer, run)).toMatchObject({ added: [{ id, new: "pass" }], gone: [] });
    expect(diffRuns(run, fewer)).toMatchObject({ added: [], gone: [{ id, old: "pass" }] });
  });

  test("differ by errors that grew or shrank by a quarter, if they count at all", async () => {
    const run = await runDocument();
    const with_ = (share: number) => changed(run, { worst: { slot: "output.0", share } });
    expect(diffRuns(with_(0.2), with_(0.26)).further).toMatchObject([
      { old: "20.0 %", new: "26.0 %" },
    ]);
    expect(diffRuns(with_(0.2), with_(0.24)).further).toEqual([]);
    expect(diffRuns(with_(0.5), with_(0.1)).nearer).toHaveLength(1);
    expect(diffRuns(with_(0.001), with_(0.019)).further).toEqual([]);
  });
});

test("a difference is told in a few lines", async () => {
  const diff = diffRuns(await runDocument(), await runDocument({ lie: wrongOf("nn.Conv2d") }));
  expect(stripVTControlCharacters(renderDiff(diff))).toMatchInlineSnapshot(`
    "parrot 1 → parrot 1

    worse
    case                       old   new
    nn.Conv2d/stride-per-axis  pass  fail

    1 worse, 0 better, 0 otherwise, 0 new, 0 gone, 0 further from the truth, 0 nearer to the truth."
  `);
  expect(renderDiffMarkdown(diff)).toMatchInlineSnapshot(`
    "## 🔴 Touchstone: parrot 1 → parrot 1

    | worse | better | otherwise | new | gone | further from the truth | nearer to the truth |
    | --- | --- | --- | --- | --- | --- | --- |
    | 1 | 0 | 0 | 0 | 0 | 0 | 0 |

    <details><summary>worse: 1</summary>

    \`\`\`text
    nn.Conv2d/stride-per-axis: pass → fail
    \`\`\`

    </details>

    "
  `);
});

test("twenty changes of a kind are listed, the others counted", async () => {
  const run = await runDocument();
  const many = Array.from({ length: 23 }, (_, i) => ({ id: `nn.A/c${i}`, old: "pass", new: "" }));
  const text = renderDiff({ ...diffRuns(run, run), gone: many });
  expect(text.match(/nn\.A\/c/g)).toHaveLength(20);
  expect(text).toMatch("and 3 more");
});
