import { expect, test } from "vitest";
import { F, nn, torch } from "#engine";

const x = torch.tensor([
  [
    [1, -2, 3],
    [0.5, 100, -7],
  ],
  [
    [88, -88, 0],
    [-1, -1, -1],
  ],
]);

test.each([0, 1, 2, -1])("along axis %i it sums to 1, and its logarithm agrees", (dim) => {
  const sums = torch.softmax(x, dim).sum(dim).toTypedArray();
  for (const sum of sums) expect(sum).toBeCloseTo(1, 6);
  const y = torch.softmax(x, dim).toTypedArray();
  torch
    .logSoftmax(x, dim)
    .toTypedArray()
    .forEach((log, i) => {
      expect(Math.exp(Number(log))).toBeCloseTo(Number(y[i]), 6);
    });
});

test.each([
  [[], 0],
  [[3], 0],
  [[3, 4], 1],
  [[3, 2, 4], 0],
  [[2, 3, 2, 2], 1],
])("without an axis, shape %j goes along axis %i", (shape, dim) => {
  torch.manualSeed(0);
  const input = torch.randn(shape);
  expect(new nn.Softmax()(input).tolist()).toEqual(torch.softmax(input, dim).tolist());
});

test("a row of nothing but minus infinity has no answer", () => {
  const row = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(F.softmax(torch.tensor(row)).tolist()).toEqual([Number.NaN, Number.NaN]);
});

test("a dtype converts first, and the gradient comes back in the input's", () => {
  const half = torch.tensor([1, 2], { dtype: "float16", requiresGrad: true });
  const y = F.softmax(half, { dim: 0, dtype: "float64" });
  expect(y.dtype).toBe("float64");
  y.mul(torch.tensor([1, 0], { dtype: "float64" }))
    .sum()
    .backward();
  expect(half.grad?.dtype).toBe("float16");
});

test("integers and axes that are not there are refused", () => {
  const whole = torch.tensor([1n]);
  expect(() => F.softmax(whole)).toThrow(
    expect.objectContaining({
      class: "NotImplementedError",
      message: `softmax: "softmax_lastdim_kernel_impl" not implemented for 'Long'`,
    }),
  );
  expect(() => F.logSoftmax(x, { dim: 3 })).toThrow(
    expect.objectContaining({
      class: "IndexError",
      message:
        "log_softmax: Dimension out of range (expected to be in range of [-3, 2], but got 3)",
    }),
  );
});
