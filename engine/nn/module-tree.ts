import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { HOOKS, type Hooks } from "./hooks.ts";
import type { Module } from "./module.ts";
import { bufferOf, follow, parameterOf, splitPath } from "./module-paths.ts";
import { Buffer, Parameter } from "./parameter.ts";
import { checkName, putBuffer, putParameter } from "./register.ts";

/** How far a listing goes, and what its names begin with. */
export interface ListingOptions {
  prefix?: string;
  /** Whether modules below are listed too. */
  recurse?: boolean;
  /** Whether what is found twice is listed once. */
  removeDuplicate?: boolean;
}

/**
 * What a module is made of: parameters, buffers and modules, which are its own fields, listed by name and found by path.
 * It is a callable object: calling it calls forward between its hooks.
 */
export abstract class ModuleTree {
  /** Whether it trains: dropout drops, batch norm uses the batch's statistics. */
  declare training: boolean;
  /** What is called before and after forward; null for nothing. */
  declare [HOOKS]: Hooks | null;

  constructor() {
    const self = ((...inputs: never[]) => {
      const hooks = self[HOOKS];
      if (hooks === null) return self.forward(...inputs);
      return hooks.run(self as unknown as Module, inputs);
    }) as unknown as this;
    Object.setPrototypeOf(self, new.target.prototype);
    // A function's own name and length would hide fields of those names.
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    // Not as a field's initial value: that would be given to the object in whose place `self` steps.
    self.training = true;
    self[HOOKS] = null;
    // biome-ignore lint/correctness/noConstructorReturn: a module is called as a function, as PyTorch's are.
    return self;
  }

  /** What `layer(...)` does. */
  abstract forward(...inputs: never[]): unknown;

  /** Own parameters by name; those that are switched off are left out. */
  ownParameters(): Iterable<[string, Parameter]> {
    return ownFields(this, (value) => value instanceof Parameter);
  }

  /** Own buffers by name. */
  ownBuffers(): Iterable<[string, Buffer]> {
    return ownFields(this, (value) => value instanceof Buffer);
  }

  /** Own modules by name; one under two names comes twice. */
  ownModules(): Iterable<[string, Module]> {
    return ownFields(this, isModule);
  }

  /** Child modules by name, each once. */
  *namedChildren(): Generator<[string, Module]> {
    const seen = new Set<Module>();
    for (const [name, child] of this.ownModules()) {
      if (seen.has(child)) continue;
      seen.add(child);
      yield [name, child];
    }
  }

  /** Child modules, each once. */
  *children(): Generator<Module> {
    for (const [, child] of this.namedChildren()) yield child;
  }

  /** This module and all below it by dotted name. `memo` holds those that were listed before. */
  *namedModules({
    memo = new Set<Module>(),
    prefix = "",
    removeDuplicate = true,
  }: { memo?: Set<Module> } & Omit<ListingOptions, "recurse"> = {}): Generator<[string, Module]> {
    const self = this as unknown as Module;
    if (memo.has(self)) return;
    if (removeDuplicate) memo.add(self);
    yield [prefix, self];
    for (const [name, child] of this.ownModules()) {
      yield* child.namedModules({ memo, prefix: join(prefix, name), removeDuplicate });
    }
  }

  /** This module and all below it. */
  *modules({ removeDuplicate = true }: { removeDuplicate?: boolean } = {}): Generator<Module> {
    for (const [, module] of this.namedModules({ removeDuplicate })) yield module;
  }

  /** Parameters of this module and all below it by dotted name. */
  namedParameters(options: ListingOptions = {}): Generator<[string, Parameter]> {
    return namedMembers(this, (module) => module.ownParameters(), options);
  }

  /** Parameters of this module and all below it, each once. */
  *parameters({ recurse = true }: { recurse?: boolean } = {}): Generator<Parameter> {
    for (const [, parameter] of this.namedParameters({ recurse })) yield parameter;
  }

  /** Buffers of this module and all below it by dotted name. */
  namedBuffers(options: ListingOptions = {}): Generator<[string, Buffer]> {
    return namedMembers(this, (module) => module.ownBuffers(), options);
  }

