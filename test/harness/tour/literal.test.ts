import { describe, expect, test } from "vitest";
import { readLiteral, showLiteral } from "#harness/tour/page/literal";

describe("a value that is typed", () => {
  test.each([
    ["3", 3],
    [" -2.5e-3 ", -0.0025],
    [".5", 0.5],
    ["(3, 5)", [3, 5]],
    ["3, 5", [3, 5]],
    ["(3,)", [3]],
    ["(3)", 3],
    ["[1, (2, 3)]", [1, [2, 3]]],
    ["()", []],
    ["None", null],
    ["true", true],
    ["False", false],
    ["'same'", "same"],
    ['"valid"', "valid"],
  ])("is read: %s", (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  test.each(["", "  ", "abc", "3,,4", "(3", "3)", "(3]", ",", "1 2", "3; 4", "1e", "--1"])(
    "is none: %j",
    (text) => {
      expect(readLiteral(text)).toBeUndefined();
    },
  );

  test.each([3, -0.5, null, true, "same", [3, 5], [3], [], [[1, 2], [3]]])(
    "is shown so that it is read again: %j",
    (value) => {
      expect(readLiteral(showLiteral(value))).toEqual(value);
    },
  );
});
