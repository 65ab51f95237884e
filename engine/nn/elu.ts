import type { InplaceOptions } from "../ops/activation.ts";
import { celu, type EluOptions, elu, selu } from "../ops/elu.ts";
import type { Tensor } from "../tensor.ts";
import type { Elementwise } from "./activation.ts";
import { Module } from "./module.ts";
import { showFloat, showInplace } from "./show-option.ts";

export interface ELU extends Elementwise {}

/**
 * x where positive, else alpha · (exp(x) - 1). https://docs.pytorch.org/docs/stable/generated/torch.nn.ELU.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class ELU extends Module {
  alpha: number;
  inplace: boolean;

  constructor({ alpha = 1, inplace = false }: EluOptions = {}) {
    super();
    this.alpha = alpha;
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return elu(x, { alpha: this.alpha, inplace: this.inplace });
  }

  override extraRepr(): string {
    return `alpha=${showFloat(this.alpha, 1)}${showInplace(this.inplace)}`;
  }
}

export interface SELU extends Elementwise {}

/**
 * ELU with the scales that keep mean 0 and variance 1. https://docs.pytorch.org/docs/stable/generated/torch.nn.SELU.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class SELU extends Module {
  inplace: boolean;

  constructor({ inplace = false }: InplaceOptions = {}) {
    super();
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return selu(x, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return this.inplace ? "inplace=True" : "";
  }
}

export interface CELU extends Elementwise {}

/**
 * x where positive, else alpha · (exp(x / alpha) - 1). https://docs.pytorch.org/docs/stable/generated/torch.nn.CELU.html
 *
 * **Shapes**: any, kept. Throws for integers, and for an alpha of 0.
 */
export class CELU extends Module {
  alpha: number;
  inplace: boolean;

  constructor({ alpha = 1, inplace = false }: EluOptions = {}) {
    super();
    this.alpha = alpha;
    this.inplace = inplace;
  }

  override forward(x: Tensor): Tensor {
    return celu(x, { alpha: this.alpha, inplace: this.inplace });
  }

  override extraRepr(): string {
    return `alpha=${showFloat(this.alpha, 1)}${showInplace(this.inplace)}`;
  }
}
