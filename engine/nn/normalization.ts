import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { empty } from "../ops/create.ts";
import { layerNorm } from "../ops/layer-norm.ts";
import { formatTuple, formatValue } from "../print/python.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { ones_, zeros_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { showFloat } from "./show-option.ts";

/** Options of LayerNorm. */
export interface LayerNormOptions {
  /** Added to the variance. */
  eps?: number;
  /** Whether there are a weight and a bias. */
  elementwiseAffine?: boolean;
  /** Whether there is a bias beside the weight. */
  bias?: boolean;
  dtype?: Dtype;
}

export interface LayerNorm {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias, mean and biased variance over the last axes.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 *
 * **Shapes**: x (*, normalizedShape), kept; weight (ones) and bias (zeros) normalizedShape.
 *
 * Throws RuntimeError if x does not end in normalizedShape, or has another dtype than the weight.
 */
export class LayerNorm extends Module {
  readonly normalizedShape: Shape;
  eps: number;
  readonly elementwiseAffine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(normalizedShape: number | Shape, options: LayerNormOptions = {}) {
    super();
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    const dtype = options.dtype ?? getDefaultDtype();
    this.normalizedShape =
      typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    const parameter = () => new Parameter(empty(this.normalizedShape, { dtype }));
    this.weight = elementwiseAffine ? parameter() : null;
    this.bias = elementwiseAffine && bias ? parameter() : null;
    this.resetParameters();
  }

  /** Makes the weight 1 and the bias 0. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  override forward(x: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(x, this.normalizedShape, { weight, bias, eps });
  }

  override extraRepr(): string {
    return `${formatTuple(this.normalizedShape)}, eps=${showFloat(this.eps, 1e-5)}, elementwise_affine=${formatValue(this.elementwiseAffine)}, bias=${formatValue(this.bias !== null)}`;
  }
}
