import { checkAs } from "../../errors.ts";
import { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { Parameter } from "../parameter.ts";
import { className } from "../show-module.ts";

/** What a module keeps under a name. Throws AttributeError where there is nothing. */
export function attributeOf(module: Module, name: string): unknown {
  checkAs(
    "AttributeError",
    name in module,
    className(module),
    () => `'${className(module)}' object has no attribute '${name}'`,
  );
  return Reflect.get(module, name);
}

/** The tensor that a module keeps under a name. */
export function tensorNamed(module: Module, name: string): Tensor {
  const found = attributeOf(module, name);
  checkAs(
    "TypeError",
    found instanceof Tensor,
    className(module),
    () => `'${name}' must be Tensor, not ${found === null ? "NoneType" : typeof found}`,
  );
  return found;
}

/** Takes a parameter out of a module. Throws KeyError where there is none of that name. */
export function takeParameter(module: Module, name: string): void {
  const found = Object.hasOwn(module, name) ? Reflect.get(module, name) : undefined;
  checkAs(
    "KeyError",
    found === null || found instanceof Parameter,
    "parameters",
    () => `'${name}'`,
  );
  Reflect.deleteProperty(module, name);
}
