import { checkAs } from "../../errors.ts";
import { normExceptDim, weightNorm } from "../../ops/weight-norm.ts";
import { Tensor } from "../../tensor.ts";
import { Module } from "../module.ts";
import { nameClasses } from "../show-module.ts";

/** g v / |v|, each slice along an axis by itself. */
export class WeightNorm extends Module {
  readonly dim: number;

  constructor({ dim = 0 }: { dim?: number | null } = {}) {
    super();
    this.dim = dim ?? -1;
  }

  override forward(g: Tensor, v: Tensor): Tensor {
    checkAs(
      "TypeError",
      v instanceof Tensor,
      "_WeightNorm",
      () => "_WeightNorm.forward() missing 1 required positional argument: 'weight_v'",
    );
    return weightNorm(v, g, this.dim);
  }

  rightInverse(weight: Tensor): [Tensor, Tensor] {
    return [normExceptDim(weight, this.dim), weight];
  }
}

nameClasses({ _WeightNorm: WeightNorm });
