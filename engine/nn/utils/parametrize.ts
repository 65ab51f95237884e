// torch.nn.utils.parametrize: tensors of modules that are made of others whenever they are read.
import { noGrad } from "../../autograd.ts";
import { checkAs, EngineError } from "../../errors.ts";
import type { Tensor } from "../../tensor.ts";
import { Module } from "../module.ts";
import { ModuleDict } from "../module-dict.ts";
import { Buffer, Parameter } from "../parameter.ts";
import { checkKept, checkWayBack } from "./parametrization-checks.ts";
import {
  asMember,
  type Parametrization,
  ParametrizationList,
  type ParametrizeOptions,
  takeOver,
} from "./parametrization-list.ts";
import { classBefore, giveAccessors } from "./parametrized-class.ts";

export { cached } from "./parametrized-class.ts";
export { type Parametrization, ParametrizationList, type ParametrizeOptions };

/**
 * Makes a tensor of a module be what `parametrization` makes of it, whenever it is read; what is assigned to it goes the way back.
 * More parametrizations follow on the first. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.register_parametrization.html
 *
 * The module's class becomes one below it, "ParametrizedLinear", and its state has `parametrizations.weight.original` in the place of
 * `weight`. Throws ValueError for a name that is no tensor's, and for a parametrization that changes dtype or shape, unless `unsafe`.
 */
export function registerParametrization<M extends Module>(
  module: M,
  tensorName: string,
  parametrization: Parametrization,
  { unsafe = false }: ParametrizeOptions = {},
): M {
  checkAs(
    "AttributeError",
    parametrization instanceof Module,
    "registerParametrization",
    () => `'${typeof parametrization}' object has no attribute 'train'`,
  );
  parametrization.train(module.training);
  if (isParametrized(module, { tensorName })) {
    if (!unsafe) tryOut(module, tensorName, parametrization);
    const list = listOf(module, tensorName);
    list.append(parametrization);
    list.unsafe ||= unsafe;
    return module;
  }
  const original: unknown = Reflect.get(module, tensorName);
  checkAs(
    "ValueError",
    Object.hasOwn(module, tensorName) && isMember(original),
    "registerParametrization",
    () =>
      `Module '${module}' does not have a parameter, a buffer, or a parametrized element with name '${tensorName}'`,
  );
  checkAs(
    "AttributeError",
    original !== null,
    "registerParametrization",
    () => `'NoneType' object has no attribute 'shape': ${tensorName} is switched off`,
  );
  const list = new ParametrizationList([parametrization], original as Tensor, { unsafe });
  Reflect.deleteProperty(module, tensorName);
  if (!isParametrized(module)) Reflect.set(module, "parametrizations", new ModuleDict());
  dictOf(module).set(tensorName, list);
  giveAccessors(module, dictOf(module).keys());
  return module;
}

/** Whether a tensor of a module, or any, is parametrized. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.is_parametrized.html */
export function isParametrized(
  module: unknown,
  { tensorName = null }: { tensorName?: string | null } = {},
): boolean {
  if (!(module instanceof Module)) return false;
  const found: unknown = Reflect.get(module, "parametrizations");
  if (!(found instanceof ModuleDict)) return false;
  return tensorName === null ? found.length > 0 : found.has(tensorName);
}

/** Options of removeParametrizations. */
export interface RemoveOptions {
  /** Whether the tensor keeps what was made, and not what it was made of. */
  leaveParametrized?: boolean;
}

/**
 * Makes a tensor plain again. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.remove_parametrizations.html
 *
 * Throws ValueError for one that is not parametrized, and without `leaveParametrized` for one that is made of several.
 */
export function removeParametrizations<M extends Module>(
  module: M,
  tensorName: string,
  { leaveParametrized = true }: RemoveOptions = {},
): M {
  const where = "removeParametrizations";
  checkAs(
    "ValueError",
    isParametrized(module, { tensorName }),
    where,
    () => `Module ${module} does not have a parametrization on ${tensorName}`,
  );
  const list = listOf(module, tensorName);
  checkAs(
    "ValueError",
    list.isTensor || leaveParametrized,
    where,
    () =>
      "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a sequence of tensors.",
  );
  const left = leaveParametrized ? settled(module, tensorName, list) : list.originals()[0];
  dictOf(module).delete(tensorName);
  giveAccessors(module, dictOf(module).keys());
  Reflect.set(module, tensorName, asMember(left as Tensor));
  if (!isParametrized(module)) Reflect.deleteProperty(module, "parametrizations");
  return module;
}

/** The class of a module before it was parametrized. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.type_before_parametrizations.html */
export function typeBeforeParametrizations(
  module: Module,
): abstract new (
  ...given: never[]
) => Module {
  return isParametrized(module) ? classBefore(module) : (module.constructor as typeof Module);
}

/** Options of transferParametrizationsAndParams. */
export interface TransferOptions {
  /** The tensor; all that are parametrized if not given. */
  tensorName?: string | null;
}

/**
 * Parametrizes tensors of a module as those of another, with the very same parametrizations and originals.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.transfer_parametrizations_and_params.html
 *
 * Throws KeyError for a tensor that is not parametrized.
 */
export function transferParametrizationsAndParams<M extends Module>(
  fromModule: Module,
  toModule: M,
  { tensorName = null }: TransferOptions = {},
): M {
  if (!isParametrized(fromModule)) return toModule;
  for (const name of tensorName === null ? dictOf(fromModule).keys() : [tensorName]) {
    if (!(name in toModule)) {
      Reflect.set(toModule, name, new Parameter(Reflect.get(fromModule, name) as Tensor));
    }
    const source = listOf(fromModule, name);
    for (const each of source) registerParametrization(toModule, name, each as Parametrization);
    const target = listOf(toModule, name);
    for (const [key, original] of [...source.ownParameters(), ...source.ownBuffers()]) {
      Reflect.set(target, key, original);
    }
  }
  return toModule;
}

/** Refuses a further parametrization that would change what is there. */
function tryOut(module: Module, name: string, parametrization: Parametrization): void {
  const now = Reflect.get(module, name) as Tensor;
  const made: unknown = parametrization(now as never);
  checkKept(made, `parametrization(module.${name})`, now, `module.${name}`);
  const back = wayBack(parametrization, made as Tensor);
  if (back !== NONE) checkWayBack(back, name, now);
}

const NONE = Symbol("no way back");

function wayBack(parametrization: Parametrization, made: Tensor): unknown {
  if (parametrization.rightInverse === undefined) return NONE;
  try {
    return parametrization.rightInverse(made);
  } catch (error) {
    if (error instanceof EngineError && error.class === "NotImplementedError") return NONE;
    throw error;
  }
}

/** What a tensor is left as: the original, with what was made of it, or a new one where it is made of several. */
function settled(module: Module, name: string, list: ParametrizationList): Tensor {
  if (!list.isTensor) {
    const made = Reflect.get(module, name) as Tensor;
    return made.requiresGrad ? new Parameter(made) : made;
  }
  const [original] = list.originals() as [Tensor];
  takeOver(
    original,
    noGrad(() => Reflect.get(module, name) as Tensor),
  );
  return original;
}

function isMember(value: unknown): boolean {
  return value === null || value instanceof Parameter || value instanceof Buffer;
}

function dictOf(module: Module): ModuleDict {
  return Reflect.get(module, "parametrizations") as ModuleDict;
}

function listOf(module: Module, name: string): ParametrizationList {
  return dictOf(module).get(name) as ParametrizationList;
}
