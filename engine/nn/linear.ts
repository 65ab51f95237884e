import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { biasBound } from "../init-bounds.ts";
import { linear } from "../ops/linear.ts";
import { formatValue } from "../print/python.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of Linear. */
export interface LinearOptions {
  /** Whether it adds a learnt bias. */
  bias?: boolean;
  dtype?: Dtype;
}

export interface Linear {
  (x: Tensor): Tensor;
}

/**
 * y = x Wᵀ + b. https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html
 *
 * **Shapes**: x (*, inFeatures), y (*, outFeatures); weight (outFeatures, inFeatures), bias (outFeatures), both drawn from
 * U(-1/√inFeatures, 1/√inFeatures).
 */
export class Linear extends Module {
  inFeatures: number;
  outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const dtype = options.dtype ?? getDefaultDtype();
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(emptyTensor([outFeatures, inFeatures], dtype));
    this.bias = (options.bias ?? true) ? new Parameter(emptyTensor([outFeatures], dtype)) : null;
    this.resetParameters();
  }

  /** Draws weight and bias anew. */
  resetParameters(): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    if (!this.bias) return;
    const bound = biasBound(this.inFeatures);
    uniform_(this.bias, { a: -bound, b: bound });
  }

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${formatValue(this.bias !== null)}`;
  }
}
