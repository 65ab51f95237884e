import { checkAs } from "../errors.ts";
import {
  type HardtanhOptions as HardtanhBounds,
  hardtanh,
  type InplaceOptions,
  type LeakyReluOptions,
  leakyRelu,
  relu,
} from "../ops/activation.ts";
import { rrelu } from "../ops/rrelu.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import type { Elementwise } from "./activation.ts";
import { Module } from "./module.ts";
import { showFloat, showInplace } from "./show-option.ts";

export interface ReLU extends Elementwise {}

/**
 * max(x, 0). https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 *
 * **Shapes**: any, kept. Throws for bool, and in place for a leaf that wants a gradient.
 */
export class ReLU extends Module {
  inplace: boolean;

  constructor({ inplace = false }: InplaceOptions = {}) {
    super();
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return relu(x, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

export interface LeakyReLU extends Elementwise {}

/**
 * x where positive, else negativeSlope · x. https://docs.pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class LeakyReLU extends Module {
  negativeSlope: number;
  inplace: boolean;

  constructor({ negativeSlope = 0.01, inplace = false }: LeakyReluOptions = {}) {
    super();
    this.negativeSlope = negativeSlope;
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(x, { negativeSlope: this.negativeSlope, inplace: this.inplace });
  }

  override extraRepr(): string {
    return `negative_slope=${showFloat(this.negativeSlope, 0.01)}${showInplace(this.inplace)}`;
  }
}

/** Options of RReLU. */
export interface RReLUOptions extends InplaceOptions {
  lower?: number;
  upper?: number;
}

export interface RReLU extends Elementwise {}

/**
 * x where positive, else a · x: a is drawn from U(lower, upper) for each element in training, (lower + upper) / 2 in evaluation.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.RReLU.html
 *
 * **Shapes**: any, kept. Throws for integers, and if lower exceeds upper.
 */
export class RReLU extends Module {
  lower: number;
  upper: number;
  inplace: boolean;

  constructor({ lower = 1 / 8, upper = 1 / 3, inplace = false }: RReLUOptions = {}) {
    super();
    this.lower = lower;
    this.upper = upper;
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    const { lower, upper, training, inplace } = this;
    return rrelu(x, { lower, upper, training, inplace });
  }

  override extraRepr(): string {
    return `lower=${showFloat(this.lower, 1 / 8)}, upper=${showFloat(this.upper, 1 / 3)}${showInplace(this.inplace)}`;
  }
}

/** Options of Hardtanh. */
export interface HardtanhOptions extends HardtanhBounds {
  /** Older name of minVal. */
  minValue?: number;
  /** Older name of maxVal. */
  maxValue?: number;
}

export interface Hardtanh extends Elementwise {}

/**
 * x kept between minVal and maxVal. https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html
 *
 * **Shapes**: any, kept. Throws for bool, and unless minVal is below maxVal.
 */
export class Hardtanh extends Module {
  minVal: number;
  maxVal: number;
  inplace: boolean;

  constructor(options: HardtanhOptions = {}) {
    super();
    this.minVal = options.minValue ?? options.minVal ?? -1;
    this.maxVal = options.maxValue ?? options.maxVal ?? 1;
    this.inplace = options.inplace ?? false;
    const { minVal, maxVal } = this;
    checkAs(
      "AssertionError",
      maxVal > minVal,
      "Hardtanh",
      () =>
        `max_val (${formatValue(maxVal)}) must be greater than min_val (${formatValue(minVal)})`,
    );
  }

  override forward(x: Tensor): Tensor {
    const { minVal, maxVal, inplace } = this;
    return hardtanh(x, { minVal, maxVal, inplace });
  }

  override extraRepr(): string {
    return `min_val=${showFloat(this.minVal, -1)}, max_val=${showFloat(this.maxVal, 1)}${showInplace(this.inplace)}`;
  }
}
