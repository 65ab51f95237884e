import { checkAs } from "../../errors.ts";
import { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { className } from "../show-module.ts";

/** What a module has under a name. Throws AttributeError for nothing. */
export function attributeOf(module: Module, name: string): unknown {
  checkAs(
    "AttributeError",
    name in module,
    className(module),
    () => `'${className(module)}' object has no attribute '${name}'`,
  );
  return Reflect.get(module, name);
}

/** A module's parameter, null if it is switched off. Throws KeyError for a name that is no parameter's. */
export function parameterNamed(module: Module, name: string): Parameter | null {
  const found: unknown = Reflect.get(module, name);
  checkAs(
    "KeyError",
    found === null || found instanceof Parameter,
    className(module),
    () => `'${name}': there is no such parameter`,
  );
  return found;
}

/** A module's tensor, a parameter or not. Throws ValueError for a name that is no tensor's. */
export function tensorNamed(module: Module, name: string): Tensor {
  const found: unknown = Reflect.get(module, name);
  checkAs(
    "ValueError",
    found instanceof Tensor,
    className(module),
    () => `Module '${module}' has no parameter or buffer with name '${name}'`,
  );
  return found;
}

/** Puts another tensor under a module's name, behind all that it has; null takes the name away. */
export function put(module: Module, name: string, tensor: Tensor | null): void {
  Reflect.deleteProperty(module, name);
  if (tensor !== null) Reflect.set(module, name, tensor);
}
