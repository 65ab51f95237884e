import { noGrad } from "../autograd.ts";
import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { LazyModuleMixin } from "./lazy.ts";
import { settle, sizeAt } from "./lazy-settle.ts";
import { Linear, type LinearOptions } from "./linear.ts";
import { UninitializedParameter } from "./parameter.ts";

/**
 * Linear whose inFeatures are those of the first input; then it is a Linear.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyLinear.html
 *
 * **Shapes**: as Linear.
 *
 * Throws IndexError for a first input without axes, AssertionError where a loaded weight is not as wide as it.
 */
export class LazyLinear extends LazyModuleMixin(Linear) {
  static override clsToBecome = Linear;

  constructor(outFeatures: number, { bias = true, dtype }: LinearOptions = {}) {
    const options = dtype ? { dtype } : {};
    super(0, 0, { bias: false, ...options });
    this.weight = new UninitializedParameter(options);
    this.outFeatures = outFeatures;
    if (bias) this.bias = new UninitializedParameter(options);
  }

  /** Draws weight and bias anew, as soon as there are sizes. */
  override resetParameters(): void {
    if (!this.hasUninitializedParams() && this.inFeatures !== 0) super.resetParameters();
  }

  override initializeParameters(x: Tensor): void {
    const { weight, bias, outFeatures } = this;
    if (this.hasUninitializedParams()) {
      this.inFeatures = sizeAt(x, -1);
      noGrad(() => {
        settle("AttributeError", "weight", weight, [outFeatures, this.inFeatures]);
        settle("AttributeError", "bias", bias, [outFeatures]);
        this.resetParameters();
      });
    }
    if (this.inFeatures === 0) this.takeWidth(x);
  }

  /** Of a weight that was loaded. */
  private takeWidth(x: Tensor): void {
    const [width, known] = [sizeAt(x, -1), this.weight.size(-1)];
    checkAs(
      "AssertionError",
      width === known,
      "LazyLinear",
      () =>
        `The in_features inferred from input: ${width} is not equal to in_features from self.weight: ${known}`,
    );
    this.inFeatures = width;
  }
}
