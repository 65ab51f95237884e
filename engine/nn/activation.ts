import type { GeluOptions, SoftplusOptions } from "../ops/activation.ts";
import { gelu, sigmoid, softplus, softshrink, tanh } from "../ops/activation.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { showFloat } from "./show-option.ts";

/** A layer that computes each element of its output from one element of its input. */
export interface Elementwise {
  (x: Tensor): Tensor;
}

export interface Sigmoid extends Elementwise {}

/**
 * 1 / (1 + exp(-x)). https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 *
 * **Shapes**: any, kept.
 */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

export interface Tanh extends Elementwise {}

/**
 * tanh(x). https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 *
 * **Shapes**: any, kept.
 */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

export interface Softplus extends Elementwise {}

/**
 * log(1 + exp(beta · x)) / beta, and x itself where beta · x exceeds the threshold.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 *
 * **Shapes**: any, kept. Throws for integers.
 */
export class Softplus extends Module {
  beta: number;
  threshold: number;

  constructor({ beta = 1, threshold = 20 }: SoftplusOptions = {}) {
    super();
    this.beta = beta;
    this.threshold = threshold;
  }

  override forward(x: Tensor): Tensor {
    return softplus(x, { beta: this.beta, threshold: this.threshold });
  }

  override extraRepr(): string {
    return `beta=${showFloat(this.beta, 1)}, threshold=${showFloat(this.threshold, 20)}`;
  }
}

export interface Softshrink extends Elementwise {}

/**
 * x moved towards 0 by lambd, 0 where it would pass it. https://docs.pytorch.org/docs/stable/generated/torch.nn.Softshrink.html
 *
 * **Shapes**: any, kept. Throws for integers, and if lambd is negative.
 */
export class Softshrink extends Module {
  lambd: number;

  constructor({ lambd = 0.5 }: { lambd?: number } = {}) {
    super();
    this.lambd = lambd;
  }

  override forward(x: Tensor): Tensor {
    return softshrink(x, { lambd: this.lambd });
  }

  override extraRepr(): string {
    return formatValue(this.lambd);
  }
}

export interface GELU extends Elementwise {}

/**
 * x Φ(x), where Φ is the normal distribution; with approximate "tanh", x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.GELU.html
 *
 * **Shapes**: any, kept. Throws for integers, and for any other approximation.
 */
export class GELU extends Module {
  approximate: "none" | "tanh";

  constructor({ approximate = "none" }: GeluOptions = {}) {
    super();
    this.approximate = approximate;
  }

  override forward(x: Tensor): Tensor {
    return gelu(x, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate=${formatValue(this.approximate)}`;
  }
}
