import { expect, test } from "vitest";
import { folded, renderMarkdown, table } from "#harness/report/markdown";
import { POWER } from "../kit/power-report.ts";
import { REPORTED, runDocument, wrongOf } from "../kit/runs.ts";

test("a row for each engine, and the first failures to be opened", async () => {
  const markdown = renderMarkdown([
    await runDocument(),
    await runDocument({ engine: { name: "liar" }, lie: wrongOf("nn.Conv2d") }),
    await runDocument({ engine: { name: "early" }, cases: REPORTED.slice(1), selected: 3 }),
  ]);
  expect(markdown).toMatchInlineSnapshot(`
    "## Touchstone against PyTorch 2.13.0, linux-x86_64

    | engine |  | pass | fail | known to fail | unsupported | unchecked | no worse than PyTorch |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | parrot 1 | 🟢 conforms | 3 of 3 | 0 | 0 | 0 | 0 | 100 % |
    | liar 1 | 🔴 does not conform | 2 of 3 | 1 | 0 | 0 | 0 | 0 % |
    | early 1 | 🟡 partial: stopped after 2 of 3 cases | 2 of 3 | 0 | 0 | 0 | 0 |  |

    ### liar 1: 1 of 3 cases fail

    <details><summary>nn.Conv2d/stride-per-axis</summary>

    \`\`\`text
    nn.Conv2d/stride-per-axis
      nn.Conv2d(3, 4, 3, stride=(2, 1)) on (): float32, training
      output.0: 24 of 120 elements differ by more than their limit; 1 of them where one side is NaN or infinite.
        Worst at [1, 0, 1, 0]: want -0.0265511535, got 0.0734488443: off by 0.1, 167000 times the limit of 5.98e-7, 5.37e+7 ULP.
        Only index 0 of axis 3 differs.
      To see it again: npm run touchstone -- repro nn.Conv2d/stride-per-axis --engine liar
    \`\`\`

    </details>

    "
  `);
});

test("ten failures of an engine are shown, the others counted", async () => {
  const [first] = REPORTED;
  if (first === undefined) throw new Error("there is no case");
  const cases = Array.from({ length: 13 }, (_, i) => ({ ...first, id: `nn.Conv2d/case-${i}` }));
  const markdown = renderMarkdown([await runDocument({ cases, lie: wrongOf("nn.Conv2d") })]);
  expect(markdown.match(/<details>/g)).toHaveLength(10);
  expect(markdown).toMatch(/\nAnd 3 more\.\n/);
});

test("what is known to fail is counted, though nothing is said of it", async () => {
  const known = { reasonFor: (id: string) => (id.startsWith("nn.Conv2d/") ? "it lies" : null) };
  const markdown = renderMarkdown([await runDocument({ known, lie: wrongOf("nn.Conv2d") })]);
  expect(markdown).toMatch(
    /^\| parrot 1 \| 🟢 conforms but for known failures \| 2 of 3 \| 0 \| 1 \| 0 \| 0 \|/m,
  );
  expect(markdown).not.toMatch(/details/);
});

test("the suite's power is told where it is known", async () => {
  expect(renderMarkdown([await runDocument()], POWER)).toContain(
    "catch 1 of 2 faults seeded in an engine (50 %), 1 with fuzzing; 1 correct engines that compute otherwise raise 0 false alarms",
  );
});

test("cells and folded texts may hold anything", () => {
  expect(table(["a"], [["x|y <b> `c`\nd"]])).toBe("| a |\n| --- |\n| x\\|y &lt;b> \\`c\\` d |");
  expect(folded("t", "before\n```\nafter")).toContain("````text\nbefore\n```\nafter\n````");
});
