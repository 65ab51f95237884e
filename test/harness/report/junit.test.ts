import { expect, test } from "vitest";
import { convert } from "xmlbuilder2";
import { renderJunit } from "#harness/report/junit";
import { REPORTED, runDocument, wrongOf } from "../kit/runs.ts";

interface Suite {
  readonly "@name": string;
  readonly "@tests": string;
  readonly "@failures": string;
  readonly "@errors": string;
  readonly "@skipped": string;
}

/** The suites of a document that was parsed again. */
function suitesIn(xml: string): Suite[] {
  const { testsuites } = convert(xml, { format: "object" }) as unknown as {
    testsuites: { testsuite: Suite | Suite[] };
  };
  return [testsuites.testsuite].flat();
}

test("a suite for each engine and layer, with what failed and how", async () => {
  const xml = renderJunit([
    await runDocument(),
    await runDocument({ engine: { name: "liar" }, lie: wrongOf("nn.Conv2d") }),
  ]);
  expect(suitesIn(xml).map((suite) => [suite["@name"], suite["@failures"]])).toEqual([
    ["parrot 1: nn.Conv2d", "0"],
    ["parrot 1: nn.ReLU", "0"],
    ["parrot 1: nn.Linear", "0"],
    ["liar 1: nn.Conv2d", "1"],
    ["liar 1: nn.ReLU", "0"],
    ["liar 1: nn.Linear", "0"],
  ]);
  expect(xml).toContain('<testcase classname="liar 1.nn.Conv2d" name="stride-per-axis">');
  expect(xml).toContain('<failure message="output.0: 24 of 120 elements differ');
  expect(xml).toContain("repro nn.Conv2d/stride-per-axis --engine liar</failure>");
});

test("what is unsupported or partly unchecked is skipped, with its reason", async () => {
  const unsupported = await runDocument({ lie: () => ({ kind: "unsupported", reason: "no <&>" }) });
  const xml = renderJunit([unsupported]);
  expect(suitesIn(xml).map((suite) => suite["@skipped"])).toEqual(["1", "1", "1"]);
  expect(xml).toContain('<skipped message="unsupported: no &lt;&amp;&gt;"/>');
  const lacking = await runDocument({
    engine: { lacks: ["structure"] },
    lie: (answer) => (answer.kind === "returned" ? { ...answer, facts: {} } : answer),
  });
  expect(renderJunit([lacking])).toContain('<skipped message="partly unchecked: structure"/>');
});

test("an interrupted run is an error", async () => {
  const xml = renderJunit([await runDocument({ cases: REPORTED.slice(0, 1), selected: 3 })]);
  expect(suitesIn(xml)[0]).toMatchObject({ "@name": "parrot 1", "@errors": "1" });
  expect(xml).toContain("stopped after 1 of 3 cases");
});

test("what is no character in XML is replaced", async () => {
  const lie = () => ({ kind: "unsupported" as const, reason: "a\u0000b\u001bc" });
  const xml = renderJunit([await runDocument({ lie })]);
  expect(xml).toContain("a\uFFFDb\uFFFDc");
  expect(suitesIn(xml)).toHaveLength(3);
});
