import { checkAs } from "../errors.ts";
import { dropout } from "../ops/dropout.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** Options of Dropout. */
export interface DropoutLayerOptions {
  /** The probability that an element becomes 0. */
  p?: number;
  inplace?: boolean;
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
export class Dropout extends Module {
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

  override forward(x: Tensor): Tensor {
    const { p, training, inplace } = this;
    return dropout(x, { p, training, inplace });
  }

  override extraRepr(): string {
    return `p=${formatValue(this.p)}, inplace=${formatValue(this.inplace)}`;
  }
}
