import { checkAs } from "../../errors.ts";
import { clone, detach, to } from "../../ops/copy.ts";
import { onesLike } from "../../ops/create.ts";
import { mul } from "../../ops/pointwise.ts";
import { sameShape, showShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { type ForwardPreHook, HOOKS } from "../hooks.ts";
import type { Module } from "../module.ts";
import type { Parameter } from "../parameter.ts";
import { attributeOf, takeParameter, tensorNamed } from "./named-tensor.ts";

/**
 * A way to choose which elements of a tensor become 0.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.BasePruningMethod.html
 */
export interface PruningMethod {
  /** What is left to choose from once some are 0: single elements, slices along `dim`, or all of them. */
  readonly kind: "unstructured" | "structured" | "global";
  readonly dim?: number;
  /** 1 for what stays; `scores` has the tensor's shape, and so has the mask before. */
  computeMask(scores: Tensor, before: Tensor): Tensor;
}

/** The parameter that a hook prunes, and the methods that did so. */
interface Pruned {
  readonly name: string;
}

const pruned = new WeakMap<ForwardPreHook, Pruned>();

/** Combines a new mask with the one that is there. */
export type Combine = (method: PruningMethod, scores: Tensor, before: Tensor) => Tensor;

/** Puts `name_orig` and the buffer `name_mask` in the place of a parameter, which is computed before each forward call. */
export function pruneWith(
  module: Module,
  name: string,
  method: PruningMethod,
  combine: Combine,
  importanceScores: Tensor | null = null,
): void {
  const earlier = hookOf(module, name);
  const tensor = tensorNamed(module, name);
  const scores = importanceScores ?? tensor;
  checkAs(
    "AssertionError",
    sameShape(scores.shape, tensor.shape),
    "prune",
    () =>
      `importance_scores should have the same shape as parameter ${name} of ${module}, got ${showShape(scores.shape)} vs ${showShape(tensor.shape)}`,
  );
  const values = detach(scores);
  const mask = earlier
    ? combine(method, values, clone(detach(tensorNamed(module, `${name}_mask`))))
    : method.computeMask(values, onesLike(detach(tensor)));
  if (!earlier) {
    takeParameter(module, name);
    module.registerParameter(`${name}_orig`, tensor as Parameter);
  }
  module.registerBuffer(`${name}_mask`, mask);
  compute(module, name);
  if (earlier) return;
  const hook: ForwardPreHook = (each) => compute(each, name);
  pruned.set(hook, { name });
  module.registerForwardPreHook(hook);
}

/** Makes the pruned tensor a parameter again, its zeros in it. Throws ValueError for one that is not pruned. */
export function unprune(module: Module, name: string): void {
  const hook = hookOf(module, name);
  checkAs(
    "ValueError",
    hook !== null,
    "prune.remove",
    () => `Parameter '${name}' of module ${module} has to be pruned before pruning can be removed`,
  );
  const values = masked(module, name);
  const original = attributeOf(module, `${name}_orig`) as Parameter;
  for (const part of ["", "_orig", "_mask"]) Reflect.deleteProperty(module, name + part);
  original.setData(detach(values));
  original.storage.kept = true;
  module.registerParameter(name, original);
  module[HOOKS]?.removeBefore(hook);
}

/** Whether anything of a module itself is pruned. */
export function hasPruned(module: Module): boolean {
  return module[HOOKS]?.before.some((hook) => pruned.has(hook)) === true;
}

function compute(module: Module, name: string): void {
  Reflect.set(module, name, masked(module, name));
}

function masked(module: Module, name: string): Tensor {
  const original = tensorNamed(module, `${name}_orig`);
  return mul(to(tensorNamed(module, `${name}_mask`), original.dtype), original);
}

function hookOf(module: Module, name: string): ForwardPreHook | null {
  return module[HOOKS]?.before.find((hook) => pruned.get(hook)?.name === name) ?? null;
}
