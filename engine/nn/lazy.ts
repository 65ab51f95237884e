import { check, checkAs, EngineError } from "../errors.ts";
import { HOOKS } from "./hooks.ts";
import { Module } from "./module.ts";
import { isLazy } from "./parameter.ts";
import { className } from "./show-module.ts";

/** A class of modules. */
export type ModuleClass = abstract new (...given: never[]) => Module;

/** What a lazy module has beside what its class has anyway. */
export interface LazyModule {
  /** Whether a parameter or buffer of its own has no shape yet. */
  hasUninitializedParams(): boolean;
  /** Gives them their shapes, from the inputs of the first call, and their first values. */
  initializeParameters(...inputs: never[]): void;
}

/** A class of lazy modules. */
export interface LazyClass<C extends ModuleClass> {
  new (...given: ConstructorParameters<C>): InstanceType<C> & LazyModule;
  /** The class that a module takes after its first call; null to keep its own. */
  clsToBecome: ModuleClass | null;
}

/**
 * A class of modules some of whose parameters or buffers are uninitialised until the first call, which hands its inputs to
 * initializeParameters before forward: `class LazyScale extends LazyModuleMixin(Scale) { static clsToBecome = Scale; … }`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.modules.lazy.LazyModuleMixin.html
 *
 * Throws AttributeError for what is no class of modules. A module that is called throws NotImplementedError without an
 * initializeParameters of its own, RuntimeError if that leaves something uninitialised.
 */
export function LazyModuleMixin<C extends ModuleClass>(base: C): LazyClass<C> {
  checkAs(
    "AttributeError",
    typeof base === "function" && base.prototype instanceof Module,
    "LazyModuleMixin",
    () =>
      "'LazyModuleMixin' object has no attribute '_register_load_state_dict_pre_hook': it must be mixed into a class of modules",
  );
  class Lazy extends (base as unknown as new (...given: unknown[]) => Module) {
    static clsToBecome: ModuleClass | null = null;

    constructor(...given: unknown[]) {
      super(...given);
      this.registerForwardPreHook(inferParameters);
    }

    hasUninitializedParams(): boolean {
      return isUninitialized(this);
    }

    initializeParameters(): void {
      const what = `initialize_parameters is not implemented for ${className(this)}`;
      throw new EngineError("NotImplementedError", className(this), what);
    }

    override forward(...inputs: never[]): unknown {
      refuseUninitialized(this);
      return (base.prototype as Module).forward.apply(this, inputs);
    }
  }
  return Lazy as unknown as LazyClass<C>;
}

/** The hook of a lazy module: it runs once, and the module is lazy no more. */
function inferParameters(module: Module, inputs: readonly unknown[]): void {
  const lazy = module as Module & LazyModule;
  lazy.initializeParameters(...(inputs as never[]));
  check(
    !isUninitialized(module),
    className(module),
    () => `module ${className(module)} has not been fully initialized`,
  );
  module[HOOKS]?.remove("before", inferParameters);
  const { clsToBecome } = module.constructor as unknown as LazyClass<ModuleClass>;
  if (clsToBecome !== null) Object.setPrototypeOf(module, clsToBecome.prototype);
}

function isUninitialized(module: Module): boolean {
  return [...module.ownParameters(), ...module.ownBuffers()].some(([, x]) => isLazy(x));
}

function refuseUninitialized(module: Module): void {
  checkAs(
    "ValueError",
    !isUninitialized(module),
    className(module),
    () =>
      `Attempted to use an uninitialized parameter in ${className(module)}.forward. Call the module, which initializes its parameters from its inputs first`,
  );
}
