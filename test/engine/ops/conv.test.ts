import { describe, expect, test } from "vitest";
import { F, nn, type Tensor, torch } from "#engine";

type Options = Parameters<typeof F.conv2d>[2];
type Op = (x: Tensor, weight: Tensor, options?: object) => Tensor;

/** Shapes of input and weight that reach every path of the kernels. */
const CONVOLUTIONS: readonly [string, Op, number[], number[], Options][] = [
  ["more pixels than a block", F.conv1d, [2, 3, 2500], [5, 3, 4], { padding: 2 }],
  ["more taps than a block", F.conv2d, [1, 33, 7, 9], [6, 33, 3, 3], { padding: 1 }],
  ["more filters than a block", F.conv2d, [1, 2, 5, 6], [261, 2, 2, 2], {}],
  ["strides", F.conv2d, [2, 4, 19, 23], [6, 2, 3, 4], { stride: [3, 2], padding: 2, groups: 2 }],
  [
    "gaps",
    F.conv3d,
    [1, 2, 9, 8, 11],
    [3, 2, 2, 3, 2],
    { dilation: [3, 2, 4], padding: [1, 2, 3] },
  ],
  ["more rows than a block", F.conv2d, [1, 3, 40, 41], [5, 3, 3, 3], { padding: 1 }],
  [
    "a row of several blocks, strides and gaps",
    F.conv1d,
    [1, 2, 7001],
    [3, 2, 5],
    { stride: 3, dilation: 2, padding: 4 },
  ],
  [
    "many channels, strides",
    F.conv2d,
    [2, 10, 41, 39],
    [11, 10, 3, 4],
    { stride: [2, 3], padding: [1, 2] },
  ],
  [
    "many channels, strides and gaps",
    F.conv2d,
    [1, 9, 30, 31],
    [18, 9, 3, 3],
    { stride: [2, 3], dilation: [4, 2], padding: 3 },
  ],
  [
    "many channels, strides beyond the kernel",
    F.conv3d,
    [1, 16, 5, 13, 14],
    [20, 8, 1, 2, 1],
    { stride: [2, 3, 2], groups: 2 },
  ],
  ["several planes a block", F.conv3d, [1, 2, 9, 12, 11], [3, 2, 3, 3, 3], { padding: 1 }],
  ["several blocks a plane", F.conv3d, [1, 2, 3, 40, 37], [17, 2, 2, 3, 3], { padding: [1, 0, 1] }],
  ["pointwise, strides", F.conv2d, [2, 5, 31, 29], [9, 5, 1, 1], { stride: [2, 3] }],
  ["pointwise", F.conv3d, [2, 5, 3, 4, 5], [7, 5, 1, 1, 1], {}],
  ["depthwise", F.conv2d, [2, 6, 21, 30], [6, 1, 3, 3], { padding: 1, groups: 6 }],
  ["depthwise, short rows", F.conv2d, [1, 6, 9, 3], [12, 1, 3, 3], { padding: 2, groups: 6 }],
  [
    "depthwise, strides",
    F.conv2d,
    [1, 3, 9, 13],
    [3, 1, 2, 3],
    { stride: 2, padding: 1, groups: 3 },
  ],
];

describe.each(CONVOLUTIONS)("%s", (_, op, xShape, wShape, options) => {
  test("whole numbers in floats give what integers give", () => {
    const [x, w] = [whole(xShape, 1), whole(wShape, 2)];
    const want = op(x.to("int64"), w.to("int64"), options);
    for (const dtype of ["float32", "float64"] as const) {
      const got = op(x.to(dtype), w.to(dtype), options);
      expect(got.to("int64").tolist()).toEqual(want.tolist());
    }
  });

  test("the gradients are the adjoints of what is linear", () => {
    const [x, w] = [whole(xShape, 3), whole(wShape, 4)];
    x.requiresGrad = true;
    w.requiresGrad = true;
    const y = op(x, w, options);
    const g = whole([...y.shape], 5);
    y.backward(g);
    const want = dot(g, y);
    expect(dot(x.grad as Tensor, x)).toBe(want);
    expect(dot(w.grad as Tensor, w)).toBe(want);
  });
});

describe("a transposed convolution", () => {
  test.each([
    ["generic", [2, 4, 9, 8], [4, 3, 3, 4], { stride: [2, 3], padding: 1, outputPadding: [1, 2] }],
    ["depthwise", [2, 4, 9, 18], [4, 1, 3, 3], { groups: 4, padding: 1 }],
    [
      "pointwise with output padding",
      [1, 2, 3, 3],
      [2, 2, 1, 1],
      { dilation: 2, outputPadding: 1 },
    ],
  ])("%s: whole numbers in floats give what integers give", (_, xShape, wShape, options) => {
    const [x, w] = [whole(xShape, 1), whole(wShape, 2)];
    const want = F.convTranspose2d(x.to("int64"), w.to("int64"), options);
    expect(F.convTranspose2d(x, w, options).to("int64").tolist()).toEqual(want.tolist());
  });

  test("is the gradient of the convolution", () => {
    const x = whole([2, 3, 7, 8], 1);
    x.requiresGrad = true;
    const w = whole([4, 3, 3, 2], 2);
    const y = F.conv2d(x, w, { stride: 2, padding: 1 });
    const g = whole([...y.shape], 3);
    y.backward(g);
    const back = F.convTranspose2d(g, w, { stride: 2, padding: 1, outputPadding: [0, 0] });
    expect(back.shape).toEqual(x.shape);
    expect(back.tolist()).toEqual((x.grad as Tensor).tolist());
  });
});

