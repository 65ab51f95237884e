import { F, nn, torch } from "#engine";

/** What is called: a module, or a function. */
export type Subject = (...inputs: unknown[]) => unknown;

const ROOTS: Readonly<Record<string, object>> = { nn: { ...nn, functional: F }, torch };

/** The class or function that PyTorch calls `name`: "nn.Conv2d", "nn.utils.rnn.pad_sequence". */
export function find(name: string): unknown {
  return name
    .replace(/^torch\.(?=nn\.)/, "")
    .split(".")
    .reduce<unknown>((room, part) => member(room, part), ROOTS);
}

/** What a step calls: a method of the whole or of a part of it, or a function. */
export function methodOf(whole: unknown, name: string): Subject {
  const found = name.startsWith(".") ? ownMethod(whole, name.slice(1)) : find(name);
  if (typeof found !== "function") throw new TypeError(`there is no ${name}`);
  return callable(found as Subject);
}

/** A class as a function that makes one of it; a function as it is. */
export function callable(found: Subject): Subject {
  const isClass = /^class\b/.test(Function.prototype.toString.call(found));
  return isClass ? (...given) => Reflect.construct(found, given) : found;
}

/** What the dotted name leads to; the whole for the empty name. */
export function partOf(whole: unknown, path: string): unknown {
  return path === "" ? whole : path.split(".").reduce(member, whole);
}

/** "kernel_size" as "kernelSize"; a trailing underscore stays. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[a-zA-Z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** JavaScript's names for what Python has operators and functions for. */
const OPERATORS: Readonly<Record<string, string>> = {
  __getitem__: "get",
  __setitem__: "set",
  __delitem__: "delete",
  __contains__: "has",
  __len__: "length",
  __add__: "concat",
  __iadd__: "extend",
  __mul__: "repeat",
  __rmul__: "repeat",
  __imul__: "repeat_",
  __or__: "union",
};

function ownMethod(whole: unknown, path: string): unknown {
  const owner = partOf(whole, path.split(".").slice(0, -1).join("."));
  const name = path.split(".").at(-1) as string;
  if (name === "__iter__") return () => (owner as Iterable<unknown>)[Symbol.iterator]();
  if (name === "__setattr__") return (key: string, value: unknown) => setField(owner, key, value);
  const found = member(owner, OPERATORS[name] ?? name);
  if (typeof found !== "function") return () => found;
  return found instanceof nn.Module ? found : found.bind(owner);
}

function setField(owner: unknown, key: string, value: unknown): void {
  Reflect.set(owner as object, key, value);
}

function member(room: unknown, name: string): unknown {
  const named = room as Readonly<Record<string, unknown>> | null | undefined;
  return named?.[name] ?? named?.[camelCase(name)];
}
