import { attach } from "../autograd.ts";
import { check, checkAs } from "../errors.ts";
import { contiguousStrides, type Shape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { classOf } from "./check-tensor.ts";
import { clone, contiguous, detached } from "./copy.ts";
import { fittingGradient } from "./fitting-gradient.ts";
import { isChannelsLast } from "./layout.ts";

/**
 * Channels made pixels: each block of r r channels becomes a block of r by r pixels of one channel, r = upscaleFactor.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pixel_shuffle.html
 *
 * **Shapes**: x (*, C r r, H, W); y (*, C, H r, W r). Throws below three axes, and for channels that r r does not divide.
 */
export function pixelShuffle(x: Tensor, upscaleFactor: number): Tensor {
  const where = "pixel_shuffle";
  checkFactor(where, x, upscaleFactor, "upscale_factor");
  const square = upscaleFactor * upscaleFactor;
  checkAs(
    "ValueError",
    square < 2 ** 63,
    where,
    () =>
      `upscale factor is too large, (upscale_factor)^2 overflowed: upscale_factor=${upscaleFactor}`,
  );
  check(
    x.size(-3) % square === 0,
    where,
    () =>
      `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${x.size(-3)} is not divisible by ${square}`,
  );
  checkLayout(where, x);
  const node = "PixelShuffleBackward0";
  return attach(node, [x], shuffle(detached(x), upscaleFactor), (g) => [
    g && fittingGradient(node, 0, pixelUnshuffle(g, upscaleFactor), x.shape),
  ]);
}

/**
 * Pixels made channels, the inverse of pixelShuffle. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pixel_unshuffle.html
 *
 * **Shapes**: x (*, C, H r, W r), r = downscaleFactor; y (*, C r r, H, W), but an empty x keeps its shape. Throws below three
 * axes, and for images that r does not divide.
 */
export function pixelUnshuffle(x: Tensor, downscaleFactor: number): Tensor {
  const where = "pixel_unshuffle";
  checkFactor(where, x, downscaleFactor, "downscale_factor");
  for (const [side, axis] of [
    ["height", -2],
    ["width", -1],
  ] as const) {
    check(
      x.size(axis) % downscaleFactor === 0,
      where,
      () =>
        `pixel_unshuffle expects ${side} to be divisible by downscale_factor, but input.size(${axis})=${x.size(axis)} is not divisible by ${downscaleFactor}`,
    );
  }
  checkLayout(where, x);
  const empty = x.numel === 0;
  const out = empty ? clone(detached(x)) : unshuffle(detached(x), downscaleFactor);
  const node = "PixelUnshuffleBackward0";
  return attach(node, [x], out, (g) => [
    g && fittingGradient(node, 0, pixelShuffle(g, downscaleFactor), x.shape),
  ]);
}

function checkFactor(where: string, x: Tensor, factor: number, name: string): void {
  checkAs(
    "TypeError",
    Number.isInteger(factor),
    where,
    () => `${where}(): argument '${name}' (position 2) must be int, not ${classOf(factor)}`,
  );
  check(
    x.ndim >= 3,
    where,
    () =>
      `${where} expects input to have at least 3 dimensions, but got input with ${x.ndim} dimension(s)`,
  );
  check(factor > 0, where, () => `${where} expects a positive ${name}, but got ${factor}`);
}

/** PyTorch's kernel does not know the layout of volumes whose channels are neighbours in memory. */
function checkLayout(where: string, x: Tensor): void {
  check(
    x.ndim !== 5 || !isChannelsLast(x),
    where,
    () => "Unsupported memory format. Supports only ChannelsLast, Contiguous",
  );
}

function shuffle(x: Tensor, r: number): Tensor {
  const [lead, [channels, height, width]] = partsOf(x);
  const split = [...lead, channels / (r * r), r, r, height, width];
  return rearranged(
    x,
    split,
    [0, 3, 1, 4, 2],
    [...lead, channels / (r * r), height * r, width * r],
  );
}

function unshuffle(x: Tensor, r: number): Tensor {
  const [lead, [channels, height, width]] = partsOf(x);
  const split = [...lead, channels, height / r, r, width / r, r];
  return rearranged(x, split, [0, 2, 4, 1, 3], [...lead, channels * r * r, height / r, width / r]);
}

function partsOf({ shape }: Tensor): [Shape, [number, number, number]] {
  return [shape.slice(0, -3), shape.slice(-3) as [number, number, number]];
}

/** x with its axes split as `split`, the last five of them in another `order`, and joined to `shape`; no autograd. */
function rearranged(x: Tensor, split: Shape, order: readonly number[], shape: Shape): Tensor {
  const lead = split.length - order.length;
  const axes = [...split.slice(0, lead).keys(), ...order.map((axis) => lead + axis)];
  const strides = contiguousStrides(split);
  const [source, pick] = [contiguous(x), (list: Shape) => axes.map((axis) => list[axis] as number)];
  const moved = clone(windowOn(source, pick(split), pick(strides), source.offset));
  return windowOn(moved, shape, contiguousStrides(shape), moved.offset);
}
