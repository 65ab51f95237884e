import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { keep, openAll } from "#harness/corpus";
import { openFixtures } from "#harness/fixtures";
import { FOUR_CASES, fourCases } from "./kit/four-cases.ts";
import { array, refusing, returning } from "./kit/sample.ts";

const FOUND = [
  refusing({ id: "nn.Linear/found-1", tags: ["found"] }),
  returning({ "output.0": array("int64", [2], [1, 2]) }, "bits", { id: "nn.Linear/found-0" }),
];

test("what is kept is read before the fixtures, each from a folder of its own", () => {
  const fixtures = openFixtures(fourCases());
  for (const one of FOUND) keep(one, fixtures);
  const { ids, load } = openAll(fixtures.folder);
  expect(ids).toEqual(["nn.Linear/found-0", "nn.Linear/found-1", ...fixtures.ids]);
  for (const one of [...FOUND, ...FOUR_CASES]) expect(load(one.id)).toEqual(one);
  const home = path.join(fixtures.folder, "regressions", "nn.Linear", "found-0");
  expect(readFileSync(path.join(home, "cases.json"), "utf8")).toMatch(
    /^\[\n\{\n "format": 2,\n "id": "nn.Linear\/found-0",\n.* "call": \{\n {2}"layer": "nn.Identity",\n/s,
  );
});

test("what was kept before stays", () => {
  const fixtures = openFixtures(fourCases());
  for (const one of FOUND) keep(one, openFixtures(fixtures.folder));
  expect(openFixtures(path.join(fixtures.folder, "regressions")).manifest).toMatchObject({
    cases: 2,
    packs: {
      "nn.Linear/found-0": ["nn.Linear/found-0"],
      "nn.Linear/found-1": ["nn.Linear/found-1"],
    },
  });
});
