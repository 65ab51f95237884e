import type { InplaceOptions } from "../ops/activation.ts";
import { hardshrink, hardsigmoid, hardswish, relu6, threshold } from "../ops/hard-activation.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import type { Elementwise } from "./activation.ts";
import { Module } from "./module.ts";
import { showInplace } from "./show-option.ts";

export interface Hardshrink extends Elementwise {}

/**
 * x, but 0 where -lambd ≤ x ≤ lambd. https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class Hardshrink extends Module {
  lambd: number;

  constructor({ lambd = 0.5 }: { lambd?: number } = {}) {
    super();
    this.lambd = lambd;
  }

  override forward(x: Tensor): Tensor {
    return hardshrink(x, { lambd: this.lambd });
  }

  override extraRepr(): string {
    return formatValue(this.lambd);
  }
}

export interface Hardsigmoid extends Elementwise {}

/**
 * x / 6 + 1 / 2 kept between 0 and 1. https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class Hardsigmoid extends Module {
  inplace: boolean;

  constructor({ inplace = false }: InplaceOptions = {}) {
    super();
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return hardsigmoid(x, { inplace: this.inplace });
  }
}

export interface Hardswish extends Elementwise {}

/**
 * x (x / 6 + 1 / 2), the second kept between 0 and 1. https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class Hardswish extends Module {
  inplace: boolean;

  constructor({ inplace = false }: InplaceOptions = {}) {
    super();
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return hardswish(x, { inplace: this.inplace });
  }
}

export interface ReLU6 extends Elementwise {}

/**
 * x kept between 0 and 6. https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 *
 * **Shapes**: any, kept. Throws for bool.
 */
export class ReLU6 extends Module {
  inplace: boolean;

  constructor({ inplace = false }: InplaceOptions = {}) {
    super();
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return relu6(x, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

export interface Threshold extends Elementwise {}

/**
 * x where it exceeds the threshold, else value. https://docs.pytorch.org/docs/stable/generated/torch.nn.Threshold.html
 *
 * **Shapes**: any, kept. Throws for bool.
 */
export class Threshold extends Module {
  threshold: number;
  value: number;
  inplace: boolean;

  constructor(threshold: number, value: number, { inplace = false }: InplaceOptions = {}) {
    super();
    this.threshold = threshold;
    this.value = value;
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return threshold(x, this.threshold, this.value, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return `threshold=${formatValue(this.threshold)}, value=${formatValue(this.value)}${showInplace(this.inplace)}`;
  }
}
