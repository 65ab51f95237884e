import { describe, expect, test } from "vitest";
import { torch } from "#engine";

test("pieces laid end to end are the whole, along every axis", () => {
  const x = torch.randn([4, 3, 5]);
  for (const dim of [0, 1, 2, -1]) {
    expect(torch.cat(torch.chunk(x, 2, dim), dim).tolist()).toEqual(x.tolist());
  }
});

test("a stack's entries are the tensors, and each gets its part of the gradient", () => {
  const parts = [1, 2, 3].map((v) => torch.full([2], v, { requiresGrad: true }));
  const y = torch.stack(parts, 1);
  parts.forEach((x, i) => {
    expect(y.select(1, i).tolist()).toEqual(x.tolist());
  });
  y.backward(
    torch.tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  );
  expect(parts.map((x) => x.grad?.tolist())).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

test("dtypes are promoted, and a gradient comes back in its own", () => {
  const half = torch.ones([1], { dtype: "float16", requiresGrad: true });
  const y = torch.cat([half, torch.ones([1], { dtype: "float64" })]);
  expect(y.dtype).toBe("float64");
  torch.sum(y).backward();
  expect(half.grad?.dtype).toBe("float16");
});

test("an empty vector joins anything", () => {
  expect(torch.cat([torch.zeros([0]), torch.ones([1, 2])]).tolist()).toEqual([[1, 1]]);
});

describe("refusals", () => {
  const x = torch.zeros([2, 3]);
  test.each<[string, () => unknown, string, string]>([
    ["nothing", () => torch.cat([]), "ValueError", "cat: expected a non-empty list of Tensors"],
    [
      "a scalar",
      () => torch.cat([torch.full([], 1)]),
      "RuntimeError",
      "cat: zero-dimensional tensor (at position 0) cannot be concatenated",
    ],
    [
      "ranks that differ",
      () => torch.cat([x, torch.zeros([2])]),
      "RuntimeError",
      "cat: Tensors must have same number of dimensions: got 2 and 1",
    ],
    [
      "sizes that differ",
      () => torch.cat([x, torch.zeros([2, 4])]),
      "RuntimeError",
      "cat: Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.",
    ],
    [
      "an empty stack",
      () => torch.stack([]),
      "RuntimeError",
      "stack expects a non-empty TensorList",
    ],
    [
      "a stack of unequal shapes",
      () => torch.stack([x, torch.zeros([2])]),
      "RuntimeError",
      "stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [2] at entry 1",
    ],
    [
      "no pieces",
      () => torch.chunk(x, 0),
      "RuntimeError",
      "chunk expects `chunks` to be greater than 0, got: 0",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