  /** Buffers of this module and all below it, each once. */
  *buffers({ recurse = true }: { recurse?: boolean } = {}): Generator<Buffer> {
    for (const [, buffer] of this.namedBuffers({ recurse })) yield buffer;
  }

  /** The module below this one at a dotted path; this one for "". Throws AttributeError for what is none. */
  getSubmodule(target: string): Module {
    return follow(this as unknown as Module, target, isModule);
  }

  /** Puts a module at a dotted path; with `strict`, only where there is one. Throws AttributeError for what is none. */
  setSubmodule(
    target: string,
    module: Module,
    { strict = false }: { strict?: boolean } = {},
  ): void {
    const where = "setSubmodule";
    checkAs(
      "ValueError",
      target !== "",
      where,
      () => "Cannot set the submodule without a target name!",
    );
    checkAs(
      "ValueError",
      isModule(module),
      where,
      () => `\`module\` is not an nn.Module: ${module}`,
    );
    const [path, name] = splitPath(target);
    const parent = this.getSubmodule(path);
    if (strict || name in parent) parent.getSubmodule(name);
    Reflect.set(parent, name, module);
  }

  /** The parameter at a dotted path. Throws AttributeError for what is none. */
  getParameter(target: string): Parameter {
    const [path, name] = splitPath(target);
    return parameterOf(this.getSubmodule(path), name);
  }

  /** The buffer at a dotted path. Throws AttributeError for what is none. */
  getBuffer(target: string): Buffer {
    const [path, name] = splitPath(target);
    return bufferOf(this.getSubmodule(path), name);
  }

  /** Puts a parameter, or null, under a name; assigning to a field does the same. Throws KeyError for a name that cannot be. */
  registerParameter(name: string, parameter: Parameter | null): void {
    putParameter(this as unknown as Module, name, parameter);
  }

  /** Puts a tensor, or null, under a name as a buffer. Throws KeyError for a name that cannot be. */
  registerBuffer(
    name: string,
    tensor: Tensor | null,
    { persistent = true }: { persistent?: boolean } = {},
  ): void {
    putBuffer(this as unknown as Module, name, tensor, persistent);
  }

  /** Puts a module, or null, under a name; assigning to a field does the same. Throws TypeError and KeyError for what cannot be. */
  addModule(name: string, module: Module | null): void {
    checkAs(
      "TypeError",
      module === null || isModule(module),
      "addModule",
      () => `${typeof module} is not a Module subclass`,
    );
    checkName(
      this as unknown as Module,
      "module",
      name,
      (value) => value === null || isModule(value),
    );
    Reflect.set(this, name, module);
  }

  /** addModule. */
  registerModule(name: string, module: Module | null): void {
    this.addModule(name, module);
  }
}

function isModule(value: unknown): value is Module {
  return value instanceof ModuleTree;
}

/** The fields that are of a kind. Most fields are numbers and the like, which are soon passed over. */
function ownFields<T>(module: ModuleTree, isOne: (value: unknown) => value is T): [string, T][] {
  const found: [string, T][] = [];
  for (const name of Object.keys(module)) {
    const value: unknown = (module as unknown as Record<string, unknown>)[name];
    if (value === null || (typeof value !== "object" && typeof value !== "function")) continue;
    if (isOne(value)) found.push([name, value]);
  }
  return found;
}

function* namedMembers<T extends Tensor>(
  module: ModuleTree,
  own: (module: ModuleTree) => Iterable<[string, T]>,
  { prefix = "", recurse = true, removeDuplicate = true }: ListingOptions,
): Generator<[string, T]> {
  const seen = new Set<T>();
  const modules = recurse
    ? module.namedModules({ prefix, removeDuplicate })
    : ([[prefix, module]] as const);
  for (const [path, owner] of modules) {
    for (const [name, member] of own(owner)) {
      if (seen.has(member)) continue;
      if (removeDuplicate) seen.add(member);
      yield [join(path, name), member];
    }
  }
}

function join(prefix: string, name: string): string {
  return prefix ? `${prefix}.${name}` : name;
}
