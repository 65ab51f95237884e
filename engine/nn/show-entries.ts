import { SCALAR_TYPE } from "../dtype.ts";
import { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { className } from "./show-module.ts";

/** The lines in which ParameterList ("dtype") and ParameterDict ("typename") print what they hold. */
export function showEntries(
  entries: Iterable<readonly [string | number, unknown]>,
  style: "dtype" | "typename",
): string {
  return Array.from(entries, ([key, value]) => `  (${key}): ${showEntry(value, style)}`).join("\n");
}

function showEntry(value: unknown, style: "dtype" | "typename"): string {
  if (!(value instanceof Tensor)) return `Object of type: ${pythonType(value)}`;
  const kind = value instanceof Parameter ? "Parameter" : "Tensor";
  const type =
    style === "dtype" ? `torch.${value.dtype}` : `torch.${SCALAR_TYPE[value.dtype]}Tensor`;
  return `${kind} containing: [${type} of size ${value.shape.join("x")}]`;
}

function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (value instanceof Module) return className(value);
  if (Array.isArray(value)) return "list";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return value instanceof Map ? "dict" : typeof value;
}
