import { checkAs, EngineError } from "../errors.ts";
import { Module } from "./module.ts";
import { className, indent } from "./show-module.ts";

/** Modules in a list, under the names "0", "1" and so on. https://docs.pytorch.org/docs/stable/generated/torch.nn.ModuleList.html */
export class ModuleList extends Module {
  constructor(modules: Iterable<Module> = []) {
    super();
    this.extend(modules);
  }

  /** A list is not called; its modules are. */
  override forward(): never {
    throw new EngineError(
      "NotImplementedError",
      "ModuleList",
      'Module [ModuleList] is missing the required "forward" function',
    );
  }

  /** How many modules there are. */
  override get length(): number {
    return [...this.children()].length;
  }

  [Symbol.iterator](): Iterator<Module> {
    return this.children();
  }

  /** The module at `index`, counted from the end if negative. */
  get(index: number): Module {
    const module = [...this.children()].at(index);
    checkAs(
      "IndexError",
      module !== undefined,
      "ModuleList",
      () => `index ${index} is out of range`,
    );
    return module;
  }

  /** Puts a module at the end. */
  append(module: Module): this {
    return this.extend([module]);
  }

  /** Puts modules at the end. */
  extend(modules: Iterable<Module>): this {
    let index = this.length;
    for (const module of modules) {
      checkAs(
        "TypeError",
        module instanceof Module,
        "ModuleList",
        () => `${typeof module} is not a Module subclass`,
      );
      Reflect.set(this, String(index++), module);
    }
    return this;
  }

  /** Puts a module before the one at `index`; those behind it move on by one. */
  insert(index: number, module: Module): this {
    const all = [...this.children()];
    all.splice(index, 0, module);
    all.forEach((each, i) => {
      Reflect.set(this, String(i), each);
    });
    return this;
  }

  /** As PyTorch prints it: neighbours that print alike on one line, "(0-1): 2 x Linear(...)". */
  override toString(): string {
    const runs: { text: string; first: number; last: number }[] = [];
    [...this.children()].map(String).forEach((text, i) => {
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
