import { expect, test } from "vitest";
import { renderBadge } from "#harness/report/badge";
import { REPORTED, runDocument, wrongOf } from "../kit/runs.ts";

async function titleOf(...plan: Parameters<typeof runDocument>): Promise<string | undefined> {
  return /<title>(.*)<\/title>/.exec(renderBadge(await runDocument(...plan)))?.[1];
}

test("says how many pass, how many fail, or that the run is a part", async () => {
  expect(await titleOf()).toBe("conformance to PyTorch 2.13.0: 3 of 3 pass");
  expect(await titleOf({ lie: wrongOf("nn.Conv2d") })).toBe(
    "conformance to PyTorch 2.13.0: 1 of 3 fail",
  );
  expect(await titleOf({ cases: REPORTED.slice(1), selected: 3 })).toBe(
    "conformance to PyTorch 2.13.0: partial: 2 of 3",
  );
  expect(await titleOf({ lie: () => ({ kind: "unsupported", reason: "no" }) })).toBe(
    "conformance to PyTorch 2.13.0: 0 of 3 pass",
  );
});

test("is green only where the run is", async () => {
  const green = "#17795b";
  expect(renderBadge(await runDocument())).toContain(green);
  expect(renderBadge(await runDocument({ lie: wrongOf("nn.ReLU") }))).not.toContain(green);
  expect(renderBadge(await runDocument({ selected: 4 }))).not.toContain(green);
  const known = { reasonFor: () => "it lies" };
  const one = { cases: REPORTED.slice(1, 2), lie: wrongOf("nn.ReLU"), known };
  expect(renderBadge(await runDocument(one))).not.toContain(green);
});
