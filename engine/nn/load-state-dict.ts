import { noGrad } from "../autograd.ts";
import { check } from "../errors.ts";
import { copy_ } from "../ops/assign.ts";
import { sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { Module } from "./module.ts";
import { className } from "./show-module.ts";

/** Tensors by PyTorch's keys, in PyTorch's order. */
export type StateDict = Map<string, Tensor>;

/** What a state and a module do not share. */
export interface IncompatibleKeys {
  missingKeys: string[];
  unexpectedKeys: string[];
}

/** Copies `state` into a module's parameters and buffers; nothing is copied if anything is refused. */
export function loadStateDict(
  module: Module,
  state: StateDict | Readonly<Record<string, Tensor>>,
  strict: boolean,
): IncompatibleKeys {
  const given = state instanceof Map ? state : new Map(Object.entries(state));
  const own = module.stateDict();
  const missingKeys = [...own.keys()].filter((key) => !given.has(key));
  const unexpectedKeys = [...given.keys()].filter((key) => !own.has(key));
  const complaints = strict ? keyComplaints(missingKeys, unexpectedKeys) : [];
  for (const [key, target] of own) {
    const source = given.get(key);
    if (source && !sameShape(source.shape, target.shape)) {
      complaints.push(
        `size mismatch for ${key}: copying a param with shape torch.Size(${showShape(source.shape)}) from checkpoint, the shape in current model is torch.Size(${showShape(target.shape)}).`,
      );
    }
  }
  check(
    complaints.length === 0,
    "loadStateDict",
    () => `Error(s) in loading state_dict for ${className(module)}:\n\t${complaints.join("\n\t")}`,
  );
  noGrad(() => {
    for (const [key, target] of own) {
      const source = given.get(key);
      if (source) copy_(target, source);
    }
  });
  return { missingKeys, unexpectedKeys };
}

function keyComplaints(missing: readonly string[], unexpected: readonly string[]): string[] {
  const quote = (keys: readonly string[]) => keys.map((key) => `"${key}"`).join(", ");
  return [
    ...(unexpected.length ? [`Unexpected key(s) in state_dict: ${quote(unexpected)}. `] : []),
    ...(missing.length ? [`Missing key(s) in state_dict: ${quote(missing)}. `] : []),
  ];
}
