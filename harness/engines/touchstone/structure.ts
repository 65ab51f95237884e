import { nn, Tensor } from "#engine";

/** The output with everything that can only be walked through as arrays. */
export function listed(output: unknown): unknown {
  return Array.isArray(output) || isIterator(output) ? Array.from(output, listed) : output;
}

/** Each tensor of nested arrays, maps and modules' states by its path; those without a shape are left out. */
export function flattenTensors(output: unknown, path: string): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  const visit = (value: unknown, at: string): void => {
    if (value instanceof Tensor) {
      if (!nn.parameter.isLazy(value)) found.set(at, value);
    } else {
      for (const [key, part] of partsOf(value)) visit(part, at === "" ? `${key}` : `${at}.${key}`);
    }
  };
  visit(output, path);
  return found;
}

/** Each tensor of what was given back, by its path: a single one is `output.0`. */
export function outputTensors(output: unknown, path = "output"): Map<string, Tensor> {
  const many = Array.isArray(output) || output instanceof nn.utils.rnn.PackedSequence;
  return flattenTensors(many ? output : [output], path);
}

/** What an output is made of, as `structure` says. */
export function structureOf(output: unknown): string {
  if (output === null || output === undefined) return "None";
  if (typeof output === "boolean") return output ? "True" : "False";
  if (output instanceof Tensor) return nn.parameter.isLazy(output) ? String(output) : "tensor";
  if (output instanceof nn.Module) return String(output);
  if (isModuleClass(output)) return `class ${output.name}`;
  if (isHookHandle(output)) return "handle";
  const parts = [...partsOf(output)];
  if (output instanceof Map) {
    return `{${parts.map(([key, part]) => `${key}: ${structureOf(part)}`).join(", ")}}`;
  }
  const inner = `(${parts.map(([, part]) => structureOf(part)).join(", ")})`;
  if (output instanceof nn.utils.rnn.PackedSequence) return `PackedSequence${inner}`;
  return Array.isArray(output) ? inner : String(output);
}

function partsOf(value: unknown): Iterable<readonly [string | number, unknown]> {
  if (Array.isArray(value)) return value.entries();
  if (value instanceof Map) return value;
  if (value instanceof nn.Module) return value.stateDict();
  if (!(value instanceof nn.utils.rnn.PackedSequence)) return [];
  return [value.data, value.batchSizes, value.sortedIndices, value.unsortedIndices].entries();
}

function isModuleClass(value: unknown): value is typeof nn.Module {
  return typeof value === "function" && value.prototype instanceof nn.Module;
}

function isHookHandle(value: unknown): value is object {
  return typeof value === "object" && value !== null && "remove" in value;
}

function isIterator(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && "next" in value && Symbol.iterator in value;
}
