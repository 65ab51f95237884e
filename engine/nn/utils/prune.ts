// torch.nn.utils.prune. https://docs.pytorch.org/docs/stable/nn.html#utilities
import { checkAs } from "../../errors.ts";
import { eq } from "../../ops/compare.ts";
import { clone, detach, to } from "../../ops/copy.ts";
import { onesLike } from "../../ops/create.ts";
import { amax } from "../../ops/extremes.ts";
import { indexSelect } from "../../ops/gather.ts";
import { indexed, indexPut } from "../../ops/index.ts";
import { nonzero } from "../../ops/nonzero.ts";
import { indexCopy } from "../../ops/scatter.ts";
import { reshape, slice, view } from "../../ops/view.ts";
import type { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { parametersToVector } from "./convert-parameters.ts";
import { tensorNamed } from "./named-tensor.ts";
import { hasPruned, type PruningMethod, pruneWith, unprune } from "./pruning-method.ts";
import {
  CustomFromMask,
  Identity,
  L1Unstructured,
  LnStructured,
  RandomStructured,
  RandomUnstructured,
} from "./pruning-methods.ts";

export * from "./pruning-methods.ts";
export { remove };

/** Options of pruning by importance. */
export interface ImportanceOptions {
  /** What is compared in the place of the tensor's own elements; of its shape. */
  importanceScores?: Tensor | null;
}

/** Reparametrises without pruning anything. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.identity.html */
export function identity<T extends Module>(module: T, name: string): T {
  pruneWith(module, name, new Identity(), combined);
  return module;
}

/**
 * Prunes elements at random: `amount` of them, or that share.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.random_unstructured.html
 */
export function randomUnstructured<T extends Module>(module: T, name: string, amount: number): T {
  pruneWith(module, name, new RandomUnstructured(amount), combined);
  return module;
}

/** Prunes the elements nearest to 0. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.l1_unstructured.html */
export function l1Unstructured<T extends Module>(
  module: T,
  name: string,
  amount: number,
  { importanceScores = null }: ImportanceOptions = {},
): T {
  pruneWith(module, name, new L1Unstructured(amount), combined, importanceScores);
  return module;
}

/** Prunes slices along `dim` at random. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.random_structured.html */
export function randomStructured<T extends Module>(
  module: T,
  name: string,
  amount: number,
  dim: number,
): T {
  pruneWith(module, name, new RandomStructured(amount, dim), combined);
  return module;
}

/** Prunes the slices along `dim` of the least n-norm. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.ln_structured.html */
export function lnStructured<T extends Module>(
  module: T,
  name: string,
  amount: number,
  n: number | "fro",
  dim: number,
  { importanceScores = null }: ImportanceOptions = {},
): T {
  pruneWith(module, name, new LnStructured(amount, n, dim), combined, importanceScores);
  return module;
}

/** Prunes where `mask` is 0. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.custom_from_mask.html */
export function customFromMask<T extends Module>(module: T, name: string, mask: Tensor): T {
  pruneWith(module, name, new CustomFromMask(mask), combined);
  return module;
}

/** A parameter, by module and name. */
export type Place = readonly [Module, string];

/** Options of globalUnstructured. */
export interface GlobalOptions {
  amount: number;
  /** What is compared in the place of a parameter's own elements. */
  importanceScores?: ReadonlyMap<Place, Tensor> | null;
}

/**
 * Prunes several parameters as if they were one.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.global_unstructured.html
 *
 * Throws TypeError for a method that prunes slices.
 */
export function globalUnstructured(
  parameters: readonly Place[],
  method: new (amount: number) => PruningMethod,
  { amount, importanceScores = null }: GlobalOptions,
): void {
  checkAs(
    "TypeError",
    Array.isArray(parameters),
    "globalUnstructured",
    () => "global_unstructured(): parameters is not an Iterable",
  );
  const scores: ReadonlyMap<Place, Tensor> = importanceScores ?? new Map();
  checkAs(
    "TypeError",
    scores instanceof Map,
    "globalUnstructured",
    () => "global_unstructured(): importance_scores must be of type dict",
  );
  const given = [...scores];
  const tensors = parameters.map(([module, name]) => tensorNamed(module, name));
  const compared = parameters.map(
    ([module, name], i) =>
      given.find(([place]) => place[0] === module && place[1] === name)?.[1] ??
      (tensors[i] as Tensor),
  );
  const masks = parameters.map(([module, name], i) =>
    `${name}_mask` in module ? tensorNamed(module, `${name}_mask`) : onesLike(tensors[i] as Tensor),
  );
  const one = new method(amount);
  checkAs(
    "TypeError",
    one.kind === "unstructured",
    "globalUnstructured",
    () =>
      `Only "unstructured" PRUNING_TYPE supported for the \`pruning_method\`. Found method ${method.name} of type ${one.kind}`,
  );
  const whole = combined(one, parametersToVector(compared.map(detach)), parametersToVector(masks));
  let at = 0;
  for (const [i, [module, name]] of parameters.entries()) {
    const { numel, shape } = tensors[i] as Tensor;
    customFromMask(module, name, view(slice(whole, 0, at, at + numel), shape));
    at += numel;
  }
}

/** Whether a module or one below it is pruned. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.is_pruned.html */
export function isPruned(module: Module): boolean {
  return [...module.modules()].some(hasPruned);
}

/** Makes pruning permanent. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.remove.html */
function remove<T extends Module>(module: T, name: string): T {
  unprune(module, name);
  return module;
}

/** The mask after pruning once more: the method chooses from what is left. */
function combined(method: PruningMethod, scores: Tensor, before: Tensor): Tensor {
  const mask = to(before, scores.dtype);
  if (method.kind === "global") return method.computeMask(scores, mask);
  if (method.kind === "unstructured") {
    const left = eq(mask, 1);
    const part = method.computeMask(indexed(scores, [left]), indexed(mask, [left]));
    return indexPut(clone(mask), [left], part);
  }
  const dim = method.dim ?? -1;
  const own = dim < 0 ? dim + scores.ndim : dim;
  const others = [...scores.shape.keys()].filter((axis) => axis !== own);
  const rows = reshape(nonzero(amax(mask, { dim: others })), [-1]);
  const part = method.computeMask(indexSelect(scores, own, rows), indexSelect(mask, own, rows));
  return indexCopy(mask, own, rows, part);
}
