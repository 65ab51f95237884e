import { noGrad } from "../autograd.ts";
import { type Dtype, isFloating } from "../dtype.ts";
import { detach, to } from "../ops/copy.ts";
import type { Tensor } from "../tensor.ts";
import { type IncompatibleKeys, loadStateDict, type StateDict } from "./load-state-dict.ts";
import { Buffer, Parameter } from "./parameter.ts";
import { showModule } from "./show-module.ts";

/**
 * A layer or a model: a callable object, `layer(x)`. Parameters, buffers and child modules are its own fields, under
 * PyTorch's names; there is nothing to register. https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
export abstract class Module {
  /** Whether it trains: dropout drops, batch norm uses the batch's statistics. */
  declare training: boolean;

  constructor() {
    const self = ((...inputs: never[]) => self.forward(...inputs)) as unknown as this;
    Object.setPrototypeOf(self, new.target.prototype);
    // A function's own name and length would hide fields of those names.
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    // Not as a field's initial value: that would be given to the object in whose place `self` steps.
    self.training = true;
    // biome-ignore lint/correctness/noConstructorReturn: a module is called as a function, as PyTorch's are.
    return self;
  }

  /** What `layer(...)` does. */
  abstract forward(...inputs: never[]): unknown;

  /** The options as they are printed: "in_features=5, out_features=3, bias=True". */
  extraRepr(): string {
    return "";
  }

  /** Own parameters by name; those that are switched off are left out. */
  *ownParameters(): Generator<[string, Parameter]> {
    for (const [name, value] of Object.entries(this)) {
      if (value instanceof Parameter) yield [name, value];
    }
  }

  /** Own buffers by name. */
  *ownBuffers(): Generator<[string, Buffer]> {
    for (const [name, value] of Object.entries(this)) {
      if (value instanceof Buffer) yield [name, value];
    }
  }

  /** Child modules by name. */
  *namedChildren(): Generator<[string, Module]> {
    for (const [name, value] of Object.entries(this)) {
      if (value instanceof Module) yield [name, value];
    }
  }

  /** Child modules. */
  *children(): Generator<Module> {
    for (const [, child] of this.namedChildren()) yield child;
  }

  /** This module and all below it, each once, by dotted name. */
  *namedModules(prefix = "", seen = new Set<Module>()): Generator<[string, Module]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [prefix, this];
    for (const [name, child] of this.namedChildren()) {
      yield* child.namedModules(join(prefix, name), seen);
    }
  }

  /** This module and all below it, each once. */
  *modules(): Generator<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  /** Parameters of this module and all below it, each once, by dotted name. */
  *namedParameters(): Generator<[string, Parameter]> {
    const seen = new Set<Parameter>();
    for (const [prefix, module] of this.namedModules()) {
      for (const [name, parameter] of module.ownParameters()) {
        if (seen.has(parameter)) continue;
        seen.add(parameter);
        yield [join(prefix, name), parameter];
      }
    }
  }

  /** Parameters of this module and all below it, each once. */
  *parameters(): Generator<Parameter> {
    for (const [, parameter] of this.namedParameters()) yield parameter;
  }

  /** Buffers of this module and all below it, by dotted name. */
  *namedBuffers(): Generator<[string, Buffer]> {
    for (const [prefix, module] of this.namedModules()) {
      for (const [name, buffer] of module.ownBuffers()) yield [join(prefix, name), buffer];
    }
  }

  /** Buffers of this module and all below it. */
  *buffers(): Generator<Buffer> {
    for (const [, buffer] of this.namedBuffers()) yield buffer;
  }

  /** Parameters and persistent buffers by PyTorch's keys. The tensors share memory with the module. */
  stateDict(prefix = "", into: StateDict = new Map()): StateDict {
    for (const [name, parameter] of this.ownParameters())
      into.set(prefix + name, detach(parameter));
    for (const [name, buffer] of this.ownBuffers()) {
      if (buffer.persistent) into.set(prefix + name, detach(buffer));
    }
    for (const [name, child] of this.namedChildren()) child.stateDict(`${prefix}${name}.`, into);
    return into;
  }

  /** Copies a state into this module. Refuses missing and unexpected keys unless `strict` is false, and other shapes always. */
  loadStateDict(
    state: StateDict | Readonly<Record<string, Tensor>>,
    { strict = true }: { strict?: boolean } = {},
  ): IncompatibleKeys {
    return loadStateDict(this, state, strict);
  }

  /** Sets `training` here and in all modules below. */
  train(mode = true): this {
    this.training = mode;
    for (const child of this.children()) child.train(mode);
    return this;
  }

  /** train(false). */
  eval(): this {
    return this.train(false);
  }

  /** Converts all floating parameters and buffers. */
  to(dtype: Dtype): this {
    noGrad(() => {
      for (const module of this.modules()) {
        for (const [, x] of [...module.ownParameters(), ...module.ownBuffers()]) {
          if (isFloating(x.dtype)) x.setData(to(x, dtype));
          if (x.grad) x.grad = to(x.grad, dtype);
        }
      }
    });
    return this;
  }

  /** Calls `visit` on all modules below, then on this one. */
  apply(visit: (module: Module) => void): this {
    for (const child of this.children()) child.apply(visit);
    visit(this);
    return this;
  }

  /** Drops the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Says of all parameters whether they want gradients. */
  requiresGrad_(value = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = value;
    return this;
  }

  /** As PyTorch prints a module. */
  toString(): string {
    return showModule(this);
  }
}

function join(prefix: string, name: string): string {
  return prefix ? `${prefix}.${name}` : name;
}
