// torch.nn.utils.stateless: modules called with other tensors than their own.
import { check, checkAs, EngineError } from "../../errors.ts";
import { Tensor } from "../../tensor.ts";
import { Module } from "../module.ts";
import { splitPath } from "../module-paths.ts";
import { className } from "../show-module.ts";

/** Tensors by a module's dotted names; null for one that is switched off. */
export type NamedTensors = Map<string, Tensor | null> | Record<string, Tensor | null>;

/** Options of functionalCall. */
export interface FunctionalCallOptions {
  /** What the module is called with: one argument, or an array of them. */
  args?: unknown;
  /** Its named arguments. */
  kwargs?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown> | null;
  /** Whether a tensor for one name of a tensor that has several takes its place under all. */
  tieWeights?: boolean;
  /** Whether each tensor of the module must be given, and nothing else. */
  strict?: boolean;
}

/**
 * Calls a module with other parameters and buffers, which it has during the call only.
 * https://docs.pytorch.org/docs/stable/generated/torch.func.functional_call.html
 *
 * `tensors` may be several maps, without a name in two of them. Throws AttributeError for a path to no module, TypeError for what is
 * no tensor, ValueError for two tensors where the module has one under two names, and with `strict` RuntimeError for names that are
 * missing or unexpected.
 */
export function functionalCall(
  module: Module,
  tensors: NamedTensors | readonly NamedTensors[],
  { args = [], kwargs = null, tieWeights = true, strict = false }: FunctionalCallOptions = {},
): unknown {
  checkAs(
    "AttributeError",
    module instanceof Module,
    "functionalCall",
    () => `'${typeof module}' object has no attribute 'named_parameters'`,
  );
  const given = joined(tensors);
  const all = tieWeights ? untied(module, given) : given;
  if (strict) checkNames(module, [...all.keys()]);
  const places = [...all].map(([path, tensor]) => ({ ...placeOf(module, path), path, tensor }));
  const named = kwargs instanceof Map ? Object.fromEntries(kwargs) : (kwargs ?? {});
  const inputs = [
    ...(Array.isArray(args) ? args : [args]),
    ...(Object.keys(named).length > 0 ? [named] : []),
  ];
  return during(places, () => module(...(inputs as never[])));
}

/** A name of a module, and the tensor that takes that place. */
interface Place {
  readonly owner: Module;
  readonly name: string;
  readonly tensor: Tensor | null;
}

/** Runs `body` while the tensors are in their places. */
function during<T>(places: readonly Place[], body: () => T): T {
  const undo: (() => void)[] = [];
  try {
    for (const place of places) undo.push(swap(place));
    return body();
  } finally {
    for (const back of undo.reverse()) back();
  }
}

/** Puts a tensor in its place; gives what undoes that. */
function swap({ owner, name, tensor }: Place): () => void {
  const isNew = !(name in owner);
  const before: unknown = isNew ? null : Reflect.get(owner, name);
  checkAs(
    "TypeError",
    before === null || before instanceof Tensor,
    "functionalCall",
    () => `attribute \`${name}\`: ${before} is not an instance of torch.Tensor`,
  );
  Reflect.set(owner, name, tensor);
  return () => (isNew ? Reflect.deleteProperty(owner, name) : Reflect.set(owner, name, before));
}

function placeOf(module: Module, path: string): { owner: Module; name: string } {
  const [above, name] = splitPath(path);
  const where = "functionalCall";
  checkAs("KeyError", name !== "", where, () => `tensor name can't be empty string ""`);
  let owner = module;
  for (const step of above === "" ? [] : above.split(".")) {
    checkAs(
      "AttributeError",
      step in owner,
      where,
      () => `${className(owner)} has no attribute \`${step}\``,
    );
    const found: unknown = Reflect.get(owner, step);
    checkAs(
      "TypeError",
      found instanceof Module,
      where,
      () => `submodule \`${step}\`: ${found} is not an instance of torch.nn.Module`,
    );
    owner = found;
  }
  return { owner, name };
}

function joined(tensors: NamedTensors | readonly NamedTensors[]): Map<string, Tensor | null> {
  const all = new Map<string, Tensor | null>();
  for (const one of Array.isArray(tensors) ? tensors : [tensors]) {
    const known: unknown = one;
    checkAs("ValueError", typeof known === "object" && known !== null, "functionalCall", () =>
      Array.isArray(tensors)
        ? `Expected all elements of parameter_and_buffer_dicts to be dictionaries, but got ${typeof known}`
        : `Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got ${typeof known}`,
    );
    for (const [name, tensor] of one instanceof Map ? one : Object.entries(one)) {
      checkAs(
        "ValueError",
        !all.has(name),
        "functionalCall",
        () =>
          `['${name}'] appeared in multiple dictionaries; behavior of functional call is ambiguous`,
      );
      checkTensor(tensor);
      all.set(name, tensor as Tensor | null);
    }
  }
  return all;
}

function checkTensor(value: unknown): void {
  if (value === null || value instanceof Tensor) return;
  throw new EngineError(
    "TypeError",
    "functionalCall",
    `${value} is not an instance of torch.Tensor`,
  );
}

/** The given tensors under all names that the module has for the tensors in whose place they come. */
function untied(
  module: Module,
  given: ReadonlyMap<string, Tensor | null>,
): Map<string, Tensor | null> {
  const names = new Map<Tensor, string[]>();
  for (const [name, tensor] of tensorsOf(module)) {
    names.set(tensor, [...(names.get(tensor) ?? []), name]);
  }
  const all = new Map(given);
  for (const tied of names.values()) {
    const asked = tied.filter((name) => given.has(name));
    const [value = null] = asked.map((name) => given.get(name));
    checkAs(
      "ValueError",
      asked.every((name) => given.get(name) === value),
      "functionalCall",
      () =>
        `functional_call got multiple values for keys ${quoted(tied.toSorted(), "[", "]")}, which are tied. Consider using tieWeights: false`,
    );
    if (asked.length > 0) for (const name of tied) all.set(name, value);
  }
  return all;
}

function* tensorsOf(module: Module): Generator<[string, Tensor]> {
  yield* module.namedParameters({ removeDuplicate: false });
  yield* module.namedBuffers({ removeDuplicate: false });
}

function checkNames(module: Module, given: readonly string[]): void {
  const known = Array.from(tensorsOf(module), ([name]) => name);
  const [unexpected, missing] = [
    given.filter((name) => !known.includes(name)),
    known.filter((name) => !given.includes(name)),
  ];
  const complaints = [
    ...(unexpected.length > 0 ? [`Unexpected key(s): ${quoted(unexpected.toSorted())}.`] : []),
    ...(missing.length > 0 ? [`Missing key(s): ${quoted(missing.toSorted())}.`] : []),
  ];
  check(
    complaints.length === 0,
    "functionalCall",
    () => `Error(s) in reparametrizing for ${className(module)}:\n\t${complaints.join("\n\t")}`,
  );
}

function quoted(names: readonly string[], open = "", close = ""): string {
  return `${open}${names.map((name) => `'${name}'`).join(", ")}${close}`;
}
