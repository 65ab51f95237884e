import { describe, expect, test } from "vitest";
import { allocate } from "#harness/array";
import { type FloatDtype, numbersOf, spacing, UNIT_ROUNDOFF } from "#harness/floats";
import { boundOf, limitAt } from "#harness/tolerance";
import { UlpCounter } from "#harness/ulp-counter";

function decoded(dtype: "float16" | "bfloat16", ...bits: number[]): number[] {
  const data = allocate(dtype, bits.length);
  for (const [i, one] of bits.entries()) data[i] = one;
  return [...numbersOf({ dtype, shape: [bits.length], data })];
}

test("float16 is decoded at its corners", () => {
  expect(
    decoded("float16", 0, 0x8000, 1, 0x3ff, 0x400, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00, 0x7e00),
  ).toEqual([
    0,
    -0,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    1,
    -2,
    65504,
    Infinity,
    -Infinity,
    Number.NaN,
  ]);
});

test("bfloat16 is decoded at its corners", () => {
  expect(decoded("bfloat16", 0, 0x8000, 1, 0x3f80, 0xc000, 0x7f80, 0xff80, 0x7fc0)).toEqual([
    0,
    -0,
    2 ** -133,
    1,
    -2,
    Infinity,
    -Infinity,
    Number.NaN,
  ]);
});

describe.each(["float16", "bfloat16"] as const)("%s", (dtype) => {
  test("has numbers that grow with their bits, one spacing apart", () => {
    const greatest = dtype === "float16" ? 0x7bff : 0x7f7f;
    const numbers = decoded(dtype, ...Array.from({ length: greatest + 1 }, (_, bits) => bits));
    for (let i = 1; i < numbers.length; i++) {
      const [below = 0, here = 0] = [numbers[i - 1], numbers[i]];
      if (here - below !== spacing(below, dtype)) throw new Error(`${i}: ${below} to ${here}`);
    }
    expect(numbers.at(-1)).toBe(dtype === "float16" ? 65504 : 255 * 2 ** 120);
  });
});

test.each<[FloatDtype, number, number]>([
  ["float64", 1, 2 ** -52],
  ["float64", 0, 2 ** -1074],
  ["float32", 1, 2 ** -23],
  ["float32", -1.999, 2 ** -23],
  ["float32", 2, 2 ** -22],
  ["float32", 0, 2 ** -149],
])("the spacing of %s near %d is %d", (dtype, x, want) => {
  expect(spacing(x, dtype)).toBe(want);
});

test("a limit is the rule, or twice the error of a reference that is limited by itself", () => {
  const residual = Float32Array.of(0.25, -0.5, Number.NaN);
  const tolerance = { terms: 9, amplification: 1, residual, referenceLimited: false };
  const u = UNIT_ROUNDOFF.float32;
  expect(limitAt(boundOf(tolerance, "float32"), 3, -2)).toBe(10 * u * 3 + u * 2);
  expect(limitAt(boundOf({ ...tolerance, referenceLimited: true }, "float32"), 3, -2)).toBe(1);
});

test("half precision sums in float32 and rounds once", () => {
  const tolerance = { terms: 9, amplification: 1, residual: null, referenceLimited: false };
  expect(boundOf(tolerance, "bfloat16")).toEqual({ slope: 10 * 2 ** -24, unit: 2 ** -8, least: 0 });
  expect(boundOf(tolerance, "float64")).toEqual({ slope: 10 * 2 ** -53, unit: 2 ** -53, least: 0 });
});

test("a median of errors is known to the power of two above it", () => {
  const ulps = new UlpCounter();
  expect(ulps.summary()).toEqual({ mostUlp: 0, medianUlp: 0 });
  for (const ulp of [0, 0.1, 0.4, 3, 3.5, 100, 1e30]) ulps.add(ulp);
  expect(ulps.summary()).toEqual({ mostUlp: 1e30, medianUlp: 4 });
});
