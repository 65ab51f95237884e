import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openAll } from "#harness/corpus";
import { loadEngine } from "#harness/engines/index";
import { explain } from "#harness/explain";
import { readKnown } from "#harness/known";
import { judge } from "#harness/run";

/*
 * Every case is a test: `vitest --shard i/n` spreads them over machines.
 */

const { ids, load } = openAll("fixtures");
const engine = await loadEngine("touchstone");
const list = `harness/known/${engine.name}.txt`;
const known = readKnown(existsSync(list) ? readFileSync(list, "utf8") : "", ids, list);

test.each(ids)("%s", async (id) => {
  const { case: one, answer, verdict } = await judge(engine, load(id));
  if (known.reasonFor(id) !== null) {
    expect(verdict.kind, `${id} is known to fail: take it off ${list}`).toBe("fail");
    return;
  }
  if (verdict.kind === "fail") throw new Error(explain(one, answer, verdict));
  expect(verdict).toMatchObject({ kind: "pass", unchecked: [] });
});
