import { nn, type Tensor, torch } from "#engine";
import type { Call, DrawnValue, TensorValue, Value } from "../../case.ts";
import { digest } from "../../excerpt.ts";
import { sha256 } from "../../sha256.ts";
import type { Subject } from "./find.ts";
import { drawnOf, leafOf, moduleOf, packedOf, readable, realise } from "./realise.ts";
import { flattenTensors, listed, outputTensors, structureOf } from "./structure.ts";

/** What is left on the stage after a call, to look at. */
export class Stage {
  readonly call: Call;
  subject: Subject = () => undefined;
  output: unknown = null;
  generator = "untouched";
  /** The state before the first forward call: copies, or hashes where a sample is asked. */
  readonly initial = new Map<string, Tensor>();
  readonly initialHashes = new Map<string, string>();
  /** What each step gave back: its structure and copies of its tensors by path. */
  readonly steps: { readonly text: string; readonly tensors: ReadonlyMap<string, Tensor> }[] = [];
  /** Tensors that gradients are asked of, by path. */
  readonly leaves = new Map<string, Tensor>();
  /** Tensors that the layer was given, by path. */
  readonly inputs = new Map<string, Tensor>();
  /** Of those that it drew itself, the hash and the version that they had then. */
  readonly drawn = new Map<string, { readonly hash: string; readonly version: number }>();

  constructor(call: Call) {
    this.call = call;
  }

  /** The subject if it is a module. */
  get module(): nn.Module | null {
    const { subject } = this;
    return (subject as unknown) instanceof nn.Module ? (subject as unknown as nn.Module) : null;
  }

  /** Keeps a copy or the hash of what the constructor drew, when that is asked. */
  noteInitialState(): void {
    if (this.call.state !== null || !this.module) return;
    for (const [key, tensor] of flattenTensors(this.module.stateDict(), "")) {
      if (this.call.sample === undefined) this.initial.set(key, torch.clone(tensor));
      else this.initialHashes.set(key, digest(readable(tensor)));
    }
  }

  /** Keeps what a step gave back, as it is now. */
  noteStep(given: unknown): void {
    if (given === this.subject) {
      this.steps.push({ text: "self", tensors: new Map() });
      return;
    }
    const output = listed(given);
    const found = outputTensors(output, "");
    const tensors = new Map([...found].map(([path, x]) => [path, torch.clone(torch.detach(x))]));
    this.steps.push({ text: structureOf(output), tensors });
  }

  /** An argument of the forward call, whose tensors are noted by path. */
  place(value: Value, path: string): unknown {
    if (Array.isArray(value)) return value.map((item, i) => this.place(item, `${path}.${i}`));
    if (value === null || typeof value !== "object" || !("kind" in value)) return value;
    if (value.kind === "list")
      return value.items.map((item, i) => this.place(item, `${path}.${i}`));
    if (value.kind === "dict") {
      const entries = Object.entries(value.entries);
      return new Map(entries.map(([key, item]) => [key, this.place(item, `${path}.${key}`)]));
    }
    if (value.kind === "packed") {
      return packedOf(value, this.#placeTensor(value.data, `${path}.0`));
    }
    if (value.kind === "module") {
      return moduleOf(value, (part, key) => this.place(part, `${path}.${key}`));
    }
    if (value.kind === "drawn") return this.#placeDrawn(value, path);
    return value.kind === "tensor" ? this.#placeTensor(value, path) : realise(value, this.subject);
  }

  #placeTensor(value: TensorValue, path: string): Tensor {
    const leaf = leafOf(value);
    this.leaves.set(path, leaf);
    const given = value.leaf === false ? torch.clone(leaf) : leaf;
    this.inputs.set(path, given);
    return given;
  }

  #placeDrawn(value: DrawnValue, path: string): Tensor {
    const leaf = drawnOf(value);
    this.leaves.set(path, leaf);
    this.inputs.set(path, leaf);
    this.drawn.set(path, { hash: digest(readable(leaf)), version: leaf.storage.version });
    return leaf;
  }

  /** Says whether the forward calls drew random numbers, and where that left the generator. */
  noteGenerator(fresh: Uint8Array): void {
    const now = torch.defaultGenerator().getState();
    const [a, b] = [new BigUint64Array(now.buffer), new BigUint64Array(fresh.buffer)];
    if (a.some((word, i) => word !== b[i])) this.generator = sha256([now]);
  }
}
