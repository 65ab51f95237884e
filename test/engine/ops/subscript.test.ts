import { describe, expect, test } from "vitest";
import { type Tensor, torch } from "#engine";
import type { Subscript } from "#engine/ops/subscript";
import recorded from "../recorded/subscript.json" with { type: "json" };

type Spoken = number | boolean | string | null | number[] | { tensor: Nested } | { mask: Nested };
type Nested = number | Nested[];

describe("x[...] reads as PyTorch does", () => {
  for (const row of recorded.reads) {
    test(titleOf(row), () => {
      const x = numbered(row.shape);
      const read = () => x.index(...row.subscripts.map((s) => heard(s as Spoken)));
      if (row.class !== undefined) return refused(read, row.class);
      const y = read();
      expect(y.shape).toEqual(row.result);
      expect(listed(y)).toEqual(row.elements);
      expect(y.gradFn?.name).toBe(row.node);
      y.backward(numbered(y.shape).detach().add(1));
      expect(listed(x.grad as Tensor)).toEqual(row.gradient);
    });
  }
});

describe("x[...] = v writes as PyTorch does", () => {
  for (const row of recorded.writes) {
    test(`${titleOf(row)} = (${row.values.join(", ")})`, () => {
      const [x, v] = [numbered(row.shape), numbered(row.values)];
      const y = x.clone();
      const write = () =>
        y.setIndex(
          row.subscripts.map((s) => heard(s as Spoken)),
          v,
        );
      if (row.class !== undefined) return refused(write, row.class);
      write();
      expect(y.shape).toEqual(row.result);
      expect(listed(y)).toEqual(row.elements);
      y.backward(numbered(row.shape).detach().add(1));
      expect([x, v].map((t) => listed(t.grad as Tensor))).toEqual(row.gradients);
    });
  }
});

test("a slice may be an object, a bound may be absent", () => {
  const x = numbered([4, 3]);
  expect(listed(x.index({ start: 1 }, { stop: 2, step: 1 }))).toEqual([3, 4, 6, 7, 9, 10]);
  expect(() => x.index("one:two")).toThrow('"one:two" is no slice');
});

test("a number is written through a view, whatever the dtype", () => {
  const x = torch.zeros([2, 3], { dtype: "int64" });
  x.setIndex([":", 1], 7);
  expect(listed(x)).toEqual([0n, 7n, 0n, 0n, 7n, 0n]);
});

function titleOf({ shape, subscripts }: { shape: number[]; subscripts: unknown[] }): string {
  return `(${shape.join(", ")}): ${JSON.stringify(subscripts)}`;
}

function numbered(shape: readonly number[]): Tensor {
  const count = shape.reduce((n, size) => n * size, 1);
  const x = torch.reshape(torch.arange(count, { dtype: "float32" }), shape);
  x.requiresGrad = true;
  return x;
}

function listed(x: Tensor): (number | bigint)[] {
  return [...x.toTypedArray()];
}

function refused(act: () => unknown, name: string): void {
  expect(act).toThrow(expect.objectContaining({ class: name }));
}

function heard(subscript: Spoken): Subscript {
  if (subscript === null || typeof subscript !== "object" || Array.isArray(subscript)) {
    return subscript;
  }
  if ("mask" in subscript) return torch.tensor(subscript.mask, { dtype: "bool" });
  return torch.tensor(subscript.tensor, { dtype: "int64" });
}
