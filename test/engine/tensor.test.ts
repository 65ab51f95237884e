import { describe, expect, test, vi } from "vitest";
import { EngineError, F, nn, torch } from "#engine";
import { collectGarbage } from "./kit/collect-garbage.ts";

describe("views", () => {
  test("share memory with their tensor", () => {
    const x = torch.arange(6).reshape(2, 3);
    x.select(0, 1).copy_(torch.tensor([7, 8, 9]));
    expect(x.tolist()).toEqual([
      [0n, 1n, 2n],
      [7n, 8n, 9n],
    ]);
  });

  test("reshape copies only where the layout does not allow a view", () => {
    const x = torch.arange(6).reshape(2, 3);
    expect(x.reshape(3, 2).storage).toBe(x.storage);
    expect(x.t().reshape(6).storage).not.toBe(x.storage);
    expect(x.t().reshape(6).tolist()).toEqual([0n, 3n, 1n, 4n, 2n, 5n]);
  });

  test("a view of a permuted tensor keeps axes that still step evenly", () => {
    const x = torch.arange(24).reshape(2, 3, 4).permute(1, 2, 0);
    const y = x.reshape(3, 2, 2, 2);
    expect(y.storage).toBe(x.storage);
    expect(y.flatten().tolist()).toEqual(x.contiguous().flatten().tolist());
  });

  test("slices step, narrow cuts, expand repeats without a copy", () => {
    const x = torch.arange(10);
    expect(x.slice(0, 1, 9, 3).tolist()).toEqual([1n, 4n, 7n]);
    expect(x.narrow(0, -3, 2).storage).toBe(x.storage);
    expect(torch.arange(2).reshape(2, 1).expand(2, 3).tolist()).toEqual([
      [0n, 0n, 0n],
      [1n, 1n, 1n],
    ]);
  });
});

describe("dtypes", () => {
  test("promote by kind first; a tensor without axes gives way", () => {
    const long = torch.arange(3);
    expect(long.add(torch.ones([3])).dtype).toBe("float32");
    expect(
      torch.ones([3], { dtype: "float16" }).add(torch.ones([], { dtype: "float64" })).dtype,
    ).toBe("float16");
    expect(long.div(2).dtype).toBe("float32");
  });

  test("halves round to nearest, ties to even", () => {
    const x = torch.tensor([2049, 2051, 65520, 1e-8, 3e-8, -0.1], { dtype: "float16" });
    const bits = torch.tensor([0.1, 1.00390625, 1.01171875], { dtype: "bfloat16" });
    const python = new Float16Array([2049, 2051, 65520, 1e-8, 3e-8, -0.1]);
    expect(x.to("float64").tolist()).toEqual([...python]);
    expect(bits.to("float64").tolist()).toEqual([0.10009765625, 1, 1.015625]);
  });

  test("int64 keeps every digit", () => {
    const big = 2n ** 62n + 1n;
    expect(torch.tensor([big]).add(1).tolist()).toEqual([big + 1n]);
  });
});

describe("autograd", () => {
  test("gradients add up over several uses and several passes", () => {
    const x = torch.tensor([1, 2, 3], { requiresGrad: true });
    const y = x.mul(x).add(x).sum();
    y.backward(null, { retainGraph: true });
    expect(x.grad?.tolist()).toEqual([3, 5, 7]);
    y.backward();
    expect(x.grad?.tolist()).toEqual([6, 10, 14]);
  });

  test("a graph runs once unless it is retained", () => {
    const x = torch.tensor([1], { requiresGrad: true });
    const y = x.mul(x);
    y.backward();
    expect(() => y.backward()).toThrow("Trying to backward through the graph a second time");
  });

  test("a saved value that was changed in place is noticed", () => {
    const x = torch.tensor([1, 2], { requiresGrad: true });
    const y = x.mul(1);
    const z = y.mul(y);
    y.copy_(torch.tensor([5, 6]));
    expect(() => z.sum().backward()).toThrow("has been modified by an inplace operation");
  });

  test("a leaf that wants a gradient is not changed in place", () => {
    const x = torch.tensor([1, 2], { requiresGrad: true });
    expect(() => x.copy_(torch.tensor([3, 4]))).toThrow(EngineError);
  });

  test("broadcast gradients come back in the operand's shape", () => {
    const a = torch.ones([2, 1], { requiresGrad: true });
    const b = torch.ones([3], { requiresGrad: true });
    a.mul(b).sum().backward();
    expect(a.grad?.tolist()).toEqual([[3], [3]]);
    expect(b.grad?.tolist()).toEqual([2, 2, 2]);
  });
});

describe("memory", () => {
  test("a scope gives back what it made, and keeps what leaves and what is learnt", () => {
    const linear = new nn.Linear(128, 128);
    const before = torch.memory().live;
    const y = torch.scope(() => {
      const x = torch.ones([128, 128]);
      const hidden = linear(x);
      hidden.sum().backward();
      return hidden.detach();
    });
    const kept = 2 * 128 * 128 * 4;
    expect(torch.memory().live - before).toBeLessThan(2 * kept);
    expect(y.size(0)).toBe(128);
    expect(linear.weight.grad?.size(1)).toBe(128);
    y.dispose();
    expect(() => y.tolist()).toThrow("its memory was given back");
  });

  test("what leaves all scopes keeps its numbers; few are a JavaScript array then, many come back when nobody has them", async () => {
    // What other tests left behind moves out of the arena when a scope ends.
    torch.scope(() => undefined);
    const before = torch.memory().live;
    const few = torch.scope(() => {
      const inner = torch.scope(() => ({ few: torch.arange(10), many: torch.ones([50_000]) }));
      expect(torch.memory().live - before).toBeGreaterThan(200_000);
      expect(inner.many.sum().item()).toBe(50_000);
      return inner.few.mul(2);
    });
    expect(few.tolist()).toEqual([0n, 2n, 4n, 6n, 8n, 10n, 12n, 14n, 16n, 18n]);
    expect(torch.memory().live).toBe(before);
    torch.scope(() => torch.ones([50_000]));
    expect(torch.memory().live).toBeGreaterThan(before);
    await vi.waitFor(() => {
      collectGarbage();
      expect(torch.memory().live).toBeLessThanOrEqual(before);
    });
  });

  test("beyond the limit tensors live in JavaScript arrays, with the same results", () => {
    const x = torch.arange(40_000, undefined, 1, { dtype: "float32" });
    const inArena = x.mul(3).add(1).toTypedArray();
    const { limit } = torch.memory();
    torch.setMemoryLimit(0);
    try {
      expect(x.mul(3).add(1).toTypedArray()).toEqual(inArena);
      expect(F.linear(x.reshape(200, 200), x.reshape(200, 200)).size(1)).toBe(200);
    } finally {
      torch.setMemoryLimit(limit);
    }
  });
});
