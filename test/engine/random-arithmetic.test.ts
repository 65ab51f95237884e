import { describe, expect, test } from "vitest";
import { kernels, memory, rowBase } from "#engine/memory";
import { exp } from "#engine/random/exponential-function";
import { fma32, fma64 } from "#engine/random/fma";
import { log, log1p } from "#engine/random/logarithm";
import { directionOf, tan } from "#engine/random/trigonometry";
import recorded from "./recorded/arithmetic.json" with { type: "json" };

const ALLOWED_ULP = 1;

type Fused = [number, number, number, number];

test("fma64 rounds once, from subnormals to overflow", () => {
  const rows = recorded.fma64.map((row) => row.map(numberOf) as Fused);
  expect(rows.length).toBeGreaterThan(200);
  for (const [a, b, c, want] of rows) expect([a, b, c, fma64(a, b, c)]).toEqual([a, b, c, want]);
  expect(rows.some(([a, b, c, want]) => a * b + c !== want)).toBe(true);
});

test("fma32 rounds once, also where rounding twice goes wrong", () => {
  const rows = recorded.fma32.map((row) => row.map(numberOf) as Fused);
  for (const [a, b, c, want] of rows) expect([a, b, c, fma32(a, b, c)]).toEqual([a, b, c, want]);
  expect(rows.some(([a, b, c, want]) => Math.fround(a * b + c) !== want)).toBe(true);
});

test("and so does the kernels' own, four lanes at a time", () => {
  const rows = recorded.fma32.map((row) => row.map(numberOf) as Fused);
  for (const [a, b, c, want] of rows) {
    const lanes = new Float32Array(memory.buffer, rowBase, 8).fill(a);
    kernels.random_scale(rowBase, 1, b, c, Number.NaN);
    expect([a, b, c, ...lanes]).toEqual([a, b, c, want, want, want, want, a, a, a, a]);
  }
});

describe("functions agree with the C library", () => {
  const rows = recorded.functions.map((row) => row.map(numberOf));
  const column = (i: number) => rows.map((row) => row[i] as number);
  const shares = column(0);

  test("log1p bit for bit", () => {
    expect(shares.map((u) => log1p(-u))).toEqual(column(2));
  });

  const others: [string, number, (u: number) => number][] = [
    ["log", 1, log],
    ["cos", 3, (u) => directionOf(2 * Math.PI * u).cos.high],
    ["sin", 4, (u) => directionOf(2 * Math.PI * u).sin.high],
    ["tan", 5, (u) => tan(Math.PI * (u - 0.5))],
    ["exp", 6, (u) => exp((u - 0.5) * 20)],
  ];
  for (const [name, place, of] of others) {
    test(`${name}: all but a few bit for bit, those within ${ALLOWED_ULP} ulp`, () => {
      const want = column(place);
      const off = shares.map((u, i) => ulpsApart(of(u), want[i] as number));
      expect(Math.max(...off)).toBeLessThanOrEqual(ALLOWED_ULP);
      expect(off.filter((distance) => distance > 0).length).toBeLessThan(shares.length / 50);
    });
  }

  test("at the ends of their domains", () => {
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log1p(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(exp(1000)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-1000)).toBe(0);
    expect(log(1)).toBe(0);
  });
});

function numberOf(bits: string): number {
  return Buffer.from(bits, "hex").readDoubleBE(0);
}

/** How many float64 numbers lie between two of the same sign. */
function ulpsApart(a: number, b: number): number {
  const view = new DataView(new ArrayBuffer(16));
  view.setFloat64(0, a);
  view.setFloat64(8, b);
  return Math.abs(Number(view.getBigInt64(0) - view.getBigInt64(8)));
}
