import { checkAs } from "../../errors.ts";
import type { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import type { ModuleDict } from "../module-dict.ts";
import { Parameter } from "../parameter.ts";
import { className } from "../show-module.ts";
import type { ParametrizationList } from "./parametrization-list.ts";

type ModuleClass = abstract new (...given: never[]) => Module;

/** The class that each parametrized class stands for. */
const before = new WeakMap<object, ModuleClass>();

/** Values of parametrized tensors, by module and name, while `cached` runs; null otherwise. */
let cache: Map<Module, Map<string, Tensor>> | null = null;

/**
 * Runs `body`, in which each parametrized tensor is computed once, when it is first read.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.cached.html
 */
export function cached<T>(body: () => T): T {
  const outer = cache;
  cache ??= new Map();
  try {
    return body();
  } finally {
    cache = outer;
  }
}

/** Gives a module a class in which these names, and no others, are read from and written to its parametrizations. */
export function giveAccessors(module: Module, names: readonly string[]): void {
  const plain = classBefore(module);
  if (names.length === 0) {
    Object.setPrototypeOf(module, plain.prototype);
    return;
  }
  abstract class Parametrized extends plain {}
  before.set(Parametrized, plain);
  const name = `Parametrized${className(plain.prototype)}`;
  Object.defineProperty(Parametrized, "name", { value: name });
  for (const key of names) Object.defineProperty(Parametrized.prototype, key, accessor(key));
  Object.setPrototypeOf(module, Parametrized.prototype);
}

/** A module's class without parametrizations. */
export function classBefore(module: Module): ModuleClass {
  const now = module.constructor as ModuleClass;
  return before.get(now) ?? now;
}

function accessor(name: string): PropertyDescriptor & ThisType<Module> {
  return {
    configurable: true,
    get() {
      return cache === null ? listOf(this, name)() : fromCache(this, name, cache);
    },
    set(value: Tensor) {
      checkAs(
        "KeyError",
        !(value instanceof Parameter),
        className(this),
        () => `attribute '${name}' already exists: it is parametrized`,
      );
      listOf(this, name).rightInverse(value);
    },
  };
}

function fromCache(module: Module, name: string, all: Map<Module, Map<string, Tensor>>): Tensor {
  const own = all.get(module) ?? new Map<string, Tensor>();
  all.set(module, own);
  const value = own.get(name) ?? listOf(module, name)();
  own.set(name, value as Tensor);
  return value as Tensor;
}

function listOf(module: Module, name: string): ParametrizationList {
  return (Reflect.get(module, "parametrizations") as ModuleDict).get(name) as ParametrizationList;
}
