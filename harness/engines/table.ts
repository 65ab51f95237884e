import type { Dtype, NdArray } from "../array.ts";
import type { Answer, Call, TensorValue, Value } from "../case.ts";
import { type Aspect, type Engine, PROTOCOL, type Unsupported } from "../engine.ts";
import type { Ready, TimedEngine } from "../timed.ts";
import { parametersOf } from "./parameters.ts";

/** What a library has to be able to do for its layers to be held against PyTorch's; T is its tensor. */
export interface Library<T> {
  readonly name: string;
  readonly version: string;
  /** The floating types that it computes in; absent means float32 alone. */
  readonly floats?: readonly Dtype[];
  /** A tensor with these numbers. */
  readonly put: (array: NdArray) => T;
  /** The numbers of a tensor, in the given type. */
  readonly take: (tensor: T) => NdArray | Promise<NdArray>;
  /** Lets go of tensors; absent where the garbage collector does. */
  readonly drop?: (tensors: readonly T[]) => void;
  /** Waits until the work is done; absent where calls return only then. */
  readonly settle?: (tensors: readonly T[]) => void | Promise<void>;
  /** The outputs of `f` at `inputs`, and its gradients there, from `upstream`, a gradient an output; absent where the library has none. */
  readonly gradients?: (
    f: (inputs: readonly T[]) => readonly T[],
    inputs: readonly T[],
    upstream: readonly T[],
  ) => { readonly outputs: readonly T[]; readonly gradients: readonly T[] };
  /** Begins with clean memory: called before every call, where a call may spoil the next one's. */
  readonly afresh?: () => void | Promise<void>;
  /** Makes it the one in use: called before anything else is, where several adapters share a library. */
  readonly enter?: () => void | Promise<void>;
  readonly useThreads?: TimedEngine["useThreads"];
}

/** What a layer is given, apart from its inputs. */
export interface Given<T> {
  /** All of the constructor's arguments by PyTorch's names, with PyTorch's defaults; a function's keywords. */
  readonly options: Readonly<Record<string, Value>>;
  readonly training: boolean;
  /** Parameters and buffers by PyTorch's keys. */
  readonly state: Readonly<Record<string, T>>;
  readonly shapes: readonly (readonly number[])[];
  /** The types of the inputs: indices and classes are int64. */
  readonly dtypes: readonly Dtype[];
}

/** What a library's table has for a layer: its output, or outputs. Throws an Absent for what the library does not do. */
export type Layer<T> = (given: Given<T>, ...inputs: T[]) => T | readonly T[];

/** A layer is there, but not with these options or inputs. */
export class Absent extends Error {
  override name = "Absent";
}

/** Refuses what the library does not do. */
export function only(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new Absent(reason);
}

/** What no library but PyTorch has. */
export const LACKS: readonly Aspect[] = [
  ...(["state", "initial", "input", "structure", "repr", "print", "node"] as const),
  ...(["alias", "layout", "generator", "refusal", "phase", "class", "message"] as const),
];

/** An engine made of a table with an entry for each layer that the library has. */
export function tableEngine<T>(
  library: Library<T>,
  layers: Readonly<Record<string, Layer<T>>>,
): TimedEngine {
  const lacks: Engine["lacks"] = library.gradients ? LACKS : [...LACKS, "grad"];
  const { name, version, useThreads } = library;
  return {
    ...{ name, version, protocol: PROTOCOL, lacks },
    answer: async (call) => {
      try {
        const layer = layerOf(library, layers, call);
        await library.enter?.();
        await library.afresh?.();
        const found = prepared(library, layer, call);
        const answer = await answered(library, found);
        library.drop?.(Object.values(found.tensors));
        return answer;
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) throw error;
        return refusal(error);
      }
    },
    ready: async (call) => {
      try {
        const layer = layerOf(library, layers, call);
        await library.enter?.();
        await library.afresh?.();
        return timed(library, prepared(library, layer, call));
      } catch (error) {
        return refusal(error);
      }
    },
    ...(useThreads ? { useThreads } : {}),
  };
}

/** A call in the library's terms: every tensor by the name of its gradient's slot. */
interface Prepared<T> {
  readonly call: Call;
  readonly tensors: Readonly<Record<string, T>>;
  /** Those whose gradient is asked. */
  readonly followed: readonly string[];
  readonly upstream: Readonly<Record<string, T>>;
  readonly apply: (tensors: Readonly<Record<string, T>>) => readonly T[];
}

/** The table's entry for a call. Throws an Absent where there is none, and for what no library but PyTorch knows of. */
export function layerOf<T>(
  { floats = ["float32"] }: Pick<Library<T>, "floats">,
  layers: Readonly<Record<string, Layer<T>>>,
  call: Call,
): Layer<T> {
  const layer = Object.hasOwn(layers, call.layer) ? layers[call.layer] : undefined;
  only(layer !== undefined, `there is no ${call.layer}`);
  checkKind(call, floats);
  return layer;
}

