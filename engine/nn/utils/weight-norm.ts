import { check, checkAs, EngineError } from "../../errors.ts";
import { detach } from "../../ops/copy.ts";
import { Tensor } from "../../tensor.ts";
import { type ForwardPreHook, HOOKS } from "../hooks.ts";
import type { Module } from "../module.ts";
import { isLazy, Parameter } from "../parameter.ts";
import { attributeOf, takeParameter, tensorNamed } from "./named-tensor.ts";
import { lengthsAlong, scaledDirection } from "./scaled-direction.ts";

/** Options of weightNorm. */
export interface WeightNormOptions {
  /** The parameter. */
  name?: string;
  /** The axis along which slices have a norm of their own; null for one norm of all. */
  dim?: number | null;
}

/** What computes a parameter before each forward call. */
interface Recipe {
  readonly name: string;
  readonly dim: number | null;
}

const recipes = new WeakMap<ForwardPreHook, Recipe>();

/**
 * Expresses a parameter as g v / |v|: `weight_g` and `weight_v` take its place, and the weight is computed anew before each
 * forward call. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.weight_norm.html
 *
 * Throws RuntimeError where it is expressed so already, ValueError for a parameter without a shape.
 */
export function weightNorm<T extends Module>(
  module: T,
  { name = "weight", dim = 0 }: WeightNormOptions = {},
): T {
  check(
    hookOf(module, name) === null,
    "weightNorm",
    () => `Cannot register two weight_norm hooks on the same parameter ${name}`,
  );
  const weight = attributeOf(module, name);
  checkAs(
    "ValueError",
    !(weight instanceof Tensor && isLazy(weight)),
    "weightNorm",
    () =>
      "The module passed to `WeightNorm` can't have uninitialized parameters. Make sure to run the dummy forward before applying weight normalization",
  );
  takeParameter(module, name);
  checkAs(
    "TypeError",
    weight instanceof Tensor,
    "weightNorm",
    () => "norm_except_dim(): argument 'v' (position 1) must be Tensor, not NoneType",
  );
  const values = detach(weight);
  module.registerParameter(`${name}_g`, new Parameter(lengthsAlong(values, dim)));
  module.registerParameter(`${name}_v`, new Parameter(values));
  const recipe = { name, dim };
  const hook: ForwardPreHook = (each) => compute(each, recipe);
  recipes.set(hook, recipe);
  compute(module, recipe);
  module.registerForwardPreHook(hook);
  return module;
}

/**
 * Makes the weight a parameter again. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.remove_weight_norm.html
 *
 * Throws ValueError where it is none of weightNorm's.
 */
export function removeWeightNorm<T extends Module>(
  module: T,
  { name = "weight" }: Pick<WeightNormOptions, "name"> = {},
): T {
  const hook = hookOf(module, name);
  const recipe = hook && recipes.get(hook);
  if (!hook || !recipe) {
    throw new EngineError(
      "ValueError",
      "removeWeightNorm",
      `weight_norm of '${name}' not found in ${module}`,
    );
  }
  compute(module, recipe);
  const weight = detach(tensorNamed(module, name));
  for (const part of [name, `${name}_g`, `${name}_v`]) Reflect.deleteProperty(module, part);
  module.registerParameter(name, new Parameter(weight));
  module[HOOKS]?.removeBefore(hook);
  return module;
}

function compute(module: Module, { name, dim }: Recipe): void {
  const [g, v] = [tensorNamed(module, `${name}_g`), tensorNamed(module, `${name}_v`)];
  Reflect.set(module, name, scaledDirection(v, g, dim));
}

function hookOf(module: Module, name: string): ForwardPreHook | null {
  return module[HOOKS]?.before.find((hook) => recipes.get(hook)?.name === name) ?? null;
}
