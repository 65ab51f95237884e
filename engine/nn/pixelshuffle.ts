import { pixelShuffle, pixelUnshuffle } from "../ops/pixel-shuffle.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

export interface PixelShuffle {
  (x: Tensor): Tensor;
}

/**
 * Channels made pixels, r = upscaleFactor. https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html
 *
 * **Shapes**: x (*, C r r, H, W); y (*, C, H r, W r). Throws below three axes, and for channels that r r does not divide.
 */
export class PixelShuffle extends Module {
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    this.upscaleFactor = upscaleFactor;
  }

  override forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

export interface PixelUnshuffle {
  (x: Tensor): Tensor;
}

/**
 * Pixels made channels, r = downscaleFactor. https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html
 *
 * **Shapes**: x (*, C, H r, W r); y (*, C r r, H, W). Throws below three axes, and for images that r does not divide.
 */
export class PixelUnshuffle extends Module {
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    this.downscaleFactor = downscaleFactor;
  }

  override forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.downscaleFactor);
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}
