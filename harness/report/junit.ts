import { create } from "xmlbuilder2";
import { layerOf } from "../tally.ts";
import { labelOf } from "./columns.ts";
import type { CaseReport, Run } from "./document.ts";

/** What is no character in XML. */
const REPLACEMENT = "\uFFFD";

type Element = Record<string, unknown>;

/**
 * The runs as JUnit's XML: a suite for each engine and layer. What is unsupported, known to fail or partly unchecked is skipped, with
 * its reason; an interrupted run has a suite of its own that says so as an error.
 */
export function renderJunit(runs: readonly Run[]): string {
  const suites = runs.flatMap(suitesOf);
  const root = { testsuites: { "@name": "touchstone", testsuite: suites } };
  const document = create({ encoding: "UTF-8", invalidCharReplacement: REPLACEMENT }, root);
  return `${document.end({ prettyPrint: true })}\n`;
}

function suitesOf(run: Run): Element[] {
  const label = labelOf(run);
  const layers = Map.groupBy(run.cases, ({ id }) => layerOf(id));
  const suites = [...layers].map(([layer, cases]) =>
    suite(
      `${label}: ${layer}`,
      cases.map((one) => testcase(label, one)),
    ),
  );
  return run.summary.interrupted ? [interruption(run), ...suites] : suites;
}

function suite(name: string, cases: readonly Element[]): Element {
  const having = (key: string): number => cases.filter((one) => key in one).length;
  return {
    "@name": name,
    "@tests": cases.length,
    "@failures": having("failure"),
    "@errors": having("error"),
    "@skipped": having("skipped"),
    testcase: cases,
  };
}

function testcase(label: string, one: CaseReport): Element {
  const layer = layerOf(one.id);
  return {
    "@classname": `${label}.${layer}`,
    "@name": one.id.slice(layer.length + 1),
    ...came(one),
  };
}

function came({
  outcome,
  reason = "",
  explanation = "",
  differences,
  unchecked,
}: CaseReport): Element {
  switch (outcome) {
    case "fail":
      return {
        failure: { "@message": differences?.[0]?.sentence ?? "differs", "#": explanation },
      };
    case "stale":
      return { failure: { "@message": `passes, but is known to fail: ${reason}` } };
    case "unsupported":
      return { skipped: { "@message": `unsupported: ${reason}` } };
    case "xfail":
      return { skipped: { "@message": `known to fail: ${reason}` } };
    case "pass":
      return unchecked.length === 0
        ? {}
        : { skipped: { "@message": `partly unchecked: ${unchecked.join(", ")}` } };
  }
}

function interruption(run: Run): Element {
  const { cases, selected } = run.summary;
  const message = `stopped after ${cases} of ${selected} cases: this is a part of a result`;
  const label = labelOf(run);
  return suite(label, [
    { "@classname": label, "@name": "the run is whole", error: { "@message": message } },
  ]);
}
