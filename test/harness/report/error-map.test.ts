import { describe, expect, test } from "vitest";
import type { Limit } from "#harness/case";
import { errorMap, firstDiffering } from "#harness/report/error-map";
import { floats, U } from "../kit/outputs.ts";
import { array, TOLERANCE } from "../kit/sample.ts";

describe("a map of errors", () => {
  test("counts in units of the limit, against the truth", () => {
    const residual = Float32Array.of(0, 2 * U);
    const limit: Limit = { terms: 1, amplification: 1, residual, referenceLimited: false };
    const map = errorMap(floats(0, 1), floats(6 * U, 1 + 16 * U), limit);
    expect(map).toMatchObject({ unit: "limit", columns: 2, errors: [1, 2] });
  });

  test("counts in units in the last place where bits are compared, and tells signs of zeros", () => {
    const map = errorMap(floats(1, 0, 2), floats(1 + 2 * U, -0, 2), "bits");
    expect(map).toMatchObject({ unit: "ulp", errors: [1, Number.MIN_VALUE, 0] });
  });

  test("counts whole numbers as they are", () => {
    const map = errorMap(array("int64", [2], [1, 5]), array("int64", [2], [1, 2]), "bits");
    expect(map).toMatchObject({ unit: "one", errors: [0, 3] });
  });

  test("has no end where one side is not finite, and no error where both are the same", () => {
    const map = errorMap(floats(1, NaN, Infinity), floats(NaN, NaN, Infinity), TOLERANCE);
    expect(map?.errors).toEqual([Infinity, 0, 0]);
  });

  test("keeps the worst of the cells that fall together", () => {
    const want = array("float32", [130, 130], new Array(16_900).fill(0));
    const got = array("float32", [130, 130], new Array(16_900).fill(0));
    got.data[130 * 129 + 129] = 6 * U;
    got.data[130 * 3 + 4] = 12 * U;
    const map = errorMap(want, got, TOLERANCE);
    expect(map).toMatchObject({ rowsEach: 3, columnsEach: 3, columns: 44 });
    expect(map?.errors).toHaveLength(44 * 44);
    expect(map?.errors.at(-1)).toBe(1);
    expect(map?.errors[44 + 1]).toBe(2);
    expect(map?.errors.filter((error) => error > 0)).toHaveLength(2);
  });

  test("is not made of one number", () => {
    expect(errorMap(floats(1), floats(2), TOLERANCE)).toBeNull();
  });
});

test("the first elements that differ come with their index, those within the limit do not", () => {
  const want = array("float32", [2, 2], [0, 0, 0, 0]);
  const got = array("float32", [2, 2], [6 * U, 7 * U, 0, 1]);
  expect(firstDiffering(want, got, TOLERANCE)).toMatchObject([
    { index: [0, 1], want: "0", error: 7 / 6 },
    { index: [1, 1], want: "0", got: "1" },
  ]);
});
