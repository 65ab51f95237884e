import type { PerAxis } from "../ops/geometry.ts";
import { formatTuple, formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Pad } from "./pad-base.ts";

/** What ConstantPad1d, ConstantPad2d and ConstantPad3d share. */
abstract class ConstantPad extends Pad {
  readonly value: number;

  /** As the layers' constructors, for so many axes. */
  constructor(axes: number, padding: PerAxis, value: number) {
    super(axes, padding);
    this.value = value;
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "constant", this.value);
  }

  override extraRepr(): string {
    return `padding=${formatTuple(this.padding)}, value=${formatValue(this.value)}`;
  }
}

export interface ConstantPad1d {
  (x: Tensor): Tensor;
}

/**
 * Padding with one value. https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L), each padded axis longer by its two amounts; `padding` (left, right) or one number.
 * Negative amounts crop. Throws when they crop more than there is.
 */
export class ConstantPad1d extends ConstantPad {
  constructor(padding: PerAxis, value: number) {
    super(1, padding, value);
  }
}

export interface ConstantPad2d {
  (x: Tensor): Tensor;
}

/**
 * Padding with one value. https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom) or one number.
 * Negative amounts crop. Throws when they crop more than there is.
 */
export class ConstantPad2d extends ConstantPad {
  constructor(padding: PerAxis, value: number) {
    super(2, padding, value);
  }
}

export interface ConstantPad3d {
  (x: Tensor): Tensor;
}

/**
 * Padding with one value. https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom, front, back) or one number.
 * Negative amounts crop. Throws when they crop more than there is.
 */
export class ConstantPad3d extends ConstantPad {
  constructor(padding: PerAxis, value: number) {
    super(3, padding, value);
  }
}

export interface ZeroPad1d {
  (x: Tensor): Tensor;
}

/**
 * Padding with zeros. https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L), each padded axis longer by its two amounts; `padding` (left, right) or one number.
 * Negative amounts crop. Throws when they crop more than there is.
 */
export class ZeroPad1d extends Pad {
  constructor(padding: PerAxis) {
    super(1, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "constant", 0);
  }
}

export interface ZeroPad2d {
  (x: Tensor): Tensor;
}

/**
 * Padding with zeros. https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom) or one number.
 * Negative amounts crop. Throws when they crop more than there is.
 */
export class ZeroPad2d extends Pad {
  constructor(padding: PerAxis) {
    super(2, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "constant", 0);
  }
}

export interface ZeroPad3d {
  (x: Tensor): Tensor;
}

/**
 * Padding with zeros. https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom, front, back) or one number.
 * Negative amounts crop. Throws when they crop more than there is.
 */
export class ZeroPad3d extends Pad {
  constructor(padding: PerAxis) {
    super(3, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "constant", 0);
  }
}
