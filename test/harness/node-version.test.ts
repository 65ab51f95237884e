import { expect, test } from "vitest";
import { tooOld } from "#harness/node-version";

test.each([
  ["22.18.0", ">=22.18", null],
  ["22.18.0", ">=22.18.1", "Node must be >=22.18.1, came 22.18.0"],
  ["22.17.9", ">=22.18", "Node must be >=22.18, came 22.17.9"],
  ["20.20.2", ">=22.18", "Node must be >=22.18, came 20.20.2"],
  ["23.0.0", ">=22.18", null],
  ["24.21.0", ">=9", null],
])("Node %s, where %s is asked: %s", (node, asked, said) => {
  expect(tooOld(node, asked)).toBe(said);
});
