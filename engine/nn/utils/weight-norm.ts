import { noGrad } from "../../autograd.ts";
import { check, checkAs } from "../../errors.ts";
import { detach } from "../../ops/copy.ts";
import { normExceptDim, weightNorm as scaled } from "../../ops/weight-norm.ts";
import { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { isLazy, Parameter } from "../parameter.ts";
import { attributeOf, parameterNamed, put } from "./own-tensor.ts";
import { Recomputed, recomputedOf } from "./recomputed.ts";

/** Options of weightNorm. */
export interface WeightNormOptions {
  /** The parameter. */
  name?: string;
  /** The axis along which each slice has a length of its own; null for one length of all. */
  dim?: number | null;
}

/**
 * Replaces a parameter w by its length g (`weight_g`) and its direction v (`weight_v`): w = g v / |v|, computed before each forward
 * call. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.weight_norm.html
 *
 * **Shapes**: w, v any; g as w with 1 in each axis but `dim`. Throws AttributeError and KeyError for a name that is no parameter's,
 * IndexError for an axis that it has not, RuntimeError for a second time, ValueError for a parameter without a shape.
 */
export function weightNorm<M extends Module>(
  module: M,
  { name = "weight", dim = 0 }: WeightNormOptions = {},
): M {
  check(
    recomputedOf(module, WeightNorm).every((one) => one.name !== name),
    "weightNorm",
    () => `Cannot register two weight_norm hooks on the same parameter ${name}`,
  );
  const weight = attributeOf(module, name);
  checkAs(
    "ValueError",
    !isLazy(weight),
    "weightNorm",
    () =>
      "The module passed to `WeightNorm` can't have uninitialized parameters. Call the module once before",
  );
  parameterNamed(module, name);
  checkAs(
    "TypeError",
    weight instanceof Tensor,
    "weightNorm",
    () => "norm_except_dim(): argument 'v' (position 1) must be Tensor, not NoneType",
  );
  const norm = new WeightNorm(name, dim ?? -1);
  norm.split(module, weight);
  norm.attachTo(module);
  return module;
}

/** weightNorm undone: the parameter has its present value. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.remove_weight_norm.html */
export function removeWeightNorm<M extends Module>(
  module: M,
  { name = "weight" }: { name?: string } = {},
): M {
  const norm = recomputedOf(module, WeightNorm).find((one) => one.name === name);
  checkAs(
    "ValueError",
    norm !== undefined,
    "removeWeightNorm",
    () => `weight_norm of '${name}' not found in ${module}`,
  );
  norm.join(module);
  norm.detachFrom(module);
  return module;
}

class WeightNorm extends Recomputed {
  readonly dim: number;

  constructor(name: string, dim: number) {
    super(name);
    this.dim = dim;
  }

  compute(module: Module): Tensor {
    const [v, g] = ["_v", "_g"].map((end) => Reflect.get(module, this.name + end) as Tensor);
    return scaled(v as Tensor, g as Tensor, this.dim);
  }

  split(module: Module, weight: Tensor): void {
    const { name } = this;
    const length = noGrad(() => normExceptDim(weight, this.dim));
    put(module, name, null);
    put(module, `${name}_g`, new Parameter(length));
    put(module, `${name}_v`, new Parameter(detach(weight)));
    put(module, name, this.compute(module));
  }

  join(module: Module): void {
    const weight = detach(this.compute(module));
    for (const end of ["_g", "_v"]) put(module, this.name + end, null);
    put(module, this.name, new Parameter(weight));
  }
}
