import { checkAs } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import type { Module } from "./module.ts";
import { Buffer, Parameter } from "./parameter.ts";

/** Refuses a name under which nothing can be kept: an empty one, one with a dot, one that is taken by something else. */
export function checkName(
  owner: Module,
  kind: "parameter" | "buffer" | "module",
  name: string,
  isOwnKind: (value: unknown) => boolean,
): void {
  const where = `register ${kind}`;
  checkAs(
    "KeyError",
    !name.includes("."),
    where,
    () => `${kind} name can't contain "."${kind === "module" ? `, got: ${name}` : ""}`,
  );
  checkAs("KeyError", name !== "", where, () => `${kind} name can't be empty string ""`);
  checkAs(
    "KeyError",
    !(name in owner) || isOwnKind(Reflect.get(owner, name)),
    where,
    () => `attribute '${name}' already exists`,
  );
}

/** Puts a parameter, or null for one that is switched off, under a name. */
export function putParameter(owner: Module, name: string, parameter: Parameter | null): void {
  checkName(owner, "parameter", name, (value) => value === null || value instanceof Parameter);
  const given: unknown = parameter;
  checkAs(
    "TypeError",
    given === null || given instanceof Parameter,
    "registerParameter",
    () =>
      `cannot assign '${describe(given)}' object to parameter '${name}' (torch.nn.Parameter or None required)`,
  );
  Reflect.set(owner, name, parameter);
}

/** Puts a buffer, or null for one that is switched off, under a name. */
export function putBuffer(
  owner: Module,
  name: string,
  tensor: Tensor | null,
  persistent: boolean,
): void {
  checkName(owner, "buffer", name, (value) => value === null || value instanceof Buffer);
  const given: unknown = tensor;
  checkAs(
    "TypeError",
    given === null || given instanceof Tensor,
    "registerBuffer",
    () =>
      `cannot assign '${describe(given)}' object to buffer '${name}' (torch Tensor or None required)`,
  );
  Reflect.set(owner, name, tensor && new Buffer(tensor, persistent));
}

function describe(value: unknown): string {
  return value instanceof Tensor ? `torch.${value.dtype}` : typeof value;
}
