import type { Call, Case, ModuleValue, TensorValue, Value } from "../case.ts";
import type { Entry, Parameter } from "./surface.ts";

/** The cells of its layer's entry that a case shows. A refusal shows little: nothing was computed. */
export function shownCells({ call, answer }: Case, entry: Entry): string[] {
  if (answer.kind === "threw") return ["case", "refusal", `refuses ${call.dtype}`];
  const slots = Object.keys(answer.tensors);
  const names = [...slots, ...Object.keys(answer.facts)];
  return [
    "case",
    ...dtypesOf(call, entry),
    ...slots.filter((slot) => slot.startsWith("grad.")).map((slot) => `gradient ${slot.slice(5)}`),
    call.training ? "train" : "eval",
    ...batchOf(call, entry),
    ...(names.some((name) => /^(sha256\.)?initial\./.test(name)) ? ["initial state"] : []),
    ...optionsOf(call, entry, names),
  ];
}

/** What else a case uses: functions of its steps, layers and functions among its arguments. */
export function usedNames({ call }: Case): string[] {
  const called = (call.steps ?? [])
    .map((step) => step.call)
    .filter((name) => !name.startsWith("."));
  return [...called, ...valuesOf(call).flatMap(namesIn)];
}

/** What a case shows of a function that its steps call, or of a class among its arguments. */
export function shownByUse({ call, answer }: Case, name: string, entry: Entry): string[] {
  if (answer.kind === "threw") return ["case"];
  const options = ({ parameters }: Entry, given: readonly Value[], named: Named) =>
    givenCells("option", parameters, given, named);
  const steps = (call.steps ?? []).filter((step) => step.call === name);
  const modules = valuesOf(call)
    .flatMap(modulesIn)
    .filter((one) => one.layer === name);
  return [
    "case",
    ...steps.flatMap(({ inputs, keywords }) => options(entry, inputs, keywords)),
    ...modules.flatMap((one) => options(entry, one.args, one.options)),
    ...(steps.length > 0 ? [call.dtype] : []),
  ];
}

type Named = Readonly<Record<string, Value>>;

function valuesOf({ args, options, inputs, keywords, steps = [] }: Call): Value[] {
  return [
    ...args,
    ...Object.values(options),
    ...inputs,
    ...Object.values(keywords),
    ...steps.flatMap((step) => [...step.inputs, ...Object.values(step.keywords)]),
  ];
}

function namesIn(value: Value): string[] {
  return partsIn(value).flatMap((part) => {
    if (typeof part !== "object" || part === null || !("kind" in part)) return [];
    if (part.kind === "function") return [part.name];
    if (part.kind === "packed") return ["nn.utils.rnn.PackedSequence"];
    return part.kind === "module" ? [part.layer] : [];
  });
}

function modulesIn(value: Value): ModuleValue[] {
  return partsIn(value).filter(
    (part): part is ModuleValue =>
      typeof part === "object" && part !== null && "kind" in part && part.kind === "module",
  );
}

/** The value, and all that it is made of. */
function partsIn(value: Value): Value[] {
  if (typeof value !== "object" || value === null) return [value];
  if (!("kind" in value)) return value.flatMap(partsIn);
  if (value.kind === "list") return value.items.flatMap(partsIn);
  if (value.kind === "dict") return Object.values(value.entries).flatMap(partsIn);
  if (value.kind !== "module") return [value];
  return [value, ...[...value.args, ...Object.values(value.options)].flatMap(partsIn)];
}

function dtypesOf(call: Call, { kind }: Entry): string[] {
  const given = call.inputs.flatMap(tensorsIn).map(({ array }) => array.dtype);
  const asked = kind === "class" ? given.slice(0, 1) : given;
  return [call.dtype, ...asked.filter((dtype) => /^(int64|bool)$/.test(dtype))];
}

function batchOf(call: Call, { rank }: Entry): string[] {
  const [first] = call.inputs.flatMap(tensorsIn);
  if (first === undefined || rank === null || rank === undefined) return [];
  const axes = first.array.shape.length;
  return axes === rank ? ["batched"] : axes === rank - 1 ? ["unbatched"] : [];
}

function optionsOf(
  call: Call,
  { kind, parameters, forward }: Entry,
  names: readonly string[],
): string[] {
  // nn.Parameter and its like are no modules, which have a repr: what makes them are the inputs
  const isModule = names.includes("repr") || call.args.length > 0;
  if (kind !== "class" || !isModule) {
    return givenCells("option", parameters, call.inputs, call.keywords);
  }
  const made = givenCells("option", parameters, call.args, call.options);
  if (call.method !== undefined) return made;
  return [...made, ...givenCells("forward", forward, call.inputs, call.keywords)];
}

/** Parameters away from their defaults, and those that differ from axis to axis. */
function givenCells(
  kind: string,
  parameters: readonly Parameter[],
  positional: readonly Value[],
  named: Named,
): string[] {
  return parameters.flatMap(({ name, axes, ...rest }, place) => {
    const value = Object.hasOwn(named, name) ? named[name] : positional[place];
    if (value === undefined) return [];
    const away = "default" in rest && !isDefault(value, rest.default);
    return [
      ...(away ? [`${kind} ${name}`] : []),
      ...(axes !== undefined && isUneven(value) ? [`${kind} ${name} per axis`] : []),
    ];
  });
}

function isDefault(value: Value, standard: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(standard)) {
    return value.length === standard.length && value.every((one, i) => isDefault(one, standard[i]));
  }
  if (typeof value === "object" && value !== null && "kind" in value) {
    const named = standard as { readonly $function?: string } | null;
    return value.kind === "function" && value.name === named?.$function;
  }
  return value === standard;
}

function isUneven(value: Value): boolean {
  const items = Array.isArray(value) ? (value as readonly Value[]) : [];
  return items.some((one) => one !== items[0]);
}

function tensorsIn(value: Value): TensorValue[] {
  if (typeof value !== "object" || value === null) return [];
  if (!("kind" in value)) return value.flatMap(tensorsIn);
  if (value.kind === "list") return value.items.flatMap(tensorsIn);
  if (value.kind === "packed") return [value.data];
  return value.kind === "tensor" ? [value] : [];
}
