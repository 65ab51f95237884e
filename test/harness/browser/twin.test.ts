import { describe, expect, test } from "vitest";
import { bitsOf } from "#harness/bits";
import type { CameCase } from "#harness/browser/talk";
import { Twin } from "#harness/browser/twin";
import { openFixtures } from "#harness/fixtures";
import { reportCase } from "#harness/report/case-report";
import { caseReportJson, stringify } from "#harness/report/document";
import { run } from "#harness/run";
import { FOUR_CASES, fourCases } from "../kit/four-cases.ts";
import { parrot } from "../kit/parrot.ts";

const KNOWN = { reasonFor: () => null };

/** What a browser would tell of the four cases. */
async function told(): Promise<CameCase[]> {
  const { ids, load } = openFixtures(fourCases());
  const cases: CameCase[] = [];
  for await (const judged of run({ engine: parrot(FOUR_CASES), ids, load })) {
    const sent = JSON.parse(stringify(reportCase(judged)));
    cases.push({ report: caseReportJson.parse(sent), bits: bitsOf(judged.answer) });
  }
  return cases;
}

async function compared(cases: readonly CameCase[]) {
  const twin = new Twin(parrot(FOUR_CASES), openFixtures(fourCases()), KNOWN);
  twin.add(cases.slice(0, 2), new AbortController().signal);
  twin.add(cases.slice(2), new AbortController().signal);
  await twin.finish();
  return twin.otherwise;
}

describe("an engine in Node beside one in a browser", () => {
  test("finds nothing where both are alike", async () => {
    expect(await compared(await told())).toEqual([]);
  });

  test("finds another bit", async () => {
    const [first, ...rest] = await told();
    const other = { ...(first as CameCase), bits: "0".repeat(64) };
    expect(await compared([other, ...rest])).toEqual([{ id: "nn.Identity/a", what: "its bits" }]);
  });

  test("finds another verdict", async () => {
    const [first, ...rest] = await told();
    const report = { ...(first as CameCase).report, outcome: "fail" as const };
    const other = { ...(first as CameCase), report };
    expect(await compared([other, ...rest])).toEqual([
      { id: "nn.Identity/a", what: "its verdict" },
    ]);
  });
});
