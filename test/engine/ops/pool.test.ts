import { describe, expect, test } from "vitest";
import { F, nn, type Tensor, torch } from "#engine";

test.each([
  ["one step", 3, { stride: 1, padding: 1 }],
  ["two steps", 3, { stride: 2, padding: 1 }],
  ["three steps with gaps", [2, 3], { stride: [2, 3], dilation: [3, 2], padding: 1 }],
  ["a rest", 2, { stride: 3, ceilMode: true }],
])("%s: float32 maxima and places equal those of every other type", (_, kernel, options) => {
  const x = mixed([3, 17, 23]);
  const asked = { ...options, returnIndices: true } as const;
  const [values, places] = F.maxPool2d(x, kernel, asked);
  expect(F.maxPool2d(x, kernel, options).tolist()).toEqual(values.tolist());
  for (const dtype of [
    "float64",
    "float16",
    "bfloat16",
    "int64",
    "int32",
    "int16",
    "int8",
  ] as const) {
    const [got, at] = F.maxPool2d(x.to(dtype), kernel, asked);
    expect(got.to("float32").tolist()).toEqual(values.tolist());
    expect(at.tolist()).toEqual(places.tolist());
  }
});

test("an average is the sum over the window divided by its size", () => {
  const x = mixed([2, 9, 11]);
  const ones = torch.ones([2, 1, 3, 2]);
  const sums = F.conv2d(x, ones, { stride: 2, padding: 1, groups: 2 });
  const means = F.avgPool2d(x, [3, 2], { stride: 2, padding: 1, divisorOverride: 1 });
  expect(means.tolist()).toEqual(sums.tolist());
});

describe.each([
  ["one step", 3, { stride: 1, padding: 1 }],
  ["two steps of two", 2, { stride: 2 }],
  ["two steps of three", 3, { stride: 2, padding: 1, ceilMode: true }],
  ["gaps between windows", 2, { stride: 3, padding: 1 }],
  ["windows wider than the image", [2, 24], { stride: 1, padding: [1, 12] }],
] as const)("averages, %s", (_, kernel, options) => {
  test.each(["float32", "float64"] as const)("%s: are sums divided by counts", (dtype) => {
    const x = mixed([2, 9, 21]).to(dtype);
    const sums = F.avgPool2d(x.to("int64"), kernel, { ...options, divisorOverride: 1 });
    const ones = torch.ones([1, 9, 21], { dtype: "int64" });
    const counts = F.avgPool2d(ones, kernel, { ...options, divisorOverride: 1 });
    const means = F.avgPool2d(x, kernel, { ...options, countIncludePad: false });
    const want = sums.to("float64").div(counts.to("float64")).to(dtype);
    expect(means.tolist()).toEqual(want.tolist());
  });

  test("give back each gradient's share", () => {
    const x = mixed([2, 9, 21]);
    x.requiresGrad = true;
    const y = F.avgPool2d(x, kernel, { ...options, divisorOverride: 1 });
    const g = mixed([...y.shape]);
    y.backward(g);
    expect(dot(x.grad as Tensor, x)).toBe(dot(g, y));
  });
});

test("means of integers are cut towards zero", () => {
  const x = torch.tensor([[[-3n, -2n, -4n, 2n, 3n, 2n]]]);
  expect(F.avgPool1d(x, 2).tolist()).toEqual([[[-2n, -1n, 2n]]]);
});

test("the gradient of a maximum goes to its place alone", () => {
  const x = torch.tensor([[1, 5, 5, 2]]);
  x.requiresGrad = true;
  F.maxPool1d(x, 2, { stride: 1 }).sum().backward();
  expect((x.grad as Tensor).tolist()).toEqual([[0, 2, 1, 0]]);
});

describe("refusals name the numbers", () => {
  const x = torch.ones([2, 4, 7, 6]);
  test.each<[string, () => unknown, string, string]>([
    [
      "kernel",
      () => F.maxPool2d(x, [1, 2, 3]),
      "RuntimeError",
      "max_pool2d: kernel_size must either be a single int, or a tuple of two ints",
    ],
    [
      "stride",
      () => new nn.AvgPool3d(2, { stride: [1, 2] })(x),
      "RuntimeError",
      "avg_pool3d: stride must be omitted, a single int, or a tuple of three ints",
    ],
    [
      "dilation",
      () => F.maxPool2d(x, 2, { dilation: [1, 0] }),
      "RuntimeError",
      "dilationH: 1 dilationW: 0",
    ],
    ["padding", () => F.avgPool2d(x, 3, { padding: 2 }), "RuntimeError", "pad=2, kernel_size=3"],
    [
      "padding of gaps",
      () => F.maxPool2d(x, 3, { padding: 2, dilation: 3 }),
      "RuntimeError",
      "padW = 2, padH = 2, kW = 3, kH = 3",
    ],
    [
      "size",
      () => F.maxPool2d(x, [8, 2]),
      "RuntimeError",
      "(4x7x6). Calculated output size: (4x0x3)",
    ],
    [
      "size, one axis",
      () => F.maxPool1d(x.select(0, 0).select(2, 0), 8),
      "RuntimeError",
      "Invalid computed output size: 0",
    ],
    [
      "volume",
      () => F.avgPool3d(x, 5),
      "RuntimeError",
      "(T: 4 H: 7 W: 6) smaller than kernel size (kT: 5 kH: 5 kW: 5)",
    ],
    [
      "divisor",
      () => F.avgPool2d(x, 2, { divisorOverride: 0 }),
      "RuntimeError",
      "divisor must be not zero",
    ],
    [
      "integers",
      () => F.maxPool1d(x.select(0, 0).select(2, 0).to("int64"), 2),
      "NotImplementedError",
      `"max_pool1d_impl" not implemented for 'Long'`,
    ],
    [
      "halves",
      () => F.avgPool3d(x.to("float16"), 2),
      "NotImplementedError",
      `"avg_pool3d_out_frame" not implemented for 'Half'`,
    ],
    [
      "no elements",
      () => F.maxPool2d(torch.ones([2, 0, 3, 3]), 2),
      "RuntimeError",
      "got:[2, 0, 3, 3]",
    ],
  ])("%s", (_, ask, kind, message) => {
    expect(ask).toThrow(
      expect.objectContaining({ class: kind, message: expect.stringContaining(message) }),
    );
  });
});

/** Whole numbers from -50 to 50 with ties, float32. */
function mixed(shape: readonly number[]): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length: count }, (_, i) => (((i * 7919) % 1013) % 101) - 50);
  return torch.tensorFrom(shape, "float32", data);
}

function dot(a: Tensor, b: Tensor): number {
  return a.detach().mul(b.detach()).sum().item() as number;
}
