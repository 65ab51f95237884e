import { afterEach, describe, expect, test } from "vitest";
import type { Dtype } from "#engine/dtype";
import {
  type Element,
  formatPythonFloat,
  formatSize,
  formatTensor,
  formatTuple,
  formatValue,
  getPrintOptions,
  type PrintChanges,
  type PythonValue,
  setPrintOptions,
} from "#engine/print";
import { formatFixed, formatScientific } from "#engine/print/decimal";
import recorded from "./recorded/print.json" with { type: "json" };

const NAMED: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
  "-0.0": -0,
};

afterEach(() => setPrintOptions({ profile: "default" }));

describe("tensors print as PyTorch prints them", () => {
  recorded.tensors.forEach((row, i) => {
    const options = JSON.stringify(row.options);
    test(`${i}: ${row.dtype} (${row.shape.join(", ")}) ${options} ${row.gradFnName ?? ""}`, () => {
      setPrintOptions(row.options as PrintChanges);
      const data = (row.data as (number | boolean | string)[]).map(elementOf);
      expect(formatTensor({ ...row, dtype: row.dtype as Dtype, data })).toBe(row.text);
    });
  });

  test("over two hundred of them", () => {
    expect(recorded.tensors.length).toBeGreaterThan(200);
  });
});

describe("numbers print as Python prints them", () => {
  for (const [bits, repr] of recorded.floats as [string, string][]) {
    test(`repr ${repr}`, () => expect(formatPythonFloat(float64Of(bits))).toBe(repr));
  }

  for (const [bits, digits, fixed, scientific] of recorded.fixed as [
    string,
    number,
    string,
    string,
  ][]) {
    test(`${digits} digits of ${bits}: ${fixed.slice(0, 30)}`, () => {
      expect(formatFixed(float64Of(bits), digits)).toBe(fixed);
      expect(formatScientific(float64Of(bits), digits)).toBe(scientific);
    });
  }

  for (const [value, repr] of [...recorded.strings, ...recorded.tuples] as [
    PythonValue,
    string,
  ][]) {
    test(`value ${repr}`, () => expect(formatValue(value)).toBe(repr));
  }

  for (const [shape, text] of recorded.sizes as [number[], string][]) {
    test(text, () => {
      expect(formatSize(shape)).toBe(text);
      expect(`torch.Size([${formatTuple(shape).slice(1, -1).replace(/,$/, "")}])`).toBe(text);
    });
  }
});

describe("print options", () => {
  test("stay until changed, but for sciMode", () => {
    setPrintOptions({ precision: 2, sciMode: true });
    setPrintOptions({ linewidth: 40 });
    expect(getPrintOptions()).toEqual({
      precision: 2,
      threshold: 1000,
      edgeitems: 3,
      linewidth: 40,
      sciMode: null,
    });
  });
});

function elementOf(value: number | boolean | string): Element {
  if (typeof value !== "string") return value;
  return NAMED[value] ?? BigInt(value);
}

function float64Of(bits: string): number {
  return Buffer.from(bits, "hex").readDoubleBE(0);
}
