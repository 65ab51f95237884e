import { expect, test } from "vitest";
import { KnownError, readKnown } from "#harness/known";
import { messageOf } from "./kit/message.ts";

const IDS = ["nn.Conv2d/a", "nn.Conv2d/b", "nn.Linear/a"];

test("a list says why a case is known to fail", () => {
  const known = readKnown("# a comment\r\n\nnn.Conv2d/* # rounding, see #12\r\n", IDS, "list.txt");
  expect(IDS.map((id) => known.reasonFor(id))).toEqual([
    "rounding, see #12",
    "rounding, see #12",
    null,
  ]);
});

test("an empty list knows nothing", () => {
  expect(readKnown("", IDS, "list.txt").reasonFor("nn.Linear/a")).toBeNull();
});

test.each([
  ["nn.Linear/a", 'list.txt:1: must be "pattern # reason", came "nn.Linear/a"'],
  ["\nnn.Linear/a #", 'list.txt:2: must be "pattern # reason", came "nn.Linear/a #"'],
  ["nn.Gone/* # why", "list.txt: nn.Gone/* must match a case, came none of 3"],
  ["Linear # why", "list.txt: Linear must match a case, came none of 3"],
])("a list is refused: %j", (text, message) => {
  expect(messageOf(KnownError, () => readKnown(text, IDS, "list.txt"))).toBe(message);
});
