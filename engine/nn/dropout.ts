import { checkAs } from "../errors.ts";
import { alphaDropout, featureAlphaDropout } from "../ops/alpha-dropout.ts";
import { dropout } from "../ops/dropout.ts";
import { dropout1d, dropout2d, dropout3d } from "../ops/feature-dropout.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** Options of Dropout. */
export interface DropoutLayerOptions {
  /** The probability that an element becomes 0. */
  p?: number;
  inplace?: boolean;
}

/** What all dropouts have: the probability and whether they write over their input. */
abstract class DropoutBase extends Module {
  p: number;
  inplace: boolean;

  constructor({ p = 0.5, inplace = false }: DropoutLayerOptions = {}) {
    super();
    checkAs(
      "ValueError",
      !(p < 0 || p > 1),
      "Dropout",
      () => `dropout probability has to be between 0 and 1, but got ${p}`,
    );
    this.p = p;
    this.inplace = inplace;
  }

  override extraRepr(): string {
    return `p=${formatValue(this.p)}, inplace=${formatValue(this.inplace)}`;
  }
}

export interface Dropout {
  (x: Tensor): Tensor;
}

/**
 * In training zeroes each element with probability p and divides the others by 1 - p; in evaluation gives x itself.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 *
 * **Shapes**: any, kept. Throws ValueError for a p outside of [0, 1], and in training for integers.
 */
export class Dropout extends DropoutBase {
  override forward(x: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout(x, { p, training, inplace });
  }
}

export interface Dropout1d {
  (x: Tensor): Tensor;
}

/**
 * Dropout of whole channels. https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout1d.html
 *
 * **Shapes**: (N, C, L) or (C, L), kept; RuntimeError for others. Refusals as Dropout.
 */
export class Dropout1d extends DropoutBase {
  override forward(x: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout1d(x, { p, training, inplace });
  }
}

export interface Dropout2d {
  (x: Tensor): Tensor;
}

/**
 * Dropout of whole channels. https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout2d.html
 *
 * **Shapes**: (N, C, H, W), kept; three axes are (N, C, L). Refusals as Dropout.
 */
export class Dropout2d extends DropoutBase {
  override forward(x: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout2d(x, { p, training, inplace });
  }
}

export interface Dropout3d {
  (x: Tensor): Tensor;
}

/**
 * Dropout of whole channels. https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout3d.html
 *
 * **Shapes**: (N, C, D, H, W) or (C, D, H, W), kept. Refusals as Dropout.
 */
export class Dropout3d extends DropoutBase {
  override forward(x: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout3d(x, { p, training, inplace });
  }
}

export interface AlphaDropout {
  (x: Tensor): Tensor;
}

/**
 * Dropout that keeps mean and variance of what SELU gives: dropped elements become its limit. As in PyTorch, inplace is not looked at. https://docs.pytorch.org/docs/stable/generated/torch.nn.AlphaDropout.html
 *
 * **Shapes**: any, kept. Refusals as Dropout.
 */
export class AlphaDropout extends DropoutBase {
  override forward(x: Tensor): Tensor {
    const { p, training } = this;
    return alphaDropout(x, { p, training });
  }
}

export interface FeatureAlphaDropout {
  (x: Tensor): Tensor;
}

/**
 * AlphaDropout of whole channels; inplace is not looked at. https://docs.pytorch.org/docs/stable/generated/torch.nn.FeatureAlphaDropout.html
 *
 * **Shapes**: (N, C, *), kept. Refusals as Dropout.
 */
export class FeatureAlphaDropout extends DropoutBase {
  override forward(x: Tensor): Tensor {
    const { p, training } = this;
    return featureAlphaDropout(x, { p, training });
  }
}
