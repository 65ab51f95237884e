import { noGrad } from "../autograd.ts";
import { dropGradient } from "../backward.ts";
import { type Dtype, isFloating } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { zero_ } from "../ops/arithmetic-inplace.ts";
import { detach, to } from "../ops/copy.ts";
import type { Tensor } from "../tensor.ts";
import type { FullBackwardHook, FullBackwardPreHook } from "./backward-hooks.ts";
import {
  type ForwardHook,
  type ForwardPreHook,
  HOOKS,
  type HookHandle,
  type HookOptions,
  Hooks,
  type LoadStateDictPostHook,
  type LoadStateDictPreHook,
  type StateDictPostHook,
  type StateDictPreHook,
} from "./hooks.ts";
import { type Loading, type LoadOptions, loadStateDict } from "./load-state-dict.ts";
import { ModuleTree } from "./module-tree.ts";
import { isLazy } from "./parameter.ts";
import { showModule } from "./show-module.ts";
import { EXTRA_STATE, type IncompatibleKeys, StateDict } from "./state-dict.ts";

export interface Module {
  (...inputs: never[]): unknown;
  /** What a class keeps in a state beside parameters and buffers, under "_extra_state". */
  getExtraState?(): Tensor;
  /** Takes what getExtraState gave out of a state. */
  setExtraState?(state: Tensor): void;
}

