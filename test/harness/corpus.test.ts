import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
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

/** Processes start slowly where many do. */
const LONG = { timeout: 180_000 };
const ROOT = path.join(import.meta.dirname, "..", "..");
const at = (file: string): string => JSON.stringify(pathToFileURL(path.join(ROOT, file)).href);

/** A program that keeps `count` cases whose names begin with its own. */
const keeper = (name: string, folder: string, count: number): string => `
  import { keep } from ${at("harness/corpus.ts")};
  import { openFixtures } from ${at("harness/fixtures.ts")};
  import { refusing } from ${at("test/harness/kit/sample.ts")};
  const fixtures = openFixtures(${JSON.stringify(folder)});
  for (let i = 0; i < ${count}; i++) {
    keep(refusing({ id: "nn.Linear/found-${name}" + i, tags: ["found"] }), fixtures);
    keep(refusing({ id: "nn.Linear/found-both" + i, tags: ["found"] }), fixtures);
  }
`;

test(
  "several processes keep in one folder at a time, and none forgets what another kept",
  LONG,
  async () => {
    const { folder } = openFixtures(fourCases());
    const count = 15;
    const names = ["a", "b", "c"];
    await Promise.all(
      names.map((name) =>
        execa(process.execPath, ["--input-type=module", "-e", keeper(name, folder, count)]),
      ),
    );
    const { ids, load } = openFixtures(path.join(folder, "regressions"));
    const want = [...names, "both"].flatMap((name) =>
      Array.from({ length: count }, (_, i) => `nn.Linear/found-${name}${i}`),
    );
    expect(ids).toEqual(want.sort());
    for (const id of ids) expect(load(id).id).toBe(id);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  },
);

test("a draft that an ended process left is no part of the fixtures", () => {
  const { folder } = openFixtures(fourCases());
  const draft = path.join(folder, "regressions.123.tmp", "case");
  mkdirSync(draft, { recursive: true });
  writeFileSync(path.join(draft, "cases.json"), "[");
  expect(openAll(folder).ids).toEqual(openFixtures(folder).ids);
});
