import { expect, test } from "vitest";
import { F, type Tensor, torch } from "#engine";

// More filters than the kernel keeps in a cache, and pixels that leave a part of a panel: the same bits as few filters at a time.

const FILTERS = 600;
const SLICE = 100;

test.each(["float32", "float64"] as const)("filters in slices give the same bits: %s", (dtype) => {
  torch.manualSeed(5);
  const normal = (...shape: number[]) => torch.randn(shape, { dtype });
  const [image, weight, bias] = [normal(3, 33, 7, 7), normal(FILTERS, 33, 3, 3), normal(FILTERS)];
  const whole = F.conv2d(image, weight, { bias, padding: 1 });
  const parts: Tensor[] = [];
  for (let at = 0; at < FILTERS; at += SLICE)
    parts.push(
      F.conv2d(image, weight.narrow(0, at, SLICE), { bias: bias.narrow(0, at, SLICE), padding: 1 }),
    );
  expect(bytesOf(torch.cat(parts, 1)).equals(bytesOf(whole))).toBe(true);
});

function bytesOf(x: Tensor): Buffer {
  return Buffer.from(x.toTypedArray().slice().buffer);
}
