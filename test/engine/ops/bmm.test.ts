import { describe, expect, test } from "vitest";
import { torch } from "#engine";

test("each matrix of a batch is multiplied as it would be alone, bit for bit, whatever its layout", () => {
  const [a, b] = [torch.randn([3, 5, 4]), torch.randn([3, 6, 4]).transpose(1, 2)];
  const together = torch.bmm(a, b);
  for (const i of [0, 1, 2]) {
    const alone = torch.mm(a.select(0, i), b.select(0, i));
    expect(together.select(0, i).tolist()).toEqual(alone.tolist());
  }
});

test("integers multiply exactly", () => {
  const x = torch.tensor([[[2n ** 40n, 1n]]]);
  expect(torch.bmm(x, x.transpose(1, 2).contiguous()).tolist()).toEqual([
    [[BigInt.asIntN(64, 2n ** 80n + 1n)]],
  ]);
});

describe("refusals", () => {
  const x = torch.zeros([2, 3, 4]);
  test.each<[string, () => unknown, string, string]>([
    [
      "a matrix on the left",
      () => torch.bmm(torch.zeros([3, 4]), x),
      "RuntimeError",
      "bmm: batch1 must be a 3D tensor, got 2D",
    ],
    [
      "a matrix on the right",
      () => torch.bmm(x, torch.zeros([3, 4])),
      "RuntimeError",
      "bmm: batch2 must be a 3D tensor, got 2D",
    ],
    [
      "sizes that do not fit",
      () => torch.bmm(x, x),
      "RuntimeError",
      "bmm: Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [2, 3].",
    ],
    [
      "dtypes that differ",
      () => torch.bmm(x, torch.zeros([2, 4, 1], { dtype: "float64" })),
      "RuntimeError",
      "bmm: expected scalar type Float but found Double",
    ],
    [
      "booleans",
      () => {
        const flags = torch.zeros([1, 2, 2], { dtype: "bool" });
        return torch.bmm(flags, flags);
      },
      "NotImplementedError",
      `bmm: "bmm" not implemented for 'Bool'`,
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
