import type { InplaceOptions } from "../ops/activation.ts";
import { glu, logsigmoid, mish, silu } from "../ops/gated-activation.ts";
import { softsign, tanhshrink } from "../ops/softsign.ts";
import type { Tensor } from "../tensor.ts";
import type { Elementwise } from "./activation.ts";
import { Module } from "./module.ts";

export interface LogSigmoid extends Elementwise {}

/**
 * log(1 / (1 + exp(-x))). https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class LogSigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return logsigmoid(x);
  }
}

export interface SiLU extends Elementwise {}

/**
 * x / (1 + exp(-x)). https://docs.pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class SiLU extends Module {
  inplace: boolean;

  constructor({ inplace = false }: InplaceOptions = {}) {
    super();
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return silu(x, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

export interface Mish extends Elementwise {}

/**
 * x tanh(log(1 + exp(x))). https://docs.pytorch.org/docs/stable/generated/torch.nn.Mish.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class Mish extends Module {
  inplace: boolean;

  constructor({ inplace = false }: InplaceOptions = {}) {
    super();
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return mish(x, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

export interface Softsign extends Elementwise {}

/**
 * x / (1 + |x|). https://docs.pytorch.org/docs/stable/generated/torch.nn.Softsign.html
 *
 * **Shapes**: any, kept. Throws for bool.
 */
export class Softsign extends Module {
  override forward(x: Tensor): Tensor {
    return softsign(x);
  }
}

export interface Tanhshrink extends Elementwise {}

/**
 * x - tanh(x). https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanhshrink.html
 *
 * **Shapes**: any, kept. Throws for bool.
 */
export class Tanhshrink extends Module {
  override forward(x: Tensor): Tensor {
    return tanhshrink(x);
  }
}

export interface GLU {
  (x: Tensor): Tensor;
}

/**
 * The first half of an axis times the sigmoid of the second. https://docs.pytorch.org/docs/stable/generated/torch.nn.GLU.html
 *
 * **Shapes**: any, the axis halved. Throws for an odd size, for a tensor without axes, and for integers.
 */
export class GLU extends Module {
  dim: number;

  constructor({ dim = -1 }: { dim?: number } = {}) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return glu(x, { dim: this.dim });
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}
