import type { Tensor } from "../../tensor.ts";
import { type ForwardPreHook, HOOKS } from "../hooks.ts";
import type { Module } from "../module.ts";

/** What a hook computes, for hooks that compute a tensor of their module. */
const byHook = new WeakMap<ForwardPreHook, Recomputed>();

/** A tensor of a module that is computed from others before each forward call. */
export abstract class Recomputed {
  /** The tensor's name. */
  name: string;
  readonly #hook: ForwardPreHook = (module) => {
    Reflect.set(module, this.name, this.compute(module, module.training));
  };

  constructor(name: string) {
    this.name = name;
    byHook.set(this.#hook, this);
  }

  /** The tensor's value; it may change the module where it trains. */
  abstract compute(module: Module, training: boolean): Tensor;

  /** Has the tensor computed before each forward call from now on. */
  attachTo(module: Module): void {
    module.registerForwardPreHook(this.#hook);
  }

  detachFrom(module: Module): void {
    module[HOOKS]?.remove("before", this.#hook);
  }
}

/** What of a module's tensors is computed by this class. */
export function recomputedOf<T extends Recomputed>(
  module: Module,
  kind: abstract new (...given: never[]) => T,
): T[] {
  const all = (module[HOOKS]?.of("before") ?? []).map((hook) => byHook.get(hook));
  return all.filter((one): one is T => one instanceof kind);
}
