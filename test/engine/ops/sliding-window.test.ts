import { describe, expect, test } from "vitest";
import { F, torch } from "#engine";

/* Windows on an axis are what F.unfold, which the fixtures prove, makes of an image of one row: in another order. */

const SIZES: readonly [length: number, size: number, step: number][] = [
  [7, 3, 1],
  [7, 3, 2],
  [8, 2, 3],
  [5, 5, 4],
  [4, 1, 1],
];

describe.each(SIZES)("windows on %i elements, of %i, %i apart", (length, size, step) => {
  test("are those of an image of one row, and so is their gradient", () => {
    torch.manualSeed(1);
    const x = torch.randn([2, length], { requiresGrad: true });
    const image = torch.randn([2, length], { requiresGrad: true });
    torch.noGrad(() => image.copy_(x));
    const ours = x.unfold(1, size, step);
    const blocks = F.unfold(image.reshape([2, 1, 1, length]), [1, size], { stride: [1, step] });
    expect(ours.gradFn?.name).toBe("UnfoldBackward0");
    expect(ours.tolist()).toEqual(blocks.transpose(1, 2).tolist());
    // whole numbers, whose sums are exact in any order
    const weights = torch.floor(torch.randn(ours.shape).mul(8));
    ours.mul(weights).sum().backward();
    blocks.transpose(1, 2).mul(weights).sum().backward();
    expect(x.grad?.tolist()).toEqual(image.grad?.tolist());
  });
});

test("windows are views", () => {
  const x = torch.zeros([5]);
  const windows = x.unfold(0, 2, 1);
  torch.fill_(x, 3);
  expect(windows.tolist()).toEqual(torch.full([4, 2], 3).tolist());
});

test("windows of the first axis, from the end and without axes", () => {
  torch.manualSeed(2);
  const x = torch.randn([4, 3]);
  const windows = x.unfold(-2, 2, 2);
  expect(windows.shape).toEqual([2, 3, 2]);
  expect(windows.select(0, 1).tolist()).toEqual(x.narrow(0, 2, 2).transpose(0, 1).tolist());
  const one = torch.randn([]);
  expect(one.unfold(0, 1, 1).tolist()).toEqual([one.item()]);
  expect(one.unfold(0, 1, 1).strides).toEqual([1]);
  expect(x.unfold(0, 0, 1).shape).toEqual([5, 3, 0]);
});

test.each([
  [4, 1, "maximum size for tensor at dimension 1 is 3 but size is 4"],
  [-1, 1, "size is -1 but must be >= 0"],
  [2, 0, "step is 0 but must be > 0"],
])("windows of %i, %i apart, on three are refused", (size, step, says) => {
  expect(() => torch.zeros([2, 3]).unfold(1, size, step)).toThrow(says);
});
