import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { empty } from "../ops/create.ts";
import { layerNorm } from "../ops/layer-norm.ts";
import {
  type LocalResponseNormFunctionOptions,
  localResponseNorm,
} from "../ops/local-response-norm.ts";
import { rmsNorm } from "../ops/rms-norm.ts";
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

/** Options of RMSNorm. */
export interface RMSNormOptions {
  /** Added to the mean of squares; the smallest step from 1 of the type that is computed in, if null. */
  eps?: number | null;
  /** Whether there is a weight. */
  elementwiseAffine?: boolean;
  dtype?: Dtype;
}

export interface RMSNorm {
  (x: Tensor): Tensor;
}

/**
 * x / √(mean of x² + eps) · weight, the mean over the last axes. https://docs.pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html
 *
 * **Shapes**: x (*, normalizedShape), kept; weight (ones) normalizedShape.
 *
 * Throws RuntimeError if x does not end in normalizedShape, ValueError if it has fewer axes, and for integers.
 */
export class RMSNorm extends Module {
  readonly normalizedShape: Shape;
  eps: number | null;
  readonly elementwiseAffine: boolean;
  weight: Parameter | null;

  constructor(normalizedShape: number | Shape, options: RMSNormOptions = {}) {
    super();
    const { eps = null, elementwiseAffine = true, dtype = getDefaultDtype() } = options;
    this.normalizedShape =
      typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = elementwiseAffine ? new Parameter(empty(this.normalizedShape, { dtype })) : null;
    this.resetParameters();
  }

  /** Makes the weight 1. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
  }

  override forward(x: Tensor): Tensor {
    return rmsNorm(x, this.normalizedShape, { weight: this.weight, eps: this.eps });
  }

  override extraRepr(): string {
    return `${formatTuple(this.normalizedShape)}, eps=${formatValue(this.eps)}, elementwise_affine=${formatValue(this.elementwiseAffine)}`;
  }
}

/** Options of LocalResponseNorm. */
export type LocalResponseNormOptions = LocalResponseNormFunctionOptions;

export interface LocalResponseNorm {
  (x: Tensor): Tensor;
}

/**
 * x / (k + alpha · mean of x²)^beta, the mean over `size` neighbouring channels. https://docs.pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 *
 * **Shapes**: x (N, C, *) of at least three axes, kept. Throws ValueError for fewer.
 */
export class LocalResponseNorm extends Module {
  size: number;
  alpha: number;
  beta: number;
  k: number;

  constructor(size: number, { alpha = 1e-4, beta = 0.75, k = 1 }: LocalResponseNormOptions = {}) {
    super();
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  override forward(x: Tensor): Tensor {
    const { alpha, beta, k } = this;
    return localResponseNorm(x, this.size, { alpha, beta, k });
  }

  override extraRepr(): string {
    return `${this.size}, alpha=${showFloat(this.alpha, 1e-4)}, beta=${showFloat(this.beta, 0.75)}, k=${showFloat(this.k, 1)}`;
  }
}
