import { checkAs } from "../errors.ts";
import { entriesOf, type Named } from "./entries.ts";
import { inOrder, NAMES } from "./insertion-order.ts";
import { Module } from "./module.ts";
import { refuseForward } from "./no-forward.ts";

/**
 * Modules by name, in the order in which they came. It is not called; its modules are.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ModuleDict.html
 *
 * Throws TypeError for what is no module, KeyError for a name that cannot be and for one that is not there.
 */
export class ModuleDict extends Module {
  declare [NAMES]: string[];

  constructor(modules: Named<Module> | ModuleDict | null = null) {
    super();
    this[NAMES] = [];
    if (modules !== null) this.update(modules);
  }

  override forward(): never {
    return refuseForward(this);
  }

  override *ownModules(): Generator<[string, Module]> {
    yield* inOrder(this[NAMES], super.ownModules());
  }

  /** How many modules there are. */
  override get length(): number {
    return this.keys().length;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.keys().values();
  }

  /** The module of a name. */
  get(key: string): Module {
    checkAs("KeyError", this.has(key), "ModuleDict", () => `there is no key '${key}'`);
    return Reflect.get(this, key) as Module;
  }

  /** Puts a module under a name. */
  set(key: string, module: Module): void {
    this.addModule(key, module);
    if (!this[NAMES].includes(key)) this[NAMES].push(key);
  }

  /** Takes out the module of a name. */
  delete(key: string): void {
    this.get(key);
    Reflect.deleteProperty(this, key);
    this[NAMES] = this[NAMES].filter((name) => name !== key);
  }

  has(key: string): boolean {
    return this.keys().includes(key);
  }

  /** Takes out all modules. */
  clear(): void {
    for (const key of this.keys()) this.delete(key);
  }

  /** Takes out the module of a name and gives it. */
  pop(key: string): Module {
    const module = this.get(key);
    this.delete(key);
    return module;
  }

  /** The names. */
  keys(): string[] {
    return this.items().map(([key]) => key);
  }

  /** The names with their modules. */
  items(): [string, Module][] {
    return [...this.ownModules()];
  }

  /** The modules. */
  values(): Module[] {
    return this.items().map(([, module]) => module);
  }

  /** Puts many modules under their names. */
  update(modules: Named<Module> | ModuleDict): void {
    const entries =
      modules instanceof ModuleDict ? modules.items() : entriesOf("ModuleDict", modules);
    for (const [key, module] of entries) this.set(key, module);
  }
}
