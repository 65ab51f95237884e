import { checkAs } from "../errors.ts";
import { formatValue } from "../print/python.ts";
import { Tensor } from "../tensor.ts";

/** Refuses what is no tensor, as PyTorch's own argument parser does. */
export function checkTensor(x: unknown, where: string): asserts x is Tensor {
  checkAs(
    "TypeError",
    x instanceof Tensor,
    where,
    () => `${where}(): argument 'input' (position 1) must be Tensor, not ${classOf(x)}`,
  );
}

/** The name of a value's class in Python. */
export function classOf(x: unknown): string {
  if (x === null || x === undefined) return "NoneType";
  if (typeof x === "boolean") return "bool";
  if (typeof x === "string") return "str";
  if (typeof x === "number") return /[.en]/.test(formatValue(x)) ? "float" : "int";
  return Array.isArray(x) ? "tuple" : typeof x;
}
