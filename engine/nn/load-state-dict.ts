import { noGrad } from "../autograd.ts";
import { check, checkAs } from "../errors.ts";
import { copy_ } from "../ops/assign.ts";
import { select } from "../ops/view.ts";
import { sameShape, showShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { HOOKS } from "./hooks.ts";
import type { Module } from "./module.ts";
import { Buffer, isLazy, Parameter } from "./parameter.ts";
import { className } from "./show-module.ts";
import { EXTRA_STATE, IncompatibleKeys, StateDict } from "./state-dict.ts";

/** Options of loadStateDict. */
export interface LoadOptions {
  /** Whether missing and unexpected keys are refused. */
  strict?: boolean;
  /** Whether the module takes the given tensors themselves, not their values. */
  assign?: boolean;
}

/** A state on its way into a module, and what was found wrong so far. */
export interface Loading {
  readonly state: Map<string, Tensor>;
  readonly missing: string[];
  readonly unexpected: string[];
  readonly complaints: string[];
}

/** Copies `state` into a module's parameters and buffers; nothing is copied if anything is refused. */
export function loadStateDict(
  module: Module,
  state: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  { strict = true, assign = false }: LoadOptions,
): IncompatibleKeys {
  const given: unknown = state;
  checkAs(
    "TypeError",
    typeof given === "object" && given !== null && !Array.isArray(given),
    "loadStateDict",
    () => `Expected state_dict to be dict-like, got ${typeof given}.`,
  );
  const entries = state instanceof Map ? state : Object.entries(state);
  const loading: Loading = { state: new Map(entries), missing: [], unexpected: [], complaints: [] };
  const versions = state instanceof StateDict ? state.versions : null;
  const pairs: Pair[] = [];
  const extras: (() => void)[] = [];
  const { missing, unexpected } = loading;
  const keys = new IncompatibleKeys(missing, unexpected);
  const enter = (each: Module, prefix: string): void => {
    each.adaptState(loading, prefix, versions?.get(prefix.slice(0, -1)) ?? null);
    for (const hook of each[HOOKS]?.of("loading") ?? []) hook(each, loading, prefix);
    pairs.push(...pairsOf(each, prefix, loading));
    extras.push(...extraOf(each, prefix, loading));
  };
  visit(module, "", enter, (each) => {
    for (const hook of each[HOOKS]?.of("loaded") ?? []) hook(each, keys);
  });
  const complaints = [...(strict ? aboutKeys(missing, unexpected) : []), ...loading.complaints];
  check(
    complaints.length === 0,
    "loadStateDict",
    () => `Error(s) in loading state_dict for ${className(module)}:\n\t${complaints.join("\n\t")}`,
  );
  noGrad(() => {
    for (const pair of pairs) (assign ? assignTo : copyTo)(pair);
    for (const settle of extras) settle();
  });
  return keys;
}

interface Pair {
  readonly owner: Module;
  readonly name: string;
  readonly target: Parameter | Buffer;
  readonly source: Tensor;
}

function visit(
  module: Module,
  prefix: string,
  enter: (module: Module, prefix: string) => void,
  leave: (module: Module) => void,
): void {
  enter(module, prefix);
  for (const [name, child] of module.ownModules()) visit(child, `${prefix}${name}.`, enter, leave);
  leave(module);
}

/** A module's own tensors with what the state has for them; notes what does not fit. */
function pairsOf(owner: Module, prefix: string, loading: Loading): Pair[] {
  const own = new Map<string, Parameter | Buffer>(owner.ownParameters());
  for (const [name, buffer] of owner.ownBuffers()) if (buffer.persistent) own.set(name, buffer);
  const pairs: Pair[] = [];
  for (const [name, target] of own) {
    const given = loading.state.get(prefix + name);
    if (given === undefined) loading.missing.push(prefix + name);
    else if (isLazy(target)) pairs.push({ owner, name, target, source: given });
    else {
      const source = fitted(prefix + name, given, target, loading);
      if (source) pairs.push({ owner, name, target, source });
    }
  }
  const modules = new Set([...owner.ownModules()].map(([name]) => name));
  for (const key of loading.state.keys()) {
    if (!key.startsWith(prefix) || key === prefix + EXTRA_STATE) continue;
    const [name = "", ...rest] = key.slice(prefix.length).split(".");
    if (!(rest.length > 0 ? modules : own).has(name)) loading.unexpected.push(key);
  }
  return pairs;
}

/** How a module takes its extra state; notes one that is missing, and one that it does not take. */
function extraOf(owner: Module, prefix: string, loading: Loading): (() => void)[] {
  const key = prefix + EXTRA_STATE;
  const given = loading.state.get(key);
  if (given !== undefined && owner.setExtraState) return [() => owner.setExtraState?.(given)];
  if (given !== undefined) loading.unexpected.push(key);
  else if (owner.setExtraState) loading.missing.push(key);
  return [];
}

/** The given tensor, if its shape is the target's; one element also fits a scalar. */
function fitted(key: string, given: Tensor, target: Tensor, loading: Loading): Tensor | null {
  if (!(given instanceof Tensor)) {
    loading.complaints.push(
      `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint but received ${typeof given}`,
    );
    return null;
  }
  const source = target.ndim === 0 && sameShape(given.shape, [1]) ? select(given, 0, 0) : given;
  if (sameShape(source.shape, target.shape)) return source;
  loading.complaints.push(
    `size mismatch for ${key}: copying a param with shape torch.Size(${showShape(source.shape)}) from checkpoint, the shape in current model is torch.Size(${showShape(target.shape)}).`,
  );
  return null;
}

function aboutKeys(missing: readonly string[], unexpected: readonly string[]): string[] {
  const quote = (keys: readonly string[]) => keys.map((key) => `"${key}"`).join(", ");
  return [
    ...(missing.length ? [`Missing key(s) in state_dict: ${quote(missing)}. `] : []),
    ...(unexpected.length ? [`Unexpected key(s) in state_dict: ${quote(unexpected)}. `] : []),
  ];
}

function copyTo({ target, source }: Pair): void {
  if (isLazy(source)) return;
  if (isLazy(target)) target.materialize(source.shape);
  copy_(target, source);
}

function assignTo({ owner, name, target, source }: Pair): void {
  if (target instanceof Buffer) {
    Reflect.set(owner, name, source instanceof Buffer ? source : new Buffer(source, true));
  } else {
    const parameter = source instanceof Parameter ? source : new Parameter(source, false);
    parameter.requiresGrad = target.requiresGrad;
    Reflect.set(owner, name, parameter);
  }
}
