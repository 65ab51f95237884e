import { type FullBackwardHook, type FullBackwardPreHook, HookedCall } from "./backward-hooks.ts";
import type { Loading } from "./load-state-dict.ts";
import type { Module } from "./module.ts";
import type { IncompatibleKeys, StateDict } from "./state-dict.ts";

/** Called with a module and its inputs before forward; what it gives, unless nothing, takes the inputs' place. */
export type ForwardPreHook = (module: Module, inputs: readonly unknown[]) => unknown;

/** Called with a module, its inputs and its output after forward; what it gives, unless nothing, takes the output's place. */
export type ForwardHook = (module: Module, inputs: readonly unknown[], output: unknown) => unknown;

/** Called before a module's own tensors are put into a state, with what the names begin with. */
export type StateDictPreHook = (module: Module, prefix: string, keepVars: boolean) => void;

/** Called when a module's tensors, those below it too, are in a state, which it may change. */
export type StateDictPostHook = (module: Module, state: StateDict, prefix: string) => void;

/** Called before a module's own tensors are loaded: may change what is to be loaded, whose names begin with the prefix. */
export type LoadStateDictPreHook = (module: Module, loading: Loading, prefix: string) => void;

/** Called with the keys that do not fit, which it may change, before anything is copied into a module and those below it. */
export type LoadStateDictPostHook = (module: Module, keys: IncompatibleKeys) => void;

/** The kinds of hooks, by when they are called. */
export interface HookKinds {
  before: ForwardPreHook;
  after: ForwardHook;
  entering: FullBackwardPreHook;
  leaving: FullBackwardHook;
  saving: StateDictPreHook;
  saved: StateDictPostHook;
  loading: LoadStateDictPreHook;
  loaded: LoadStateDictPostHook;
}

/** Where a hook stands among those that are there already. */
export interface HookOptions {
  /** Whether it comes before all others. */
  prepend?: boolean;
}

/** What takes a hook away again. */
export interface HookHandle {
  remove(): void;
}

type Lists = { readonly [K in keyof HookKinds]: readonly HookKinds[K][] };

/** The hooks of a module, each kind in the order in which they are called. */
export class Hooks {
  #lists: Lists = {
    before: [],
    after: [],
    entering: [],
    leaving: [],
    saving: [],
    saved: [],
    loading: [],
    loaded: [],
  };

  /** The hooks of one kind. */
  of<K extends keyof HookKinds>(kind: K): Lists[K] {
    return this.#lists[kind];
  }

  add<K extends keyof HookKinds>(
    kind: K,
    hook: HookKinds[K],
    { prepend = false }: HookOptions = {},
  ): HookHandle {
    const others: readonly HookKinds[K][] = this.of(kind);
    this.#lists = { ...this.#lists, [kind]: prepend ? [hook, ...others] : [...others, hook] };
    return { remove: () => this.remove(kind, hook) };
  }

  remove<K extends keyof HookKinds>(kind: K, hook: HookKinds[K]): void {
    const others: readonly HookKinds[K][] = this.of(kind);
    this.#lists = { ...this.#lists, [kind]: others.filter((each) => each !== hook) };
  }

  /** The hooks of a copy of the module. */
  copy(): Hooks {
    const copy = new Hooks();
    copy.#lists = this.#lists;
    return copy;
  }

  /** module.forward between its hooks. */
  run(module: Module, inputs: readonly unknown[]): unknown {
    let given = inputs;
    for (const hook of this.of("before")) {
      const changed = hook(module, given);
      if (changed != null) given = Array.isArray(changed) ? changed : [changed];
    }
    const [entering, leaving] = [this.of("entering"), this.of("leaving")];
    const isHooked = entering.length + leaving.length > 0;
    const call = isHooked ? new HookedCall(module, entering, leaving) : null;
    given = call?.inputs(given) ?? given;
    let output = module.forward(...(given as never[]));
    for (const hook of this.of("after")) output = hook(module, given, output) ?? output;
    return call ? call.output(output) : output;
  }
}

/** Where a module keeps its hooks; a symbol, so that it is no part of its state. */
export const HOOKS = Symbol("hooks");
