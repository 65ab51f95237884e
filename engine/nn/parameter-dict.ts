import { checkAs, EngineError } from "../errors.ts";
import { entriesOf, type Named } from "./entries.ts";
import { inOrder, NAMES } from "./insertion-order.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { asParameter } from "./parameter-list.ts";
import { checkName } from "./register.ts";
import { showEntries } from "./show-entries.ts";

/** What a ParameterDict can be filled from; a plain object's names are taken in sorted order. */
export type NamedValues = Named<unknown> | ParameterDict;

/**
 * Parameters by name, in the order in which they came. A tensor that comes in becomes a parameter; what is no tensor is kept beside
 * them, and is no part of the state. It is not called. https://docs.pytorch.org/docs/stable/generated/torch.nn.ParameterDict.html
 *
 * Throws KeyError for a name that cannot be and for one that is not there, TypeError for one that is no string.
 */
export class ParameterDict extends Module {
  declare [NAMES]: string[];

  constructor(parameters: NamedValues | null = null) {
    super();
    this[NAMES] = [];
    if (parameters !== null) this.update(parameters);
  }

  override forward(): never {
    throw new EngineError("RuntimeError", "ParameterDict", "ParameterDict should not be called.");
  }

  override *ownParameters(): Generator<[string, Parameter]> {
    yield* inOrder(this[NAMES], super.ownParameters());
  }

  /** How many values there are. */
  override get length(): number {
    return this[NAMES].length;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.keys().values();
  }

  /** The value of a name, or `default` where there is none. */
  get(key: string, { default: otherwise = null }: { default?: unknown } = {}): unknown {
    return this.has(key) ? Reflect.get(this, key) : otherwise;
  }

  /** Puts a value under a name. */
  set(key: string, value: unknown): void {
    checkAs(
      "TypeError",
      typeof key === "string",
      "ParameterDict",
      () =>
        `Index given to ParameterDict cannot be used as a key as it is not a string (type is '${typeof key}').`,
    );
    checkName(this, "parameter", key, () => this.has(key));
    Reflect.set(this, key, asParameter(value));
    if (!this.has(key)) this[NAMES].push(key);
  }

  /** Takes out the value of a name. */
  delete(key: string): void {
    checkAs("KeyError", this.has(key), "ParameterDict", () => `there is no key '${key}'`);
    Reflect.deleteProperty(this, key);
    this[NAMES] = this[NAMES].filter((name) => name !== key);
  }

  has(key: string): boolean {
    return this[NAMES].includes(key);
  }

  /** Takes out all values. */
  clear(): void {
    for (const key of this.keys()) this.delete(key);
  }

  /** Takes out the value of a name and gives it. */
  pop(key: string): unknown {
    const value = this.get(key);
    this.delete(key);
    return value;
  }

  /** Takes out the value that came last, and gives it with its name. */
  popitem(): [string, unknown] {
    const key = this[NAMES].at(-1);
    checkAs("KeyError", key !== undefined, "ParameterDict", () => "dictionary is empty");
    return [key, this.pop(key)];
  }

  /** The value of a name; where there is none, `default` is put there first. */
  setdefault(key: string, { default: otherwise = null }: { default?: unknown } = {}): unknown {
    if (!this.has(key)) this.set(key, otherwise);
    return this.get(key);
  }

  /** Another dict with the same parameters. */
  copy(): ParameterDict {
    return new ParameterDict(this);
  }

  /** Another dict with one value under each of these names. */
  fromkeys(
    keys: Iterable<string>,
    { default: value = null }: { default?: unknown } = {},
  ): ParameterDict {
    return new ParameterDict(Array.from(keys, (key) => [key, value] as const));
  }

  /** The names. */
  keys(): string[] {
    return [...this[NAMES]];
  }

  /** The names with their values. */
  items(): [string, unknown][] {
    return this.keys().map((key) => [key, this.get(key)]);
  }

  /** The values. */
  values(): unknown[] {
    return this.keys().map((key) => this.get(key));
  }

  /** Puts many values under their names. */
  update(parameters: NamedValues): void {
    const entries =
      parameters instanceof ParameterDict
        ? parameters.items()
        : entriesOf("ParameterDict", parameters, true);
    for (const [key, value] of entries) this.set(key, value);
  }

  /** These parameters and others in a new dict; the others' win. */
  union(others: NamedValues): ParameterDict {
    const all = this.copy();
    all.update(others);
    return all;
  }

  override extraRepr(): string {
    return showEntries(this.items(), "typename");
  }
}
