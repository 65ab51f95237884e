import type { Module } from "./module.ts";

const names = new Map<unknown, string>();

/** Gives classes the names under which they are printed; a minifier may have changed their own. */
export function nameClasses(classes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(classes)) names.set(value, name);
}

/** The class name of a module, as PyTorch prints it. */
export function className(module: Module): string {
  return names.get(module.constructor) ?? module.constructor.name;
}

/** repr(module): the class, its options, and its children, indented. */
export function showModule(module: Module): string {
  const extra = module.extraRepr();
  const children = [...module.ownModules()].map(
    ([name, child]) => `(${name}): ${indent(String(child))}`,
  );
  if (children.length === 0) {
    return extra.includes("\n")
      ? `${className(module)}(\n  ${indent(extra)}\n)`
      : `${className(module)}(${extra})`;
  }
  const lines = [...(extra ? extra.split("\n") : []), ...children];
  return `${className(module)}(\n  ${lines.join("\n  ")}\n)`;
}

/** All lines but the first moved right by two. */
export function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
