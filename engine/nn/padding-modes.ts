import { checkAs } from "../errors.ts";
import type { PerAxis } from "../ops/geometry.ts";
import type { Tensor } from "../tensor.ts";
import { Pad } from "./pad-base.ts";

export interface ReflectionPad1d {
  (x: Tensor): Tensor;
}

/**
 * Padding with the tensor's mirror image; the border itself is not repeated. https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L), each padded axis longer by its two amounts; `padding` (left, right) or one number.
 * Negative amounts crop. Throws unless each amount is less than the axis's size.
 */
export class ReflectionPad1d extends Pad {
  constructor(padding: PerAxis) {
    super(1, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "reflect");
  }
}

export interface ReflectionPad2d {
  (x: Tensor): Tensor;
}

/**
 * Padding with the tensor's mirror image; the border itself is not repeated. https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom) or one number.
 * Negative amounts crop. Throws unless each amount is less than the axis's size.
 */
export class ReflectionPad2d extends Pad {
  constructor(padding: PerAxis) {
    super(2, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "reflect");
  }
}

export interface ReflectionPad3d {
  (x: Tensor): Tensor;
}

/**
 * Padding with the tensor's mirror image; the border itself is not repeated. https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom, front, back) or one number.
 * Negative amounts crop. Throws unless each amount is less than the axis's size.
 */
export class ReflectionPad3d extends Pad {
  constructor(padding: PerAxis) {
    super(3, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "reflect");
  }
}

export interface ReplicationPad1d {
  (x: Tensor): Tensor;
}

/**
 * Padding with the border's elements. https://docs.pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L), each padded axis longer by its two amounts; `padding` (left, right) or one number.
 * Negative amounts crop. Throws when nothing is left.
 */
export class ReplicationPad1d extends Pad {
  constructor(padding: PerAxis) {
    super(1, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "replicate");
  }
}

export interface ReplicationPad2d {
  (x: Tensor): Tensor;
}

/**
 * Padding with the border's elements. https://docs.pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom) or one number.
 * Negative amounts crop. Throws when nothing is left.
 */
export class ReplicationPad2d extends Pad {
  constructor(padding: PerAxis) {
    super(2, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "replicate");
  }
}

export interface ReplicationPad3d {
  (x: Tensor): Tensor;
}

/**
 * Padding with the border's elements. https://docs.pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom, front, back) or one number.
 * Negative amounts crop. Throws when nothing is left.
 */
export class ReplicationPad3d extends Pad {
  constructor(padding: PerAxis) {
    super(3, padding);
  }

  override forward(x: Tensor): Tensor {
    return this.pad(x, "replicate");
  }
}

export interface CircularPad1d {
  (x: Tensor): Tensor;
}

/**
 * Padding with what lies at the axis's other end. https://docs.pytorch.org/docs/stable/generated/torch.nn.CircularPad1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L), each padded axis longer by its two amounts; `padding` (left, right) or one number.
 * Negative amounts crop. Throws when an amount is more than the axis's size.
 */
export class CircularPad1d extends Pad {
  constructor(padding: PerAxis) {
    super(1, padding);
  }

  override forward(x: Tensor): Tensor {
    checkAs(
      "ValueError",
      x.ndim === 2 || x.ndim === 3,
      "CircularPad1d",
      () => `expected 2D or 3D input (got ${x.ndim}D input)`,
    );
    return this.pad(x, "circular");
  }
}

export interface CircularPad2d {
  (x: Tensor): Tensor;
}

/**
 * Padding with what lies at the axis's other end. https://docs.pytorch.org/docs/stable/generated/torch.nn.CircularPad2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom) or one number.
 * Negative amounts crop. Throws when an amount is more than the axis's size.
 */
export class CircularPad2d extends Pad {
  constructor(padding: PerAxis) {
    super(2, padding);
  }

  override forward(x: Tensor): Tensor {
    checkAs(
      "ValueError",
      x.ndim === 3 || x.ndim === 4,
      "CircularPad2d",
      () => `expected 3D or 4D input (got ${x.ndim}D input)`,
    );
    return this.pad(x, "circular");
  }
}

export interface CircularPad3d {
  (x: Tensor): Tensor;
}

/**
 * Padding with what lies at the axis's other end. https://docs.pytorch.org/docs/stable/generated/torch.nn.CircularPad3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W), each padded axis longer by its two amounts; `padding` (left, right, top, bottom, front, back) or one number.
 * Negative amounts crop. Throws when an amount is more than the axis's size.
 */
export class CircularPad3d extends Pad {
  constructor(padding: PerAxis) {
    super(3, padding);
  }

  override forward(x: Tensor): Tensor {
    checkAs(
      "ValueError",
      x.ndim === 4 || x.ndim === 5,
      "CircularPad3d",
      () => `expected 4D or 5D input (got ${x.ndim}D input)`,
    );
    return this.pad(x, "circular");
  }
}
