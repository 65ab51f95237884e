import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { empty } from "../ops/create.ts";
import { groupNorm } from "../ops/group-norm.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { ones_, zeros_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { showFloat } from "./show-option.ts";

/** Options of GroupNorm. */
export interface GroupNormOptions {
  /** Added to the variance. */
  eps?: number;
  /** Whether there are a weight and a bias. */
  affine?: boolean;
  /** Whether there is a bias beside the weight. */
  bias?: boolean;
  dtype?: Dtype;
}

export interface GroupNorm {
  (x: Tensor): Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias, mean and biased variance over groups of channels of one sample.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 *
 * **Shapes**: x (N, numChannels, *), kept; weight (ones) and bias (zeros) (numChannels).
 *
 * Throws ValueError if groups do not divide channels, and, also in evaluation, for one value a group.
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  eps: number;
  readonly affine: boolean;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    const { eps = 1e-5, affine = true, bias = true } = options;
    const dtype = options.dtype ?? getDefaultDtype();
    checkAs("ZeroDivisionError", numGroups !== 0, "GroupNorm", () => "integer modulo by zero");
    checkAs(
      "ValueError",
      numChannels % numGroups === 0,
      "GroupNorm",
      () => `num_channels (${numChannels}) must be divisible by num_groups (${numGroups})`,
    );
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    const parameter = () => new Parameter(empty([numChannels], { dtype }));
    this.weight = affine ? parameter() : null;
    this.bias = affine && bias ? parameter() : null;
    this.resetParameters();
  }

  /** Makes the weight 1 and the bias 0. */
  resetParameters(): void {
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  override forward(x: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return groupNorm(x, this.numGroups, { weight, bias, eps });
  }

  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}, eps=${showFloat(this.eps, 1e-5)}, affine=${formatValue(this.affine)}, bias=${formatValue(this.bias !== null)}`;
  }
}