test("a split over images or filters gives the same bits", () => {
  const [x, w] = [torch.randn([3, 9, 40, 39]), torch.randn([20, 9, 3, 3])];
  const y = F.conv2d(x, w, { padding: 1 });
  const first = F.conv2d(x.narrow(0, 0, 2), w.narrow(0, 0, 13), { padding: 1 });
  const last = F.conv2d(x.narrow(0, 2, 1), w.narrow(0, 13, 7), { padding: 1 });
  expect(first.tolist()).toEqual(y.narrow(0, 0, 2).narrow(1, 0, 13).tolist());
  expect(last.tolist()).toEqual(y.narrow(0, 2, 1).narrow(1, 13, 7).tolist());
});

test("a saved input that was changed is noticed", () => {
  const conv = new nn.Conv1d(1, 1, 2);
  const x = torch.ones([1, 1, 4]);
  const y = conv(x);
  x.copy_(torch.zeros([1, 1, 4]));
  expect(() => y.sum().backward()).toThrow(
    "modified by an inplace operation: ConvolutionBackward0",
  );
});

test("storages above and below the arena's threshold give the same numbers", () => {
  const [x, w] = [whole([1, 2, 40, 40], 1), whole([3, 2, 3, 3], 2)];
  const y = F.conv2d(x, w);
  const corner = F.conv2d(x.narrow(2, 0, 5).narrow(3, 0, 6), w);
  expect(corner.tolist()).toEqual(y.narrow(2, 0, 3).narrow(3, 0, 4).tolist());
});

describe("refusals name the numbers", () => {
  const [x, w] = [torch.ones([2, 4, 7, 6]), torch.ones([6, 4, 3, 3])];
  test.each<[string, () => unknown, string, string]>([
    ["rank", () => F.conv2d(torch.ones([7, 6]), w), "RuntimeError", "got input of size: [7, 6]"],
    [
      "channels",
      () => F.conv2d(torch.ones([2, 5, 7, 6]), w),
      "RuntimeError",
      "expected input[2, 5, 7, 6] to have 4 channels, but got 5",
    ],
    [
      "size",
      () => F.conv2d(x, torch.ones([6, 4, 8, 3])),
      "RuntimeError",
      "(7 x 6). Kernel size: (8 x 3)",
    ],
    ["list", () => F.conv2d(x, w, { stride: [1, 2, 3] }), "RuntimeError", "list of 2 values"],
    [
      "fraction",
      () => F.conv2d(x, w, { stride: 1.5 }),
      "TypeError",
      "found element of type float at pos 0",
    ],
    [
      "bias type",
      () => F.conv2d(x, w, { bias: torch.ones([6], { dtype: "float64" }) }),
      "RuntimeError",
      "Input type (float) and bias type (double)",
    ],
    [
      "bias size",
      () => F.conv2d(x, w, { bias: torch.ones([5]) }),
      "RuntimeError",
      "6 elements, but got bias of size [5]",
    ],
    [
      "weight type",
      () => F.conv2d(x.to("float64"), w),
      "RuntimeError",
      "expected scalar type Double but found Float",
    ],
    [
      "groups of the weight",
      () => F.conv2d(x, torch.ones([5, 2, 3, 3]), { groups: 2 }),
      "RuntimeError",
      "divisible by 2 at dimension 0",
    ],
    [
      "no kernel",
      () => F.conv2d(x, torch.ones([6, 4, 0, 3])),
      "RuntimeError",
      "kernel size should be greater than zero, but got 0 x 3",
    ],
    [
      "dilated integers",
      () => F.conv2d(x.to("int32"), w.to("int32"), { dilation: 2 }),
      "NotImplementedError",
      `"slow_conv_dilated<>" not implemented for 'Int'`,
    ],
    [
      "nothing left",
      () => F.convTranspose2d(x, torch.ones([4, 1, 1, 1]), { padding: 4 }),
      "RuntimeError",
      "Calculated output size per channel: (-1 x -2)",
    ],
    [
      "output padding",
      () => F.convTranspose1d(x.select(3, 0), torch.ones([4, 1, 1]), { outputPadding: 1 }),
      "RuntimeError",
      "output_padding_height: 0 output_padding_width: 1 stride_height: 1",
    ],
    [
      "output size",
      () => new nn.ConvTranspose1d(4, 1, 3, { stride: 2 })(x.select(3, 0), { outputSize: [9] }),
      "ValueError",
      "[15] to [16]",
    ],
  ])("%s", (_, ask, kind, message) => {
    expect(ask).toThrow(
      expect.objectContaining({ class: kind, message: expect.stringContaining(message) }),
    );
  });
});

/** Whole numbers from -4 to 4, float64. */
function whole(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const data = Float64Array.from(
    { length: count },
    (_, i) => (((i * 7919 + seed * 104729) % 1009) % 9) - 4,
  );
  return torch.tensorFrom(shape, "float64", data);
}

function dot(a: Tensor, b: Tensor): number {
  return Number(a.detach().mul(b.detach()).sum().item());
}