/**
 * A layer or a model: a callable object, `layer(x)`. Parameters, buffers and child modules are its own fields, under
 * PyTorch's names; there is nothing to register. https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
export abstract class Module extends ModuleTree {
  /** The options as they are printed: "in_features=5, out_features=3, bias=True". */
  extraRepr(): string {
    return "";
  }

  /** Has `hook` called before forward; it may change the inputs. */
  registerForwardPreHook(hook: ForwardPreHook, options: HookOptions = {}): HookHandle {
    return this.hooks().add("before", hook, options);
  }

  /** Has `hook` called after forward; it may change the output. */
  registerForwardHook(hook: ForwardHook, options: HookOptions = {}): HookHandle {
    return this.hooks().add("after", hook, options);
  }

  /** Has `hook` called in the backward pass before gradients enter this module; it may change them. */
  registerFullBackwardPreHook(hook: FullBackwardPreHook, options: HookOptions = {}): HookHandle {
    return this.hooks().add("entering", hook, options);
  }

  /** Has `hook` called in the backward pass with the gradients of inputs and outputs; it may change those of the inputs. */
  registerFullBackwardHook(hook: FullBackwardHook, options: HookOptions = {}): HookHandle {
    return this.hooks().add("leaving", hook, options);
  }

  /** Has `hook` called before this module's own tensors are put into a state. */
  registerStateDictPreHook(hook: StateDictPreHook): HookHandle {
    return this.hooks().add("saving", hook);
  }

  /** Has `hook` called when this module's tensors are in a state, which it may change. */
  registerStateDictPostHook(hook: StateDictPostHook): HookHandle {
    return this.hooks().add("saved", hook);
  }

  /** Has `hook` called before this module's own tensors are loaded; it may change what is to be loaded. */
  registerLoadStateDictPreHook(hook: LoadStateDictPreHook): HookHandle {
    return this.hooks().add("loading", hook);
  }

  /** Has `hook` called once the keys for this module are known; it may change which are said not to fit. */
  registerLoadStateDictPostHook(hook: LoadStateDictPostHook): HookHandle {
    return this.hooks().add("loaded", hook);
  }

  private hooks(): Hooks {
    this[HOOKS] ??= new Hooks();
    return this[HOOKS];
  }

  /** Parameters and persistent buffers by PyTorch's keys. The tensors share memory with the module; with `keepVars` they are its own. */
  stateDict({
    destination = new StateDict(),
    prefix = "",
    keepVars = false,
  }: {
    destination?: StateDict;
    prefix?: string;
    keepVars?: boolean;
  } = {}): StateDict {
    const put = (name: string, x: Tensor) =>
      destination.set(prefix + name, keepVars || isLazy(x) ? x : detach(x));
    for (const hook of this[HOOKS]?.of("saving") ?? []) hook(this, prefix, keepVars);
    destination.versions.set(prefix.slice(0, -1), this.stateVersion());
    for (const [name, parameter] of this.ownParameters()) put(name, parameter);
    for (const [name, buffer] of this.ownBuffers()) if (buffer.persistent) put(name, buffer);
    if (this.getExtraState) destination.set(prefix + EXTRA_STATE, this.getExtraState());
    for (const [name, child] of this.ownModules()) {
      child.stateDict({ destination, prefix: `${prefix}${name}.`, keepVars });
    }
    for (const hook of this[HOOKS]?.of("saved") ?? []) hook(this, destination, prefix);
    return destination;
  }

  /** Copies a state into this module. Refuses missing and unexpected keys unless `strict` is false, and other shapes always. */
  loadStateDict(
    state: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
    options: LoadOptions = {},
  ): IncompatibleKeys {
    return loadStateDict(this, state, options);
  }

  /** Which keys a state of this class has: a number that grows when they change. */
  stateVersion(): number {
    return 1;
  }

  /** Called before this module's own tensors are loaded: may change what is to be loaded, whose version may be unknown. */
  adaptState(_loading: Loading, _prefix: string, _version: number | null): void {}

  /** Sets `training` here and in all modules below. Throws ValueError for what is neither true nor false. */
  train(mode = true): this {
    checkAs(
      "ValueError",
      typeof mode === "boolean",
      "train",
      () => `training mode is expected to be boolean, got ${mode}`,
    );
    this.training = mode;
    for (const child of this.children()) child.train(mode);
    return this;
  }

  /** train(false). */
  eval(): this {
    return this.train(false);
  }

  /** Converts all floating parameters and buffers. Throws TypeError for a dtype that is not floating. */
  to(dtype: Dtype): this {
    checkAs(
      "TypeError",
      isFloating(dtype),
      "to",
      () =>
        `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${dtype}`,
    );
    return convert(this, dtype, (x) => isFloating(x.dtype));
  }

  /** Converts all parameters and buffers, whole numbers too. */
  type(dtype: Dtype): this {
    return convert(this, dtype, () => true);
  }

  /** to("float32"). */
  float(): this {
    return this.to("float32");
  }

  /** to("float64"). */
  double(): this {
    return this.to("float64");
  }

  /** to("float16"). */
  half(): this {
    return this.to("float16");
  }

  /** to("bfloat16"). */
  bfloat16(): this {
    return this.to("bfloat16");
  }

  /** Calls `visit` on all modules below, then on this one. */
  apply(visit: (module: Module) => void): this {
    for (const child of this.children()) child.apply(visit);
    visit(this);
    return this;
  }

  /**
   * Drops the gradients of all parameters, or makes them 0, where they lie. Inside `scope`, what is dropped is given back at the
   * scope's end, unless it is returned; else when the garbage collector finds it, which no synchronous loop lets it do.
   */
  zeroGrad({ setToNone = true }: { setToNone?: boolean } = {}): void {
    for (const parameter of this.parameters()) {
      if (setToNone) dropGradient(parameter);
      else if (parameter.grad) noGrad(() => zero_(parameter.grad as Tensor));
    }
  }

  /** Says of all parameters whether they want gradients. */
  requiresGrad_(value = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = value;
    return this;
  }

  /** As PyTorch prints a module. */
  override toString(): string {
    return showModule(this);
  }
}

function convert<T extends Module>(module: T, dtype: Dtype, isMeant: (x: Tensor) => boolean): T {
  const members = [...module.parameters(), ...module.buffers()].filter(isMeant);
  noGrad(() => {
    for (const x of members) {
      if (isLazy(x)) x.dtype = dtype;
      else x.setData(to(x, dtype));
      x.storage.kept = true;
      if (x.grad) x.grad = to(x.grad, dtype);
    }
  });
  return module;
}
