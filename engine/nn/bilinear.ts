import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { bilinear } from "../ops/bilinear.ts";
import { formatValue } from "../print/python.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of Bilinear. */
export interface BilinearOptions {
  /** Whether it adds a learnt bias. */
  bias?: boolean;
  dtype?: Dtype;
}

export interface Bilinear {
  (x1: Tensor, x2: Tensor): Tensor;
}

/**
 * y = x1ᵀ A x2 + b. https://docs.pytorch.org/docs/stable/generated/torch.nn.Bilinear.html
 *
 * **Shapes**: x1 (*, in1Features), x2 (*, in2Features), y (*, outFeatures); weight (outFeatures, in1Features, in2Features), bias
 * (outFeatures), both drawn from U(-1/√in1Features, 1/√in1Features).
 *
 * Throws ValueError for in1Features of 0, RuntimeError for inputs whose sizes or dtypes do not fit.
 */
export class Bilinear extends Module {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    in1Features: number,
    in2Features: number,
    outFeatures: number,
    { bias = true, dtype = getDefaultDtype() }: BilinearOptions = {},
  ) {
    super();
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(emptyTensor([outFeatures, in1Features, in2Features], dtype));
    this.bias = bias ? new Parameter(emptyTensor([outFeatures], dtype)) : null;
    this.resetParameters();
  }

  /** Draws weight and bias anew. */
  resetParameters(): void {
    checkAs(
      "ValueError",
      this.in1Features > 0,
      "Bilinear",
      () => `in1_features must be > 0, but got (in1_features=${this.in1Features})`,
    );
    const bound = 1 / Math.sqrt(this.in1Features);
    uniform_(this.weight, { a: -bound, b: bound });
    if (this.bias) uniform_(this.bias, { a: -bound, b: bound });
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return bilinear(x1, x2, this.weight, this.bias);
  }

  override extraRepr(): string {
    const { in1Features, in2Features, outFeatures, bias } = this;
    return `in1_features=${in1Features}, in2_features=${in2Features}, out_features=${outFeatures}, bias=${formatValue(bias !== null)}`;
  }
}
