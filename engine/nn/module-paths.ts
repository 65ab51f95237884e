import { checkAs, EngineError } from "../errors.ts";
import type { Module } from "./module.ts";
import { Buffer, Parameter } from "./parameter.ts";
import { className } from "./show-module.ts";

/** What a dotted path from a module leads to; each step but the last must be a module. Throws AttributeError for what is not there. */
export function follow(
  from: Module,
  path: string,
  isModule: (value: unknown) => value is Module,
): Module {
  let module = from;
  for (const name of path === "" ? [] : path.split(".")) {
    const found = attribute(module, name);
    if (!isModule(found)) {
      throw new EngineError("AttributeError", "getSubmodule", `\`${name}\` is not an nn.Module`);
    }
    module = found;
  }
  return module;
}

/** The part of a dotted path before its last name, and that name. */
export function splitPath(path: string): [string, string] {
  const at = path.lastIndexOf(".");
  return at < 0 ? ["", path] : [path.slice(0, at), path.slice(at + 1)];
}

/** A module's parameter by name. */
export function parameterOf(module: Module, name: string): Parameter {
  const found = attribute(module, name);
  checkAs(
    "AttributeError",
    found instanceof Parameter,
    "getParameter",
    () => `\`${name}\` is not an nn.Parameter`,
  );
  return found;
}

/** A module's buffer by name. */
export function bufferOf(module: Module, name: string): Buffer {
  const found = attribute(module, name);
  checkAs(
    "AttributeError",
    found instanceof Buffer,
    "getBuffer",
    () => `\`${name}\` is not a buffer`,
  );
  return found;
}

function attribute(module: Module, name: string): unknown {
  checkAs(
    "AttributeError",
    name in module,
    "getSubmodule",
    () => `${className(module)} has no attribute \`${name}\``,
  );
  return Reflect.get(module, name);
}
