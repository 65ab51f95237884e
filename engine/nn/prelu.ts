import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { prelu } from "../ops/prelu.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import type { Elementwise } from "./activation.ts";
import { constant_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of PReLU. */
export interface PReLUOptions {
  /** 1, or the number of channels, x's second axis. */
  numParameters?: number;
  /** What the weight starts with. */
  init?: number;
  dtype?: Dtype;
}

export interface PReLU extends Elementwise {}

/**
 * x where positive, else weight · x with a learnt weight. https://docs.pytorch.org/docs/stable/generated/torch.nn.PReLU.html
 *
 * **Shapes**: x any, kept; weight (numParameters).
 *
 * Throws RuntimeError if there are several weights and not as many channels, and for an x of another dtype than the weight.
 */
export class PReLU extends Module {
  readonly numParameters: number;
  readonly init: number;
  weight: Parameter;

  constructor({ numParameters = 1, init = 0.25, dtype }: PReLUOptions = {}) {
    super();
    this.numParameters = numParameters;
    this.init = init;
    this.weight = new Parameter(emptyTensor([numParameters], dtype ?? getDefaultDtype()));
    this.resetParameters();
  }

  /** Fills the weight anew. */
  resetParameters(): void {
    constant_(this.weight, this.init);
  }

  override forward(x: Tensor): Tensor {
    return prelu(x, this.weight);
  }

  override extraRepr(): string {
    return `num_parameters=${this.numParameters}`;
  }
}
