import { describe, expect, test } from "vitest";
import { type Tensor, torch } from "#engine";

/* Lines that are longer than the kernels' blocks, and more of them than a strip holds: no recorded case is so large. */

const SHAPES = [
  [3, 1301],
  [601, 7],
  [2, 300, 261],
];

describe.each(SHAPES.map((shape) => [shape]))("of %j", (shape) => {
  test.each(["float32", "float64"] as const)(
    "sums and moments are those of plain loops, %s",
    (dtype) => {
      torch.manualSeed(1);
      const x = torch.randn(shape, { dtype });
      shape.forEach((_, axis) => {
        const lines = linesOf(x, axis);
        const means = lines.map((line) => total(line) / line.length);
        const squares = lines.map((line, i) =>
          total(line.map((v) => (v - (means[i] as number)) ** 2)),
        );
        near(torch.sum(x, axis), lines.map(total));
        near(torch.mean(x, axis), means);
        near(
          torch.var(x, axis),
          squares.map((s) => s / ((shape[axis] as number) - 1)),
        );
        near(
          torch.norm(x, { dim: axis }),
          lines.map((line) => Math.sqrt(total(line.map((v) => v * v)))),
        );
      });
    },
  );

  test.each(["float32", "float64"] as const)(
    "extremes are the first of equals, and NaN, %s",
    (dtype) => {
      torch.manualSeed(2);
      const x = torch.round(torch.mul(torch.randn(shape, { dtype }), 8));
      const data = x.toTypedArray() as Float64Array;
      for (let i = 11; i < data.length; i += 3989) data[i] = Number.NaN;
      const given = torch.reshape(torch.tensor(data, { dtype }), shape);
      shape.forEach((_, axis) => {
        const lines = linesOf(given, axis);
        const places = lines.map((line) => placeOfGreatest(line));
        const [values, indices] = torch.max(given, axis);
        expect(Array.from(indices.toTypedArray() as BigInt64Array, Number)).toEqual(places);
        const greatest = lines.map((line, i) => line[places[i] as number]);
        expect([...(values.toTypedArray() as Float64Array)]).toEqual(greatest);
        expect([...(torch.amax(given, axis).toTypedArray() as Float64Array)]).toEqual(greatest);
        const least = torch.neg(torch.amin(torch.neg(given), axis));
        expect([...(least.toTypedArray() as Float64Array)]).toEqual(greatest);
      });
    },
  );
});

function placeOfGreatest(line: readonly number[]): number {
  const strange = line.findIndex((v) => Number.isNaN(v));
  return strange >= 0 ? strange : line.indexOf(line.reduce((a, b) => Math.max(a, b)));
}

function linesOf(x: Tensor, axis: number): number[][] {
  const data = x.toTypedArray() as Float64Array;
  const step = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const n = x.shape[axis] as number;
  return Array.from({ length: data.length / n }, (_, line) => {
    const start = Math.floor(line / step) * step * n + (line % step);
    return Array.from({ length: n }, (_, i) => data[start + i * step] as number);
  });
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function near(found: Tensor, expected: readonly number[]): void {
  const unit = found.dtype === "float32" ? 2 ** -22 : 2 ** -44;
  const values = [...(found.toTypedArray() as Float64Array)];
  expect(values.length).toBe(expected.length);
  const worst = values.map((v, i) => Math.abs(v - (expected[i] as number)) / (1 + Math.abs(v)));
  expect(worst.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(unit);
}
