import type { Module } from "./module.ts";

/** Called with a module and its inputs before forward; what it gives, unless nothing, takes the inputs' place. */
export type ForwardPreHook = (module: Module, inputs: readonly unknown[]) => unknown;

/** Called with a module, its inputs and its output after forward; what it gives, unless nothing, takes the output's place. */
export type ForwardHook = (module: Module, inputs: readonly unknown[], output: unknown) => unknown;

/** Where a hook stands among those that are there already. */
export interface HookOptions {
  /** Whether it comes before all others. */
  prepend?: boolean;
}

/** What takes a hook away again. */
export interface HookHandle {
  remove(): void;
}

/** The hooks of a module, in the order in which they are called. */
export class Hooks {
  before: readonly ForwardPreHook[] = [];
  after: readonly ForwardHook[] = [];

  /** The hooks of a copy of the module. */
  copy(): Hooks {
    const copy = new Hooks();
    copy.before = this.before;
    copy.after = this.after;
    return copy;
  }

  addBefore(hook: ForwardPreHook, { prepend = false }: HookOptions): HookHandle {
    this.before = prepend ? [hook, ...this.before] : [...this.before, hook];
    return { remove: () => this.removeBefore(hook) };
  }

  removeBefore(hook: ForwardPreHook): void {
    this.before = this.before.filter((each) => each !== hook);
  }

  addAfter(hook: ForwardHook, { prepend = false }: HookOptions): HookHandle {
    this.after = prepend ? [hook, ...this.after] : [...this.after, hook];
    return {
      remove: () => {
        this.after = this.after.filter((each) => each !== hook);
      },
    };
  }

  /** module.forward between its hooks. */
  run(module: Module, inputs: readonly unknown[]): unknown {
    let given = inputs;
    for (const hook of this.before) {
      const changed = hook(module, given);
      if (changed != null) given = Array.isArray(changed) ? changed : [changed];
    }
    let output = module.forward(...(given as never[]));
    for (const hook of this.after) output = hook(module, given, output) ?? output;
    return output;
  }
}

/** Where a module keeps its hooks; a symbol, so that it is no part of its state. */
export const HOOKS = Symbol("hooks");