function prepared<T>(library: Library<T>, layer: Layer<T>, call: Call): Prepared<T> {
  const inputs = tensorsOf(call.inputs);
  const state = Object.entries(call.state ?? {});
  const named = [
    ...inputs.map((array, i) => [`input.${i}`, array] as const),
    ...state.map(([key, array]) => [`parameter.${key}`, array] as const),
  ];
  const tensors = Object.fromEntries(named.map(([name, array]) => [name, library.put(array)]));
  return {
    call,
    tensors,
    followed: named.map(([name]) => name).filter((name) => isFollowed(call, name)),
    upstream: Object.fromEntries(
      Object.entries(call.upstream).map(([slot, array]) => [slot, library.put(array)]),
    ),
    apply: (now) => {
      const own = state.map(([key]) => [key, now[`parameter.${key}`] as T]);
      const first = inputs.map((_, i) => now[`input.${i}`] as T);
      const output = layer(givenOf(call, Object.fromEntries(own)), ...first);
      return Array.isArray(output) ? output : [output as T];
    },
  };
}

/** What a call's layer is given, with `state` in the library's terms. */
export function givenOf<T>(call: Call, state: Given<T>["state"]): Given<T> {
  const inputs = tensorsOf(call.inputs);
  return {
    options: { ...argumentsOf(call), ...call.keywords },
    training: call.training,
    state,
    shapes: inputs.map(({ shape }) => shape),
    dtypes: inputs.map(({ dtype }) => dtype),
  };
}

/** The tensors among arguments. */
export function tensorsOf(values: readonly Value[]): NdArray[] {
  return values.filter(isTensor).map(({ array }) => array);
}

/** A constructor's arguments by name. */
function argumentsOf({ layer, args, options }: Call): Record<string, Value> {
  const parameters = parametersOf(layer);
  const defaults = parameters.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, value as Value] as const],
  );
  const given = args.map((value, i) => [parameters[i]?.name ?? `${i}`, value] as const);
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(given), ...options };
}

/** What no library but PyTorch knows of. */
function checkKind(call: Call, floats: readonly Dtype[]): void {
  const { layer, dtype, steps, method, earlier, state, inputs, keywords, sample } = call;
  only(floats.includes(dtype), `${dtype}: it has ${floats.join(" and ")} alone`);
  only(!steps && !method, "steps and methods of modules");
  only(earlier.length === 0, "calls made before");
  only(state !== null || !/^nn\.[A-Z]/.test(layer), "parameters drawn as PyTorch draws them");
  only(sample === undefined, "large inputs drawn as PyTorch draws them");
  only(inputs.every(isTensor), "inputs that are no tensors");
  only(
    inputs.every(({ gradient }) => gradient === undefined),
    "gradients that are added to others",
  );
  only(!Object.values(keywords).some(isTensor), "tensors given by keyword");
  only(
    inputs.every(({ array }) => array.dtype === "int64" || floats.includes(array.dtype)),
    "inputs of other types",
  );
}

function isTensor(value: Value): value is TensorValue {
  return value !== null && typeof value === "object" && "kind" in value && value.kind === "tensor";
}

function isFollowed({ inputs, upstream, layer }: Call, name: string): boolean {
  if (Object.keys(upstream).length === 0) return false;
  const [, place = ""] = /^input\.(\d+)$/.exec(name) ?? [];
  if (place === "")
    return !/(running_mean|running_var|num_batches_tracked)$/.test(name) && !layer.endsWith("Loss");
  const value = inputs[Number(place)];
  return value !== undefined && isTensor(value) && value.grad;
}

async function answered<T>(library: Library<T>, found: Prepared<T>): Promise<Answer> {
  const { outputs, gradients } = ran(library, found);
  const tensors: Record<string, NdArray> = {};
  for (const [i, output] of outputs.entries()) tensors[`output.${i}`] = await library.take(output);
  for (const [name, gradient] of gradients) tensors[`grad.${name}`] = await library.take(gradient);
  library.drop?.([...outputs, ...gradients.map(([, gradient]) => gradient)]);
  return { kind: "returned", tensors, facts: {} };
}

function ran<T>(
  library: Library<T>,
  { tensors, followed, upstream, apply }: Prepared<T>,
): { outputs: readonly T[]; gradients: readonly (readonly [string, T])[] } {
  if (!library.gradients || followed.length === 0)
    return { outputs: apply(tensors), gradients: [] };
  const { outputs, gradients } = library.gradients(
    (inputs) => {
      const moved = followed.map((name, i) => [name, inputs[i] as T]);
      const all = apply({ ...tensors, ...Object.fromEntries(moved) });
      only(all.length === Object.keys(upstream).length, "outputs without a gradient beside others");
      return all;
    },
    followed.map((name) => tensors[name] as T),
    Object.values(upstream),
  );
  return { outputs, gradients: followed.map((name, i) => [name, gradients[i] as T] as const) };
}

function timed<T>(library: Library<T>, found: Prepared<T>): Ready | Unsupported {
  if (Object.keys(found.upstream).length > 0 && !library.gradients) {
    return { kind: "unsupported", reason: "it has no gradients" };
  }
  return {
    run: async (times) => {
      for (let i = 0; i < times; i++) {
        const { outputs, gradients } = ran(library, found);
        const made = [...outputs, ...gradients.map(([, gradient]) => gradient)];
        await library.settle?.(made);
        library.drop?.(made);
      }
    },
    answer: async () => {
      await library.enter?.();
      return answered(library, found);
    },
    release: async () => {
      await library.enter?.();
      library.drop?.([...Object.values(found.tensors), ...Object.values(found.upstream)]);
    },
    ...(library.enter ? { enter: library.enter } : {}),
  };
}

/** A library that throws says that it does not do this; a trap of WebAssembly is a crash, and no words. */
export function refusal(error: unknown): Unsupported {
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: "unsupported",
    reason: error instanceof Absent ? message : `it refuses: ${message}`,
  };
}
