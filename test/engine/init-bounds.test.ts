import { describe, expect, test } from "vitest";
import {
  biasBound,
  calculateFan,
  calculateGain,
  kaimingStd,
  kaimingUniformBound,
  xavierStd,
  xavierUniformBound,
} from "#engine/init-bounds";
import recorded from "./recorded/init-bounds.json" with { type: "json" };

describe("the numbers that torch.nn.init asks its samplers for, to the last bit", () => {
  for (const row of recorded.bounds) {
    test(`of a weight (${row.shape.join(", ")})`, () => {
      const fan = calculateFan(row.shape);
      expect(fan).toEqual({ fanIn: row.fanIn, fanOut: row.fanOut });
      for (const [a, bound] of row.kaimingUniform as [number, number][]) {
        expect(kaimingUniformBound(a, fan.fanIn)).toBe(bound);
      }
      expect(kaimingStd(calculateGain("relu"), fan.fanIn)).toBe(row.kaimingNormal);
      expect(xavierUniformBound(calculateGain("tanh"), fan)).toBe(row.xavierUniform);
      expect(xavierStd(calculateGain("tanh"), fan)).toBe(row.xavierNormal);
      expect(biasBound(fan.fanIn)).toBe(row.bias);
    });
  }

  for (const [name, slope, gain] of recorded.gains as [string, number | null, number][]) {
    test(`gain of ${name} ${slope ?? ""}`, () => {
      expect(slope === null ? calculateGain(name) : calculateGain(name, slope)).toBe(gain);
    });
  }
});

describe("refusals", () => {
  test("ranks below 2 have no fans", () => {
    expect(() => calculateFan([3])).toThrow(
      "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got shape (3)",
    );
    expect(() => calculateFan([])).toThrow("fewer than 2 dimensions");
  });

  test("unknown nonlinearities have no gain", () => {
    expect(() => calculateGain("swish")).toThrow("Unsupported nonlinearity swish");
  });

  test("nothing comes in: the bias is 0", () => {
    expect(biasBound(0)).toBe(0);
  });
});
