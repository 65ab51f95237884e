import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { nn, Tensor, torch } from "#engine";
import type { Call, Value } from "../../case.ts";
import { leafOf, realise, type Subject } from "./realise.ts";

/** What is left on the stage after a call, to look at. */
export class Stage {
  readonly call: Call;
  subject: Subject = () => undefined;
  output: unknown = null;
  generator = "untouched";
  /** The state before the first forward call. */
  initial = new Map<string, Tensor>();
  /** Tensors that gradients are asked of, by path. */
  readonly leaves = new Map<string, Tensor>();
  /** Tensors that the layer was given, by path. */
  readonly inputs = new Map<string, Tensor>();

  constructor(call: Call) {
    this.call = call;
  }

  /** The subject if it is a module. */
  get module(): nn.Module | null {
    const { subject } = this;
    return (subject as unknown) instanceof nn.Module ? (subject as unknown as nn.Module) : null;
  }

  /** Keeps a copy of what the constructor drew, when that is asked. */
  noteInitialState(): void {
    if (this.call.state !== null || !this.module) return;
    for (const [key, tensor] of this.module.stateDict()) {
      this.initial.set(key, torch.clone(tensor));
    }
  }

  /** An argument of the forward call, whose tensors are noted by path. */
  place(value: Value, path: string): unknown {
    if (Array.isArray(value)) return value.map((item, i) => this.place(item, `${path}.${i}`));
    if (value === null || typeof value !== "object" || !("kind" in value)) return realise(value);
    if (value.kind === "list")
      return value.items.map((item, i) => this.place(item, `${path}.${i}`));
    if (value.kind !== "tensor") return realise(value);
    const leaf = leafOf(value);
    this.leaves.set(path, leaf);
    const given = value.leaf === false ? torch.clone(leaf) : leaf;
    this.inputs.set(path, given);
    return given;
  }

  /** Says whether the forward calls drew random numbers, and where that left the generator. */
  noteGenerator(fresh: Uint8Array): void {
    const now = torch.defaultGenerator().getState();
    const same = now.every((byte, i) => byte === fresh[i]);
    if (!same) this.generator = bytesToHex(sha256(now));
  }
}

/** Each tensor of a nested output by its path: a single one is `<path>.0`. */
export function flattenTensors(output: unknown, path: string): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  const visit = (value: unknown, at: string): void => {
    if (value instanceof Tensor) found.set(at, value);
    else if (Array.isArray(value)) {
      value.forEach((item, i) => {
        visit(item, `${at}.${i}`);
      });
    }
  };
  visit(Array.isArray(output) ? output : [output], path);
  return found;
}
