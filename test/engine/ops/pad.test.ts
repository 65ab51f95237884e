import { describe, expect, test } from "vitest";
import { F, type Tensor, torch } from "#engine";

test.each(["constant", "reflect", "replicate", "circular"] as const)(
  "%s: no padding is a copy",
  (mode) => {
    const x = torch.arange(6).reshape(1, 6);
    const y = F.pad(x, [0, 0], { mode });
    expect(y.tolist()).toEqual(x.tolist());
    expect(y.storage).not.toBe(x.storage);
  },
);

test.each(["reflect", "replicate", "circular"] as const)(
  "%s: a gradient goes back to each place that an element was taken from",
  (mode) => {
    const x = torch.arange(24, undefined, 1, { dtype: "float64" }).reshape(1, 2, 3, 4);
    x.requiresGrad = true;
    const y = F.pad(x, [3, 2, -1, 1], { mode });
    const taken = y.detach().flatten().tolist() as number[];
    y.sum().backward();
    const counts = Array.from({ length: 24 }, (_, i) => taken.filter((v) => v === i).length);
    expect((x.grad as Tensor).flatten().tolist()).toEqual(counts);
  },
);

test("sums of half gradients are rounded one by one", () => {
  const x = torch.zeros([1, 2], { dtype: "bfloat16" });
  x.requiresGrad = true;
  const g = torch.tensor([[256, 1, 1, 1]], { dtype: "bfloat16" });
  F.pad(x, [2, 0], { mode: "replicate" }).backward(g);
  expect((x.grad as Tensor).tolist()).toEqual([[256, 1]]);
});

describe("refusals name the numbers", () => {
  const x = torch.ones([2, 4, 7]);
  test.each<[string, () => unknown, string, string]>([
    ["odd", () => F.pad(x, [1, 2, 3]), "RuntimeError", "divisible by 2"],
    [
      "too many",
      () => F.pad(x, [1, 1, 1, 1, 1, 1, 1, 1]),
      "RuntimeError",
      "padding length 8 and input of dimension 3",
    ],
    [
      "rank",
      () => F.pad(torch.ones([7]), [1, 1], { mode: "reflect" }),
      "NotImplementedError",
      "not supported for 1D input tensor. It pads the last 1 axes of a tensor of 2D or 3D",
    ],
    [
      "mode",
      () => F.pad(x, [1, 1], { mode: "mirror" as "reflect" }),
      "NotImplementedError",
      "Unrecognised padding mode mirror",
    ],
    [
      "value",
      () => F.pad(x, [1, 1], { mode: "reflect", value: 2 }),
      "RuntimeError",
      `"reflect" doesn't take in value argument`,
    ],
    ["fraction", () => F.pad(x, [1, 0.5]), "TypeError", "failed to unpack the object at pos 2"],
    ["crop", () => F.pad(x, [-4, -4]), "RuntimeError", "length must be non-negative"],
    [
      "mirror",
      () => F.pad(x, [0, 7], { mode: "reflect" }),
      "RuntimeError",
      "padding (0, 7) at dimension 2 of input [2, 4, 7]",
    ],
    [
      "border",
      () => F.pad(x, [-4, -3], { mode: "replicate" }),
      "RuntimeError",
      "input (W: 7) is too small. Calculated output W: 0",
    ],
    [
      "ring",
      () => F.pad(x, [8, 0], { mode: "circular" }),
      "RuntimeError",
      "wrapping around more than once",
    ],
    [
      "cut ring",
      () => F.pad(x, [5, -3], { mode: "circular" }),
      "RuntimeError",
      "padding (5, -3) leaves 4 elements to take from",
    ],
    [
      "bool",
      () => F.pad(x.to("bool"), [1, 1], { mode: "reflect" }),
      "NotImplementedError",
      `"reflection_pad1d" not implemented for 'Bool'`,
    ],
  ])("%s", (_, ask, kind, message) => {
    expect(ask).toThrow(
      expect.objectContaining({ class: kind, message: expect.stringContaining(message) }),
    );
  });
});
