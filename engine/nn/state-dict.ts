import type { Tensor } from "../tensor.ts";

/** A module's tensors by PyTorch's keys, in PyTorch's order. */
export class StateDict extends Map<string, Tensor> {
  /** The version of each module's state, by the module's dotted name: newer versions know keys that older ones lacked. */
  readonly versions = new Map<string, number>();
}

/** The name under which a state has what a module keeps beside its parameters and buffers. */
export const EXTRA_STATE = "_extra_state";

/** What a state and a module do not share. Prints as PyTorch's. */
export class IncompatibleKeys {
  readonly missingKeys: string[];
  readonly unexpectedKeys: string[];

  constructor(missingKeys: string[], unexpectedKeys: string[]) {
    this.missingKeys = missingKeys;
    this.unexpectedKeys = unexpectedKeys;
  }

  toString(): string {
    const { missingKeys: missing, unexpectedKeys: unexpected } = this;
    if (missing.length + unexpected.length === 0) return "<All keys matched successfully>";
    const list = (keys: readonly string[]) => `[${keys.map((key) => `'${key}'`).join(", ")}]`;
    return `_IncompatibleKeys(missing_keys=${list(missing)}, unexpected_keys=${list(unexpected)})`;
  }
}
