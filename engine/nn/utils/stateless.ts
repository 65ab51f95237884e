// torch.nn.utils.stateless. https://docs.pytorch.org/docs/stable/nn.html#stateless-modules
import { check, checkAs } from "../../errors.ts";
import type { Tensor } from "../../tensor.ts";
import { entriesOf, type Named } from "../entries.ts";
import type { Module } from "../module.ts";
import { splitPath } from "../module-paths.ts";
import { className } from "../show-module.ts";

/** Options of functionalCall. */
export interface FunctionalCallOptions {
  /** The inputs: one, or several in an array. */
  args?: unknown;
  /** Keywords of the call, as an options object. */
  kwargs?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown> | null;
  /** Whether a tensor that is there under several names is replaced under all of them. */
  tieWeights?: boolean;
  /** Whether every parameter and buffer must be given, and nothing else. */
  strict?: boolean;
}

/**
 * Calls a module with other parameters and buffers in the place of its own.
 * https://docs.pytorch.org/docs/stable/generated/torch.func.functional_call.html
 *
 * Throws RuntimeError with `strict` for missing and unexpected names, ValueError where one tensor is to become several.
 */
export function functionalCall(
  module: Module,
  parametersAndBuffers: Named<Tensor>,
  { args = [], kwargs = null, tieWeights = true, strict = false }: FunctionalCallOptions = {},
): unknown {
  const given = new Map(entriesOf("functionalCall", parametersAndBuffers));
  const meant = tieWeights ? tied(module, given) : given;
  if (strict) checkNames(module, meant);
  const inputs = args === null ? [] : Array.isArray(args) ? args : [args];
  const keywords = kwargs === null ? [] : [named(kwargs)];
  const before = [...meant].map(([path, x]) => exchange(module, path, x));
  try {
    return (module as unknown as (...all: unknown[]) => unknown)(...inputs, ...keywords);
  } finally {
    for (const restore of before.reverse()) restore();
  }
}

function named(kwargs: NonNullable<FunctionalCallOptions["kwargs"]>): object {
  return kwargs instanceof Map ? Object.fromEntries(kwargs) : kwargs;
}

/** Puts a tensor at a dotted path; what undoes that. */
function exchange(module: Module, path: string, x: Tensor): () => void {
  const [owner, name] = ownerOf(module, path);
  const there = Object.getOwnPropertyDescriptor(owner, name);
  if (there) Reflect.defineProperty(owner, name, { ...there, value: x });
  else Reflect.set(owner, name, x);
  return () => {
    if (there) Reflect.defineProperty(owner, name, there);
    else Reflect.deleteProperty(owner, name);
  };
}

function ownerOf(module: Module, path: string): [Module, string] {
  const [owner, name] = splitPath(path);
  return [module.getSubmodule(owner), name];
}

/** The tensors of a module, those with several names under each. */
function everyTensor(module: Module): Map<string, Tensor> {
  const options = { removeDuplicate: false };
  return new Map([...module.namedParameters(options), ...module.namedBuffers(options)]);
}

function tied(module: Module, given: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const names = new Map<Tensor, string[]>();
  for (const [name, x] of everyTensor(module)) names.set(x, [...(names.get(x) ?? []), name]);
  const all = new Map(given);
  for (const group of names.values()) {
    const values = new Set(group.flatMap((name) => given.get(name) ?? []));
    checkAs(
      "ValueError",
      values.size <= 1,
      "functionalCall",
      () =>
        `functional_call got multiple values for keys [${group
          .toSorted()
          .map((name) => `'${name}'`)
          .join(", ")}], which are tied. Consider using tie_weights=False`,
    );
    for (const x of values) for (const name of group) all.set(name, x);
  }
  return all;
}

function checkNames(module: Module, given: ReadonlyMap<string, Tensor>): void {
  const own = everyTensor(module);
  const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");
  const unexpected = [...given.keys()].filter((name) => !own.has(name));
  const missing = [...own.keys()].filter((name) => !given.has(name));
  const complaints = [
    ...(unexpected.length > 0 ? [`Unexpected key(s): ${list(unexpected)}.`] : []),
    ...(missing.length > 0 ? [`Missing key(s): ${list(missing)}.`] : []),
  ];
  check(
    complaints.length === 0,
    "functionalCall",
    () => `Error(s) in reparametrizing for ${className(module)}:\n\t${complaints.join("\n\t")}`,
  );
}
