// torch.nn.utils.prune: elements of parameters made 0 by masks.
import { checkAs } from "../../errors.ts";
import { detach } from "../../ops/copy.ts";
import { onesLike } from "../../ops/create.ts";
import { slice, view } from "../../ops/view.ts";
import type { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { parametersToVector } from "./convert-parameters.ts";
import { attributeOf } from "./own-tensor.ts";
import { BasePruningMethod, PruningContainer } from "./prune-method.ts";
import {
  CustomFromMask,
  Identity,
  L1Unstructured,
  LnStructured,
  RandomStructured,
  RandomUnstructured,
  type ScoreOptions,
} from "./prune-methods.ts";
import { recomputedOf } from "./recomputed.ts";

export {
  BasePruningMethod,
  type PruneOptions,
  PruningContainer,
  type PruningType,
} from "./prune-method.ts";
export * from "./prune-methods.ts";

/** Prunes nothing, but makes the parameter one that is pruned. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.identity.html */
export function identity<M extends Module>(module: M, name: string): M {
  Identity.apply(module, name);
  return module;
}

/**
 * Prunes elements at random: so many, or a share of them if `amount` is between 0 and 1.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.random_unstructured.html
 */
export function randomUnstructured<M extends Module>(module: M, name: string, amount: number): M {
  RandomUnstructured.apply(module, name, amount);
  return module;
}

/** Prunes the elements nearest to 0. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.l1_unstructured.html */
export function l1Unstructured<M extends Module>(
  module: M,
  name: string,
  amount: number,
  options: ScoreOptions = {},
): M {
  L1Unstructured.apply(module, name, amount, options);
  return module;
}

/** Prunes slices along an axis at random. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.random_structured.html */
export function randomStructured<M extends Module>(
  module: M,
  name: string,
  amount: number,
  dim: number,
): M {
  RandomStructured.apply(module, name, amount, { dim });
  return module;
}

/** Prunes the slices along an axis of the least n-norm. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.ln_structured.html */
export function lnStructured<M extends Module>(
  module: M,
  name: string,
  amount: number,
  n: number | "fro",
  dim: number,
  options: ScoreOptions = {},
): M {
  LnStructured.apply(module, name, amount, n, dim, options);
  return module;
}

/** Prunes where a mask is 0. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.custom_from_mask.html */
export function customFromMask<M extends Module>(module: M, name: string, mask: Tensor): M {
  CustomFromMask.apply(module, name, mask);
  return module;
}

/** A parameter: its module, and its name there. */
export type ParameterPlace = readonly [Module, string];

/** Options of globalUnstructured. */
export interface GlobalOptions {
  /** What decides in the place of a parameter, for those that are listed. */
  importanceScores?: ReadonlyMap<ParameterPlace, Tensor> | null;
  /** What the method is made with. */
  amount?: number;
}

/**
 * Prunes parameters as if they were one. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.global_unstructured.html
 *
 * Throws TypeError for a method of slices, for parameters that cannot be walked through, and for scores that are no map.
 */
export function globalUnstructured(
  parameters: Iterable<ParameterPlace>,
  pruningMethod: new (...given: never[]) => BasePruningMethod,
  { importanceScores = null, amount }: GlobalOptions = {},
): void {
  const places = placesOf(parameters);
  checkScores(importanceScores);
  const tensors = places.map(([module, name]) => attributeOf(module, name) as Tensor);
  const scores = tensors.map(
    (tensor, i) => scoresOf(places[i] as ParameterPlace, importanceScores) ?? tensor,
  );
  const masks = tensors.map((tensor, i) => {
    const [module, name] = places[i] as ParameterPlace;
    return (Reflect.get(module, `${name}_mask`) as Tensor | undefined) ?? onesLike(tensor);
  });
  const given = amount === undefined ? [] : [amount];
  const method = Reflect.construct(pruningMethod, given) as BasePruningMethod;
  checkAs(
    "TypeError",
    method.pruningType === "unstructured",
    "globalUnstructured",
    () =>
      `Only "unstructured" PRUNING_TYPE supported for the \`pruning_method\`. Found method ${pruningMethod.name} of type ${method.pruningType}`,
  );
  const container = new PruningContainer(method);
  const mask = container.computeMask(vectorOf(scores), vectorOf(masks));
  let at = 0;
  tensors.forEach((tensor, i) => {
    const [module, name] = places[i] as ParameterPlace;
    customFromMask(module, name, view(slice(mask, 0, at, at + tensor.numel), tensor.shape));
    at += tensor.numel;
  });
}

/**
 * Makes a pruned parameter a plain one, with zeros in it. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.remove.html
 *
 * Throws ValueError for one that is not pruned.
 */
export function remove<M extends Module>(module: M, name: string): M {
  const method = recomputedOf(module, BasePruningMethod).find((one) => one.name === name);
  checkAs(
    "ValueError",
    method !== undefined,
    "prune",
    () => `Parameter '${name}' of module ${module} has to be pruned before pruning can be removed`,
  );
  method.remove(module);
  method.detachFrom(module);
  return module;
}

/** Whether a parameter of a module, or of one below it, is pruned. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.is_pruned.html */
export function isPruned(module: Module): boolean {
  return [...module.modules()].some((each) => recomputedOf(each, BasePruningMethod).length > 0);
}

function placesOf(parameters: Iterable<ParameterPlace>): ParameterPlace[] {
  const given: unknown = parameters;
  checkAs(
    "TypeError",
    typeof given === "object" && given !== null && Symbol.iterator in given,
    "globalUnstructured",
    () => "global_unstructured(): parameters is not an Iterable",
  );
  return [...parameters];
}

function checkScores(scores: unknown): void {
  checkAs(
    "TypeError",
    scores === null || scores instanceof Map,
    "globalUnstructured",
    () => "global_unstructured(): importance_scores must be of type dict",
  );
}

function scoresOf(
  [module, name]: ParameterPlace,
  scores: ReadonlyMap<ParameterPlace, Tensor> | null,
): Tensor | undefined {
  return [...(scores ?? [])].find(([[owner, key]]) => owner === module && key === name)?.[1];
}

function vectorOf(tensors: readonly Tensor[]): Tensor {
  return detach(parametersToVector(tensors));
}
