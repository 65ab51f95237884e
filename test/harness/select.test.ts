import { describe, expect, test } from "vitest";
import { matches, parseShard, SelectionError, select } from "#harness/select";
import { messageOf } from "./kit/message.ts";

const IDS = ["documented/linear", "nn.Conv1d/a", "nn.Conv2d/a", "nn.Conv2d/b", "nn.Linear/a"];

describe("select keeps", () => {
  test("everything, when nothing is asked", () => {
    expect(select(IDS, {})).toEqual(IDS);
  });

  test.each([
    ["Conv", ["nn.Conv1d/a", "nn.Conv2d/a", "nn.Conv2d/b"]],
    ["nn.Conv?d/a", ["nn.Conv1d/a", "nn.Conv2d/a"]],
    ["*/a", ["nn.Conv1d/a", "nn.Conv2d/a", "nn.Linear/a"]],
    ["nn.Linear/a", ["nn.Linear/a"]],
  ])("what a filter %s is like", (filter, ids) => {
    expect(select(IDS, { filter })).toEqual(ids);
  });

  test.each(["Conv2d", "nn.Conv2d"])("the cases of a layer %s", (layer) => {
    expect(select(IDS, { layer })).toEqual(["nn.Conv2d/a", "nn.Conv2d/b"]);
  });

  test("in its shards, every case once", () => {
    const shards = [1, 2, 3].map((index) => select(IDS, { shard: { index, of: 3 } }));
    expect(shards.map((ids) => ids.length)).toEqual([2, 2, 1]);
    expect(shards.flat().sort()).toEqual(IDS);
  });
});

test("a pattern is the whole id, and its dots are dots", () => {
  expect(matches("nn.Conv2d/*", "nn.Conv2d/a")).toBe(true);
  expect(matches("nn.Conv2d/?", "xnn.Conv2d/a")).toBe(false);
  expect(matches("nn.Conv2d/*", "nnxConv2d/a")).toBe(false);
  expect(matches("*(a|b)+*", "nn.Conv2d/a")).toBe(false);
});

describe("select refuses", () => {
  test.each([
    [
      { filter: "conv" },
      "--filter conv: must match a case, came none of 5, such as documented/linear",
    ],
    [
      { layer: "Conv" },
      "--layer Conv: must match a case, came none of 5, such as documented/linear",
    ],
    [
      { layer: "Linear", filter: "b" },
      "--filter b: must match a case, came none of 1, such as nn.Linear/a",
    ],
    [
      { filter: "Linear", shard: { index: 1, of: 2 } },
      "--shard 1/2: must have a case a shard, came 1 cases",
    ],
  ])("%o", (selection, message) => {
    expect(messageOf(SelectionError, () => select(IDS, selection))).toBe(message);
  });
});

test("parseShard reads i/n and nothing else", () => {
  expect(parseShard("2/8")).toEqual({ index: 2, of: 8 });
  for (const text of ["0/2", "3/2", "1", "1/", "a/b", "-1/2", "1/2/3", "1.5/2"]) {
    expect(messageOf(SelectionError, () => parseShard(text))).toMatch(`came ${text}`);
  }
});
