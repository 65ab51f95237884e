import { describe, expect, test } from "vitest";
import type { Run } from "#harness/report/document";
import { mergeShards } from "#harness/report/merge";
import { REPORTED, runDocument, wrongOf } from "../kit/runs.ts";

type Plan = NonNullable<Parameters<typeof runDocument>[0]>;

/** The shards of a run. */
async function shards(of: number, plan: Plan = {}): Promise<{ file: string; run: Run }[]> {
  const parts = Array.from({ length: of }, async (_, i) => {
    const cases = REPORTED.filter((_one, at) => at % of === i);
    const selection = { shard: { index: i + 1, of } };
    return { file: `${i + 1}.json`, run: await runDocument({ ...plan, cases, selection }) };
  });
  return Promise.all(parts);
}

function merging(...parts: { file: string; run: Run }[]): () => Run {
  return () => mergeShards(parts);
}

test("the shards of a run are the run, whatever their order", async () => {
  const lie = wrongOf("nn.Conv2d");
  const whole = await runDocument({ lie });
  const [a, b] = await shards(2, { lie });
  if (a === undefined || b === undefined) throw new Error("there are no shards");
  const merged = mergeShards([b, a]);
  expect(Object.keys(merged)).toEqual(Object.keys(whole));
  const without = ({ summary, ...rest }: Run) => {
    const { seconds: _s, casesPerSecond: _c, casesPerSecondWarm: _w, ...counted } = summary;
    return { ...rest, summary: counted };
  };
  expect(without(merged)).toEqual(without(whole));
  expect(merged.summary.seconds).toBeCloseTo(a.run.summary.seconds + b.run.summary.seconds, 9);
});

describe("is refused:", () => {
  test("nothing", () => {
    expect(merging()).toThrow("merge: must have a shard, came none");
  });

  test("a shard that is missing, or came twice", async () => {
    const [a, b, c] = await shards(3);
    if (!a || !b || !c) throw new Error("there are no shards");
    expect(merging(a, c)).toThrow("merge: shard 2/3 must come, too");
    expect(merging(a, b, c, { ...b, file: "again.json" })).toThrow(
      "again.json: shard 2/3 came in 2.json already",
    );
  });

  test("a case that came twice", async () => {
    const [a, b] = await shards(2);
    if (!a || !b) throw new Error("there are no shards");
    const double = { ...b.run, cases: a.run.cases.slice(0, 1) };
    expect(merging(a, { file: "2.json", run: double })).toThrow(
      "2.json: nn.Conv2d/stride-per-axis came in 1.json already",
    );
  });

  test("a run that is no shard, or a shard of another number", async () => {
    const [a] = await shards(2);
    const [, other] = await shards(3);
    if (!a || !other) throw new Error("there are no shards");
    expect(merging(a, { ...other, file: "other.json" })).toThrow(
      "other.json: must be a shard i/2 of a run, came 2/3",
    );
    expect(merging({ file: "whole.json", run: await runDocument() })).toThrow(
      "whole.json: must be a shard i/n of a run, came no shard",
    );
  });

  test("another engine, other fixtures, another selection, a part of a run", async () => {
    const [a] = await shards(2);
    if (!a) throw new Error("there are no shards");
    const shard = { index: 2, of: 2 };
    const second = async (plan: Plan) => {
      const selection = { shard, ...plan.selection };
      const cases = REPORTED.slice(1, 2);
      return { file: "2.json", run: await runDocument({ cases, ...plan, selection }) };
    };
    expect(merging(a, await second({ engine: { version: "2" } }))).toThrow(
      /^2.json: must be of the same engine as 1.json, .*"1".*, came .*"2"/,
    );
    expect(merging(a, await second({ manifest: { files: { x: "" } } }))).toThrow(
      /^2.json: must be of the same reference as 1.json/,
    );
    expect(merging(a, await second({ selection: { layer: "ReLU" } }))).toThrow(
      '2.json: must be of the same selection as 1.json, {}, came {"layer":"ReLU"}',
    );
    expect(merging(a, await second({ selected: 2 }))).toThrow(
      "2.json: must be a whole run of parrot 1, came 1 of 2 cases",
    );
  });
});
