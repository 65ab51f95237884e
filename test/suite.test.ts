import { describe, expect, test } from "vitest";
import { allocate, type NdArray } from "#harness/array";
import type { Case, Limit, Returned } from "#harness/case";
import { compare } from "#harness/compare";
import { compareNumbers } from "#harness/compare-numbers";
import { openFixtures } from "#harness/fixtures";
import { isFloat, numbersOf } from "#harness/floats";
import { SILENT, UNSEEING } from "./blind.ts";
import layers from "./layers.json" with { type: "json" };

/*
 * The fixtures themselves: whole, many enough, covering every layer, and able to see.
 */

const { ids, load, manifest } = openFixtures("fixtures");
const CASES: readonly Case[] = ids.map(load);

const FEWEST_CASES = 400;
const FEWEST_DOCUMENTED = 7;

/** The ids of the cases that do not hold. */
function failing(holds: (one: Case) => boolean): string[] {
  return CASES.filter((one) => !holds(one)).map(({ id }) => id);
}

test("the manifest vouches for every case, and there are enough of them", () => {
  expect(CASES).toHaveLength(manifest.cases);
  expect(CASES.length).toBeGreaterThanOrEqual(FEWEST_CASES);
  expect(new Set(ids).size).toBe(ids.length);
});

test("the documented page's own examples are among them", () => {
  const documented = ids.filter((id) => id.startsWith("documented/"));
  expect(documented.length).toBeGreaterThanOrEqual(FEWEST_DOCUMENTED);
});

test("PyTorch is the pinned one", () => {
  expect(manifest.torch).toMatch(/^2\.13\.0/);
});

describe.each(layers)("%s", (layer) => {
  const cases = CASES.filter(({ call }) => call.layer === layer);

  test("is answered in float32 and float64", () => {
    for (const dtype of ["float32", "float64"]) {
      const answered = cases.filter(
        ({ call, answer }) => call.dtype === dtype && answer.kind === "returned",
      );
      expect([dtype, answered.length > 0]).toEqual([dtype, true]);
    }
  });

  test("has gradients", () => {
    const slots = cases.flatMap(({ answer }) =>
      answer.kind === "returned" ? Object.keys(answer.tensors) : [],
    );
    expect(slots.some((slot) => slot.startsWith("grad."))).toBe(true);
  });

  test("refuses in at least two cases", () => {
    const refused = cases.filter(({ answer }) => answer.kind === "threw");
    expect(refused.length).toBeGreaterThanOrEqual(2);
  });
});

describe("no case is vacuous:", () => {
  test("PyTorch's own answer passes", () => {
    expect(failing((one) => compare(one, one.answer).kind === "pass")).toEqual([]);
  });

  test("every answer says something, and every refusal a word to know it by", () => {
    expect(
      failing(({ answer, fragment }) =>
        answer.kind === "threw" ? fragment.length >= 2 : saysSomething(answer),
      ).filter((id) => !Object.hasOwn(SILENT, id)),
    ).toEqual([]);
  });

  test("where a slot is not all zeros, zeros do not pass", () => {
    const blind = failing((one) => blindSlots(one).length === 0);
    expect(blind.filter((id) => !Object.hasOwn(UNSEEING, id))).toEqual([]);
  });

  test("upstream gradients are uneven, so that no sum of them is zero by itself", () => {
    const even = failing(({ call }) => Object.values(call.upstream).every(isUneven));
    // A documented page goes backward from the ones of a sum; its twin does not.
    expect(even.filter((id) => !id.startsWith("pages/") || id.endsWith("-redrawn"))).toEqual([]);
  });

  test("PyTorch itself uses at most half of a limit, or the case says so", () => {
    expect(failing((one) => overused(one).length === 0)).toEqual([]);
  });
});

/** Numbers, or a value or steps that stand among the facts. */
function saysSomething({ tensors, facts }: Returned): boolean {
  const { structure = "None" } = facts;
  return Object.keys(tensors).length > 0 || structure !== "None" || "step.0" in facts;
}

/** The slots of which PyTorch uses too much unmarked. Rounding to 16 bits may use all there is by itself. */
function overused(one: Case): string[] {
  const { answer } = one;
  const verdict = compare(one, answer);
  if (verdict.kind === "unsupported" || answer.kind === "threw") return [];
  return verdict.slots
    .filter(({ slot, referenceLimited, referenceShare }) => {
      const half = answer.tensors[slot]?.dtype.endsWith("16") === true;
      return !referenceLimited && (referenceShare ?? 0) > (half ? 1 : 0.5);
    })
    .map(({ slot }) => slot);
}

/** The slots in which an engine that always answers zero would not be found out. */
function blindSlots({ answer, limits }: Case): string[] {
  if (answer.kind === "threw") return [];
  return Object.entries(answer.tensors)
    .filter(([slot, want]) => {
      const { dtype, shape, data } = want;
      if (isZero(want, limits[slot] ?? "bits")) return false;
      const zeros = { dtype, shape, data: allocate(dtype, data.length) };
      return compareNumbers(slot, want, zeros, limits[slot] ?? "bits").difference === null;
    })
    .map(([slot]) => slot);
}

/** Zero as far as float64 can tell: such as the gradient of a bias before a batch norm. */
function isZero({ dtype, data }: NdArray, limit: Limit): boolean {
  if (limit === "bits" || !isFloat(dtype)) return data.every((x) => Number(x) === 0);
  const { amplification, residual } = limit;
  const numbers = numbersOf({ dtype, shape: [data.length], data });
  return numbers.every((x, i) => {
    const size = typeof amplification === "number" ? amplification : (amplification[i] ?? 0);
    return Math.abs(x + (residual?.[i] ?? 0)) <= 2 ** -44 * size;
  });
}

function isUneven(array: NdArray): boolean {
  const numbers = isFloat(array.dtype) ? numbersOf(array) : Float64Array.from(array.data, Number);
  return numbers.length < 2 || numbers.some((x) => x !== numbers[0]);
}
