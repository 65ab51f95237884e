import { describe, expect, test } from "vitest";
import { type Tensor, torch } from "#engine";

// Transposes of sizes about a vector's lanes and a block, against an element at a time; fixtures have only the common ones.

const SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33];

describe.each(["float64", "float32", "float16", "bool"] as const)("%s", (dtype) => {
  test("matrices", () => {
    for (const p of SIZES)
      for (const q of SIZES) {
        const x = counted([p, q]).to(dtype);
        expect(x.T.contiguous().tolist()).toEqual(turned(x.tolist() as unknown[][]));
      }
  });

  test("the first and the last of three axes, with a step", () => {
    const whole = counted([9, 10, 17]).to(dtype);
    const x = torch.slice(whole, 1, 1, 10, 4);
    const planes = [0, 1, 2].map((i) => turned(x.select(1, i).tolist() as unknown[][]));
    const copied = x.permute(1, 2, 0).contiguous();
    expect(copied.tolist()).toEqual(planes);
  });
});

function counted(shape: readonly number[]): Tensor {
  const n = shape.reduce((product, size) => product * size, 1);
  return torch.remainder(torch.arange(n), 251).reshape(...shape);
}

function turned(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}
