import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** Modules by name, in order. */
export type NamedModules = ReadonlyMap<string, Module> | Readonly<Record<string, Module>>;

export interface Sequential {
  (x: Tensor): Tensor;
}

/**
 * Each module on the output of the one before: `new Sequential(a, b)`, or by name `new Sequential(new Map([["first", a]]))`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
 *
 * **Shapes**: those of its first and its last module. Throws TypeError for what is no module, KeyError for a name that cannot be.
 */
export class Sequential extends Module {
  constructor(...modules: readonly Module[] | readonly [NamedModules]) {
    super();
    const [first] = modules;
    if (modules.length === 1 && isNamed(first)) {
      const entries = first instanceof Map ? [...first] : Object.entries(first);
      for (const [name, module] of entries) this.#add(name, module);
    } else {
      for (const module of modules) this.append(module as Module);
    }
  }

  override forward(x: Tensor): Tensor {
    let y: unknown = x;
    for (const [, module] of this.ownModules()) y = module(y as never);
    return y as Tensor;
  }

  /** The modules, in order; one that was put in twice comes twice. */
  *items(): Generator<Module> {
    for (const [, module] of this.ownModules()) yield module;
  }

  /** How many modules there are. */
  override get length(): number {
    return [...this.items()].length;
  }

  [Symbol.iterator](): Iterator<Module> {
    return this.items();
  }

  /** The module at `index`, counted from the end if negative. */
  get(index: number): Module {
    return (this.#entry(index) as [string, Module])[1];
  }

  /** Some of the modules, under their names. */
  slice(start?: number, end?: number): Sequential {
    return new Sequential(new Map([...this.ownModules()].slice(start, end)));
  }

  /** Puts a module at the end. */
  append(module: Module): this {
    this.#add(String(this.length), module);
    return this;
  }

  /** Puts modules at the end. */
  extend(modules: Iterable<Module>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  /** These modules and those of another Sequential: Python's `+`. Throws ValueError for anything else. */
  concat(other: Sequential): Sequential {
    checkAs(
      "ValueError",
      other instanceof Sequential,
      "Sequential",
      () => `add operator supports only objects of Sequential class, but ${typeof other} is given.`,
    );
    return new Sequential().extend(this).extend(other);
  }

  /** The same modules so many times over: Python's `*`. Throws TypeError for what is not whole, ValueError for less than 1. */
  repeat(times: number): Sequential {
    return new Sequential().extend(this).repeat_(times);
  }

  /** Puts the same modules at the end until they are there so many times: Python's `*=`. Throws as repeat. */
  repeat_(times: number): this {
    checkAs(
      "TypeError",
      Number.isInteger(times),
      "Sequential",
      () => `unsupported operand type(s) for *: Sequential and ${typeof times} (${times})`,
    );
    checkAs(
      "ValueError",
      times > 0,
      "Sequential",
      () => `Non-positive multiplication factor ${times} for Sequential`,
    );
    const modules = [...this];
    for (let i = 1; i < times; i++) this.extend(modules);
    return this;
  }

  /** Puts a module before the one at `index`; those behind it move on by one. */
  insert(index: number, module: Module): this {
    checkAs(
      "AssertionError",
      module instanceof Module,
      "Sequential.insert",
      () => `module should be of type Module, but is ${typeof module}`,
    );
    const modules = [...this.items()];
    const n = modules.length;
    checkAs(
      "IndexError",
      index >= -n && index <= n,
      "Sequential",
      () => `Index out of range: ${index} for ${n} modules`,
    );
    this.#replaceAll(modules.toSpliced(index, 0, module));
    return this;
  }

  /** Puts another module in the place of the one at `index`. */
  set(index: number, module: Module): void {
    const [name] = this.#entry(index);
    checkModule(module);
    this.#put(name, module);
  }

  /** Takes the module at `index` out; those behind it move up. */
  delete(index: number): void {
    const [name] = this.#entry(index);
    this.#replaceAll([...this.ownModules()].filter(([key]) => key !== name).map(([, m]) => m));
  }

  /** Takes the module at `index` out and gives it. */
  pop(index: number): Module {
    const module = this.get(index);
    this.delete(index);
    return module;
  }

  #entry(index: number): [string, Module] {
    const entries = [...this.ownModules()];
    const entry = entries.at(index);
    checkAs(
      "IndexError",
      entry !== undefined,
      "Sequential",
      () => `index ${index} is out of range: there are ${entries.length}`,
    );
    return entry;
  }

  #add(name: string, module: Module): void {
    checkModule(module);
    checkName(this, name);
    this.#put(name, module);
  }

  #put(name: string, module: Module): void {
    Reflect.set(this, name, module);
  }

  #replaceAll(modules: readonly Module[]): void {
    for (const [name] of [...this.ownModules()]) Reflect.deleteProperty(this, name);
    modules.forEach((module, i) => {
      this.#put(String(i), module);
    });
  }
}

function isNamed(value: unknown): value is NamedModules {
  if (value instanceof Module || typeof value !== "object" || value === null) return false;
  return value instanceof Map || Object.getPrototypeOf(value) === Object.prototype;
}

function checkModule(module: unknown): void {
  checkAs(
    "TypeError",
    module instanceof Module,
    "Sequential",
    () => `${typeof module} is not a Module subclass`,
  );
}

function checkName(owner: Sequential, name: string): void {
  const where = "Sequential";
  checkAs("KeyError", name !== "", where, () => `module name can't be empty string ""`);
  checkAs(
    "KeyError",
    !name.includes("."),
    where,
    () => `module name can't contain ".", got: ${name}`,
  );
  const taken = name in owner && !(Reflect.get(owner, name) instanceof Module);
  checkAs("KeyError", !taken, where, () => `attribute '${name}' already exists`);
}
