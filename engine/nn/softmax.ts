import { checkAs } from "../errors.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { logSoftmax, softmax, softmin } from "./softmax-functions.ts";

export interface Softmax {
  (x: Tensor): Tensor;
}

/**
 * exp(x) / Σ exp(x) along `dim`. https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 *
 * **Shapes**: any, kept. Without a dim it is the first axis for ranks 0, 1 and 3, else the second. Throws for integers.
 */
export class Softmax extends Module {
  dim: number | null;

  constructor({ dim = null }: { dim?: number | null } = {}) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return softmax(x, { dim: this.dim });
  }

  override extraRepr(): string {
    return `dim=${formatValue(this.dim)}`;
  }
}

export interface Softmin {
  (x: Tensor): Tensor;
}

/**
 * exp(-x) / Σ exp(-x) along `dim`. https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmin.html
 *
 * **Shapes** and refusals as Softmax.
 */
export class Softmin extends Module {
  dim: number | null;

  constructor({ dim = null }: { dim?: number | null } = {}) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return softmin(x, { dim: this.dim });
  }

  override extraRepr(): string {
    return `dim=${formatValue(this.dim)}`;
  }
}

export interface LogSoftmax {
  (x: Tensor): Tensor;
}

/**
 * log(softmax(x)) along `dim`, without its overflow. https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 *
 * **Shapes** and refusals as Softmax.
 */
export class LogSoftmax extends Module {
  dim: number | null;

  constructor({ dim = null }: { dim?: number | null } = {}) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return logSoftmax(x, { dim: this.dim });
  }

  override extraRepr(): string {
    return `dim=${formatValue(this.dim)}`;
  }
}

export interface Softmax2d {
  (x: Tensor): Tensor;
}

/**
 * Softmax over the channels at each place. https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html
 *
 * **Shapes**: (N, C, H, W) or (C, H, W), kept. Throws ValueError for other ranks, and for integers.
 */
export class Softmax2d extends Module {
  override forward(x: Tensor): Tensor {
    checkAs(
      "ValueError",
      x.ndim === 3 || x.ndim === 4,
      "Softmax2d",
      () => `expected input to be 3D or 4D, got ${x.ndim}D instead`,
    );
    return softmax(x, { dim: -3 });
  }
}
