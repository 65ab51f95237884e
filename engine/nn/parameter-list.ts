import { checkAs, EngineError } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { indexName } from "./index-name.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { showEntries } from "./show-entries.ts";

/**
 * Parameters in a list, under the names "0", "1" and so on. A tensor that comes in becomes a parameter; what is no tensor is kept
 * beside them, and is no part of the state. It is not called.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ParameterList.html
 *
 * Throws TypeError for what cannot be walked through, IndexError for an index beyond the list.
 */
export class ParameterList extends Module {
  constructor(values: Iterable<unknown> | null = null) {
    super();
    if (values !== null) this.extend(values);
  }

  override forward(): never {
    throw new EngineError("RuntimeError", "ParameterList", "ParameterList should not be called.");
  }

  /** How many values there are. */
  override get length(): number {
    return Object.keys(this).filter((name) => /^\d+$/.test(name)).length;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }

  /** The value at `index`, counted from the end if negative. */
  get(index: number): unknown {
    return Reflect.get(this, indexName("ParameterList", index, this.length));
  }

  /** Some of the values as a list of their own. */
  slice(start?: number, end?: number): ParameterList {
    return new ParameterList([...this].slice(start, end));
  }

  /** Puts another value in the place of the one at `index`. */
  set(index: number, value: unknown): void {
    Reflect.set(this, indexName("ParameterList", index, this.length), asParameter(value));
  }

  /** Puts a value at the end. */
  append(value: unknown): this {
    Reflect.set(this, String(this.length), asParameter(value));
    return this;
  }

  /** Puts values at the end. */
  extend(values: Iterable<unknown>): this {
    const given: unknown = values;
    checkAs(
      "TypeError",
      Symbol.iterator in Object(given) && !(given instanceof Tensor),
      "ParameterList",
      () =>
        `ParameterList.extend should be called with an iterable, but got ${given instanceof Tensor ? "Tensor" : typeof given}`,
    );
    for (const value of values) this.append(value);
    return this;
  }

  override extraRepr(): string {
    return showEntries([...this].entries(), "dtype");
  }
}

/** A tensor as a parameter; anything else as it is. */
export function asParameter(value: unknown): unknown {
  return value instanceof Tensor && !(value instanceof Parameter) ? new Parameter(value) : value;
}
