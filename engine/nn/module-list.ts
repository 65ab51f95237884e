import { checkAs } from "../errors.ts";
import { indexName } from "./index-name.ts";
import { Module } from "./module.ts";
import { refuseForward } from "./no-forward.ts";
import { className, indent } from "./show-module.ts";

/**
 * Modules in a list, under the names "0", "1" and so on. It is not called; its modules are.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
 *
 * Throws TypeError for what is no module, IndexError for an index beyond the list.
 */
export class ModuleList extends Module {
  constructor(modules: Iterable<Module> | null = null) {
    super();
    if (modules !== null) this.extend(modules);
  }

  override forward(): unknown {
    return refuseForward(this);
  }

  /** How many modules there are. */
  override get length(): number {
    return [...this.ownModules()].length;
  }

  *[Symbol.iterator](): Iterator<Module> {
    for (const [, module] of this.ownModules()) yield module;
  }

  /** The module at `index`, counted from the end if negative. */
  get(index: number): Module {
    return Reflect.get(this, indexName("ModuleList", index, this.length)) as Module;
  }

  /** Some of the modules as a list of their own. */
  slice(start?: number, end?: number): ModuleList {
    return new ModuleList([...this].slice(start, end));
  }

  /** Puts another module in the place of the one at `index`. */
  set(index: number, module: Module): void {
    const name = indexName("ModuleList", index, this.length);
    checkModule(module);
    Reflect.set(this, name, module);
  }

  /** Takes the module at `index` out; those behind it move up. */
  delete(index: number): void {
    const at = Number(indexName("ModuleList", index, this.length));
    const left = [...this].toSpliced(at, 1);
    for (const [name] of [...this.ownModules()]) Reflect.deleteProperty(this, name);
    left.forEach((module, i) => {
      Reflect.set(this, String(i), module);
    });
  }

  /** Takes the module at `index` out and gives it. */
  pop(index: number): Module {
    const module = this.get(index);
    this.delete(index);
    return module;
  }

  /** Puts a module at the end. */
  append(module: Module): this {
    this.addModule(String(this.length), module);
    return this;
  }

  /** Puts modules at the end. */
  extend(modules: Iterable<Module>): this {
    const given: unknown = modules;
    checkAs(
      "TypeError",
      Symbol.iterator in Object(given) && typeof given !== "string",
      "ModuleList",
      () =>
        `ModuleList.extend should be called with an iterable, but got ${given instanceof Module ? className(given) : typeof given}`,
    );
    const offset = this.length;
    [...modules].forEach((module, i) => {
      this.addModule(String(offset + i), module);
    });
    return this;
  }

  /** Puts a module before the one at `index`, which is not negative; those behind it move on by one. */
  insert(index: number, module: Module): void {
    checkAs("KeyError", index >= 0, "ModuleList", () => `no place before the first: '${index}'`);
    const behind = [...this].slice(index);
    [module, ...behind].forEach((each, i) => {
      Reflect.set(this, String(index + i), each);
    });
  }

  /** These modules and others in a new list. */
  concat(others: Iterable<Module>): ModuleList {
    return new ModuleList([...this, ...others]);
  }

  /** As PyTorch prints it: neighbours that print alike on one line, "(0-1): 2 x Linear(...)". */
  override toString(): string {
    const runs: { text: string; first: number; last: number }[] = [];
    [...this].map(String).forEach((text, i) => {
      const run = runs.at(-1);
      if (run?.text === text) run.last = i;
      else runs.push({ text, first: i, last: i });
    });
    const name = className(this);
    if (runs.length === 0) return `${name}()`;
    const lines = runs.map(({ text, first, last }) =>
      first === last ? `(${first}): ${text}` : `(${first}-${last}): ${last - first + 1} x ${text}`,
    );
    return `${name}(\n  ${lines.map(indent).join("\n  ")}\n)`;
  }
}

function checkModule(module: unknown): void {
  checkAs(
    "TypeError",
    module instanceof Module,
    "ModuleList",
    () => `${typeof module} is not a Module subclass`,
  );
}
