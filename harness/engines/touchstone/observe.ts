import type { Tensor } from "#engine";
import type { NdArray } from "../../array.ts";
import type { Call, Returned, TensorValue, Value } from "../../case.ts";
import { digest, Kept } from "../../excerpt.ts";
import { arrayOf, readable } from "./realise.ts";
import type { Stage } from "./stage.ts";
import { flattenTensors, outputTensors, structureOf } from "./structure.ts";

/** Every number and every fact of a call that was performed. */
export function observe(call: Call, stage: Stage): Returned {
  const outputs = outputTensors(stage.output);
  const kept = new Kept(call.sample);
  for (const [slot, tensor] of outputs) kept.put(slot, readable(tensor));
  stage.steps.forEach((step, i) => {
    for (const [path, tensor] of step.tensors) kept.put(`step.${i}.${path}`, readable(tensor));
  });
  for (const [path, leaf] of stage.leaves) {
    if (leaf.grad) kept.put(`grad.input.${path}`, readable(leaf.grad));
  }
  for (const [key, parameter] of stage.module?.namedParameters() ?? []) {
    if (parameter.grad) kept.put(`grad.parameter.${key}`, readable(parameter.grad));
  }
  noteState(call, stage, kept);
  noteInputs(call, stage, kept);
  const facts = { ...kept.facts, ...factsOf(call, stage, outputs) };
  return { kind: "returned", tensors: kept.tensors, facts };
}

function noteState(call: Call, stage: Stage, kept: Kept): void {
  for (const [key, tensor] of stage.initial) kept.put(`initial.${key}`, readable(tensor));
  for (const [key, hash] of stage.initialHashes) kept.facts[`sha256.initial.${key}`] = hash;
  for (const [key, tensor] of flattenTensors(stage.module, "")) {
    if (call.steps || isChanged(key, tensor, call, stage)) {
      kept.put(`state.${key}`, readable(tensor));
    }
  }
}

function isChanged(key: string, tensor: Tensor, call: Call, stage: Stage): boolean {
  const hash = stage.initialHashes.get(key);
  if (hash !== undefined) return digest(readable(tensor)) !== hash;
  const initial = stage.initial.get(key);
  const before = call.state ? call.state[key] : initial && arrayOf(initial);
  return !before || !sameBits(arrayOf(tensor), before);
}

function noteInputs(call: Call, stage: Stage, kept: Kept): void {
  const given = new Map<string, NdArray>();
  call.inputs.forEach((value, i) => {
    collect(value, String(i), given);
  });
  for (const [name, value] of Object.entries(call.keywords)) collect(value, name, given);
  for (const [path, tensor] of stage.inputs) {
    const drawn = stage.drawn.get(path);
    if (drawn) {
      kept.facts[`sha256.input.${path}`] = drawn.hash;
      if (tensor.storage.version !== drawn.version) kept.put(`input.${path}`, readable(tensor));
      continue;
    }
    const now = arrayOf(tensor);
    if (!sameBits(now, given.get(path) as NdArray)) kept.put(`input.${path}`, readable(tensor));
  }
}

function collect(value: Value, path: string, into: Map<string, NdArray>): void {
  if (isKind(value, "dict")) {
    for (const [key, item] of Object.entries(value.entries)) collect(item, `${path}.${key}`, into);
  }
  if (isKind(value, "module")) {
    collect(value.args, path, into);
    for (const [key, item] of Object.entries(value.options)) collect(item, `${path}.${key}`, into);
  }
  if (isKind(value, "packed")) into.set(`${path}.0`, value.data.array);
  const items = Array.isArray(value) ? value : isKind(value, "list") ? value.items : [];
  items.forEach((item: Value, i: number) => {
    collect(item, `${path}.${i}`, into);
  });
  if (isKind(value, "tensor")) into.set(path, (value as TensorValue).array);
}

function isKind<K extends string>(value: Value, kind: K): value is Extract<Value, { kind: K }> {
  return value !== null && typeof value === "object" && "kind" in value && value.kind === kind;
}

function factsOf(
  call: Call,
  stage: Stage,
  outputs: ReadonlyMap<string, Tensor>,
): Record<string, string> {
  const facts: Record<string, string> = {
    generator: stage.generator,
    structure: structureOf(stage.output),
  };
  stage.steps.forEach((step, i) => {
    facts[`step.${i}`] = step.text;
  });
  if (stage.steps.length > 0)
    facts["keys"] = [...flattenTensors(stage.module, "").keys()].join(", ");
  if (stage.module && !call.args.some((value) => isKind(value, "list"))) {
    facts["repr"] = String(stage.module);
  }
  for (const [name, { grad }] of wanting(stage)) {
    if (grad && grad.layout !== "strided") facts[`layout.grad.${name}`] = grad.layout;
  }
  for (const [slot, tensor] of outputs) {
    if (tensor.gradFn) facts[`node.${slot}`] = tensor.gradFn.name;
    const alias = aliasOf(tensor, stage.inputs);
    if (alias) facts[`alias.${slot}`] = alias;
  }
  for (const name of call.prints ?? []) {
    facts[`print.${name}`] = String(findPrinted(name, stage, outputs));
  }
  return facts;
}

/** What a gradient may have come to: the inputs and parameters. */
function* wanting(stage: Stage): Generator<[string, Tensor]> {
  for (const [path, leaf] of stage.leaves) yield [`input.${path}`, leaf];
  for (const [key, tensor] of stage.module?.namedParameters() ?? []) {
    yield [`parameter.${key}`, tensor];
  }
}

function findPrinted(
  name: string,
  stage: Stage,
  outputs: ReadonlyMap<string, Tensor>,
): Tensor | undefined {
  const path = name.slice(name.indexOf(".") + 1);
  if (name.startsWith("output.")) return outputs.get(name);
  if (name.startsWith("input.")) return stage.inputs.get(path);
  return new Map(stage.module?.namedParameters()).get(path);
}

function aliasOf(output: Tensor, inputs: ReadonlyMap<string, Tensor>): string | null {
  for (const [path, tensor] of inputs) if (tensor === output) return `is input.${path}`;
  for (const [path, tensor] of inputs) {
    if (tensor.storage === output.storage && output.storage.bytes > 0) return `input.${path}`;
  }
  return null;
}

function sameBits(a: NdArray, b: NdArray): boolean {
  const [p, q] = [bytesOf(a), bytesOf(b)];
  if (a.dtype !== b.dtype || p.length !== q.length) return false;
  for (let i = 0; i < p.length; i++) if (p[i] !== q[i]) return false;
  return true;
}

function bytesOf({ data }: NdArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
